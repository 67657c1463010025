internal import Authorization
internal import GRDB

/// Which checks rows give to one user: a grant, an assignment, or all rows of theirs and of groups.
struct Holdings {
  /// One check of a user: a permission in general, on a domain or on an object.
  struct Unit: Hashable {
    var permission: Name
    var place: ImpactPart.Place
    /// The object's own key, or the domain's.
    var item: DatabaseKey?
  }

  private let reader: AuthorizationReader
  private let permissions: [DatabaseKey: PermissionRow]
  private let backends: [Backend]

  init(_ reader: AuthorizationReader, _ rows: [PermissionRow]) {
    self.reader = reader
    permissions = Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
    backends =
      reader.djangoChain.backends + (reader.schema.has(.trees) ? reader.treeChain.backends : [])
  }

  /// The check itself; nil where it is one of those that are not told apart here.
  func unit(_ permission: Permission, _ target: Target) -> Unit? {
    switch target {
    case .general: Unit(permission: permission.name, place: .general, item: nil)
    case .domain(let key, _):
      // Pulp takes a permission that names domains for one on the domain's row.
      ItemClass.isAskedOfDomains(permission.name)
        ? Unit(permission: permission.name, place: .domains, item: key) : nil
    case .object(let object):
      backends.allSatisfy({ isPlain(object.type, $0) }) && object.type != Gate.domainType
        ? Unit(permission: permission.name, place: .objects(object.type), item: object.native) : nil
    }
  }

  func units(of grant: Grant, _ active: Bool) throws -> Set<Unit>? {
    guard let row = permissions[grant.permission] else { return nil }
    guard let object = grant.object else {
      let counts = active && backends.contains { $0.id == .model }
      return counts ? [Unit(permission: row.name, place: .general, item: nil)] : []
    }
    guard active, let guardian = backends.first(where: { $0.id == .guardian }) else { return [] }
    guard !object.isCreated, object.type == row.type, isPlain(row.type, guardian),
      row.type != Gate.domainType
    else { return nil }
    guard let key = try existing(object.type, object.key) else { return [] }
    return [Unit(permission: row.name, place: .objects(row.type), item: key)]
  }

  func units(of assignment: Assignment) throws -> Set<Unit>? {
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
        guard !object.isCreated else { return nil }
        // The type of the assignment is not compared: the same key of another type is another object.
        guard isAskedOfObjects(row), let key = try existing(row.type, object.key) else { continue }
        found.insert(Unit(permission: row.name, place: .objects(row.type), item: key))
      }
    }
    return found
  }

  private func existing(_ type: TypeName, _ text: Name) throws -> DatabaseKey? {
    let object = try reader.object(type, key: text)
    guard object.exists, object.text == text else { return nil }
    return object.native
  }

  /// Whether a backend takes a permission on the type for one on its objects alone, and not on those of a proxy.
  private func isPlain(_ type: TypeName, _ backend: Backend) -> Bool {
    backend.proxies[type] == nil && !backend.proxies.values.contains(type)
  }

  private func isAskedOfObjects(_ row: PermissionRow) -> Bool {
    row.type != Gate.domainType || !ItemClass.isAskedOfDomains(row.name)
  }

  /// Everything that somebody holds; nil where objects of proxies are among it.
  func units(
    _ holder: RelationQuestion.Holder, everyone: Bool, _ active: Bool
  ) throws -> Set<Unit>? {
    var found: Set<Unit> = []
    for backend in backends where active || !backend.requiresActive {
      for layer in backend.layers {
        if case .named(let names) = layer.permission {
          try add(named: names, layer, holder, everyone, &found)
        } else if try !add(layer, of: backend, holder, &found) {
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
    _ layer: Layer, of backend: Backend, _ holder: RelationQuestion.Holder, _ found: inout Set<Unit>
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
      for (type, rows) in Dictionary(grouping: given.filter(isAskedOfObjects), by: \.type) {
        if case .fixed(let own) = layer.objects?.types, own != type { continue }
        guard let table = try reader.table(of: type) else {
          if isPlain(type, backend) { continue }
          return false
        }
        let question = RelationQuestion(
          holder: holder, permissions: .these(keys: rows.map(\.key), names: []),
          place: .objects(of: type, typeKey: rows[0].typeKey))
        var isHeld = false
        try forEach(layer, question, table) { key, item in
          guard let row = permissions[key] else { return }
          isHeld = true
          found.insert(Unit(permission: row.name, place: .objects(type), item: item))
        }
        guard isPlain(type, backend) || !isHeld else { return false }
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
