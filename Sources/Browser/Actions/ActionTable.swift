import Authorization
import Frame

extension Action {
  /// All actions, in the order of the help page.
  public static let all: [Action] = moving + views + lists + questions + editing + dialogs + forms + program

  /// What a key means where it is pressed.
  static func of(_ key: Key, in context: ActionContext) -> Action? { byKey[context]?[key] }

  static func of(_ id: ActionID) -> Action? { all.first { $0.id == id } }

  private static let byKey: [ActionContext: [Key: Action]] = {
    var table: [ActionContext: [Key: Action]] = [:]
    for action in all {
      for context in action.contexts {
        for key in action.keys where table[context]?[key] == nil {
          table[context, default: [:]][key] = action
        }
      }
    }
    return table
  }()

  private static let moving: [Action] = [
    Action(
      .up, "up", keys: [.up, .character("k")], group: .moving, help: "one line up",
      contexts: ActionContext.everywhere),
    Action(
      .down, "down", keys: [.down, .character("j")], group: .moving, help: "one line down",
      contexts: ActionContext.everywhere),
    Action(
      .pageUp, "page up", keys: [.pageUp, .control("b")], group: .moving, help: "one page up",
      contexts: ActionContext.everywhere),
    Action(
      .pageDown, "page down", keys: [.pageDown, .control("f")], group: .moving, help: "one page down",
      contexts: ActionContext.everywhere),
    Action(
      .halfUp, "half page up", keys: [.control("u")], group: .moving, help: "half a page up",
      contexts: ActionContext.everywhere),
    Action(
      .halfDown, "half page down", keys: [.control("d")], group: .moving, help: "half a page down",
      contexts: ActionContext.everywhere),
    Action(
      .first, "first", keys: [.character("g"), .home], group: .moving, help: "to the first line",
      contexts: ActionContext.everywhere),
    Action(
      .last, "last", keys: [.character("G"), .end], group: .moving, help: "to the last line",
      contexts: ActionContext.everywhere),
    Action(
      .open, "open", keys: [.enter], group: .moving, help: "open what is under the cursor",
      contexts: ActionContext.everywhere.subtracting(ActionContext.answers), footer: 0, disabled: Reasons.open
    ),
    Action(
      .back, "back", keys: [.escape], group: .moving,
      help: "go back: close what is open, clear the filter, return to where one came from; never quits",
      contexts: ActionContext.everywhere, footer: 8, disabled: Reasons.back),
    Action(
      .left, "left", keys: [.left, .character("h")], group: .moving,
      help: "to the pane on the left, or back"),
    Action(
      .right, "right", keys: [.right, .character("l")], group: .moving,
      help: "to the pane on the right, or open", disabled: Reasons.right),
    Action(
      .nextPane, "next pane", keys: [.tab], group: .moving,
      help: "to the next pane; in the matrix a page of objects further",
      contexts: ActionContext.panes.subtracting(ActionContext.answers), footer: 20),
    Action(
      .previousPane, "previous pane", keys: [.backTab], group: .moving,
      help: "to the previous pane; in the matrix a page of objects back",
      contexts: ActionContext.panes.subtracting(ActionContext.answers)),
    Action(
      .nextSection, "next section", keys: [.tab], group: .moving,
      help: "on the page of an answer: to its next section", contexts: ActionContext.answers, footer: 9,
      disabled: Reasons.sections),
    Action(
      .previousSection, "previous section", keys: [.backTab], group: .moving,
      help: "on the page of an answer: to the section before", contexts: ActionContext.answers,
      disabled: Reasons.sections),
  ]

  private static let views: [Action] = ViewDescription.all.map { view in
    Action(
      .view(view.id), view.title, keys: [.character(view.key)], group: .views,
      help: "the \(view.title.lowercased()) view; again: to its beginning")
  }

  private static let lists: [Action] = [
    Action(
      .filter, "filter", keys: [.character("/")], group: .lists,
      help: "filter the list as one types; Enter keeps the filter, Esc clears it",
      contexts: [.list, .detail, .matrix],
      footer: 2, disabled: Reasons.filter),
    Action(
      .sort, "sort", keys: [.character("s")], group: .lists,
      help: "choose the column to sort by; chosen again: the other way round", contexts: [.list],
      footer: 6, disabled: Reasons.sort),
    Action(
      .mark, "mark", keys: [.character(" ")], group: .lists, help: "mark the row or take its mark away",
      contexts: [.list], disabled: Reasons.row),
    Action(
      .unmark, "unmark", keys: [.character("*")], group: .lists, help: "take all marks away",
      contexts: [.list], footer: 11, disabled: Reasons.unmark),
    Action(
      .export, "export", keys: [.character("x")], group: .lists,
      help: "write the whole list to a CSV file, or an answer to a case that `permscope replay` gives again",
      footer: 12, disabled: Reasons.export),
  ]

  private static let questions: [Action] = [
    Action(
      .whoCan, "who can", keys: [.character("w")], group: .questions,
      help: "list who has the permission under the cursor, on the object of the inspector", footer: 3,
      disabled: Reasons.whoCan),
    Action(
      .why, "why", keys: [.character("c")], group: .questions,
      help: "explain the answer to a permission of the inspector, and what would change it",
      contexts: [.list, .detail, .inspector], disabled: Reasons.why),
    Action(
      .remedies, "fixes", keys: [.character("f")], group: .questions,
      help: "in an answer: to what would fix it, or of an allowance to what carries it", contexts: [.why],
      footer: 1, disabled: Reasons.remedies),
    Action(
      .previewChange, "preview", keys: [.enter], group: .questions,
      help: "in an answer: put the change under the cursor into a dialog, which saves nothing by itself",
      contexts: [.why], footer: 0, disabled: Reasons.open),
    Action(
      .changeRequest, "change request", keys: [.enter], group: .questions,
      help: "on the page of a request: ask about another action, endpoint, object or user",
      contexts: [.request], footer: 0, disabled: Reasons.request),
    Action(
      .turn, "turn", keys: [.character("v")], group: .questions,
      help: "turn the question at hand: why, who can, what can they, matrix, history, request", footer: 2,
      disabled: Reasons.turn),
    Action(
      .turnBack, "turn back", keys: [.character("V")], group: .questions,
      help: "turn the question at hand the other way round", disabled: Reasons.turn),
    Action(
      .seeAs, "see as", keys: [.character("A")], group: .questions,
      help:
        "what the user under the cursor would be shown, listing by listing; nothing can be edited meanwhile",
      disabled: Reasons.seeAs),
    Action(
      .filterObjects, "filter objects", keys: [.character("f")], group: .questions,
      help: "in the matrix: filter the objects as one types; `/` filters the subjects", contexts: [.matrix],
      footer: 2, disabled: Reasons.matrix),
    Action(
      .otherSubjects, "users or groups", keys: [.character("o")], group: .questions,
      help: "in the matrix: groups instead of users, or users again", contexts: [.matrix], footer: 3,
      disabled: Reasons.matrix),
    Action(
      .nextPermission, "next permission", keys: [.character(">")], group: .questions,
      help: "in the matrix: the next permission of the type", contexts: [.matrix], footer: 3,
      disabled: Reasons.matrix),
    Action(
      .previousPermission, "previous permission", keys: [.character("<")], group: .questions,
      help: "in the matrix: the permission before", contexts: [.matrix], disabled: Reasons.matrix),
    Action(
      .inspector, "inspector", keys: [.character("i")], group: .questions,
      help: "go to the inspector; again: hide it", footer: 4, disabled: Reasons.inspector),
    Action(
      .pin, "pin", keys: [.character("p")], group: .questions,
      help: "keep the row under the cursor as the inspector's subject or object", footer: 9,
      disabled: Reasons.pin),
    Action(
      .letGo, "let go", keys: [.character("P")], group: .questions,
      help: "let the inspector follow the cursor again, and ask in general and about now", footer: 10,
      disabled: Reasons.letGo),
    Action(
      .before, "before entry", keys: [.character("b")], group: .questions,
      help: "ask the inspector as the database was before the entry of the history under the cursor",
      footer: 3, disabled: Reasons.before),
    Action(
      .anonymous, "anonymous", keys: [.character("n")], group: .questions,
      help: "ask the inspector about somebody who is not logged in", disabled: Reasons.inspector),
    Action(
      .copy, "copy answer", keys: [.character("y")], group: .questions,
      help: "copy the answer as text for a ticket, with the command that repeats it", footer: 7,
      disabled: Reasons.copy),
    Action(
      .request, "request", keys: [.character("r")], group: .questions,
      help: "ask what a client sees of a request, by the user or to the endpoint under the cursor",
      disabled: Reasons.request),
    Action(
      .history, "history of row", keys: [.character("H")], group: .questions,
      help: "list what was done to the row under the cursor", disabled: Reasons.history),
  ]

  private static let program: [Action] = [
    Action(
      .palette, "commands", keys: [.character(":")], group: .program,
      help: "all commands, filtered as one types", footer: 100),
    Action(
      .help, "help", keys: [.character("?"), .function(1)], group: .program, help: "this page", footer: 101),
    Action(
      .messages, "messages", keys: [.character("m")], group: .program, help: "everything the program has said"
    ),
    Action(
      .mouse, "mouse", keys: [.character("M")], group: .program,
      help: "mouse on or off; off lets the terminal select text"),
    Action(
      .theme, "theme", keys: [.character("t")], group: .program, help: "the next theme: dark, light, mono"),
    Action(
      .redraw, "redraw", keys: [.control("l")], group: .program,
      help: "paint the screen anew and read again what it shows", contexts: ActionContext.all),
    Action(
      .suspend, "suspend", keys: [.control("z")], group: .program, help: "back to the shell until `fg`",
      contexts: ActionContext.all),
    Action(
      .quit, "quit", keys: [.character("q"), .control("c")], group: .program,
      help: "quit; closes a menu or a page first", contexts: ActionContext.everywhere, footer: 30),
  ]
}
