import Authorization
import Frame

/// The actions that edit, and the keys of dialogs.
extension Action {
  static let editing: [Action] = [
    Action(
      .add, "add", keys: [.character("a")], group: .editing,
      help: "add a row, or to the section under the cursor; with marked rows: to them", footer: 5,
      mutates: true,
      disabled: Reasons.add),
    Action(
      .edit, "edit", keys: [.character("e")], group: .editing, help: "edit the row under the cursor",
      footer: 1,
      mutates: true, disabled: Reasons.edit),
    Action(
      .delete, "delete", keys: [.character("d")], group: .editing,
      help: "delete the row or the marked rows, or take away what the line stands for, after a preview",
      mutates: true, disabled: Reasons.delete),
    Action(
      .undo, "undo", keys: [.character("u")], group: .editing,
      help: "undo the last edit, or the entry of the history under the cursor, after a preview",
      mutates: true,
      disabled: Reasons.writable),
    Action(
      .redo, "redo", keys: [.control("r")], group: .editing,
      help: "do again what was undone, after a preview",
      mutates: true, disabled: Reasons.writable),
    Action(
      .staged, "staged edits", keys: [.character("S")], group: .editing,
      help: "the edits that Ctrl-t collected: look at them together, save them as one entry, or discard them",
      footer: 13, mutates: true, disabled: Reasons.staged),
  ]

  static let dialogs: [Action] = [
    key(.nextField, "next field", [.tab], "to the next field or button; Down as well", footer: 6),
    key(.previousField, "previous field", [.backTab], "to the previous field or button; Up as well"),
    key(
      .saveDialog, "save", [.control("s")], "save, from anywhere in the dialog", footer: 0, mutates: true,
      disabled: Reasons.saving),
    key(
      .stage, "stage", [.control("t")], "collect the edit, to be saved together with others", footer: 5,
      disabled: Reasons.stage),
    key(
      .listUnits, "list", [.control("v")], "list exactly who gains and loses what; again: back", footer: 4,
      disabled: Reasons.saving),
    key(
      .stopCounting, "stop", [.control("x")], "stop counting who gains and loses", footer: 1,
      disabled: Reasons.stop),
    key(
      .toggle, "toggle", [.character(" ")], "switch what is under the cursor on or off, or choose", footer: 7),
    key(.filterChoices, "filter", [.character("/")], "filter a checklist as one types", footer: 8),
    key(
      .onlyOn, "only what is on", [.character("o")], "show only what is on in a checklist, or everything",
      footer: 9),
    key(.moveUp, "move up", [.character("K")], "move a statement, or a staged edit, up"),
    key(.moveDown, "move down", [.character("J")], "move a statement, or a staged edit, down"),
    key(
      .scrollDown, "more", [.pageDown, .control("n")],
      "further down in what the edit does; PgDn in a long list: one page of it"),
    key(
      .scrollUp, "less", [.pageUp, .control("p")],
      "further up in what the edit does; PgUp in a long list: one page of it"),
    key(
      .closeDialog, "cancel", [.escape, .control("c")],
      "clear a filter, or leave without saving; a second time where something was typed", footer: 2),
    key(.dialogHelp, "help", [.function(1)], "this page; `?` as well where no text is typed", footer: 3),
  ]

  static let forms: [Action] = FormID.allCases.map { id in
    Action(
      .form(id), id.title, keys: [], group: .forms, help: id.help, mutates: true,
      disabled: { Reasons.form(id, $0) })
  }

  private static func key(
    _ id: ActionID, _ title: String, _ keys: [Key], _ help: String, footer: Int? = nil, mutates: Bool = false,
    disabled: @escaping @Sendable (BrowserState) -> String? = Reasons.dialog
  ) -> Action {
    Action(
      id, title, keys: keys, group: .dialogs, help: help, contexts: [.dialog], footer: footer,
      mutates: mutates,
      disabled: disabled)
  }
}
