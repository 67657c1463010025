import Frame

/// Something that a person can ask of the browser. The table of them feeds the keys, the palette, the footer,
/// the help page and the README.
public struct Action: Sendable {
  public let id: ActionID
  /// Short: it stands in the footer and in the palette.
  public let title: String
  public let help: String
  public let group: ActionGroup
  /// Whether it changes the database.
  public let mutates: Bool
  let keys: [Key]
  /// Where the keys mean this.
  let contexts: Set<ActionContext>
  /// Place in the footer, the least first; nil for what need not be said there.
  let footer: Int?
  /// Why it cannot be done right now; nil where it can.
  let disabled: @Sendable (BrowserState) -> String?

  init(
    _ id: ActionID, _ title: String, keys: [Key], group: ActionGroup, help: String,
    contexts: Set<ActionContext> = ActionContext.panes, footer: Int? = nil, mutates: Bool = false,
    disabled: @escaping @Sendable (BrowserState) -> String? = { _ in nil }
  ) {
    self.id = id
    self.title = title
    self.keys = keys
    self.group = group
    self.help = help
    self.contexts = contexts
    self.footer = footer
    self.mutates = mutates
    self.disabled = disabled
  }

  /// The keys in words, as the help page shows them.
  public var keyNames: [String] { keys.map(\.label) }

  /// Why the action cannot be done right now; nil where it can.
  public func reasonWhyDisabled(_ state: BrowserState) -> String? { disabled(state) }
}

extension Action: Hashable {
  public static func == (left: Action, right: Action) -> Bool { left.id == right.id }
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// Where a key is pressed.
enum ActionContext: Hashable, Sendable, CaseIterable {
  case list, detail, inspector, why, matrix, request
  /// A dialog; letters are text there as a rule.
  case dialog
  /// A menu, the help page or the message history: whatever lies over the panes and takes no text.
  case overlay

  static let panes: Set<ActionContext> = [.list, .detail, .inspector, .why, .matrix, .request]
  /// Pages of text that fill the screen.
  static let answers: Set<ActionContext> = [.why, .request]
  /// Where letters are keys.
  static let everywhere = panes.union([.overlay])
  static let all = Set(ActionContext.allCases)

  init(_ pane: Pane) {
    switch pane {
    case .list: self = .list
    case .detail: self = .detail
    case .inspector: self = .inspector
    case .why: self = .why
    case .matrix: self = .matrix
    case .request: self = .request
    }
  }
}

/// The headings of the help page.
public enum ActionGroup: String, Sendable, CaseIterable {
  case moving = "Moving"
  case views = "Views"
  case lists = "Lists"
  case questions = "Questions"
  case editing = "Editing"
  case dialogs = "In dialogs"
  case forms = "Edits"
  case program = "Program"
}
