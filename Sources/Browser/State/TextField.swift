import Frame

/// A line of text that is being typed. Positions count grapheme clusters, so that no letter is ever cut in two.
struct TextField: Hashable, Sendable {
  private(set) var characters: [Character] = []
  private(set) var insertion = 0
  /// The whole text is selected: what is typed next replaces it, and any other key edits it.
  private(set) var isSelected = false

  init(_ text: String = "", isSelected: Bool = false) {
    characters = Array(text)
    insertion = characters.count
    self.isSelected = isSelected && !text.isEmpty
  }

  var text: String { String(characters) }
  var isEmpty: Bool { characters.isEmpty }
  var textBeforeInsertion: String { String(characters[..<insertion]) }

  mutating func insert(_ text: String) {
    if isSelected { remove(from: 0, to: characters.count) }
    isSelected = false
    // Combining marks join the letter before them, so the whole is split into clusters again.
    let before = String(characters[..<insertion]) + text
    let after = String(characters[insertion...])
    characters = Array(before + after)
    insertion = min(Array(before).count, characters.count)
  }

  /// Applies an editing key. False where the key does not edit text.
  mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(String(character))
    case .backspace, .control("h"): remove(from: max(0, insertion - 1), to: insertion)
    case .delete: remove(from: insertion, to: min(characters.count, insertion + 1))
    case .left: insertion = max(0, insertion - 1)
    case .right: insertion = min(characters.count, insertion + 1)
    case .home, .control("a"): insertion = 0
    case .end, .control("e"): insertion = characters.count
    case .control("u"): remove(from: 0, to: insertion)
    case .control("w"): remove(from: startOfWord, to: insertion)
    default: return false
    }
    isSelected = false
    return true
  }

  mutating func go(to place: Int) {
    insertion = min(max(0, place), characters.count)
    isSelected = false
  }

  private var startOfWord: Int {
    var place = insertion
    while place > 0, characters[place - 1].isWhitespace { place -= 1 }
    while place > 0, !characters[place - 1].isWhitespace { place -= 1 }
    return place
  }

  private mutating func remove(from start: Int, to end: Int) {
    characters.removeSubrange(start..<end)
    insertion = start
  }
}
