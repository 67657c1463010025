/// A view of the browser: its title, what it needs, and the columns that its reader compares.
public struct ViewDescription: Sendable {
  public var id: ViewID
  public var title: String
  /// The key that opens it.
  public var key: Character
  public var system: SystemID?
  public var columns: [Column]
  /// What the filter looks at, in words.
  public var filterHint: String

  /// All views, in the order of the view bar.
  public static let all: [ViewDescription] = [
    ViewDescription(
      id: .users, title: "Users", key: "1", system: .auth,
      columns: [
        Column("username", "username", width: 16, stretches: true, sortable: true),
        Column("active", "active", width: 6, priority: 1, sortable: true),
        Column("staff", "staff", width: 5, priority: 4, sortable: true),
        Column("superuser", "super", width: 5, priority: 2, sortable: true),
        Column("groups", "groups", width: 6, alignment: .right, priority: 3),
        Column("roles", "roles", width: 5, alignment: .right, priority: 6),
        Column("grants", "grants", width: 6, alignment: .right, priority: 5),
        Column("last_login", "last login", width: 16, priority: 7, sortable: true),
        Column("email", "e-mail", width: 20, stretches: true, priority: 8, sortable: true),
        Column("full_name", "name", width: 18, stretches: true, priority: 9, sortable: true),
      ], filterHint: "username, e-mail or name"),
    ViewDescription(
      id: .groups, title: "Groups", key: "2", system: .auth,
      columns: [
        Column("name", "name", width: 18, stretches: true, sortable: true),
        Column("members", "members", width: 7, alignment: .right, priority: 1, sortable: true),
        Column("permissions", "permissions", width: 11, alignment: .right, priority: 2, sortable: true),
        Column("roles", "roles", width: 5, alignment: .right, priority: 4),
        Column("policies", "policies", width: 8, alignment: .right, priority: 3),
      ], filterHint: "name"),
    ViewDescription(
      id: .roles, title: "Roles", key: "3", system: .roles,
      columns: [
        Column("name", "name", width: 24, stretches: true, sortable: true),
        Column("locked", "locked", width: 6, priority: 1, sortable: true),
        Column("permissions", "permissions", width: 11, alignment: .right, priority: 2, sortable: true),
        Column("holders", "holders", width: 7, alignment: .right, priority: 3, sortable: true),
      ], filterHint: "name"),
    ViewDescription(
      id: .trees, title: "Trees", key: "4", system: .trees,
      columns: [
        Column("name", "name", width: 18, stretches: true, sortable: true),
        Column("policy", "policy", width: 14, priority: 3, sortable: true),
        Column("read", "read", width: 12, stretches: true, priority: 1, sortable: true),
        Column("write", "write", width: 12, stretches: true, priority: 2, sortable: true),
      ], filterHint: "name"),
    ViewDescription(
      id: .policies, title: "Policies", key: "5", system: .trees,
      columns: [
        Column("name", "name", width: 18, stretches: true, sortable: true),
        Column("read", "read", width: 12, stretches: true, priority: 1, sortable: true),
        Column("write", "write", width: 12, stretches: true, priority: 2, sortable: true),
        Column("trees", "trees", width: 5, alignment: .right, priority: 3, sortable: true),
      ], filterHint: "name"),
    ViewDescription(
      id: .objects, title: "Objects", key: "6", system: .auth,
      columns: [
        Column("type", "type", width: 24, stretches: true, sortable: true),
        Column("permissions", "permissions", width: 11, alignment: .right, priority: 1, sortable: true),
        Column("table", "table", width: 20, stretches: true, priority: 2),
        Column("name_column", "name column", width: 12, priority: 3),
      ], filterHint: "type"),
    ViewDescription(
      id: .permissions, title: "Permissions", key: "7", system: .auth,
      columns: [
        Column("permission", "permission", width: 26, stretches: true, sortable: true),
        Column("custom", "custom", width: 6, priority: 1, sortable: true),
        Column("users", "users", width: 5, alignment: .right, priority: 2),
        Column("groups", "groups", width: 6, alignment: .right, priority: 3),
        Column("roles", "roles", width: 5, alignment: .right, priority: 4),
        Column("title", "title", width: 20, stretches: true, priority: 5, sortable: true),
      ], filterHint: "permission or title"),
    ViewDescription(
      id: .endpoints, title: "Endpoints", key: "8", system: .policies,
      columns: [
        Column("name", "endpoint", width: 24, stretches: true, sortable: true),
        Column("statements", "statements", width: 10, alignment: .right, priority: 1),
        Column("customized", "customized", width: 10, priority: 2, sortable: true),
        Column("scoping", "scoping", width: 14, priority: 3),
      ], filterHint: "endpoint"),
    ViewDescription(
      id: .tasks, title: "Tasks", key: "9", system: .tasks,
      columns: [
        Column("name", "name", width: 18, stretches: true, sortable: true),
        Column("state", "state", width: 11, priority: 2, sortable: true),
        Column("user", "user", width: 14, stretches: true, priority: 1, sortable: true),
        Column("artifacts", "artifacts", width: 9, alignment: .right, priority: 3),
        Column("created", "created", width: 16, priority: 4, sortable: true),
      ], filterHint: "name, state or user"),
    ViewDescription(
      id: .sessions, title: "Sessions", key: "0", system: .sessions,
      columns: [
        Column("user", "user", width: 16, stretches: true),
        Column("state", "state", width: 12, priority: 1),
        Column("expires", "expires", width: 16, priority: 2, sortable: true),
        Column("key", "key", width: 12, priority: 3, sortable: true),
      ], filterHint: "session key"),
    ViewDescription(
      id: .history, title: "History", key: "-", system: nil,
      columns: [
        Column("number", "no", width: 5, alignment: .right, priority: 3, sortable: true),
        Column("time", "time", width: 16, priority: 2, sortable: true),
        Column("operator", "operator", width: 12, priority: 1, sortable: true),
        Column("summary", "change", width: 24, stretches: true),
        Column("gains", "gains", width: 6, alignment: .right, priority: 5, sortable: true),
        Column("losses", "losses", width: 6, alignment: .right, priority: 6, sortable: true),
        Column("undone", "undone", width: 6, priority: 4),
        Column("reason", "reason", width: 16, stretches: true, priority: 7),
      ], filterHint: "number, time, operator, change or reason"),
    ViewDescription(
      id: .findings, title: "Findings", key: "=", system: nil,
      columns: [
        Column("finding", "finding", width: 44, stretches: true),
        Column("severity", "severity", width: 8, priority: 1),
        Column("rule", "rule", width: 21, priority: 2),
        Column("fix", "fix", width: 24, stretches: true, priority: 3),
      ], filterHint: "finding, severity, rule or fix"),
  ]

  /// The view with this name.
  public static func of(_ id: ViewID) -> ViewDescription {
    // INVARIANT: `all` has one entry for each `ViewID`; a test counts them.
    all.first { $0.id == id } ?? all[0]
  }

  /// The columns of a list that is not a whole view.
  public static func columns(of source: ListSource) -> [Column] {
    switch source {
    case .view(let id): of(id).columns
    case .objects:
      [
        Column("name", "name", width: 20, stretches: true, sortable: true),
        Column("key", "key", width: 12, stretches: true, priority: 1, sortable: true),
        Column("user_grants", "user grants", width: 11, alignment: .right, priority: 2),
        Column("group_grants", "group grants", width: 12, alignment: .right, priority: 3),
      ]
    case .history:
      [
        Column("text", "change", width: 24, stretches: true),
        Column("note", "when and by whom", width: 20, stretches: true, priority: 1),
      ]
    case .section:
      [
        Column("text", "name", width: 20, stretches: true),
        Column("note", "", width: 20, stretches: true, priority: 1),
      ]
    case .whoCan:
      [
        Column("username", "username", width: 16, stretches: true),
        Column("path", "through", width: 24, stretches: true, priority: 1),
      ]
    case .seen:
      [
        Column("listing", "listing", width: 28, stretches: true),
        Column("count", "rows", width: 6, alignment: .right, priority: 1),
        Column("note", "how it is limited", width: 18, stretches: true, priority: 2),
      ]
    case .whatCan, .listing:
      [
        Column("name", "name", width: 20, stretches: true, sortable: true),
        Column("key", "key", width: 8, priority: 2, sortable: true),
        Column("path", "through", width: 24, stretches: true, priority: 1),
      ]
    }
  }
}
