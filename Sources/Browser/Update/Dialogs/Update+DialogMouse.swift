import Authorization
import Frame

/// The mouse in a dialog: a click goes to a field or presses a button, a double click toggles or opens.
extension BrowserState {
  mutating func pointInDialog(_ mouse: Mouse) {
    guard let dialog, dialog.saving == nil, let layout = dialogLayout else { return }
    forgetDelayedSave()
    self.dialog?.warnedOfLoss = false
    guard dialog.page == nil else { return pointInPage(mouse) }
    switch mouse.kind {
    case .scrollUp, .scrollDown: return pressInDialog(mouse.kind == .scrollUp ? .up : .down)
    case .press, .doubleClick: break
    }
    switch layout.hit(Point(x: mouse.x, y: mouse.y), dialog) {
    case .field(let index, let row):
      guard dialog.fields[index].takesFocus else { return }
      self.dialog?.focus = .field(index)
      if let row { select(row: row, inField: index) }
      if mouse.kind == .doubleClick { doubleClick(index) }
    case .confirmation(let index) where dialog.typedWords.indices.contains(index):
      self.dialog?.focus = .confirmation(index)
    case .reason: self.dialog?.focus = .reason
    case .button(let button) where mouse.kind == .press:
      self.dialog?.focus = .button(button)
      press(button)
    default: break
    }
  }

  private mutating func select(row: Int, inField index: Int) {
    switch dialog?.fields[index].control {
    case .checklist(var list):
      if list.list.top + row < list.count { list.cursor = list.list.top + row }
      dialog?.fields[index].control = .checklist(list)
    case .lines(var lines):
      if lines.items.indices.contains(lines.top + row) { lines.cursor = lines.top + row }
      dialog?.fields[index].control = .lines(lines)
    case .statements(var control):
      if control.items.indices.contains(control.top + row) { control.cursor = control.top + row }
      dialog?.fields[index].control = .statements(control)
    default: break
    }
  }

  private mutating func doubleClick(_ index: Int) {
    switch dialog?.fields[index].control {
    case .checklist, .toggle, .options, .lines: pressInDialog(.character(" "))
    case .choice, .statements: pressInDialog(.enter)
    default: break
    }
  }

  private mutating func pointInPage(_ mouse: Mouse) {
    switch mouse.kind {
    case .scrollUp: pressInPage(.up)
    case .scrollDown: pressInPage(.down)
    case .press, .doubleClick:
      guard case .picker(var picker)? = dialog?.page else { return }
      let inside = DialogPages.rect(size).inside
      let row = picker.list.top + mouse.y - inside.y - 1
      guard mouse.y > inside.y, row >= 0, row < picker.count else { return }
      picker.cursor = row
      dialog?.page = .picker(picker)
      if mouse.kind == .doubleClick { choose(in: picker) }
    }
  }
}
