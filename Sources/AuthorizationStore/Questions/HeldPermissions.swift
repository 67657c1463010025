public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// Every permission that a subject has on the target, with the paths that give it, in order of their names.
  ///
  /// - Throws: `RaisedException` where the real chain raises.
  public func heldPermissions(_ subject: Subject, _ target: Target) throws -> [HeldPermission] {
    try candidates(subject, target).compactMap { permission in
      guard let decision = try decision(subject, permission, target), decision.outcome == .allowed else {
        return nil
      }
      return HeldPermission(permission: permission.name, decision: decision)
    }
  }

  /// Nil where a backend raises because the permission is of the model behind a proxy, or of two models: there is no yes
  /// then.
  private func decision(_ subject: Subject, _ permission: Permission, _ target: Target) throws -> Decision? {
    do {
      return try explain(subject, permission, target, depth: .quick)
    } catch let raised as RaisedException {
      if raised.className == "MultipleObjectsReturned" { return nil }
      guard case .object(let object) = target, let behind = schema.proxies[object.type],
        permission.rows.contains(where: { $0.type == behind })
      else { throw raised }
      return nil
    }
  }

  /// Permissions worth asking about: on an object those of its type, in general those that some row gives.
  private func candidates(_ subject: Subject, _ target: Target) throws -> [Permission] {
    switch target {
    case .object(let object): return try permissions(onObject: object)
    case .general, .domain:
      if djangoChain.passesSuperusers && subject.passesBeforeBackends { return try allPermissions() }
      return try permissionsGiven(subject, target)
    }
  }

  /// Everything that can be asked about an object: its type's permissions, and reading and writing below trees.
  func permissions(onObject object: ObjectAddress) throws -> [Permission] {
    var found = try permissions(of: object.type).map { row in
      // Pulp looks a name up in the whole app, and raises where it stands on two models.
      let isLookedUp = djangoChain.backends.contains(where: \.looksPermissionUp)
      var permission = isLookedUp ? try self.permission(row.name) : Permission(name: row.name, rows: [row])
      permission.concreteRows = try concreteRows(permission)
      return permission
    }
    // guardian grants what only the model behind a proxy has; both names are taken for the rest.
    if let behind = schema.proxies[object.type], djangoChain.backends.contains(where: { !$0.proxies.isEmpty })
    {
      let own = Set(found.map(\.codename))
      found += try permissions(of: behind).filter { !own.contains($0.codename) }.map {
        Permission(name: $0.name, rows: [$0])
      }
    }
    if djangoChain.backends.contains(where: { $0.id == .rules }) {
      for name in schema.ruleNames(on: object.type) where !found.contains(where: { $0.name == name }) {
        found.append(Permission(name: name, rows: []))
      }
    }
    let treeTypes = [GitTrees.tree] + schema.treePaths.map(\.type)
    if schema.has(.trees), treeTypes.contains(object.type) {
      found = [GitTrees.read, GitTrees.write].map { Permission(name: $0, rows: []) } + found
    }
    return found
  }

  /// Every permission there is, each name once.
  func allPermissions() throws -> [Permission] {
    let named = djangoChain.backends.contains { $0.id == .rules } ? schema.ruleNames : []
    return merge(try allPermissionRows(), named)
  }

  /// The permissions that the relation gives to the subject, with the permission left open.
  private func permissionsGiven(_ subject: Subject, _ target: Target) throws -> [Permission] {
    var keys: Set<DatabaseKey> = []
    var named: [Name] = []
    for backend in djangoChain.backends {
      guard case .dependsOn(let layers, let question) = try Gate.ask(backend, subject, nil, target) else {
        continue
      }
      for (layers, question) in Gate.questions(layers, question, subject) {
        for layer in layers {
          if case .named(let names) = layer.permission {
            if try relations.holds([layer], question) { named += names }
          } else if let fragment = relations.compiler.compile(layer, question, .permissions) {
            let values = try DatabaseValue.fetchAll(
              database.cachedStatement(sql: fragment.sql), arguments: fragment.arguments(question))
            keys.formUnion(values.compactMap { DatabaseKey($0) })
          }
        }
      }
    }
    // One name can stand on several models; a check sees all of its rows, whichever of them was given.
    let given = merge(try permissions(keys: Array(keys)), named)
    return try given.map { try permission($0.name) }
  }

  /// Each name once, in order, with the rows that carry it.
  private func merge(_ rows: [PermissionRow], _ named: [Name]) -> [Permission] {
    var found: [Name: Permission] = [:]
    for row in rows { found[row.name, default: Permission(name: row.name, rows: [])].rows.append(row) }
    for name in named where found[name] == nil { found[name] = Permission(name: name, rows: []) }
    return found.values.sorted { $0.name < $1.name }
  }
}
