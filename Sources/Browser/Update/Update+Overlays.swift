import Authorization
import Frame

/// Keys while something lies over the panes.
extension BrowserState {
  /// A key in an overlay that takes text.
  mutating func type(_ key: Key, in overlay: Overlay) {
    switch (overlay, key) {
    case (.filter, .escape), (.filter, .control("c")):
      self.overlay = nil
      setFilter("")
    case (_, .escape), (_, .control("c")): self.overlay = nil
    case (.filter, .enter), (.filter, .tab): self.overlay = nil
    case (.filter, .up), (.filter, .down), (.filter, .pageUp), (.filter, .pageDown):
      // One looks through the matches without leaving the filter.
      if let action = Action.of(key, in: .list) { perform(action.id) }
    case (.filter(var field), _):
      guard field.handle(key) else { return }
      self.overlay = .filter(field)
      setFilter(field.text)
    case (.prompt(let prompt), .enter):
      self.overlay = nil
      answer(prompt)
    case (.prompt(var prompt), _):
      if prompt.field.handle(key) { self.overlay = .prompt(prompt) }
    case (.palette(let palette), _): type(key, in: palette)
    case (.help, _), (.messages, _), (.menu, _): break
    }
  }

  private mutating func type(_ key: Key, in palette: Palette) {
    var palette = palette
    let count = palette.actions.count
    switch key {
    case .up, .control("p"): palette.cursor = max(0, palette.cursor - 1)
    case .down, .control("n"): palette.cursor = min(max(0, count - 1), palette.cursor + 1)
    case .pageUp: palette.cursor = max(0, palette.cursor - 10)
    case .pageDown: palette.cursor = min(max(0, count - 1), palette.cursor + 10)
    case .enter: return choose(in: palette)
    default:
      guard palette.field.handle(key) else { return }
      palette.cursor = 0
    }
    overlay = .palette(palette)
  }

  mutating func choose(in palette: Palette) {
    let actions = palette.actions
    guard actions.indices.contains(palette.cursor) else { return }
    overlay = nil
    perform(actions[palette.cursor])
  }

  mutating func paste(_ text: String) {
    let line = PastedText.oneLine(text)
    switch overlay {
    case .filter(var field):
      field.insert(line)
      overlay = .filter(field)
      setFilter(field.text)
    case .prompt(var prompt):
      prompt.field.insert(line)
      overlay = .prompt(prompt)
    case .palette(var palette):
      palette.field.insert(line)
      palette.cursor = 0
      overlay = .palette(palette)
    case nil where dialog != nil: pasteInDialog(text)
    default: messages.say(.info, "there is no text field to paste into; `/` filters the list")
    }
  }

  /// An action while a menu or a page is open.
  mutating func performInOverlay(_ action: Action) {
    switch action.id {
    case .up: moveOverlay(.lines(-1))
    case .down: moveOverlay(.lines(1))
    case .pageUp: moveOverlay(.pages(-1))
    case .pageDown: moveOverlay(.pages(1))
    case .halfUp: moveOverlay(.halfPages(-1))
    case .halfDown: moveOverlay(.halfPages(1))
    case .first: moveOverlay(.first)
    case .last: moveOverlay(.last)
    case .open: acceptOverlay()
    case .back, .quit: overlay = nil
    case .add, .edit, .delete, .undo, .redo, .form, .staged: break
    default: perform(action.id)
    }
  }

  mutating func moveOverlay(_ movement: Movement) {
    let lines = OverlayLayout.lines(size)
    switch overlay {
    case .help(let top):
      overlay = .help(top: scroll(top, movement, count: HelpPage.lines.count, lines: lines))
    case .messages(let top):
      let count = MessagePage.lines(self, width: OverlayLayout.width(size)).count
      overlay = .messages(top: scroll(top, movement, count: count, lines: lines))
    case .menu(var menu):
      menu.cursor = movement.apply(to: menu.cursor, count: menu.items.count, lines: lines)
      overlay = .menu(menu)
    case .palette(var palette):
      palette.cursor = movement.apply(to: palette.cursor, count: palette.actions.count, lines: lines)
      overlay = .palette(palette)
    case .prompt, .filter, nil: break
    }
  }

  private func scroll(_ top: Int, _ movement: Movement, count: Int, lines: Int) -> Int {
    let highest = max(0, count - lines)
    return min(highest, movement.apply(to: min(top, highest), count: count, lines: lines))
  }

  mutating func acceptOverlay() {
    guard case .menu(let menu) = overlay else {
      overlay = nil
      return
    }
    guard menu.items.indices.contains(menu.cursor) else { return }
    let item = menu.items[menu.cursor]
    if let reason = item.disabled {
      messages.say(.info, "\(item.label): \(reason)")
      return
    }
    overlay = nil
    switch menu.purpose {
    case .sort: sort(by: item.id)
    case .whoCan(let object): openWhoCan(Name(item.id), object)
    case .why(var question):
      question.permission = Name(item.id)
      openWhy(question)
    case .exportCase(let question): askForCasePath(question, renames: item.id == "others")
    case .form: if let id = FormID(rawValue: item.id) { open(id) }
    }
  }
}
