import Authorization

/// What lies over the panes and takes the keys while it is open.
enum Overlay: Hashable, Sendable {
  case palette(Palette)
  case help(top: Int)
  case messages(top: Int)
  case menu(Menu)
  /// A question that is answered on the message line.
  case prompt(Prompt)
  /// The filter of the list is being typed.
  case filter(TextField)

  var takesText: Bool {
    switch self {
    case .palette, .prompt, .filter: true
    case .help, .messages, .menu: false
    }
  }
}

/// The list of all commands, filtered as one types.
struct Palette: Hashable, Sendable {
  var field = TextField()
  var cursor = 0

  var actions: [Action] { Fuzzy.actions(matching: field.text) }
}

/// A choice of one line out of a few.
struct Menu: Hashable, Sendable {
  enum Purpose: Hashable, Sendable {
    case sort
    case whoCan(EntityRef?)
    /// Whether a case has the names as they are.
    case exportCase(AccessQuestion)
    /// About this subject and object.
    case why(AccessQuestion)
    /// Which of several dialogs.
    case form
  }

  struct Item: Hashable, Sendable {
    var id: String
    var label: String
    var note: String
    var disabled: String?
  }

  var title: String
  var purpose: Purpose
  var items: [Item]
  var cursor = 0
}

/// A question with a one-line answer.
struct Prompt: Hashable, Sendable {
  enum Purpose: Hashable, Sendable {
    case export
    case exportCase(AccessQuestion, renames: Bool)
  }

  var label: String
  var purpose: Purpose
  var field: TextField
}
