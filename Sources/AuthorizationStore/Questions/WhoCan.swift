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
    answer.anonymous = try answer.everyone || allows(anonymous, permission, target)
    if answer.anonymous && !answer.everyone {
      answer.warnings.append(
        "everybody who is not logged in may as well, through the row `\(anonymous.name)`")
    }
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
    let plan = try holders(of: permission, on: target)
    let select = try plan.usernames(open: plan.isOpenToEveryone(relations))
    let rows = try DatabaseValue.fetchCursor(
      database.cachedStatement(sql: select.sql + " ORDER BY username"), arguments: select.arguments)
    while let value = try rows.next() {
      if let name = Name(value) { try body(name) }
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
    return try DatabaseValue.fetchAll(
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

  struct Select {
    var sql: String
    var arguments: StatementArguments
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
        sql: "SELECT \(users.username.quoted) AS username FROM \(users.table.quoted)", arguments: [])
    }
    let keys = userKeys()
    return Select(
      sql: """
        SELECT u.\(users.username.quoted) AS username FROM (\(keys.sql)) AS h CROSS JOIN \(users.table.quoted) AS u \
        WHERE u.\(users.key.quoted) = h.holder
        """, arguments: keys.arguments)
  }

  /// The keys of the holders, each once.
  func userKeys() -> Select {
    let users = schema.users
    let compiler = LayerCompiler(schema: schema)
    var selects: [String] = []
    var arguments: StatementArguments = []
    if includesSuperusers, let superuser = users.isSuperuser {
      let active = users.isActive.map { " AND \($0.quoted)" } ?? ""
      selects.append(
        "SELECT \(users.key.quoted) AS holder FROM \(users.table.quoted) WHERE \(superuser.quoted)\(active)")
    }
    for part in parts {
      let fragments = part.layers.compactMap { compiler.compile($0, part.question, .users) }
      guard !fragments.isEmpty else { continue }
      var sql = fragments.map(\.sql).joined(separator: " UNION ")
      for fragment in fragments { arguments += fragment.arguments(part.question) }
      if part.requiresActive, let active = users.isActive {
        let key = users.key.quoted
        sql = """
          SELECT a.\(key) FROM (SELECT NULL AS holder WHERE 1 = 0 UNION \(sql)) AS x CROSS JOIN \(users.table.quoted) AS a \
          WHERE a.\(key) = x.holder AND a.\(active.quoted)
          """
      }
      selects.append(sql)
    }
    if selects.isEmpty { selects = ["SELECT NULL WHERE 1 = 0"] }
    return Select(
      sql: "SELECT NULL AS holder WHERE 1 = 0 UNION " + selects.joined(separator: " UNION "),
      arguments: arguments)
  }

  /// The keys of the groups that hold it; nil where no group can.
  func groupKeys() -> Select? {
    let compiler = LayerCompiler(schema: schema)
    var selects: [String] = []
    var arguments: StatementArguments = []
    for part in parts {
      for layer in part.layers {
        guard let fragment = compiler.compile(layer, part.question, .groups) else { continue }
        selects.append(fragment.sql)
        arguments += fragment.arguments(part.question)
      }
    }
    guard !selects.isEmpty else { return nil }
    return Select(
      sql: "SELECT NULL AS holder WHERE 1 = 0 UNION " + selects.joined(separator: " UNION "),
      arguments: arguments)
  }
}
