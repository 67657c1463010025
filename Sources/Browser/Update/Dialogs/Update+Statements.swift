import Authorization
import Frame

/// The list of statements in the dialog of an access policy, and the page of one statement.
extension BrowserState {
  /// Keys that open a statement. False where the key is another.
  mutating func handleStatement(_ key: Key, _ control: StatementsControl) -> Bool {
    guard control.problem == nil, control.isLoaded else { return false }
    switch key {
    case .character("a"): dialog?.page = .statement(StatementPage(nil, at: nil))
    case .enter, .character("e"):
      guard control.items.indices.contains(control.cursor) else {
        // Enter on an empty list makes the first.
        dialog?.page = .statement(StatementPage(nil, at: nil))
        return true
      }
      let statement = control.items[control.cursor]
      guard statement.json.members != nil else {
        messages.say(.info, "this is no statement but \(statement.json.noun); `d` removes it")
        return true
      }
      dialog?.page = .statement(StatementPage(statement, at: control.cursor))
    default: return false
    }
    return true
  }

  func handle(_ key: Key, _ control: inout StatementsControl) -> Bool {
    switch key {
    case .character("d"), .delete: control.remove()
    case .character("K"): control.move(by: -1)
    case .character("J"): control.move(by: 1)
    case .up where control.cursor == 0, .character("k") where control.cursor == 0: return false
    case .down where control.cursor >= control.items.count - 1: return false
    default:
      guard let movement = Movement(key), case let rows = dialogLayout?.rows ?? 1 else { return false }
      control.cursor = movement.apply(to: control.cursor, count: control.items.count, lines: rows)
    }
    return true
  }

  mutating func press(_ key: Key, in page: StatementPage) {
    var page = page
    switch key {
    case .escape, .control("c"):
      let hasTyped = page.fields.contains(where: \.isChanged)
      if hasTyped, dialog?.warnedOfLoss != true {
        dialog?.warnedOfLoss = true
        messages.say(.warning, "Esc again throws away what you typed")
        return
      }
      dialog?.warnedOfLoss = false
      return closePage()
    case .control("s"): return accept(page)
    case .enter where page.focus == page.fields.count: return accept(page)
    case .tab, .down, .enter: page.focus = (page.focus + 1) % (page.fields.count + 1)
    case .backTab, .up: page.focus = (page.focus + page.fields.count) % (page.fields.count + 1)
    default:
      guard page.fields.indices.contains(page.focus), case .text(var text) = page.fields[page.focus].control,
        text.field.handle(key)
      else { return }
      page.fields[page.focus].control = .text(text)
    }
    dialog?.page = .statement(page)
  }

  private mutating func accept(_ page: StatementPage) {
    guard let index = dialog?.index(.row(.statements)),
      case .statements(var control)? = dialog?.fields[index].control
    else { return }
    // Another program may have put another statement into its place.
    if let place = page.place, !control.items.indices.contains(place) || control.items[place] != page.original
    {
      dialog?.fields[index].isEditedConflict = true
    }
    control.put(page.statement, at: page.place)
    dialog?.fields[index].control = .statements(control)
    closePage()
  }
}
