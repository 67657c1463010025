/// Finds commands by a few of their letters.
enum Fuzzy {
  /// The actions that contain the letters in order, the best first; all in table order where nothing is typed.
  static func actions(matching query: String) -> [Action] {
    // The keys of dialogs mean nothing where the palette can be opened.
    let all = Action.all.filter { $0.group != .dialogs }
    guard !query.isEmpty else { return all }
    let scored = all.enumerated().compactMap { index, action -> (Int, Int, Action)? in
      let inTitle = score(query, in: action.title)
      let inHelp = action.help.lowercased().contains(query.lowercased()) ? 1_000 : nil
      guard let best = inTitle ?? inHelp else { return nil }
      return (best, index, action)
    }
    return scored.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  /// Less is better: letters that stand together and early count least. Nil where a letter is missing.
  static func score(_ query: String, in text: String) -> Int? {
    let letters = Array(text.lowercased())
    var place = 0
    var score = 0
    for letter in query.lowercased() where !letter.isWhitespace {
      guard let found = letters[place...].firstIndex(of: letter) else { return nil }
      // A gap costs its length, a letter at the start of a word next to nothing.
      let startsWord = found == 0 || letters[found - 1] == " "
      score += found == place ? 0 : startsWord ? 2 : 4 + found - place
      place = found + 1
    }
    return score
  }
}
