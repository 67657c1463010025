import Frame

/// What can be done in a dialog, by what has the keys. From the table of actions, but for what is typed in pages.
enum DialogFooter {
  /// The keys of what lies over a dialog; nil where the dialog itself has them.
  static func page(_ dialog: Dialog) -> [(key: String, title: String)]? {
    switch dialog.page {
    case .picker: [("Enter", "choose"), ("Esc", "back"), ("Ctrl-w", "remove a word")]
    case .units: [("Tab", "gains or losses"), ("PgDn", "further"), ("Esc", "back")]
    case .firstEdit: [("Enter", "do it"), ("Tab", "next"), ("Esc", "back")]
    case .statement: [("Ctrl-s", "take it"), ("Tab", "next field"), ("Esc", "back")]
    case nil: nil
    }
  }

  /// What is worth saying of a field.
  static func hints(_ dialog: Dialog) -> [(key: String, title: String)] {
    guard case .field(let index) = dialog.focus else {
      if case .button = dialog.focus { return [("Enter", "press")] }
      return []
    }
    switch dialog.fields[index].control {
    case .text, .note: return []
    case .toggle: return [("Space", "toggle")]
    case .options: return [("Space", "other")]
    case .choice: return [("Enter", "choose")]
    case .checklist(let list):
      if list.filter != nil { return [("Enter", "keep the filter"), ("Esc", "clear it")] }
      return [("Space", "toggle"), ("/", "filter"), ("o", list.list.question.onlyOn ? "all" : "only on")]
        + (list.keepsFilter ? [("Esc", "clear the filter")] : [])
    case .lines(let lines):
      return lines.removesAtOnce
        ? [("d", "take away"), ("e", "open again"), ("K J", "move")] : [("Space", "take away")]
    case .area: return []
    case .statements: return [("a", "add"), ("Enter", "edit"), ("d", "remove"), ("K J", "move")]
    }
  }

  static func items(_ state: BrowserState, _ dialog: Dialog) -> [(key: String, title: String)] {
    if let page = page(dialog) { return page }
    let fieldKeys: Set<ActionID> = [.toggle, .filterChoices, .onlyOn]
    let hints = hints(dialog)
    let actions = Footer.relevant(state).filter { action in
      // What a field says of a key goes before what the dialog makes of it.
      if fieldKeys.contains(action.id) || hints.contains(where: { $0.key == action.keyNames.first }) {
        return false
      }
      return action.id != .listUnits || dialog.reasonAgainst(.list) == nil
    }
    return hints + actions.map { ($0.keyNames.first ?? "", $0.title) }
  }
}
