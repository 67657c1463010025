/// Guesses what somebody meant to write.
enum Spelling {
  /// The candidate most like the word, the first of equals; none if all are too far away.
  ///
  /// Case counts for nothing. Up to a third of the letters may be wrong, one at least.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    let allowed = max(1, min(word.count / 3, 3))
    let best = candidates.lazy
      .map { (candidate: $0, distance: distance(word.lowercased(), $0.lowercased())) }
      .min { $0.distance < $1.distance }
    guard let best, best.distance <= allowed else { return nil }
    return best.candidate
  }

  /// Letters to add, remove, replace or swap with their neighbour to make one text of the other.
  static func distance(_ one: String, _ other: String) -> Int {
    let (one, other) = (Array(one), Array(other))
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for line in one.indices {
      var row = [line + 1]
      for column in other.indices {
        let replaced = last[column] + (one[line] == other[column] ? 0 : 1)
        var best = min(replaced, last[column + 1] + 1, row[column] + 1)
        if line > 0, column > 0, one[line] == other[column - 1], one[line - 1] == other[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[other.count]
  }
}
