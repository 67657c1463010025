import Authorization

/// The dialog of the staged edits: which of them is refused, and what others wrote since they were staged.
extension BrowserState {
  /// Looks at a plan of all of them.
  mutating func examineStaged(_ plan: EditPlan) {
    guard dialog?.form == .staged else { return }
    stopProbing()
    markRefused(nil)
    guard plan.refusal == nil else {
      if staged.count > 1 { probe(0) }
      return
    }
    let found = StagedConflicts.find(staged, plan)
    dialog?.stagedConflicts = found
    dialog?.banner = found.map { "changed by another program since it was staged: \($0)" }
  }

  /// Plans the edits up to a place: whether the whole is refused there already.
  private mutating func probe(_ place: Int) {
    // The whole is refused, so that it is the last one where none before it is.
    guard place < staged.count - 1 else { return markRefused(staged.count - 1) }
    let changes = staged.prefix(place + 1).flatMap(\.changes)
    let token = ask { .preview(changes, $0) }
    dialog?.probe = StagedProbe(place: place, token: token)
  }

  /// Says whether the plan was one of these questions.
  mutating func takeProbe(_ token: Token, _ plan: EditPlan) -> Bool {
    guard let asked = dialog?.probe, asked.token == token else { return false }
    stopProbing()
    if plan.refusal != nil { markRefused(asked.place) } else { probe(asked.place + 1) }
    return true
  }

  mutating func stopProbing() {
    // Only the plan was wanted: counting stops.
    if let token = dialog?.probe?.token { dropPreview(token) }
    dialog?.probe = nil
  }

  private mutating func markRefused(_ place: Int?) {
    guard let index = dialog?.index(.staged), case .lines(var control)? = dialog?.fields[index].control else {
      return
    }
    control.refused = place
    dialog?.fields[index].control = .lines(control)
  }
}
