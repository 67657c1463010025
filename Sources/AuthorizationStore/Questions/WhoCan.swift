public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// Who may do something: everybody for whom `allows` says yes.
  ///
  /// - Throws: `RaisedException` where the real chain raises.
  public func whoCan(_ permission: Permission, _ target: Target) throws -> WhoCanAnswer {
    let plan = try holders(of: permission, on: target)
    let anonymous = try self.anonymous()
    let chain = chain(for: permission)
    var answer = WhoCanAnswer(
      everyone: try plan.isOpenToEveryone(relations), anonymous: false, groups: try groups(plan),
      complete: chain.unknownBackends.isEmpty, warnings: [])
    do {
      answer.anonymous = try answer.everyone || allows(anonymous, permission, target)
    } catch let raised as RaisedException {
      answer.warnings.append(
        "asked without logging in, the real system raises \(raised.className): \(raised.text)")
    }
    if answer.anonymous && !answer.everyone {
      answer.warnings.append(
        "everybody who is not logged in may as well, through the row `\(anonymous.name)`")
    }
    if let unknown = chain.incompleteness { answer.warnings.append(unknown) }
    if case .object(let object) = target {
      if !object.exists {
        answer.warnings.append("`\(object.argument)` does not exist; these are grants on its key")
      }
      if chain.passesSuperusers, try modelLevelHolders(permission) {
        answer.warnings.append(
          "holders of a model-level grant are not listed: it does not count for a check on an object")
      }
    }
    return answer
  }

  /// The names of those who may, in code-point order, handed over one by one.
  public func forEachWhoCan(
    _ permission: Permission, _ target: Target, _ body: (Name) throws -> Void
  ) throws {
    if case .object(let object) = target, case .asks(let question) = try whoPlan(permission, object) {
      return try question.forEach(holder: nil, object: object, database, body)
    }
    let plan = try holders(of: permission, on: target)
    let select = try plan.usernames(open: plan.isOpenToEveryone(relations))
    let rows = try StoredValue.fetchCursor(
      database.cachedStatement(sql: select.sql + " ORDER BY username"), arguments: select.arguments)
    while let value = try rows.next() {
      if let name = Name(value) { try body(name) }
    }
  }

  /// The plan of a list of an object's users, where no row can open it to everyone.
  private func whoPlan(_ permission: Permission, _ object: ObjectAddress) throws -> QuestionPlans.Plan {
    let chain = chain(for: permission)
    let key = QuestionPlans.Key(
      kind: .users, chain: chain.id, isActive: true, isSuperuser: false, permission: permission,
      type: object.type,
      typeKey: object.typeKey, exists: object.exists,
      hasNative: object.native != nil)
    return try file.cache.plans.plan(key, chain) {
      let plan = try holders(of: permission, on: .object(object))
      let isPlain = plan.parts.allSatisfy { part in
        guard case .object = part.question.place else { return false }
        return !part.layers.contains { $0.holder == .everyone }
      }
      guard isPlain else { return .none }
      var select = plan.usernames(open: false)
      select.sql += " ORDER BY username"
      return .asks(try PreparedQuestion(select, database))
    }
  }

  /// What holds the permission, backend by backend.
  func holders(of permission: Permission, on target: Target) throws -> HolderPlan {
    let chain = chain(for: permission)
    // Somebody about whom nothing is known passes every gate that does not look at the rows.
    let anybody = Subject(kind: .outsider, name: "")
    var plan = HolderPlan(schema: schema, includesSuperusers: chain.passesSuperusers, parts: [])
    for backend in chain.backends {
      guard case .dependsOn(let layers, var question) = try Gate.ask(backend, anybody, permission, target)
      else { continue }
      question.holder = .anybody
      plan.parts.append(
        HolderPlan.Part(layers: layers, question: question, requiresActive: backend.requiresActive))
    }
    return plan
  }

  private func groups(_ plan: HolderPlan) throws -> [Name] {
    guard let select = plan.groupKeys() else { return [] }
    return try StoredValue.fetchAll(
      database,
      sql:
        "SELECT g.name FROM (\(select.sql)) AS h CROSS JOIN auth_group AS g WHERE g.id = h.holder ORDER BY g.name",
      arguments: select.arguments
    ).compactMap { Name($0) }
  }

  private func modelLevelHolders(_ permission: Permission) throws -> Bool {
    guard !permission.rows.isEmpty else { return false }
    let question = RelationQuestion(
      holder: .anybody, permissions: .these(keys: permission.rows.map(\.key), names: []), place: .anywhere)
    return try djangoChain.backends.contains { try relations.holds($0.layers(at: .model), question) }
  }
}

/// The holders of one permission as SQL: what each backend gives, under that backend's own conditions.
struct HolderPlan {
  struct Part {
    var layers: [Layer]
    var question: RelationQuestion
    var requiresActive: Bool
  }

  /// An argument with the question that gives its value.
  struct Binding {
    var slot: ArgumentSlot
    var question: RelationQuestion
  }

  struct Select {
    var sql: String
    var bindings: [Binding]

    init(sql: String, bindings: [Binding]) {
      self.sql = sql
      self.bindings = bindings
    }

    init(_ fragment: Fragment, _ question: RelationQuestion) {
      self.init(sql: fragment.sql, bindings: fragment.slots.map { Binding(slot: $0, question: question) })
    }

    var arguments: StatementArguments { StatementArguments(bindings.map { $0.slot.value($0.question) }) }
  }

  let schema: Schema
  let includesSuperusers: Bool
  var parts: [Part]

  func isOpenToEveryone(_ relations: RelationReader) throws -> Bool {
    try parts.contains { part in
      var question = part.question
      question.holder = .onlyEveryone
      return try relations.holds(part.layers, question)
    }
  }

  /// The usernames of the holders, as a column `username`, not yet ordered.
  func usernames(open: Bool) -> Select {
    let users = schema.users
    if open {
      return Select(
        sql: "SELECT \(users.username.quoted) AS username FROM \(users.table.quoted)", bindings: [])
    }
    // Where every way asks for active users, one look at the user's row tells that as well as the name.
    let isActiveAnyway = parts.allSatisfy(\.requiresActive)
    let keys = userKeys(activeOnly: !isActiveAnyway)
    let active = isActiveAnyway ? users.isActive.map { " AND u.\($0.quoted)" } ?? "" : ""
    return Select(
      sql: """
        SELECT u.\(users.username.quoted) AS username FROM (\(keys.sql)) AS h CROSS JOIN \(users.table.quoted) AS u \
        WHERE u.\(users.key.quoted) = h.holder\(active)
        """, bindings: keys.bindings)
  }

  /// The keys of the holders, each once.
  ///
  /// - Parameter activeOnly: leave out the inactive where they do not count; else the caller does.
  func userKeys(activeOnly: Bool = true) -> Select {
    let users = schema.users
    let compiler = LayerCompiler(schema: schema)
    // The first names the column, and makes a union of what may be a single way.
    var selects = ["SELECT NULL AS holder WHERE 1 = 0"]
    var bindings: [Binding] = []
    if includesSuperusers, let superuser = users.isSuperuser {
      let active = users.isActive.map { " AND \($0.quoted)" } ?? ""
      selects = [
        "SELECT \(users.key.quoted) AS holder FROM \(users.table.quoted) WHERE \(superuser.quoted)\(active)"
      ]
    }
    for part in parts {
      let fragments = part.layers.compactMap { compiler.compile($0, part.question, .users) }
      guard !fragments.isEmpty else { continue }
      bindings += fragments.flatMap { Select($0, part.question).bindings }
      guard activeOnly, part.requiresActive, let active = users.isActive else {
        selects += fragments.map(\.sql)
        continue
      }
      let key = users.key.quoted
      selects += fragments.map { fragment in
        """
        SELECT a.\(key) FROM (SELECT NULL AS holder WHERE 1 = 0 UNION ALL \(fragment.sql)) AS x \
        CROSS JOIN \(users.table.quoted) AS a WHERE a.\(key) = x.holder AND a.\(active.quoted)
        """
      }
    }
    return Select(sql: selects.joined(separator: " UNION "), bindings: bindings)
  }

  /// The keys of the groups that hold it; nil where no group can.
  func groupKeys() -> Select? {
    let compiler = LayerCompiler(schema: schema)
    var selects: [String] = []
    var bindings: [Binding] = []
    for part in parts {
      for layer in part.layers {
        guard let fragment = compiler.compile(layer, part.question, .groups) else { continue }
        selects.append(fragment.sql)
        bindings += Select(fragment, part.question).bindings
      }
    }
    guard !selects.isEmpty else { return nil }
    return Select(
      sql: "SELECT NULL AS holder WHERE 1 = 0 UNION " + selects.joined(separator: " UNION "),
      bindings: bindings)
  }
}
