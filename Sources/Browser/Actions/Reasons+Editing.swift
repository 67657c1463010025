import Authorization

/// Why an edit cannot be done right now.
extension Reasons {
  @Sendable static func writable(_ state: BrowserState) -> String? {
    state.summary?.readOnlyReason.map { "read-only: \($0)" } ?? state.lens.map(lensReason)
  }

  /// Why a dialog cannot be opened; nil where it can.
  static func form(_ id: FormID, _ state: BrowserState) -> String? {
    if let reason = writable(state) { return reason }
    if let missing = id.system.flatMap({ system in
      state.summary?.systems.first { $0.system == system && !$0.present }
    }) {
      return "this database has no \(missing.system.title)"
    }
    if let reason = marked(id, state) { return reason }
    let subject = id.takesMarks ? state.subjects(id.kinds).first : state.subject(id.kinds)
    if !id.kinds.isEmpty, subject == nil { return wrongRow(id, state) }
    return lacking(id.needs(subject?.kind), state)
  }

  /// A dialog about one row would be about the row under the cursor, while others are marked.
  private static func marked(_ id: FormID, _ state: BrowserState) -> String? {
    guard !id.takesMarks, state.focus == .list, let row = state.place.list?.row?.ref else { return nil }
    let marks = state.marks([])
    guard !marks.isEmpty, marks != [row], state.subject(id.kinds)?.isSameRow(as: row) == true else {
      return nil
    }
    let are = marks.count == 1 ? "row is" : "rows are"
    return "\(Digits.grouped(marks.count)) \(are) marked; `*` unmarks \(marks.count == 1 ? "it" : "them")"
  }

  private static func wrongRow(_ id: FormID, _ state: BrowserState) -> String {
    let kinds = id.kinds.map { $0.article }.joined(separator: " or ")
    guard let ref = state.refUnderCursor else {
      return "it needs \(kinds), and there is no row under the cursor"
    }
    return "it needs \(kinds), and this is \(ref.kind.article)"
  }

  /// The permission that an operator lacks, where none of these edits is allowed.
  static func lacking(_ kinds: [EditKind], _ state: BrowserState) -> String? {
    guard let summary = state.summary, !kinds.isEmpty else { return nil }
    let lacks = kinds.compactMap { summary.operatorLacks[$0] }
    guard lacks.count == kinds.count else { return nil }
    return "needs \(lacks.map { "`\($0)`" }.joined(separator: " or ")), which \(summary.operatorName) lacks"
  }

  @Sendable static func add(_ state: BrowserState) -> String? {
    any(of: state.formsToAdd, state, otherwise: "nothing can be added here")
  }

  @Sendable static func edit(_ state: BrowserState) -> String? {
    if state.fixAtHand != nil { return writable(state) ?? present(state) }
    let isFinding = state.subject([.finding]) != nil
    return any(
      of: state.formsToEdit, state,
      otherwise: isFinding
        ? "no fix is offered; Enter leads to what it is about" : "there is nothing to edit here")
  }

  @Sendable static func delete(_ state: BrowserState) -> String? {
    if let reason = writable(state) ?? present(state) { return reason }
    if state.removalFromSection != nil { return nil }
    guard let id = state.formToDelete else {
      if state.focus == .detail { return "this line is nothing that can be taken away" }
      if state.isDerivedList, state.place.list?.row != nil {
        return "this list does not say what gives the row its place; `e` edits the row itself"
      }
      guard let ref = state.refUnderCursor else { return "there is no row under the cursor" }
      if ref.kind == .finding { return "no fix is offered; Enter leads to what it is about" }
      return "\(ref.kind.article) belongs to the application, which makes and deletes it"
    }
    return form(id, state)
  }

  /// With several possibilities the menu says which are disabled and why.
  private static func any(of forms: [FormID], _ state: BrowserState, otherwise: String) -> String? {
    if let reason = writable(state) ?? present(state) { return reason }
    guard let first = forms.first else {
      return state.subject([.entry]) == nil ? otherwise : "an entry is history; `u` takes it back"
    }
    return forms.count == 1 ? form(first, state) : nil
  }

  @Sendable static func staged(_ state: BrowserState) -> String? {
    writable(state)
      ?? (state.staged.isEmpty ? "nothing is staged; Ctrl-t in a dialog collects its edit" : nil)
  }

  @Sendable static func unmark(_ state: BrowserState) -> String? {
    list(state) ?? (state.place.list?.marks.isEmpty == false ? nil : "nothing is marked")
  }

  @Sendable static func history(_ state: BrowserState) -> String? {
    if let reason = present(state) { return reason }
    if state.subject(BrowserState.kindsWithHistory) != nil { return nil }
    return state.refUnderCursor.map { "\($0.kind.article) has no history of its own" }
      ?? "there is no row under the cursor"
  }

  // MARK: In dialogs

  @Sendable static func dialog(_ state: BrowserState) -> String? {
    state.dialog == nil ? "no dialog is open" : nil
  }

  @Sendable static func stage(_ state: BrowserState) -> String? {
    guard let dialog = state.dialog else { return "no dialog is open" }
    if dialog.buttons.contains(.stage) { return nil }
    if dialog.asks { return "this dialog asks and changes nothing" }
    return dialog.form.isUndo ? "undo and redo are saved by themselves" : "these edits are staged already"
  }

  /// Save and List of a dialog that changes something.
  @Sendable static func saving(_ state: BrowserState) -> String? {
    if let reason = dialog(state) { return reason }
    return state.dialog?.asks == true ? "this dialog asks and changes nothing" : nil
  }

  @Sendable static func stop(_ state: BrowserState) -> String? {
    state.dialog?.canStopCounting == true ? nil : "nothing is being counted"
  }
}

extension EntityKind {
  /// `a user`, `an object`.
  var article: String { ["a", "e", "i", "o"].contains(title.first) ? "an \(title)" : "a \(title)" }
}
