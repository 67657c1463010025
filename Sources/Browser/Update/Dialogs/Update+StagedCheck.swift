import Authorization

/// What the staged edits come to as a whole, and together with the dialog that is open.
extension BrowserState {
  /// Asks whether the staged edits could be saved, whenever they or the rows have changed.
  mutating func settleStagedCheck() {
    let changes = staged.map(\.changes)
    guard changes != stagedCheck.asked || stagedCheck.isStale else { return }
    if let token = stagedCheck.token { cancel(token) }
    guard !changes.isEmpty else {
      stagedCheck = StagedCheck()
      return
    }
    stagedCheck.asked = changes
    stagedCheck.isStale = false
    stagedCheck.token = ask { .plan(changes.flatMap { $0 }, $0) }
  }

  /// Asks what the dialog would do together with the staged edits.
  mutating func settleCompany(_ changes: [Change]) {
    guard let dialog else { return }
    let others = staged.indices.contains { $0 != dialog.reopened }
    guard dialog.form != .staged, !dialog.form.isUndo, !dialog.namesCreatedRows, !changes.isEmpty, others
    else {
      if let token = dialog.company?.token { cancel(token) }
      self.dialog?.company = nil
      return
    }
    var company = StagedCompany(changes, with: staged, at: dialog.reopened)
    guard company.asked != dialog.company?.asked || dialog.preview.needsRefresh else { return }
    if let token = dialog.company?.token { cancel(token) }
    // Until it is known anew, nothing moves.
    if company.asked == dialog.company?.asked { company.plan = dialog.company?.plan }
    company.token = ask { .plan(company.asked, $0) }
    self.dialog?.company = company
  }

  /// Says whether the plan was one of these questions.
  mutating func takeStagedPlan(_ token: Token, _ plan: EditPlan) -> Bool {
    if stagedCheck.token == token {
      running.end(token)
      stagedCheck.token = nil
      stagedCheck.isRefused = plan.refusal != nil
      tellRefused(plan)
      return true
    }
    guard dialog?.company?.token == token else { return false }
    running.end(token)
    dialog?.company?.token = nil
    dialog?.company?.plan = plan
    return true
  }

  mutating func forgetStagedPlan(_ token: Token) {
    if stagedCheck.token == token { stagedCheck.token = nil }
    if dialog?.company?.token == token { dialog?.company?.token = nil }
  }

  /// Says that the edit that was staged last does not go with the others.
  private mutating func tellRefused(_ plan: EditPlan) {
    guard let place = stagedCheck.placeToTell else { return }
    stagedCheck.placeToTell = nil
    guard let refusal = plan.refusal else { return }
    let edits = refusedEdits(plan)
    guard let edit = edits.first(where: { $0.place == place }) ?? edits.first else {
      return messages.say(.warning, "staged; all together are refused: \(refusal.text)")
    }
    messages.say(.warning, "staged; edit \(edit.place + 1) is refused: \(edit.refusal.text)")
  }
}
