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
    markRefused(nil)
    guard plan.refusal != nil else { return }
    if let change = plan.refusedChange {
      markRefused(stagedPlace(of: change))
    } else {
      probe(0)
    }
  }

  /// The staged edit that a change of the whole list belongs to.
  private func stagedPlace(of change: Int) -> Int? {
    var end = 0
    return staged.firstIndex { edit in
      end += edit.changes.count
      return change < end
    }
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
    // A name that is still taken here is given up by an edit further down.
    if plan.refusal != nil, !plan.canBeStaged { markRefused(asked.place) } else { probe(asked.place + 1) }
    return true
  }

  mutating func stopProbing() {
    // Only the plan was wanted: counting stops.
    if let token = dialog?.probe?.token { dropPreview(token) }
    dialog?.probe = nil
  }

  private mutating func markRefused(_ place: Int?) {
    changeStagedLines { $0.refused = place }
    guard let place, staged.indices.contains(place), let refusal = dialog?.preview.plan?.refusal else {
      return
    }
    let told = StagedConflicts.refused(staged[place], place, refusal)
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
    let known = Set(staged.prefix(place ?? staged.count).flatMap { $0.rows.map(StagedConflicts.Row.init) })
    let edit = StagedEdit(
      changes: dialog.draft.changes, lines: lines.isEmpty ? [dialog.title] : lines,
      rows: dialog.preview.base == 0
        ? plan.rows : plan.rows.filter { !known.contains(StagedConflicts.Row($0)) },
      dialog: dialog.resting)
    if dialog.usesMarks { self.place.list?.marks = [] }
    closeDialog()
    if let place {
      staged[place] = edit
      openStaged(at: place, reason: dialog.reasonForAll)
      return messages.say(.info, "staged edit \(place + 1) is now: \(edit.title)")
    }
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
    dialog.created = staged.prefix(place).flatMap { $0.changes.compactMap(\.created) }
    self.dialog = dialog
  }

  /// Leaves a dialog for where it was opened from.
  mutating func closeToOrigin() {
    guard let dialog else { return }
    closeDialog()
    if let place = dialog.reopened { openStaged(at: place, reason: dialog.reasonForAll) }
  }

  /// Takes one staged edit away.
  mutating func unstage(_ place: Int) {
    guard staged.indices.contains(place) else { return }
    let gone = staged.remove(at: place)
    stopProbing()
    messages.say(.info, "not staged any more: \(gone.title)")
    guard !staged.isEmpty else { return closeDialog() }
    dialog?.banner = []
    changeStagedLines { control in
      control.items.remove(at: place)
      control.refused = nil
      control.conflicts = []
      control.cursor = min(control.cursor, control.items.count - 1)
    }
  }
}
