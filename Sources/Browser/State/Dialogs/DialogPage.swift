import Authorization

/// What lies over a dialog and goes back to it.
enum DialogPage: Hashable, Sendable {
  case picker(Picker)
  case units(UnitsPage)
  case firstEdit(FirstEditPage)
  case statement(StatementPage)
}

/// Many rows to choose one of, filtered as one types.
struct Picker: Hashable, Sendable {
  var field: FieldName
  var title: String
  /// What choosing no row is called, as the first line.
  var none: String?
  var filter = TextField()
  var list: ChoiceList

  /// Whoever types looks for a row; choosing none by accident could publish a git tree. So the line comes back only
  /// for its own first word.
  private var showsNone: Bool {
    guard let none = none?.lowercased() else { return false }
    let word = none.prefix { $0.isLetter }
    let typed = filter.text.lowercased()
    return typed.isEmpty || (typed.count >= word.count && none.hasPrefix(typed))
  }
  private var firstRow: Int { showsNone ? 1 : 0 }

  var count: Int { list.count + firstRow }
  var cursor: Int {
    get { min(list.cursor, max(0, count - 1)) }
    set { list.cursor = newValue }
  }

  /// Nil for the line that stands for no row.
  func row(at place: Int) -> ChoiceRow? { list.row(at: place - firstRow) }
  func isNone(_ place: Int) -> Bool { showsNone && place == 0 }

  func rows(_ lines: Range<Int>) -> Range<Int> {
    let first = max(0, lines.lowerBound - firstRow)
    return first..<max(first, lines.upperBound - firstRow)
  }
}

/// The exact list of what an edit changes: gains, then losses.
struct UnitsPage: Hashable, Sendable {
  static let part = 100
  /// Parts that are kept; the farthest from what is shown goes first.
  private static let kept = 6

  struct Part: Hashable, Sendable {
    var isGain: Bool
    var number: Int
  }

  private(set) var gains: Int
  private(set) var losses: Int
  var cursor = 0
  var top = 0
  private(set) var parts: [Part: [ImpactUnit]] = [:]
  /// Parts that were read before it was counted again: shown until they are read anew.
  private var outdated: Set<Part> = []
  private var pending: Token?
  private var wanted: Part?
  private(set) var failed = false

  init(gains: Int, losses: Int) {
    self.gains = gains
    self.losses = losses
  }

  var count: Int { gains + losses }
  var token: Token? { pending }

  /// Goes on with another count of the same edit, at the same place.
  mutating func restart(gains: Int, losses: Int) {
    // Lines that have moved would stand for others.
    if gains != self.gains || losses != self.losses { parts = [:] }
    outdated = Set(parts.keys)
    self.gains = gains
    self.losses = losses
    cursor = min(cursor, max(0, count - 1))
    pending = nil
    failed = false
  }

  private func part(of line: Int) -> (part: Part, offset: Int) {
    let isGain = line < gains
    let place = isGain ? line : line - gains
    return (Part(isGain: isGain, number: place / Self.part), place % Self.part)
  }

  func unit(at line: Int) -> ImpactUnit? {
    guard line >= 0, line < count else { return nil }
    let (part, offset) = part(of: line)
    guard let units = parts[part], units.indices.contains(offset) else { return nil }
    return units[offset]
  }

  func needed(_ lines: Range<Int>) -> Part? {
    guard pending == nil, !failed, count > 0 else { return nil }
    let first = min(max(0, lines.lowerBound), count - 1)
    let last = min(max(first, lines.upperBound - 1), count - 1)
    return [part(of: first).part, part(of: last).part].first {
      parts[$0] == nil || outdated.contains($0)
    }
  }

  mutating func wait(for token: Token, _ part: Part) {
    pending = token
    wanted = part
  }

  mutating func take(_ token: Token, _ units: [ImpactUnit]) {
    guard pending == token, let wanted else { return }
    pending = nil
    let now = part(of: min(top, max(0, count - 1))).part
    func distance(_ part: Part) -> Int {
      (part.isGain == now.isGain ? 0 : 1_000_000) + abs(part.number - now.number)
    }
    while parts.count >= Self.kept, let far = parts.keys.max(by: { distance($0) < distance($1) }) {
      parts[far] = nil
    }
    parts[wanted] = units
    outdated.remove(wanted)
  }

  mutating func fail(_ token: Token) {
    guard pending == token else { return }
    pending = nil
    failed = true
  }
}

/// What is said before the first edit of a database.
struct FirstEditPage: Hashable, Sendable {
  enum Focus: Hashable, Sendable, CaseIterable { case path, backUp, go, cancel }

  var notice: FirstEditNotice
  /// What Save was pressed on. It hides the dialog, so nothing that is planned later has been seen.
  let seen: SeenEdit
  var path: TextField
  var focus = Focus.backUp

  init(_ notice: FirstEditNotice, seen: SeenEdit) {
    self.notice = notice
    self.seen = seen
    path = TextField(notice.backupPath)
  }
}
