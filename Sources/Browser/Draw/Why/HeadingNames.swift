import Frame

/// The names above the columns of the matrix, for which there is little room.
enum HeadingNames {
  /// The letters of each name from above to below. What does not fit gives up the beginning that it shares with the others
  /// that do not, then its middle: names that are alike differ at their ends as a rule.
  static func upright(_ names: [String], height: Int) -> [[String]] {
    let all = names.map { Text.visible($0).map { String($0) } }
    let shared = sharedBeginning(all.filter { $0.count > height }, height: height)
    return all.map { letters in
      guard letters.count > height else { return letters }
      let rest = Array(letters.dropFirst(shared))
      guard rest.count >= height else { return ["…"] + rest }
      let head = height / 2
      return rest.prefix(head) + ["…"] + rest.suffix(height - 1 - head)
    }
  }

  /// How many letters all begin with, as far as there is enough left of each.
  private static func sharedBeginning(_ names: [[String]], height: Int) -> Int {
    guard names.count > 1, let first = names.first, let shortest = names.map(\.count).min() else { return 0 }
    let most = max(0, shortest - (height - 1))
    let shared = (0..<most).first { place in names.contains { $0[place] != first[place] } } ?? most
    // One letter is no wider than the sign for it.
    return shared > 1 ? shared : 0
  }

  /// A name over several lines, broken behind the signs that names are put together with where that fits. What is too
  /// long for all of them loses its middle.
  static func words(_ name: String, width: Int, height: Int) -> [String] {
    let visible = Text.visible(name)
    let all = lines(visible, width: width)
    guard all.count > height else { return all }
    // Two letters of two cells may leave one empty at the end of each line.
    let cut = Words.middleLeftOut(of: visible, width: (width - 1) * height)
    return Array(lines(cut, width: width).prefix(height))
  }

  private static func lines(_ name: String, width: Int) -> [String] {
    var lines: [String] = []
    for piece in pieces(name) {
      if let last = lines.last, Text.width(last + piece) <= width {
        lines[lines.count - 1] = last + piece
      } else if Text.width(piece) <= width {
        lines.append(piece)
      } else {
        for letter in piece {
          if let last = lines.last, Text.width(last + String(letter)) <= width {
            lines[lines.count - 1] = last + String(letter)
          } else {
            lines.append(String(letter))
          }
        }
      }
    }
    return lines
  }

  /// `linux-`, `mainline`
  private static func pieces(_ name: String) -> [String] {
    var pieces = [""]
    for letter in name {
      pieces[pieces.count - 1].append(letter)
      if "-_./ ".contains(letter) { pieces.append("") }
    }
    return pieces.filter { !$0.isEmpty }
  }
}
