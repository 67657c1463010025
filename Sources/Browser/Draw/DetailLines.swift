import Authorization
import Frame

/// A detail as lines of a given width, with the places of those that can be selected.
struct DetailLines {
  enum Line: Hashable {
    case facts([Fact])
    case heading(String, count: String)
    /// A line, and the column where the notes of its section begin.
    case item(Int, DetailLine, column: Int)
    case rest(Int, String)
    case blank
  }

  private(set) var lines: [Line] = []

  init(_ detail: DetailState, width: Int) {
    guard let shown = detail.shown else { return }
    addFacts(shown.facts, width: width - 2)
    var item = 0
    for section in shown.sections {
      if !lines.isEmpty { lines.append(.blank) }
      let atLeast = section.continues && section.count == nil
      let count = Digits.grouped(section.count ?? section.lines.count) + (atLeast ? "+" : "")
      lines.append(.heading(section.title, count: count))
      let column = NoteFit.column(section.lines, room: width - NoteFit.indent)
      for line in section.lines {
        lines.append(.item(item, line, column: column))
        item += 1
      }
      if section.continues {
        lines.append(.rest(item, section.count.map { "… all \(Digits.grouped($0))" } ?? "… all"))
        item += 1
      }
    }
  }

  private mutating func addFacts(_ facts: [Fact], width: Int) {
    var line: [Fact] = []
    var used = 0
    for fact in facts.flatMap({ Self.wrapped($0, width: width) }) {
      let needed = Text.width(fact.text) + (fact.warns ? 2 : 0)
      if !line.isEmpty, used + 3 + needed > width {
        lines.append(.facts(line))
        line = []
        used = 0
      }
      used += needed + (line.isEmpty ? 0 : 3)
      line.append(fact)
    }
    if !line.isEmpty { lines.append(.facts(line)) }
  }

  /// A fact that is a sentence, in pieces that fit.
  private static func wrapped(_ fact: Fact, width: Int) -> [Fact] {
    guard width > 8, Text.width(fact.text) + (fact.warns ? 2 : 0) > width else { return [fact] }
    let pieces = Words.wrapped(fact.text, width: width - (fact.warns ? 2 : 0))
    return pieces.map { Fact($0, warns: fact.warns) }
  }

  func item(at line: Int) -> Int? {
    guard lines.indices.contains(line) else { return nil }
    return switch lines[line] {
    case .item(let item, _, _), .rest(let item, _): item
    default: nil
    }
  }

  func line(of item: Int) -> Int? { lines.indices.first { self.item(at: $0) == item } }

  /// The first visible line.
  func top(_ detail: DetailState, height: Int) -> Int {
    guard let line = line(of: detail.cursor) else {
      return min(max(0, detail.top), max(0, lines.count - height))
    }
    return Scroll.top(detail.top, showing: line, lines: height, of: lines.count)
  }
}
