import Authorization

/// What comes back for a dialog. Answers that nobody waits for any more are ignored.
extension BrowserState {
  mutating func takeFields(_ token: Token, _ fields: EntityFields?) {
    guard running.end(token), dialog?.fieldsToken == token else { return }
    dialog?.fieldsToken = nil
    dialog?.take(fields)
  }

  mutating func takeDialogDetail(_ token: Token, _ detail: Detail) -> Bool {
    guard dialog?.detailToken == token else { return false }
    if running.end(token) {
      dialog?.detailToken = nil
      dialog?.take(detail)
    }
    return true
  }

  mutating func takeChoices(_ token: Token, _ page: ChoicePage) {
    guard running.end(token) else { return }
    for index in dialog?.fields.indices ?? 0..<0 {
      guard case .checklist(var list)? = dialog?.fields[index].control, list.list.token == token else {
        continue
      }
      let told = list.take(token, page)
      dialog?.fields[index].control = .checklist(list)
      if !told.isEmpty { dialog?.banner = ["changed by another program: \(told.joined(separator: "; "))"] }
    }
    withChoices { _ = $0.take(token, page) }
  }

  /// Every list of choices in the dialog and over it.
  private mutating func withChoices(_ body: (inout ChoiceList) -> Void) {
    for index in dialog?.fields.indices ?? 0..<0 {
      guard case .checklist(var list)? = dialog?.fields[index].control else { continue }
      body(&list.list)
      dialog?.fields[index].control = .checklist(list)
    }
    guard case .picker(var picker)? = dialog?.page else { return }
    body(&picker.list)
    dialog?.page = .picker(picker)
  }

  mutating func takePlan(_ token: Token, _ plan: EditPlan, _ notice: FirstEditNotice?) {
    if takeProbe(token, plan) || takeStagedPlan(token, plan) { return }
    guard running.tokens.contains(token), dialog?.preview.token == token else { return }
    // A plan that is refused or does nothing has no preview.
    if plan.refusal != nil || plan.isEmpty { running.end(token) }
    let known = dialog?.preview.tokens ?? []
    dialog?.preview.take(plan, notice)
    endRefresh(known)
    examineStaged(plan)
    settleDelayedSave()
  }

  mutating func takePreview(_ token: Token, _ impact: Impact?, _ progress: Double) {
    guard running.tokens.contains(token) else { return }
    if progress >= 1 { running.end(token) }
    guard let known = dialog?.preview.tokens, dialog?.preview.token == token else { return }
    dialog?.preview.take(impact, progress: progress)
    guard progress >= 1 else { return }
    endRefresh(known)
    settleDelayedSave()
  }

  /// Goes on with what was counted again: the count before it is not shown any more.
  private mutating func endRefresh(_ known: [Token]) {
    guard let preview = dialog?.preview else { return }
    for old in known where !preview.tokens.contains(old) { dropPreview(old) }
    guard case .units(var page)? = dialog?.page, known.count > preview.tokens.count else { return }
    guard let impact = preview.impact, impact.gains + impact.losses > 0 else { return closePage() }
    if let token = page.token { cancel(token) }
    page.restart(gains: impact.gains, losses: impact.losses)
    dialog?.page = .units(page)
  }

  mutating func takeUnits(_ token: Token, _ units: [ImpactUnit]) {
    guard running.end(token), case .units(var page)? = dialog?.page else { return }
    page.take(token, units)
    dialog?.page = .units(page)
  }

  mutating func takeApplied(_ token: Token, _ entry: HistoryEntry) {
    guard running.end(token), dialog?.saving == token else { return }
    dialog?.saving = nil
    let plan = dialog?.preview.plan
    if dialog?.form == .staged { staged = [] }
    if let place = dialog?.reopened, staged.indices.contains(place) { staged.remove(at: place) }
    if dialog?.usesMarks == true { place.list?.marks = [] }
    closeDialog()
    markEverythingStale()
    forgetDeleted(plan?.changes ?? [])
    lookForCreated(plan?.cleaned ?? [], entry.number)
    loadSummary()
    let lines = entry.lines.filter { !$0.isConsequence }
    let more = lines.count > 1 ? " and \(lines.count - 1) more" : ""
    let back = entry.kind == .undo ? "; `Ctrl-r` does it again" : "; `u` takes it back"
    let undo = entry.irreversible == nil ? back : ""
    messages.say(.info, "saved as entry \(entry.number): \(lines.first?.text ?? "done")\(more)\(undo)")
  }

  mutating func takeRefusal(_ token: Token, _ refusal: Refusal) {
    guard running.end(token), dialog?.saving == token else { return }
    dialog?.saving = nil
    dialog?.refusal = refusal
    messages.say(.error, "not saved: \(refusal.text)")
    // What was shown is not what would happen.
    let isAsked = dialog?.preview.asked != nil
    dialog?.preview.isStale = isAsked
    // The rows are others than those that were shown.
    if refusal.kind == .conflict { markDialogStale() }
  }

  mutating func takeUndoable(_ token: Token, _ entry: HistoryEntry?, _ passedOver: [HistoryEntry]) {
    guard running.end(token), let question = undoToken, question.token == token else { return }
    undoToken = nil
    guard let entry else {
      let nothing = question.isRedo ? "there is nothing to do again" : "there is nothing to undo"
      messages.say(.info, ([nothing] + PassedOver.words(passedOver)).joined(separator: "; "))
      return
    }
    // Whoever went on to something else does not want a dialog over it.
    guard dialog == nil, overlay == nil else { return }
    // What is done again is the edit, not the entry that took it back.
    let number = question.isRedo ? entry.about ?? entry.number : entry.number
    open(
      .undo(
        question.isRedo ? .redo(entry: number) : .undo(entry: number), number, entry, passedOver: passedOver))
  }

  /// Another program has written: what the dialog shows is read again, what was typed stays.
  mutating func markDialogStale() {
    guard let dialog else { return }
    self.dialog?.fieldsAreStale = dialog.subject?.hasFields == true
    self.dialog?.detailIsStale = dialog.section != nil && dialog.subject != nil
    self.dialog?.preview.isStale = dialog.preview.asked != nil
    self.dialog?.answer.isStale = dialog.answer.asked != nil
    withChoices { $0.markStale() }
  }

  /// Says whether the failure was about the dialog.
  mutating func takeDialogFailure(_ token: Token, _ text: String) {
    if undoToken?.token == token { undoToken = nil }
    forgetStagedPlan(token)
    guard dialog != nil else { return }
    if dialog?.fieldsToken == token { dialog?.fieldsToken = nil }
    if dialog?.detailToken == token { dialog?.detailToken = nil }
    if dialog?.preview.token == token {
      dropPreviews()
      dialog?.preview.fail(text)
      settleDelayedSave()
    }
    if dialog?.probe?.token == token { dialog?.probe = nil }
    if dialog?.saving == token {
      dialog?.saving = nil
      dialog?.refusal = Refusal(.invalid, text)
    }
    withChoices { _ = $0.fail(token) }
    if case .units(var page)? = dialog?.page {
      page.fail(token)
      dialog?.page = .units(page)
    }
  }
}
