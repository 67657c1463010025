import Authorization
import Frame

/// Keys in what lies over a dialog.
extension BrowserState {
  mutating func pressInPage(_ key: Key) {
    switch dialog?.page {
    case .picker(let picker): press(key, in: picker)
    case .units(let units): press(key, in: units)
    case .firstEdit(let page): press(key, in: page)
    case .statement(let page): press(key, in: page)
    case nil: break
    }
  }

  private mutating func press(_ key: Key, in picker: Picker) {
    var picker = picker
    let lines = DialogPages.lines(size) - 1
    switch key {
    case .escape, .control("c"): return closePage()
    case .enter, .tab: return choose(in: picker)
    case .up, .control("p"): picker.cursor = max(0, picker.cursor - 1)
    case .down, .control("n"): picker.cursor = min(max(0, picker.count - 1), picker.cursor + 1)
    case .pageUp, .pageDown:
      guard let movement = Movement(key) else { return }
      picker.cursor = movement.apply(to: picker.cursor, count: picker.count, lines: lines)
    default:
      guard picker.filter.handle(key) else { return }
      picker.list.question.filter = picker.filter.text
      picker.cursor = 0
    }
    dialog?.page = .picker(picker)
  }

  mutating func choose(in picker: Picker) {
    guard let index = dialog?.index(picker.field), case .choice(var choice)? = dialog?.fields[index].control
    else { return }
    if picker.isNone(picker.cursor) {
      choice.value = .none
    } else {
      guard !picker.list.isOutdated, let row = picker.row(at: picker.cursor) else { return }
      choice.value = .row(row.ref)
    }
    dialog?.fields[index].control = .choice(choice)
    dialog?.emptyOther(than: picker.field)
    closePage()
    adaptDialog()
  }

  private mutating func press(_ key: Key, in units: UnitsPage) {
    var units = units
    switch key {
    case .escape, .control("c"), .control("v"), .character("q"), .enter: return closePage()
    case .tab:
      // From the gains to the losses and back.
      units.cursor = units.cursor < units.gains && units.losses > 0 ? units.gains : 0
      units.top = units.cursor
    default:
      guard let movement = Movement(key) else { return }
      units.cursor = movement.apply(to: units.cursor, count: units.count, lines: DialogPages.lines(size))
    }
    dialog?.page = .units(units)
  }

  private mutating func press(_ key: Key, in page: FirstEditPage) {
    var page = page
    let all = FirstEditPage.Focus.allCases
    let now = all.firstIndex(of: page.focus) ?? 0
    switch key {
    case .escape, .control("c"): return closePage()
    case .tab, .down: page.focus = all[(now + 1) % all.count]
    case .backTab, .up: page.focus = all[(now + all.count - 1) % all.count]
    case .left where page.focus != .path: page.focus = all[max(1, now - 1)]
    case .right where page.focus != .path: page.focus = all[min(all.count - 1, now + 1)]
    case .enter: return answer(page)
    default: if page.focus == .path { _ = page.path.handle(key) }
    }
    dialog?.page = .firstEdit(page)
  }

  mutating func answer(_ page: FirstEditPage) {
    switch page.focus {
    case .path:
      var page = page
      page.focus = .backUp
      dialog?.page = .firstEdit(page)
    case .cancel: closePage()
    case .backUp where page.path.isEmpty: messages.say(.info, "type where the backup goes")
    case .backUp, .go:
      let backup = page.focus == .backUp ? page.path.text : nil
      saveOnceCounted(DelayedSave(seen: page.seen, backup: backup, notice: page.notice))
    }
  }

  /// Pasted text, where there is a field for it.
  mutating func pasteInDialog(_ text: String) {
    guard let dialog, dialog.saving == nil, !layout.isTooSmall else { return }
    forgetDelayedSave()
    let line = PastedText.oneLine(text)
    switch dialog.page {
    case .picker(var picker):
      picker.filter.insert(line)
      picker.list.question.filter = picker.filter.text
      self.dialog?.page = .picker(picker)
    case .firstEdit(var page):
      if page.focus == .path { page.path.insert(line) }
      self.dialog?.page = .firstEdit(page)
    case .statement(var page):
      guard page.fields.indices.contains(page.focus),
        case .text(var control) = page.fields[page.focus].control
      else { return }
      control.field.insert(line)
      page.fields[page.focus].control = .text(control)
      self.dialog?.page = .statement(page)
    case .units: break
    case nil: paste(text, line, dialog.focus)
    }
  }

  private mutating func paste(_ text: String, _ line: String, _ focus: Dialog.Focus) {
    switch focus {
    case .reason: dialog?.reason.insert(line)
    case .confirmation(let index) where dialog?.typedWords.indices.contains(index) == true:
      dialog?.typedWords[index].insert(line)
    case .field(let index):
      switch dialog?.fields[index].control {
      case .text(var control):
        control.field.insert(line)
        dialog?.fields[index].control = .text(control)
        if let name = dialog?.fields[index].name { dialog?.emptyOther(than: name) }
      case .area(var area):
        area.insert(text)
        dialog?.fields[index].control = .area(area)
      case .checklist(var list) where list.filter != nil:
        list.filter?.insert(line)
        list.list.question.filter = list.filter?.text ?? ""
        dialog?.fields[index].control = .checklist(list)
      default: return messages.say(.info, "there is no text field to paste into here")
      }
      adaptDialog()
    default: messages.say(.info, "there is no text field to paste into here")
    }
  }
}
