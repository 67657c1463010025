import Authorization

/// The dialog of the staged edits: which of them is refused, and what others wrote since they were staged.
extension BrowserState {
  mutating func openStaged(at place: Int = 0, reason: TextField = TextField()) {
    open(.staged(staged))
    dialog?.reason = reason
    changeStagedLines { $0.cursor = max(0, min(place, $0.items.count - 1)) }
  }

  /// Looks at a plan of all of them.
  mutating func examineStaged(_ plan: EditPlan) {
    guard dialog?.form == .staged else { return }
    stopProbing()
    let found = StagedConflicts.find(staged, plan)
    dialog?.stagedConflicts = found.map(\.words)
    dialog?.banner = found.map { "changed by another program since it was staged: \($0.words)" }
    changeStagedLines { $0.conflicts = Set(found.map(\.place)) }
    markRefused([])
    guard plan.refusal != nil else { return }
    if plan.refusedChanges.isEmpty { probe(0) } else { markRefused(refusedEdits(plan)) }
  }

  /// The staged edits that are refused in a plan of all of them, each with its first refusal.
  func refusedEdits(_ plan: EditPlan) -> [RefusedEdit] {
    var start = 0
    return staged.enumerated().compactMap { place, edit in
      defer { start += edit.changes.count }
      let changes = start..<start + edit.changes.count
      let refused = plan.refusedChanges.first { changes.contains($0.change) }
      return refused.map { RefusedEdit(place: place, refusal: $0.refusal) }
    }
  }

  /// Plans the edits up to a place: whether the whole is refused there already.
  private mutating func probe(_ place: Int) {
    // The whole is refused, so that it is the last one where none before it is.
    guard place < staged.count - 1 else { return markRefused(at: staged.count - 1) }
    let changes = staged.prefix(place + 1).flatMap(\.changes)
    let token = ask { .preview(changes, $0) }
    dialog?.probe = StagedProbe(place: place, token: token)
  }

  /// Says whether the plan was one of these questions.
  mutating func takeProbe(_ token: Token, _ plan: EditPlan) -> Bool {
    guard let asked = dialog?.probe, asked.token == token else { return false }
    stopProbing()
    // A name that is still taken here is given up by an edit further down.
    if plan.refusal != nil, !plan.canBeStaged { markRefused(at: asked.place) } else { probe(asked.place + 1) }
    return true
  }

  mutating func stopProbing() {
    // Only the plan was wanted: counting stops.
    if let token = dialog?.probe?.token { dropPreview(token) }
    dialog?.probe = nil
  }

  /// Marks the one that the refusal of the whole was found at.
  private mutating func markRefused(at place: Int) {
    guard let refusal = dialog?.preview.plan?.refusal else { return }
    markRefused([RefusedEdit(place: place, refusal: refusal)])
  }

  private mutating func markRefused(_ edits: [RefusedEdit]) {
    let edits = edits.filter { staged.indices.contains($0.place) }
    var refused: [Int: LinesControl.Refused] = [:]
    for edit in edits {
      let words = StagedConflicts.reason(staged[edit.place], edit.place, edit.refusal)
      refused[edit.place] = LinesControl.Refused(reason: edit.refusal.text, words: words)
    }
    changeStagedLines { $0.refused = refused }
    guard let first = edits.first else { return }
    guard edits.count == 1 else {
      let told = "\(Words.count(edits.count, "staged edit")) are refused"
      dialog?.banner.insert("\(told); d takes one away, e opens it again, K and J move it", at: 0)
      return
    }
    let told = StagedConflicts.refused(staged[first.place], first.place, first.refusal)
    dialog?.banner.insert("\(told); d takes it away, e opens it again", at: 0)
  }

  private mutating func changeStagedLines(_ change: (inout LinesControl) -> Void) {
    guard let index = dialog?.index(.staged), case .lines(var control)? = dialog?.fields[index].control else {
      return
    }
    change(&control)
    dialog?.fields[index].control = .lines(control)
  }

  // MARK: Single edits

  /// Collects what the dialog would do; in its old place, where it was opened from there.
  mutating func stage() {
    guard let dialog, let plan = dialog.preview.plan else { return }
    let lines = dialog.ownLines.filter { !$0.isConsequence }.map(\.text)
    let place = dialog.reopened.flatMap { staged.indices.contains($0) ? $0 : nil }
    // What the edits before it write is theirs.
    let known = Set(staged.prefix(place ?? staged.count).flatMap { $0.rows.map { RowIdentity($0) } })
    let edit = StagedEdit(
      changes: dialog.draft.changes, lines: lines.isEmpty ? [dialog.title] : lines,
      rows: dialog.preview.base == 0
        ? plan.rows : plan.rows.filter { !known.contains(RowIdentity($0)) },
      created: plan.cleaned.dropFirst(dialog.preview.base).compactMap(\.created), dialog: dialog.resting)
    if dialog.usesMarks { self.place.list?.marks = [] }
    closeDialog()
    if let place {
      staged[place] = edit
      openStaged(at: place, reason: dialog.reasonForAll)
      stagedCheck.placeToTell = nil
      return messages.say(.info, "staged edit \(place + 1) is now: \(edit.title)")
    }
    // Whoever staged what is refused by itself has read why.
    stagedCheck.placeToTell = plan.refusal == nil ? staged.count : nil
    staged.append(edit)
    messages.say(.info, "staged; \(Words.count(staged.count, "edit")) waiting, `S` shows and saves them")
  }

  /// Opens the dialog of one staged edit again, with what was typed; it stays staged until it is staged anew.
  mutating func reopenStaged(_ place: Int) {
    guard staged.indices.contains(place) else { return }
    guard var dialog = staged[place].dialog else {
      return messages.say(.info, "this edit cannot be opened again; `d` takes it away")
    }
    dialog.reasonForAll = self.dialog?.reason ?? TextField()
    closeDialog()
    dialog.reopened = place
    dialog.created = staged.prefix(place).flatMap(\.created)
    self.dialog = dialog
  }

  /// Leaves a dialog for where it was opened from.
  mutating func closeToOrigin() {
    guard let dialog else { return }
    closeDialog()
    if let place = dialog.reopened { openStaged(at: place, reason: dialog.reasonForAll) }
  }

  /// Moves the staged edit under the cursor, so that what others need can be made before them.
  mutating func moveStaged(by step: Int) {
    guard case .lines(let control)? = dialog?.field(.staged)?.control else { return }
    let place = control.cursor
    guard staged.indices.contains(place), staged.indices.contains(place + step) else { return }
    staged.swapAt(place, place + step)
    forgetMarks { _ = $0.move(by: step) }
    messages.say(.info, "staged edit \(place + 1) is number \(place + step + 1) now")
  }

  /// Changes the list; what is refused is found anew.
  private mutating func forgetMarks(_ change: (inout LinesControl) -> Void) {
    stopProbing()
    dialog?.banner = []
    changeStagedLines { control in
      control.refused = [:]
      control.conflicts = []
      change(&control)
    }
  }

  /// Takes one staged edit away.
  mutating func unstage(_ place: Int) {
    guard staged.indices.contains(place) else { return }
    let gone = staged.remove(at: place)
    messages.say(.info, "not staged any more: \(gone.title)")
    guard !staged.isEmpty else { return closeDialog() }
    forgetMarks { control in
      control.items.remove(at: place)
      control.cursor = min(control.cursor, control.items.count - 1)
    }
  }
}
