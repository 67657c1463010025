internal import Authorization
internal import GRDB

/// Looks for smallest changes that may allow what is denied: what is missing tells where to look.
struct RemedyCandidates {
  let reader: AuthorizationReader
  let asked: AskedCheck

  /// How many rows of each kind are tried: groups that hold it, roles that give it, policies, groups of the subject.
  static let width = 6
  /// How many groups of the subject a grant is tried for.
  private static let groupGrants = 2

  private(set) var found: [RemedyCandidate] = []
  /// How many there are beyond those that are tried; counted up to a limit.
  private(set) var more = 0
  private(set) var notes: [String] = []

  private var subject: Subject { asked.subject }
  private var permission: Permission { asked.permission }
  private var target: Target { asked.target }

  private var chain: Chain { reader.chain(for: permission) }

  mutating func find() throws {
    if permission.isTreeMethod {
      var trees = TreeRemedies(reader: reader, asked: asked)
      try trees.find(holder: holder, groups: ownGroups())
      add(trees.found, more: trees.more)
      notes += trees.notes
      return
    }
    let first = activation
    if let first { add([first]) }
    for backend in chain.backends {
      // Who is inactive gets nothing from a backend that looks at that, unless they are made active as well.
      let before = backend.requiresActive ? first : nil
      for candidate in try memberships(backend) { add([candidate.following(before)]) }
      switch backend.id {
      case .model: if case .general = target { try grants(on: nil, before) }
      case .guardian: if case .object(let object) = target { try grants(on: object, before) }
      case .pulpRoles: try roles(backend)
      case .rules: try rules(backend)
      case .trees: break
      }
    }
    if case .outsider = subject.kind, found.isEmpty {
      notes.append("\(subject.name) has no row here: groups come from where they log in")
    }
  }

  private mutating func add(_ candidates: [RemedyCandidate], more rest: Int = 0) {
    for candidate in candidates where !found.contains(candidate) { found.append(candidate) }
    more += rest
  }

  private var holder: EntityRef? { subject.row }

  private var activation: RemedyCandidate? {
    guard case .user = subject.kind, !subject.isActive, let holder else { return nil }
    return .activate(holder, true)
  }

  /// Groups that hold it right there, by joining which somebody would.
  private mutating func memberships(_ backend: Backend) throws -> [RemedyCandidate] {
    let isStandIn = subject.kind == .anonymous
    guard let holder, holder.kind == .user else { return [] }
    if isStandIn, case .standsAsRow = backend.anonymous {} else if isStandIn { return [] }
    var active = subject.activated
    active.isSuperuser = false
    active.standInIsActive = true
    guard case .dependsOn(let layers, var question) = try Gate.ask(backend, active, permission, target) else {
      return []
    }
    question.holder = .anybody
    let shared = layers.filter { if case .group = $0.holder { true } else { false } }
    let all = try reader.relations.derivations(shared, question, limit: Self.width * 4)
    var keys: [DatabaseKey] = []
    for key in all.compactMap(\.group) where !keys.contains(key) { keys.append(key) }
    let mine = Set(try reader.groupKeys(of: subject))
    keys.removeAll { mine.contains($0) }
    more += max(0, keys.count - Self.width)
    return try keys.prefix(Self.width).compactMap { key in
      try reader.relations.name(of: .group, key: key).map {
        .addMember(holder, to: EntityRef(kind: .group, key: key, name: $0))
      }
    }
  }

  /// The permission itself for the subject, or for a group of theirs.
  private mutating func grants(on object: ObjectAddress?, _ before: RemedyCandidate?) throws {
    guard let holder else { return }
    let isStandIn = subject.kind == .anonymous
    if isStandIn, object == nil { return }
    let row: PermissionRow?
    if let object {
      let guardian = chain.backends.first { $0.id == .guardian }
      let type = object.concrete(guardian?.proxies ?? [:]).type
      row = guardian?.rows(of: permission).first { $0.type == type }
    } else {
      row = permission.rows.first
    }
    guard let row else { return }
    let groups = try ownGroups()
    let holders = [holder] + groups.prefix(Self.groupGrants)
    more += max(0, groups.count - Self.groupGrants)
    add(
      holders.map {
        .grant(row, isShared: permission.rows.count > 1, on: object, to: $0).following(before)
      })
  }

  /// Roles that give it, for the subject; and the permission for roles that the subject holds there.
  private mutating func roles(_ backend: Backend) throws {
    guard subject.kind != .anonymous, let row = permission.rows.first else { return }
    guard case .dependsOn(let layers, var question) = try Gate.ask(backend, subject, permission, target)
    else {
      return
    }
    if let holder {
      let giving = try roles(giving: row)
      add(giving.prefix(Self.width).map { .assign($0, to: holder, target) })
      more += max(0, giving.count - Self.width)
    }
    question.permissions = .these(keys: [], names: [Roles.assigned])
    let held = try Gate.questions(layers.map(Roles.assignments), question, subject).flatMap {
      try reader.relations.derivations($0, $1, limit: Self.width)
    }
    for step in held.flatMap(\.steps).prefix(Self.width) where step.kind == .role {
      guard let name = try reader.relations.name(of: .role, key: step.key) else { continue }
      add([.permit(row, in: EntityRef(kind: .role, key: step.key, name: name))])
    }
  }

  private func roles(giving row: PermissionRow) throws -> [EntityRef] {
    // The role that gives least else comes first.
    let statement = try reader.database.cachedStatement(
      sql: """
        SELECT r.pulp_id, r.name FROM core_role_permissions AS p CROSS JOIN core_role AS r \
        WHERE p.permission_id = ? AND r.pulp_id = p.role_id ORDER BY \
        (SELECT count(*) FROM core_role_permissions AS q WHERE q.role_id = r.pulp_id), r.name LIMIT 50
        """)
    return try StoredRow.fetchAll(statement, arguments: [row.key.value]).compactMap { row in
      DatabaseKey(row[0]).map { EntityRef(kind: .role, key: $0, name: row.name(1) ?? "") }
    }
  }

  /// Rules read the object and the user; of what they read, only flags can be set here.
  private mutating func rules(_ backend: Backend) throws {
    guard let layers = try rulesOfPermission(backend), !layers.isEmpty else { return }
    if layers.contains(where: { $0.id.hasPrefix("rules.owner") || $0.id.hasPrefix("rules.artifact_owner") }) {
      notes.append("the rule also lets in who triggered the task; that is no grant, and no edit changes it")
    }
    if layers.contains(where: { $0.id.hasPrefix("rules.superuser") }), case .user = subject.kind, let holder,
      !subject.isSuperuser
    {
      add([.makeSuperuser(holder, true)])
    }
    if reader.schema.projectRules.contains(where: { $0.permission == permission.name }) {
      notes.append("a rule of the project decides it by what it reads of the object and the user")
    }
  }

  private func rulesOfPermission(_ backend: Backend) throws -> [Layer]? {
    guard case .dependsOn(let layers, let question) = try Gate.ask(backend, subject, permission, target)
    else {
      return nil
    }
    return layers.filter { $0.canAnswer(question) }
  }

  /// The groups that the subject is in or is assumed to be in.
  private func ownGroups() throws -> [EntityRef] {
    try reader.groupKeys(of: subject).prefix(50).compactMap { key in
      try reader.relations.name(of: .group, key: key).map { EntityRef(kind: .group, key: key, name: $0) }
    }
  }
}
