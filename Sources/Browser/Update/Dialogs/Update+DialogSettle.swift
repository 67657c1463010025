import Authorization

/// What a dialog shows is compared with what it has asked for; the difference becomes effects.
extension BrowserState {
  mutating func settleDialog() {
    guard dialog != nil, !layout.isTooSmall else { return }
    settleFields()
    settleAnswer()
    settlePreview()
    settleWords()
    guard let layout = dialogLayout else { return }
    settleRows(layout)
    settlePage()
  }

  private mutating func settleFields() {
    guard let dialog, dialog.saving == nil, let subject = dialog.subject else { return }
    if dialog.fieldsAreStale {
      if let token = dialog.fieldsToken { cancel(token) }
      let token = ask { .loadFields(subject, $0) }
      self.dialog?.fieldsToken = token
      self.dialog?.fieldsAreStale = false
    }
    if dialog.detailIsStale {
      if let token = dialog.detailToken { cancel(token) }
      let token = ask { .loadDetail(subject, $0) }
      self.dialog?.detailToken = token
      self.dialog?.detailIsStale = false
    }
  }

  /// At each change of the values the old preview is dropped and a new one begun.
  private mutating func settlePreview() {
    guard let dialog, dialog.saving == nil else { return }
    var changes = dialog.draft.changes
    // It counts nothing and goes first, so that it need not wait for the counting.
    settleCompany(changes)
    let asked = dialog.preview.asked
    guard !changes.isEmpty else {
      dropPreviews()
      if asked != nil { self.dialog?.preview.clear() }
      return
    }
    // Rows that are only staged are there once the edits before it are planned.
    let base =
      dialog.namesCreatedRows ? staged.prefix(dialog.reopened ?? staged.count).flatMap(\.changes) : []
    changes = base + changes
    guard changes == asked else {
      dropPreviews()
      let token = ask { .preview(changes, $0) }
      self.dialog?.preview.ask(changes, after: base.count, token)
      self.dialog?.previewTop = 0
      self.dialog?.refusal = nil
      return
    }
    // The same changes on new rows: whoever reads further down, or the list, stays there.
    guard dialog.preview.needsRefresh else { return }
    let token = ask { .preview(changes, $0) }
    self.dialog?.preview.refresh(token)
    // What is not kept for the list, nobody asks for any more.
    let kept = self.dialog?.preview.tokens ?? []
    for old in dialog.preview.tokens where !kept.contains(old) { dropPreview(old) }
  }

  /// A field for each word that has to be typed.
  private mutating func settleWords() {
    guard let dialog else { return }
    let count = dialog.confirmations.count
    while self.dialog?.typedWords.count ?? count < count { self.dialog?.typedWords.append(TextField()) }
    if case .confirmation(let index) = dialog.focus, index >= count { self.dialog?.focus = .reason }
  }

  /// Scrolls the lists in the dialog and reads what they show.
  private mutating func settleRows(_ layout: DialogLayout) {
    for index in dialog?.fields.indices ?? 0..<0 where dialog?.fields[index].isShown == true {
      switch dialog?.fields[index].control {
      case .checklist(var list):
        list.list.top = Scroll.top(list.list.top, showing: list.cursor, lines: layout.rows, of: list.count)
        if list.blocked == nil {
          settle(&list.list, list.rows(list.list.top..<list.list.top + layout.rows), added: list.added)
        }
        dialog?.fields[index].control = .checklist(list)
      case .lines(var lines):
        lines.top = Scroll.top(lines.top, showing: lines.cursor, lines: layout.rows, of: lines.items.count)
        dialog?.fields[index].control = .lines(lines)
      case .statements(var control):
        control.top = Scroll.top(
          control.top, showing: control.cursor, lines: layout.rows, of: control.items.count)
        dialog?.fields[index].control = .statements(control)
      case .area(var area):
        area.top = Scroll.top(area.top, showing: area.line, lines: layout.rows, of: area.lines.count)
        dialog?.fields[index].control = .area(area)
      default: break
      }
    }
  }

  private mutating func settle(_ list: inout ChoiceList, _ rows: Range<Int>, added: [EntityRef] = []) {
    if list.pendingIsOutdated, let token = list.token {
      cancel(token)
      list.forgetPending()
    }
    guard let (part, request) = list.needed(rows, added: added) else { return }
    list.wait(for: ask { .loadChoices(request, $0) }, part: part)
  }

  private mutating func settlePage() {
    let lines = DialogPages.lines(size)
    switch dialog?.page {
    case .picker(var picker):
      picker.list.top = Scroll.top(
        picker.list.top, showing: picker.cursor, lines: lines - 1, of: picker.count)
      settle(&picker.list, picker.rows(picker.list.top..<picker.list.top + lines))
      dialog?.page = .picker(picker)
    case .units(var units):
      units.top = Scroll.top(units.top, showing: units.cursor, lines: lines, of: units.count)
      if let preview = dialog?.preview.unitsToken, let part = units.needed(units.top..<units.top + lines) {
        let token = ask {
          .loadUnits(
            of: preview, gains: part.isGain, from: part.number * UnitsPage.part, limit: UnitsPage.part, $0)
        }
        units.wait(for: token, part)
      }
      dialog?.page = .units(units)
    case .firstEdit, .statement, nil: break
    }
  }

  /// Goes back to the dialog from what lies over it.
  mutating func closePage() {
    switch dialog?.page {
    case .picker(let picker): if let token = picker.list.token { cancel(token) }
    case .units(let units): if let token = units.token { cancel(token) }
    case .firstEdit, .statement, nil: break
    }
    dialog?.page = nil
  }
}
