import Authorization
import Frame

/// How the inspector's pane is divided: the table above, the words of the row under the cursor below.
enum InspectorLines {
  /// Rows of the table that can be shown at once. It does not depend on the cursor, so that nothing jumps.
  static func tableLines(_ state: BrowserState, _ layout: Layout) -> Int {
    guard let inside = layout.inspector?.inside else { return 0 }
    let room = max(0, inside.height - 1 - noteLines(state))
    guard state.focus == .inspector, let rows = state.inspector.shown?.rows.count else { return room }
    return min(rows, max(1, room * 45 / 100))
  }

  /// Notes have a line of their own, above the table.
  static func noteLines(_ state: BrowserState) -> Int {
    state.inspector.shown?.notes.isEmpty == false ? 1 : 0
  }
}

extension InspectorState {
  func visibleTop(_ lines: Int) -> Int {
    Scroll.top(top, showing: cursor, lines: lines, of: shown?.rows.count ?? 0)
  }
}

extension Words {
  /// Text in lines of at most `width` cells, broken between words where that is possible.
  static func wrapped(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in Text.visible(text).split(separator: " ", omittingEmptySubsequences: true) {
      for piece in pieces(String(word), width: width) {
        if line.isEmpty {
          line = piece
        } else if Text.width(line) + 1 + Text.width(piece) <= width {
          line += " " + piece
        } else {
          lines.append(line)
          line = piece
        }
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  /// Text cut at its beginning, where only the end tells one line from the next.
  static func end(of text: String, width: Int) -> String {
    guard Text.width(text) > width, width > 1 else { return text }
    var rest = text[...]
    while Text.width(String(rest)) > width - 1, !rest.isEmpty { rest = rest.dropFirst() }
    return "…" + rest
  }

  /// A word in parts that fit a line.
  private static func pieces(_ word: String, width: Int) -> [String] {
    guard Text.width(word) > width else { return [word] }
    var pieces: [String] = []
    var piece = ""
    for character in word {
      if !piece.isEmpty, Text.width(piece + String(character)) > width {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    return pieces + [piece]
  }
}
