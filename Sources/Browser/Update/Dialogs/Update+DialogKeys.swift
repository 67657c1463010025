import Authorization
import Frame

/// Keys while a dialog is open.
extension BrowserState {
  mutating func pressInDialog(_ key: Key) {
    guard let dialog else { return }
    let action = Action.of(key, in: .dialog)
    if layout.isTooSmall || dialog.saving != nil {
      // Nothing of the dialog can be seen, or it is on its way to the database already.
      if let action, action.id == .redraw || action.id == .suspend { perform(action) }
      return
    }
    forgetDelayedSave()
    // What waits is stopped first.
    if dialog.delayedSave != nil, action?.id == .stopCounting { return }
    if action?.id != .closeDialog { self.dialog?.warnedOfLoss = false }
    if dialog.page != nil { return pressInPage(key) }
    if pressInFilter(key) { return }
    // A letter is text first, and a key only where there is no text.
    let isText = if case .character = key { dialog.takesText } else { false }
    if let action, !isText, !editsText(key, dialog) { return performInDialog(action, key) }
    if !handleInFocus(key) { moveFocus(key) }
  }

  /// Keys that edit text although they mean an action elsewhere.
  private func editsText(_ key: Key, _ dialog: Dialog) -> Bool {
    guard case .field(let index) = dialog.focus, case .area = dialog.fields[index].control else {
      return false
    }
    guard key == .pageUp || key == .pageDown else { return key == .enter }
    return dialog.listNeedsPages(dialogLayout?.rows ?? 0)
  }

  private mutating func performInDialog(_ action: Action, _ key: Key) {
    if let reason = action.disabled(self) {
      messages.say(.info, "\(action.title): \(reason)")
      return
    }
    switch action.id {
    case .saveDialog: press(Dialog.Button.save)
    case .stage: press(Dialog.Button.stage)
    case .listUnits: press(Dialog.Button.list)
    case .stopCounting: stopPreview()
    case .nextField: step(1)
    case .previousField: step(-1)
    case .closeDialog: leaveDialog()
    case .dialogHelp: overlay = .help(top: HelpPage.dialogLine)
    case .scrollDown, .scrollUp: scrollPreview(action.id == .scrollDown ? 1 : -1, key)
    case .redraw: markDialogStale(); perform(action.id)
    case .suspend: perform(action.id)
    // The rest is about the field that has the keys.
    default:
      guard let key = action.keys.first else { return }
      if !handleInFocus(key) { moveFocus(key) }
    }
  }

  private mutating func scrollPreview(_ step: Int, _ key: Key) {
    guard let dialog, let layout = dialogLayout else { return }
    if key == .pageDown || key == .pageUp, dialog.listNeedsPages(layout.rows) {
      _ = handleInFocus(key)
      return
    }
    let top = dialog.previewTop
    self.dialog?.previewTop = step > 0 ? layout.pages.next(top) : layout.pages.previous(top)
  }

  /// The filter of a checklist while it is typed.
  private mutating func pressInFilter(_ key: Key) -> Bool {
    guard case .field(let index)? = dialog?.focus, case .checklist(var list)? = dialog?.fields[index].control,
      var field = list.filter
    else { return false }
    switch key {
    case .escape, .control("c"): list.clearFilter()
    case .enter, .tab: list.filter = nil
    case .up, .down, .pageUp, .pageDown: moveIn(&list, key)
    default:
      // Saving and the like work from here as well.
      guard field.handle(key) else { return false }
      list.filter = field
      list.list.question.filter = field.text
    }
    dialog?.fields[index].control = .checklist(list)
    return true
  }

  /// Gives a key to what has the focus. False where it means nothing there.
  private mutating func handleInFocus(_ key: Key) -> Bool {
    switch dialog?.focus {
    case .field(let index):
      guard dialog?.fields.indices.contains(index) == true else { return false }
      return handle(key, inField: index)
    case .confirmation(let index):
      guard dialog?.typedWords.indices.contains(index) == true else { return false }
      return dialog?.typedWords[index].handle(key) ?? false
    case .reason: return dialog?.reason.handle(key) ?? false
    case .button(let button):
      switch key {
      case .enter, .character(" "): press(button)
      case .left: step(-1, amongButtons: true)
      case .right: step(1, amongButtons: true)
      default: return false
      }
      return true
    case nil: return false
    }
  }

  private mutating func moveFocus(_ key: Key) {
    switch key {
    case .up: step(-1)
    case .down, .enter: step(1)
    case .character("?"): overlay = .help(top: HelpPage.dialogLine)
    default: break
    }
  }

  private mutating func step(_ step: Int, amongButtons: Bool = false) {
    guard let dialog else { return }
    let stops =
      amongButtons ? dialog.buttons.map { Dialog.Focus.button($0) } : dialog.stops
    guard let now = stops.firstIndex(of: dialog.focus) else {
      self.dialog?.focus = stops.first ?? .button(.cancel)
      return
    }
    self.dialog?.focus = stops[(now + step + stops.count) % stops.count]
  }
}

extension Dialog {
  /// Whether the list that has the keys is longer than what is seen of it, so that it is paged first.
  func listNeedsPages(_ rows: Int) -> Bool {
    guard case .field(let index) = focus, fields.indices.contains(index) else { return false }
    return switch fields[index].control {
    case .checklist(let list): list.count > rows || list.list.reachesEnd == false
    case .lines(let lines): lines.items.count > rows
    case .statements(let control): control.items.count > rows
    case .area(let area): area.lines.count > rows
    case .text, .toggle, .options, .choice, .note: false
    }
  }

  /// Whether letters are text where the focus is.
  var takesText: Bool {
    switch focus {
    case .field(let index):
      if case .choice = fields[index].control { return true }
      return fields[index].takesText
    case .confirmation, .reason: return true
    case .button: return false
    }
  }
}
