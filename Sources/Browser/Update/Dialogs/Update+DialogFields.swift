import Authorization
import Frame

/// Keys in the fields of a dialog.
extension BrowserState {
  /// Gives a key to a field. False where it means nothing there.
  mutating func handle(_ key: Key, inField index: Int) -> Bool {
    guard var control = dialog?.fields[index].control else { return false }
    let isHandled: Bool
    switch control {
    case .text(var text):
      isHandled = text.field.handle(key)
      control = .text(text)
    case .toggle(var toggle):
      isHandled = key == .character(" ")
      if isHandled { toggle.isOn.toggle() }
      control = .toggle(toggle)
    case .options(var options):
      isHandled = [.character(" "), .left, .right].contains(key)
      if isHandled { options.turn(by: key == .left ? -1 : 1) }
      control = .options(options)
    case .choice(let choice): return handle(key, choice, inField: index)
    case .checklist(var list):
      isHandled = handle(key, &list)
      control = .checklist(list)
    case .lines(var lines):
      if lines.removesAtOnce, [.character("d"), .delete].contains(key) {
        if lines.items.indices.contains(lines.cursor) { unstage(lines.cursor) }
        return true
      }
      if lines.removesAtOnce, [.character("e"), .enter].contains(key) {
        reopenStaged(lines.cursor)
        return true
      }
      if lines.removesAtOnce, key == .character("K") || key == .character("J") {
        moveStaged(by: key == .character("K") ? -1 : 1)
        return true
      }
      isHandled = handle(key, &lines)
      control = .lines(lines)
    case .area(var area):
      isHandled = area.handle(key)
      control = .area(area)
    case .statements(var statements):
      if handleStatement(key, statements) { return true }
      isHandled = handle(key, &statements)
      control = .statements(statements)
    case .note: return false
    }
    guard isHandled else { return false }
    dialog?.fields[index].control = control
    if let name = dialog?.fields[index].name { dialog?.emptyOther(than: name) }
    adaptDialog()
    return true
  }

  mutating func adaptDialog() {
    guard var dialog else { return }
    dialog.form.family.adapt(&dialog)
    self.dialog = dialog
  }

  private mutating func handle(_ key: Key, _ choice: ChoiceControl, inField index: Int) -> Bool {
    guard let field = dialog?.fields[index] else { return false }
    switch key {
    case .enter, .character(" "): openPicker(field, choice, "")
    case .character("?"), .character("/"): openPicker(field, choice, "")
    case .character(let letter): openPicker(field, choice, String(letter))
    case .delete, .backspace:
      var choice = choice
      choice.value = choice.none == nil ? .unset : .none
      dialog?.fields[index].control = .choice(choice)
      adaptDialog()
    default: return false
    }
    return true
  }

  private mutating func openPicker(_ field: Field, _ choice: ChoiceControl, _ letters: String) {
    var picker = Picker(
      field: field.name, title: field.label, none: choice.none, list: ChoiceList(choice.source))
    picker.list.created = dialog?.created ?? []
    picker.filter = TextField(letters)
    picker.list.question.filter = letters
    dialog?.page = .picker(picker)
  }

  private func handle(_ key: Key, _ list: inout Checklist) -> Bool {
    switch key {
    case .character(" "): list.toggle()
    case .character("/"):
      list.filter = TextField(list.list.question.filter, isSelected: true)
    case .character("o"):
      list.list.question.onlyOn.toggle()
      list.cursor = 0
    case .up where list.cursor == 0, .character("k") where list.cursor == 0: return false
    default: return moveIn(&list, key)
    }
    return true
  }

  @discardableResult
  func moveIn(_ list: inout Checklist, _ key: Key) -> Bool {
    guard let movement = Movement(key), case let rows = dialogLayout?.rows ?? 1 else { return false }
    list.cursor = movement.apply(to: list.cursor, count: list.count, lines: rows)
    return true
  }

  private func handle(_ key: Key, _ lines: inout LinesControl) -> Bool {
    switch key {
    case .character(" "), .character("d"), .delete:
      lines.toggle()
      return true
    case .up where lines.cursor == 0, .character("k") where lines.cursor == 0: return false
    case .down where lines.cursor >= lines.items.count - 1: return false
    default:
      guard let movement = Movement(key), case let rows = dialogLayout?.rows ?? 1 else { return false }
      lines.cursor = movement.apply(to: lines.cursor, count: lines.items.count, lines: rows)
      return true
    }
  }
}

extension Movement {
  /// What a key means in a list within a dialog.
  init?(_ key: Key) {
    switch key {
    case .up, .character("k"): self = .lines(-1)
    case .down, .character("j"): self = .lines(1)
    case .pageUp, .control("b"): self = .pages(-1)
    case .pageDown, .control("f"): self = .pages(1)
    case .control("u"): self = .halfPages(-1)
    case .control("d"): self = .halfPages(1)
    case .home, .character("g"): self = .first
    case .end, .character("G"): self = .last
    default: return nil
    }
  }
}
