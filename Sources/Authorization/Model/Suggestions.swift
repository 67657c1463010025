/// Finds the names that somebody may have meant.
public enum Suggestions {
  /// Names at most two slips away from `text` (one, where it is shorter than five characters), or the same but for case,
  /// nearest first.
  ///
  /// - Parameter slips: how many at most, whatever the length; nil for as many as above.
  public static func near(_ text: String, in names: [String], slips: Int? = nil, limit: Int = 3) -> [String] {
    let wanted = Array(text.lowercased().unicodeScalars)
    // Two slips turn any two letters into any others.
    let slips = slips ?? (wanted.count < 5 ? min(1, wanted.count - 1) : 2)
    let scored = names.compactMap { name -> (Int, String)? in
      let distance = distance(wanted, Array(name.lowercased().unicodeScalars), atMost: slips)
      return distance.map { ($0, name) }
    }
    return scored.sorted { $0.0 == $1.0 ? Name($0.1) < Name($1.1) : $0.0 < $1.0 }.prefix(limit).map(\.1)
  }

  /// `did you mean `mira`, `mire`?`; nil where there is nothing to suggest.
  public static func question(_ names: [String]) -> String? {
    names.isEmpty ? nil : "did you mean \(names.map { "`\($0)`" }.joined(separator: ", "))?"
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other; nil above `limit`.
  static func distance(_ left: [UnicodeScalar], _ right: [UnicodeScalar], atMost limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var before: [Int] = []
    var previous = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var current = [i + 1]
      for (j, b) in right.enumerated() {
        var best = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == right[j - 1], left[i - 1] == b { best = min(best, before[j - 1] + 1) }
        current.append(best)
      }
      guard (current.min() ?? 0) <= limit else { return nil }
      before = previous
      previous = current
    }
    let result = previous[right.count]
    return result <= limit ? result : nil
  }
}
