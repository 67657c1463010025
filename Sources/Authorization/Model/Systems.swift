/// The systems that Permscope unites. A database has those whose tables it has.
public enum SystemID: String, Sendable, CaseIterable {
  case auth, guardian, roles, trees, policies, tasks, sessions

  public var title: String {
    switch self {
    case .auth: "model permissions"
    case .guardian: "object permissions"
    case .roles: "roles"
    case .trees: "git trees"
    case .policies: "access policies"
    case .tasks: "user tasks"
    case .sessions: "sessions"
    }
  }
}

/// Whether a database has a system, and which tables it lacks where it has not.
public struct SystemStatus: Hashable, Sendable {
  public var system: SystemID
  public var missingTables: [String]

  public init(system: SystemID, missingTables: [String]) {
    self.system = system
    self.missingTables = missingTables
  }

  public var present: Bool { missingTables.isEmpty }
}

/// What the header of the browser says of the open database.
public struct DatabaseSummary: Hashable, Sendable {
  /// The file's name without its folder.
  public var fileName: String
  public var systems: [SystemStatus]
  /// Nil while they are being counted.
  public var users: Int?
  public var groups: Int?
  /// Nil where it can be written; else why it cannot: `asked for`, `no permission to write`, ….
  public var readOnlyReason: String?
  /// Whether a fixture of Pulp was imported: its own database runs elsewhere, and edits here are not in force there.
  public var isImportedCopy = false
  /// The login name, or the user given by `--as`.
  public var operatorName: String
  public var operatorIsLimited: Bool
  /// With `--as`: the permissions that the operator lacks, by the kind of edit that needs them.
  public var operatorLacks: [EditKind: Name] = [:]

  public init(
    fileName: String, systems: [SystemStatus], users: Int? = nil, groups: Int? = nil,
    readOnlyReason: String?, operatorName: String, operatorIsLimited: Bool
  ) {
    self.fileName = fileName
    self.systems = systems
    self.users = users
    self.groups = groups
    self.readOnlyReason = readOnlyReason
    self.operatorName = operatorName
    self.operatorIsLimited = operatorIsLimited
  }
}
