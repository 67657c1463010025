import Authorization
import Frame

/// How a line of a detail and the note beside it share the width.
struct NoteFit: Hashable {
  /// The cursor's sign and what sets lines off from their heading.
  static let indent = 3
  private static let gap = 2
  /// Cells of a note that say enough to be worth showing.
  private static let least = 8

  /// The text, its middle left out where there is no room for it.
  private(set) var text: String
  /// The cells for both.
  let room: Int
  /// Where the note begins.
  private(set) var start: Int

  init(_ line: DetailLine, column: Int, room: Int) {
    self.room = room
    text = Self.text(of: line)
    let used = Text.width(text)
    let note = Text.width(line.note)
    start = max(column, used) + Self.gap
    guard note > 0, used + Self.gap + note > room else {
      // Both fit. Where the column lies too far right for a long note, the note begins earlier.
      if note > 0 { start = min(start, max(used + Self.gap, room - note)) }
      return
    }
    // The note takes what it needs of the room beyond the column, and the text what is left.
    var width = max(min(used, column), room - Self.gap - note)
    if line.warns {
      let most = room - Self.gap - min(note, Self.least)
      width = max(width, min(Self.widthWithKey(text), most))
    }
    text = Words.middleLeftOut(of: text, width: width)
    start = max(min(column, width), Text.width(text)) + Self.gap
  }

  /// The column of the notes in a section: behind its widest text, unless that takes too much.
  static func column(_ lines: [DetailLine], room: Int) -> Int {
    let widest = lines.filter { !$0.note.isEmpty }.map { Text.width(text(of: $0)) }.max() ?? 0
    return min(widest, room * 45 / 100)
  }

  private static func text(of line: DetailLine) -> String { line.warns ? "! \(line.text)" : line.text }

  /// The cells that keep the sign of a warning and the last word: the key is all that is known of an object that
  /// is gone.
  private static func widthWithKey(_ text: String) -> Int {
    let key = text.split(separator: " ").last.map(String.init) ?? text
    return Text.width(key) + 3
  }
}

extension Words {
  /// Text cut in its middle. The last word stays whole where there is room for it: a key or a name, behind a type.
  static func middleLeftOut(of text: String, width: Int) -> String {
    guard Text.width(text) > width else { return text }
    guard width > 2 else { return Text.clipped(text, to: width) }
    let shown = Text.visible(text)
    let last = shown.lastIndex(of: " ").map { String(shown[shown.index(after: $0)...]) } ?? shown
    let tail = Text.width(last) + 3 <= width ? Text.width(last) : (width - 1) / 2
    let end = Words.end(of: shown, width: tail + 1)
    return Text.clipped(shown, to: width - Text.width(end) + 1) + end.dropFirst()
  }
}
