internal import Authorization
internal import GRDB

/// What a change that gives something to one user does, counted without a preview: the user's checks are those of the
/// rows that they hold, and a change that only adds rows adds what those rows give and the user has not.
///
/// It counts the same units as `EditPreview`, which a fuzz test compares it with, for the changes and databases where
/// that is so simple; for every other there is the preview.
struct SoloImpact {
  /// One check of the user: a permission in general, on a domain or on an object.
  struct Unit: Hashable {
    var permission: Name
    var place: ImpactPart.Place
    /// The object's own key, or the domain's.
    var item: DatabaseKey?
  }

  private let reader: AuthorizationReader
  private let user: DatabaseKey
  private let isActive: Bool
  private let permissions: [DatabaseKey: PermissionRow]
  private let backends: [Backend]
  private let hasUniqueNames: Bool
  /// What the user holds before the change.
  private var held: Set<Unit>?

  /// Nil where more than the rows of the user decides: superusers, the row that stands for nobody logged in, rules of
  /// the project.
  init?(_ reader: AuthorizationReader, _ subject: Subject) throws {
    guard case .user(let key) = subject.kind, subject.assumedGroups.isEmpty, !subject.isSuperuser,
      reader.schema.projectRules.isEmpty, try reader.anonymous().standInKey != key
    else { return nil }
    self.reader = reader
    user = key
    isActive = subject.isActive
    let rows = try reader.allPermissionRows()
    permissions = Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
    hasUniqueNames = Set(rows.map(\.name)).count == rows.count
    backends =
      reader.djangoChain.backends + (reader.schema.has(.trees) ? reader.treeChain.backends : [])
    // One name on two models raises where roles are asked, and then the order of the backends decides.
    guard hasUniqueNames else { return nil }
  }

  /// Nil where the change is not of the kind that is counted here.
  mutating func impact(of changes: [Change]) throws -> Impact? {
    guard changes.count == 1 else { return nil }
    let gained: Set<Unit>?
    switch changes[0] {
    case .addMember(user, let group): gained = try units(.groups([group]), everyone: false)
    case .grant(let grant) where grant.grantee == .user(user): gained = try units(of: grant)
    case .assign(let assignment) where assignment.grantee == .user(user): gained = try units(of: assignment)
    default: return nil
    }
    guard let gained else { return nil }
    if held == nil { held = try units(.user(user), everyone: true) }
    guard let held else { return nil }
    return Self.impact(gained.subtracting(held))
  }

  private static func impact(_ units: Set<Unit>) -> Impact {
    struct Key: Hashable {
      var permission: Name
      var place: ImpactPart.Place
    }
    let counts = Dictionary(
      units.map { (Key(permission: $0.permission, place: $0.place), 1) }, uniquingKeysWith: +)
    let parts = counts.map { key, count in
      ImpactPart(
        isGain: true, permission: key.permission, place: key.place, units: count, subjects: 1,
        objects: key.place == .general ? 0 : count, includesAnonymous: false)
    }
    let order: [(ImpactPart, Name)] = parts.map { ($0, Name("\($0.permission) \($0.place)")) }
    return Impact(
      gains: units.count,
      parts: order.sorted { ($0.0.units, $1.1) > ($1.0.units, $0.1) }.map(\.0))
  }

  // MARK: what rows give

  private func units(of grant: Grant) throws -> Set<Unit>? {
    guard let row = permissions[grant.permission] else { return nil }
    guard let object = grant.object else {
      let counts = isActive && backends.contains { $0.id == .model }
      return counts ? [Unit(permission: row.name, place: .general, item: nil)] : []
    }
    guard !object.isCreated, object.type == row.type, !hasProxy(row.type), !row.type.isDomain else {
      return nil
    }
    guard isActive, backends.contains(where: { $0.id == .guardian }) else { return [] }
    guard let key = try existing(object.type, object.key) else { return [] }
    return [Unit(permission: row.name, place: .objects(row.type), item: key)]
  }

  private func units(of assignment: Assignment) throws -> Set<Unit>? {
    guard backends.contains(where: { $0.id == .pulpRoles }) else { return [] }
    let statement = try reader.database.cachedStatement(
      sql: "SELECT permission_id FROM core_role_permissions WHERE role_id = ?")
    let keys = try StoredValue.fetchAll(statement, arguments: [assignment.role.value]).compactMap {
      DatabaseKey($0)
    }
    var found: Set<Unit> = []
    for row in keys.compactMap({ permissions[$0] }) {
      switch assignment.place {
      case .everywhere: found.insert(Unit(permission: row.name, place: .general, item: nil))
      case .domain(let domain):
        guard ItemClass.isAskedOfDomains(row.name) else { continue }
        found.insert(Unit(permission: row.name, place: .domains, item: domain))
      case .object(let object):
        guard !object.isCreated, !hasProxy(row.type), !row.type.isDomain else { return nil }
        // The type of the assignment is not compared: the same key of another type is another object.
        if let key = try existing(row.type, object.key) {
          found.insert(Unit(permission: row.name, place: .objects(row.type), item: key))
        }
      }
    }
    return found
  }

  private func existing(_ type: TypeName, _ text: Name) throws -> DatabaseKey? {
    let object = try reader.object(type, key: text)
    guard object.exists, object.text == text else { return nil }
    return object.native
  }

  private func hasProxy(_ type: TypeName) -> Bool {
    reader.schema.proxies[type] != nil || reader.schema.proxies.values.contains(type)
  }

  /// Everything that somebody holds; nil where proxies or domains as objects are among it.
  private func units(_ holder: RelationQuestion.Holder, everyone: Bool) throws -> Set<Unit>? {
    var found: Set<Unit> = []
    for backend in backends where isActive || !backend.requiresActive {
      for layer in backend.layers {
        if case .named(let names) = layer.permission {
          try add(named: names, layer, holder, everyone, &found)
        } else if try !add(layer, holder, everyone, &found) {
          return nil
        }
      }
    }
    return found
  }

  private func add(
    named names: [Name], _ layer: Layer, _ holder: RelationQuestion.Holder, _ everyone: Bool,
    _ found: inout Set<Unit>
  ) throws {
    if layer.holder == .everyone {
      // What is open to everyone is held by the user as well; trees that are open name no group to join.
      guard everyone, layer.tables.isEmpty, layer.level == .model else { return }
      for name in names { found.insert(Unit(permission: name, place: .general, item: nil)) }
      return
    }
    guard case .fixed(let type) = layer.objects?.types, layer.objects?.key != .all,
      let table = try reader.table(of: type)
    else { return }
    let question = RelationQuestion(
      holder: holder, permissions: .these(keys: [], names: names), place: .objects(of: type, typeKey: nil))
    try forEach(layer, question, table) { _, item in
      for name in names { found.insert(Unit(permission: name, place: .objects(type), item: item)) }
    }
  }

  /// False where it cannot be counted here.
  private func add(
    _ layer: Layer, _ holder: RelationQuestion.Holder, _ everyone: Bool, _ found: inout Set<Unit>
  ) throws -> Bool {
    let open = RelationQuestion(holder: holder, permissions: .any, place: .anywhere)
    let given = try distinct(layer, open).compactMap { permissions[$0] }
    switch layer.level {
    case .model:
      for row in given { found.insert(Unit(permission: row.name, place: .general, item: nil)) }
    case .domain:
      try forEach(layer, open, nil) { key, item in
        guard let row = permissions[key], ItemClass.isAskedOfDomains(row.name) else { return }
        found.insert(Unit(permission: row.name, place: .domains, item: item))
      }
    case .object:
      for (type, rows) in Dictionary(grouping: given, by: \.type) {
        guard !hasProxy(type), !type.isDomain else { return false }
        if case .fixed(let own) = layer.objects?.types, own != type { continue }
        guard let table = try reader.table(of: type) else { continue }
        let question = RelationQuestion(
          holder: holder, permissions: .these(keys: rows.map(\.key), names: []),
          place: .objects(of: type, typeKey: rows[0].typeKey))
        try forEach(layer, question, table) { key, item in
          guard let row = permissions[key] else { return }
          found.insert(Unit(permission: row.name, place: .objects(type), item: item))
        }
      }
    }
    return true
  }

  private func distinct(_ layer: Layer, _ question: RelationQuestion) throws -> [DatabaseKey] {
    guard let text = reader.relations.compiler.compile(layer, question, .permissions) else { return [] }
    var keys: [DatabaseKey] = []
    try RawRows.forEach(
      reader.database, "SELECT DISTINCT * FROM (\(text.sql)) AS p", text.slots.map { $0.value(question) }
    ) { if let key = $0.key(0) { keys.append(key) } }
    return keys
  }

  /// The permission and the item of each row; the item is the object's own key where a table is given.
  private func forEach(
    _ layer: Layer, _ question: RelationQuestion, _ table: TypeTable?,
    _ body: (DatabaseKey, DatabaseKey) -> Void
  ) throws {
    guard let text = reader.relations.compiler.compile(layer, question, .holdings, existing: table) else {
      return
    }
    try RawRows.forEach(reader.database, text.sql, text.slots.map { $0.value(question) }) { row in
      guard let item = row.key(table == nil ? 2 : 3) else { return }
      body(row.key(1) ?? .integer(0), item)
    }
  }
}

extension TypeName {
  fileprivate var isDomain: Bool { self == Gate.domainType }
}
