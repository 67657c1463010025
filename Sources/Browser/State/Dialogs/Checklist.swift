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

  /// What a person has chosen to switch on, as it was read when they did.
  private struct Addition: Hashable, Sendable {
    var ref: EntityRef
    var note = ""
    /// Another program has deleted it.
    var isGone = false
  }

  var list: ChoiceList
  private var additions: [Addition] = []
  private(set) var removed: [EntityRef] = []
  /// Of what that is taken away.
  private var removedState = ChoiceState.nothing
  /// While the filter is being typed.
  var filter: TextField?
  /// What has to be done before anything is offered; nil where the choices are.
  var blocked: String?

  init(_ source: ChoiceSource, _ state: ChoiceState = .nothing, added: [EntityRef] = []) {
    list = ChoiceList(source, state)
    additions = added.map { Addition(ref: $0) }
  }

  var added: [EntityRef] { additions.map(\.ref) }
  /// What will be added stands first where only what is on is shown, as far as it matches the filter. What is gone is in
  /// no list any more and always stands there, or nobody could take it off.
  private var pinned: [Addition] {
    additions.filter { addition in
      let ref = addition.ref
      guard list.shown.onlyOn || addition.isGone else { return false }
      return ref.key.isStaged ? list.fits(ref) : list.added.contains(ref.key)
    }
  }
  /// Whether there are lines to show: something can be chosen, of what exists.
  private var isOffered: Bool { blocked == nil && list.problem == nil }
  var count: Int { isOffered ? pinned.count + list.count : 0 }
  /// How many lines there are without a filter, once the end was seen.
  var whole: Int? { list.whole.map { $0 + gone.count } }
  var cursor: Int {
    get { min(list.cursor, max(0, count - 1)) }
    set { list.cursor = newValue }
  }

  var isChanged: Bool { !added.isEmpty || !removed.isEmpty }

  /// A line by its place, nil where it is not loaded.
  func line(at place: Int) -> (ref: EntityRef, note: String, mark: Mark)? {
    guard isOffered else { return nil }
    let pinned = pinned
    if pinned.indices.contains(place) {
      let addition = pinned[place]
      let note = addition.isGone ? "(gone)" : addition.ref.key.isStaged ? "(staged)" : addition.note
      return (addition.ref, note, .adding)
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
  var fittingRemoved: [EntityRef] { list.hasSameState && removesHere ? removed : [] }
  private var removesHere: Bool { list.shown.state == removedState }

  mutating func toggle() {
    // The rows on the screen may still be those of another type or object.
    guard list.hasSameState, let line = line(at: cursor) else { return }
    switch line.mark {
    case .off: additions.append(Addition(ref: line.ref, note: line.note))
    case .on:
      if !removesHere { removed = [] }
      removedState = list.shown.state
      removed.append(line.ref)
    case .adding: additions.removeAll { $0.ref.isSameRow(as: line.ref) }
    case .removing: removed.removeAll { $0.isSameRow(as: line.ref) }
    }
  }

  /// What was chosen and is deleted by now.
  var gone: [EntityRef] { additions.filter(\.isGone).map(\.ref) }

  /// Where a row is; nil where it is not loaded.
  private func place(of ref: EntityRef) -> Int? {
    let pinned = pinned
    return pinned.firstIndex { $0.ref.isSameRow(as: ref) } ?? list.place(of: ref).map { $0 + pinned.count }
  }

  /// Takes rows that were read. What is wished and done already is no wish any more. Says what another program
  /// switched since the rows were read before.
  mutating func take(_ token: Token, _ page: ChoicePage) -> [String] {
    let isSameState = list.isLoaded && list.hasSameState
    let before = isSameState ? page.rows.map { list.loaded($0.ref)?.isOn } : []
    let old = list.shown
    let here = list.isLoaded ? line(at: cursor)?.ref : nil
    guard list.take(token, page) else { return [] }
    // Rows came and went: what Space is about stays under the cursor.
    defer { if list.shown == old, let here, let place = place(of: here) { cursor = place } }
    // What was chosen elsewhere does not fit any more. Until the rows are there it might be wanted back.
    if list.shown.source != old.source { additions = [] }
    // Where no object is chosen nothing is on; the same one may be chosen again.
    if list.shown.source != old.source || (list.shown.state != .nothing && !removesHere) { removed = [] }
    // Of a type that does not exist nothing was read.
    if page.problem == nil {
      for index in additions.indices {
        additions[index].isGone = page.gone.contains { $0.isSameRow(as: additions[index].ref) }
      }
    }
    guard list.hasSameState else { return [] }
    for row in page.rows {
      if row.isOn {
        additions.removeAll { $0.ref.isSameRow(as: row.ref) }
      } else if removesHere {
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
    if !removed.isEmpty, removesHere { parts.append("\(Digits.grouped(removed.count)) to remove") }
    return parts.joined(separator: ", ")
  }
}
