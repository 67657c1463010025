internal import Authorization

/// How many users may something, before and after a change.
struct Growth {
  var before: Int
  var after: Int

  /// Of two the one that multiplies more tells more.
  func isLess(than other: Growth) -> Bool {
    after * max(1, other.before) < other.after * max(1, before)
  }

  /// The word that has to be typed where the users become so many more that somebody should look twice.
  ///
  /// - Parameters:
  ///   - place: `on tree mainline`; nil for in general.
  ///   - factor: how many times as many are that many; none are at 1 and below.
  func confirmation(_ permission: Name, on place: String?, factor: Int) -> Confirmation? {
    guard factor > 1, after >= factor * max(1, before) else { return nil }
    let place = place.map { " \($0)" } ?? ""
    return Confirmation(
      .multiplied,
      "the number of users who may `\(permission)`\(place) grows from \(Digits.grouped(before)) to \(Digits.grouped(after))",
      word: Name(String(after)))
  }
}
