/// The backends that are asked, in order; the first yes wins.
public struct Chain: Sendable {
  public let backends: [Backend]
  /// Whether an active superuser is answered yes before any backend (`User.has_perm`).
  public let passesSuperusers: Bool
  /// Backends of the project that are code outside the database; with one, no denial is certain.
  public let unknownBackends: [String]

  /// Tells chains apart without comparing them, as long as one of them is kept.
  public var id: ObjectIdentifier { ObjectIdentifier(identity) }
  private let identity = Identity()

  private final class Identity: Sendable {}

  public init(backends: [Backend], passesSuperusers: Bool, unknownBackends: [String] = []) {
    self.backends = backends
    self.passesSuperusers = passesSuperusers
    self.unknownBackends = unknownBackends
  }

  /// What a list over this chain cannot know, in a sentence; nil where it is complete.
  public var incompleteness: String? {
    guard !unknownBackends.isEmpty else { return nil }
    let names = unknownBackends.map { "`\($0)`" }.joined(separator: ", ")
    return "\(names) is code of the project outside the database and may add to this"
  }

  /// `User.has_perm` over these backends.
  public static func django(_ schema: Schema, backends: [BackendID], unknown: [String] = []) -> Chain {
    Chain(
      backends: backends.filter { $0 != .trees }.map { backend($0, schema) }, passesSuperusers: true,
      unknownBackends: unknown)
  }

  /// Reading and writing git trees: a rule of its own, outside Django's chain.
  ///
  /// - Parameter superuserBypass: the setting `git_tree_superuser_bypass`; no bypass is described, so it is off.
  public static func trees(_ schema: Schema, superuserBypass: Bool = false) -> Chain {
    Chain(backends: [GitTrees.backend(schema)], passesSuperusers: superuserBypass)
  }

  /// One backend asked directly.
  public static func only(_ id: BackendID, _ schema: Schema) -> Chain {
    Chain(backends: [backend(id, schema)], passesSuperusers: false)
  }

  /// The chain that a project with these systems has, as far as tables can tell.
  public static func guess(_ schema: Schema) -> [BackendID] {
    var ids: [BackendID] = [.model]
    if schema.has(.guardian) { ids.append(.guardian) }
    if schema.has(.roles) { ids.append(.pulpRoles) }
    if schema.has(.tasks) || !schema.projectRules.isEmpty { ids.append(.rules) }
    return ids
  }

  private static func backend(_ id: BackendID, _ schema: Schema) -> Backend {
    switch id {
    case .model: ModelPermissions.backend(schema)
    case .guardian: ObjectPermissions.backend(schema)
    case .rules: RuleBackend.backend(schema)
    case .pulpRoles: Roles.backend(schema)
    case .trees: GitTrees.backend(schema)
    }
  }
}
