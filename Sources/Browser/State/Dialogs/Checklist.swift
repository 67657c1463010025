import Authorization

/// A long choice of which several may be on: the state now, and what would change.
struct Checklist: Hashable, Sendable {
  enum Mark: Hashable, Sendable {
    case off, on, adding, removing

    var sign: String {
      switch self {
      case .off: "[ ]"
      case .on: "[x]"
      case .adding: "[+]"
      case .removing: "[-]"
      }
    }
  }

  var list: ChoiceList
  private(set) var added: [EntityRef] = []
  private(set) var removed: [EntityRef] = []
  /// While the filter is being typed.
  var filter: TextField?
  /// What has to be done before anything is offered; nil where the choices are.
  var blocked: String?

  init(_ source: ChoiceSource, _ state: ChoiceState = .nothing, added: [EntityRef] = []) {
    list = ChoiceList(source, state)
    self.added = added
  }

  /// What will be added stands first where only what is on is shown, as far as it matches the filter.
  private var pinned: [EntityRef] {
    guard list.shown.onlyOn else { return [] }
    return added.filter { $0.key.isStaged ? list.fits($0) : list.added.contains($0.key) }
  }
  var count: Int { blocked == nil ? pinned.count + list.count : 0 }
  var cursor: Int {
    get { min(list.cursor, max(0, count - 1)) }
    set { list.cursor = newValue }
  }

  var isChanged: Bool { !added.isEmpty || !removed.isEmpty }

  /// A line by its place, nil where it is not loaded.
  func line(at place: Int) -> (ref: EntityRef, note: String, mark: Mark)? {
    guard blocked == nil else { return nil }
    let pinned = pinned
    if pinned.indices.contains(place) {
      return (pinned[place], pinned[place].key.isStaged ? "(staged)" : "", .adding)
    }
    guard let row = list.row(at: place - pinned.count) else { return nil }
    let isAdded = added.contains { $0.isSameRow(as: row.ref) }
    let isRemoved = removed.contains { $0.isSameRow(as: row.ref) }
    let mark: Mark = row.isOn ? (isRemoved ? .removing : .on) : (isAdded ? .adding : .off)
    return (row.ref, row.note, mark)
  }

  /// The rows of the list that these lines show.
  func rows(_ lines: Range<Int>) -> Range<Int> {
    let first = max(0, lines.lowerBound - pinned.count)
    return first..<max(first, lines.upperBound - pinned.count)
  }

  /// What was chosen, as far as it is of what is asked about now.
  var fittingAdded: [EntityRef] { list.hasSameSource ? added : [] }
  var fittingRemoved: [EntityRef] { list.hasSameState ? removed : [] }

  mutating func toggle() {
    // The rows on the screen may still be those of another type or object.
    guard list.hasSameState, let line = line(at: cursor) else { return }
    switch line.mark {
    case .off: added.append(line.ref)
    case .on: removed.append(line.ref)
    case .adding: added.removeAll { $0.isSameRow(as: line.ref) }
    case .removing: removed.removeAll { $0.isSameRow(as: line.ref) }
    }
  }

  /// Takes rows that were read. What is wished and done already is no wish any more. Says what another program
  /// switched since the rows were read before.
  mutating func take(_ token: Token, _ page: ChoicePage) -> [String] {
    let isSameState = list.isLoaded && list.hasSameState
    let before = isSameState ? page.rows.map { list.loaded($0.ref)?.isOn } : []
    let old = list.shown
    guard list.take(token, page) else { return [] }
    // What was chosen elsewhere does not fit any more. Until the rows are there it might be wanted back.
    if list.shown.source != old.source { added = [] }
    if list.shown.source != old.source || list.shown.state != old.state { removed = [] }
    guard list.hasSameState else { return [] }
    for row in page.rows {
      if row.isOn {
        added.removeAll { $0.isSameRow(as: row.ref) }
      } else {
        removed.removeAll { $0.isSameRow(as: row.ref) }
      }
    }
    let switched = zip(page.rows, before).filter { row, was in was.map { $0 != row.isOn } ?? false }
    let told = switched.prefix(3).map { row, _ in
      "\(row.ref.name) was \(row.isOn ? "off, is on" : "on, is off") now"
    }
    return told + (switched.count > 3 ? ["and \(switched.count - 3) more"] : [])
  }

  /// Asks about something else.
  mutating func ask(_ source: ChoiceSource, _ state: ChoiceState) {
    blocked = nil
    guard list.question.source != source || list.question.state != state else { return }
    if list.question.source != source { clearFilter() }
    list.question.source = source
    list.question.state = state
  }

  /// Whether a filter that was typed before hides rows.
  var keepsFilter: Bool { filter == nil && !list.question.filter.isEmpty }

  mutating func clearFilter() {
    filter = nil
    list.question.filter = ""
  }

  /// `12 on, 2 to add, 1 to remove`.
  var summary: String {
    guard blocked == nil else { return "" }
    var parts: [String] = []
    if list.question.state != .nothing, list.problem == nil, let on = list.on {
      parts.append("\(Digits.grouped(on)) on")
    }
    if !added.isEmpty { parts.append("\(Digits.grouped(added.count)) to add") }
    if !removed.isEmpty { parts.append("\(Digits.grouped(removed.count)) to remove") }
    return parts.joined(separator: ", ")
  }
}
