import Authorization
import Frame

/// Text of several lines that is being typed.
struct TextArea: Hashable, Sendable {
  private(set) var lines: [TextField] = [TextField()]
  private(set) var line = 0
  var top = 0
  private(set) var original: Name?
  /// How the original is laid out for reading; kept to know whether anybody edited it.
  private var laidOut: Name?

  static let unread = TextArea()

  init() {}

  var text: String { lines.map(\.text).joined(separator: "\n") }
  var isChanged: Bool { laidOut.map { $0 != Name(text) } ?? false }
  var current: TextField { lines[line] }

  mutating func set(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { TextField(String($0)) }
    if lines.isEmpty { lines = [TextField()] }
    line = min(line, lines.count - 1)
  }

  /// Takes what stands in the database. What was typed stays. Returns whether it had changed underneath.
  mutating func take(_ now: Name, laidOut shown: String) -> Bool {
    let old = original
    let wasChanged = isChanged
    original = now
    defer { laidOut = Name(shown) }
    guard let old else {
      set(shown)
      line = 0
      return false
    }
    guard old != now else { return false }
    if !wasChanged { set(shown) }
    return true
  }

  /// Takes pasted text.
  mutating func insert(_ text: String) {
    for (index, part) in PastedText.lines(text).enumerated() {
      if index > 0 { breakLine() }
      lines[line].insert(part)
    }
  }

  /// Applies an editing key. False where the key does not edit text or leaves the area.
  mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .enter: breakLine()
    case .up where line > 0: go(to: line - 1)
    case .down where line < lines.count - 1: go(to: line + 1)
    case .up, .down: return false
    case .pageUp: go(to: max(0, line - 10))
    case .pageDown: go(to: min(lines.count - 1, line + 10))
    case .left where current.insertion == 0 && line > 0:
      line -= 1
      _ = lines[line].handle(.end)
    case .right where current.insertion == current.characters.count && line < lines.count - 1:
      line += 1
      _ = lines[line].handle(.home)
    case .backspace where current.insertion == 0, .control("h") where current.insertion == 0: joinUp()
    case .delete where current.insertion == current.characters.count && line < lines.count - 1:
      line += 1
      _ = lines[line].handle(.home)
      joinUp()
    default: return lines[line].handle(key)
    }
    return true
  }

  private mutating func go(to next: Int) {
    let column = current.insertion
    line = next
    lines[line].go(to: column)
  }

  private mutating func breakLine() {
    let before = current.textBeforeInsertion
    let after = String(current.characters.dropFirst(current.insertion))
    lines[line] = TextField(before)
    line += 1
    lines.insert(TextField(after), at: line)
    lines[line].go(to: 0)
  }

  private mutating func joinUp() {
    guard line > 0 else { return }
    let tail = lines.remove(at: line).text
    line -= 1
    let column = lines[line].characters.count
    lines[line] = TextField(lines[line].text + tail)
    lines[line].go(to: column)
  }
}
