import Authorization
import Frame

/// Opening, closing and saving a dialog.
extension BrowserState {
  mutating func open(_ id: FormID) {
    guard let dialog = makeDialog(id) else { return }
    open(dialog)
  }

  mutating func open(_ dialog: Dialog) {
    closeDialog()
    self.dialog = dialog
    self.dialog?.created = staged.flatMap(\.created)
  }

  /// Opens the only dialog that fits, or lets one be chosen.
  mutating func offer(_ forms: [FormID], title: String) {
    guard forms.count != 1 else { return open(forms[0]) }
    let items = forms.map { id in
      Menu.Item(id: id.rawValue, label: id.title, note: id.help, disabled: Reasons.form(id, self))
    }
    overlay = .menu(Menu(title: title, purpose: .form, items: items))
  }

  /// What `e` does: mends a finding, or opens what edits the row.
  mutating func edit() {
    guard let fix = fixAtHand else { return offer(formsToEdit, title: "edit") }
    openFix(fix)
  }

  /// Shows what the fix of a finding would do, and starts on Cancel.
  mutating func openFix(_ fix: FindingFix) {
    open(.fixed(fix.text, verb: "Fix", fix.changes))
  }

  /// What `d` does: a row, the marked rows, or what a line of a detail stands for.
  mutating func deleteAtCursor() {
    guard let edits = removalFromSection else {
      if let id = formToDelete { open(id) }
      return
    }
    switch edits.first {
    case .access(let policy, _):
      open(.editPolicy(EntityRef(kind: .policy, key: policy, name: subject([.policy])?.name ?? "policy")))
    case .statement:
      open(.statements)
      if case .statement(_, let place) = edits.first { selectStatement(place) }
    case .entry(let number): open(.undo(.undo(entry: number), number))
    case .fix(let fix): openFix(fix)
    default: openRemoval(edits)
    }
  }

  private mutating func openRemoval(_ edits: [LineEdit]) {
    let changes = edits.compactMap(\.removal).flatMap { $0 }
    guard !changes.isEmpty else { return }
    let isSession = if case .session = edits[0] { true } else { false }
    let title =
      edits.count == 1
      ? removalTitle : "take away \(Words.count(edits.count, "line"))"
    var dialog = Dialog.fixed(
      isSession ? "end session" : title, verb: isSession ? "End" : "Remove", changes)
    dialog.usesMarks = focus == .list && !marks([]).isEmpty
    open(dialog)
  }

  private var removalTitle: String {
    let owner = section?.owner.title ?? ""
    let line = focus == .detail ? place.detail.item?.line?.text : place.list?.row?.ref.name.text
    return "take \(line ?? "this") away from \(owner)"
  }

  private mutating func selectStatement(_ place: Int) {
    guard let index = dialog?.index(.row(.statements)),
      case .statements(var control)? = dialog?.fields[index].control
    else { return }
    control.cursor = place
    dialog?.fields[index].control = .statements(control)
  }

  mutating func askForUndo(redo: Bool) {
    // On an entry of the history exactly that one is meant.
    if case .integer(let number)? = subject([.entry])?.key {
      return open(.undo(redo ? .redo(entry: number) : .undo(entry: number), number))
    }
    if let undoToken { cancel(undoToken.token) }
    undoToken = UndoQuestion(token: ask { .findUndo(redo: redo, $0) }, isRedo: redo)
  }

  mutating func openHistory() {
    guard let ref = subject(Self.kindsWithHistory) else { return }
    enter(Place(list: .section(of: ref, section: .history), title: "history of \(ref.name)"))
  }

  /// Closes the dialog and stops whatever it asked for.
  mutating func closeDialog() {
    guard let dialog else { return }
    dropPreviews()
    for token in dialog.tokens { cancel(token) }
    self.dialog = nil
  }

  /// Nothing of what was counted is shown any more.
  mutating func dropPreviews() {
    dialog?.preview.tokens.forEach { dropPreview($0) }
    if case .units? = dialog?.page { closePage() }
  }

  /// Its answer is not waited for, and its units are not read any more.
  mutating func dropPreview(_ token: Token) {
    running.end(token)
    outbox.append(.cancel(token))
  }

  /// What `Esc` does: a changed dialog asks once.
  mutating func leaveDialog() {
    guard let dialog, dialog.saving == nil else { return }
    if clearKeptFilter() { return }
    // What is staged already is not lost.
    let isKept =
      dialog.reopened.map { place in
        staged.indices.contains(place)
          && staged[place].changes == dialog.form.family.draft(dialog).changes
      } ?? false
    if dialog.isChanged, !isKept, !dialog.warnedOfLoss {
      self.dialog?.warnedOfLoss = true
      messages.say(.warning, "Esc again throws away what you typed")
      return
    }
    closeToOrigin()
  }

  /// In a list `Esc` clears the filter first. False where there is none.
  private mutating func clearKeptFilter() -> Bool {
    guard case .field(let index)? = dialog?.focus, case .checklist(var list)? = dialog?.fields[index].control,
      list.keepsFilter
    else { return false }
    list.clearFilter()
    dialog?.fields[index].control = .checklist(list)
    return true
  }

  mutating func press(_ button: Dialog.Button) {
    guard let dialog else { return }
    if let reason = dialog.reasonAgainst(button) {
      if button == .save, let index = dialog.confirmationToType {
        self.dialog?.focus = .confirmation(index)
      }
      messages.say(.info, "\(dialog.title(of: button).lowercased()): \(reason)")
      return
    }
    switch button {
    case .save: save()
    case .stage: stage()
    case .list: listUnits()
    case .discard:
      staged = []
      closeDialog()
      messages.say(.info, "all staged edits are discarded")
    case .copy: copyRequest()
    case .cancel: closeToOrigin()
    }
  }

  private mutating func save() {
    guard let dialog, let seen = dialog.seen, !asksBeforeOverwriting() else { return }
    if let notice = dialog.preview.notice {
      self.dialog?.page = .firstEdit(FirstEditPage(notice, seen: seen))
    } else {
      saveOnceCounted(DelayedSave(seen: seen))
    }
  }

  /// Says once what saving would overwrite; the next Save does it.
  mutating func asksBeforeOverwriting() -> Bool {
    guard let dialog, !Set(dialog.overwrites).isSubset(of: dialog.toldOverwrites) else { return false }
    self.dialog?.toldOverwrites = dialog.overwrites
    let told = dialog.overwrites[0]
    messages.say(
      .warning,
      dialog.fields.isEmpty
        ? "another program has changed it; Ctrl-s again goes on: \(told)"
        : "Ctrl-s again overwrites what the other program wrote: \(told)")
    return true
  }

  /// Writes what was previewed. Nothing else in the browser does.
  mutating func apply(_ seen: SeenEdit, backup: String?) {
    guard let dialog else { return }
    let reason = dialog.reason.text.allSatisfy(\.isWhitespace) ? nil : Name(dialog.reason.text)
    // Each was typed, or Save had not been open.
    let words = seen.impact?.confirmations.map(\.word) ?? []
    self.dialog?.page = nil
    self.dialog?.refusal = nil
    let token = ask {
      .apply(seen.plan, reason: reason, impact: seen.impact, confirmed: words, backup: backup, $0)
    }
    self.dialog?.saving = token
    self.dialog?.savingTicks = 0
  }

  mutating func listUnits() {
    guard let dialog else { return }
    if dialog.preview.isStopped {
      self.dialog?.preview.resume()
      return
    }
    guard dialog.reasonAgainst(.list) == nil, let impact = dialog.preview.impact else { return }
    self.dialog?.page = .units(UnitsPage(gains: impact.gains, losses: impact.losses))
  }

  mutating func stopPreview() {
    guard dialog?.preview.isCounting == true else { return }
    dropPreviews()
    dialog?.preview.stop()
    messages.say(.info, "stopped counting; Ctrl-v counts again")
  }
}

/// A question for the entry that undo or redo is about.
struct UndoQuestion: Hashable, Sendable {
  var token: Token
  var isRedo: Bool
}

extension Dialog {
  /// Everything that was asked for and not answered, but for the preview.
  var tokens: [Token] {
    var tokens = [fieldsToken, detailToken, answer.token, saving, probe?.token, company?.token].compactMap {
      $0
    }
    for field in fields {
      if case .checklist(let list) = field.control, let token = list.list.token { tokens.append(token) }
    }
    switch page {
    case .picker(let picker): tokens += [picker.list.token].compactMap { $0 }
    case .units(let units): tokens += [units.token].compactMap { $0 }
    case .firstEdit, .statement, nil: break
    }
    return tokens
  }
}
