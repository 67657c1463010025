public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// What a subject may do something to: every object of the type for which `allows` says yes.
  ///
  /// - Parameter type: nil where the permission itself says which type is meant.
  /// - Throws: `StoreError.ambiguous` where several types carry the permission.
  public func listObjects(_ subject: Subject, _ permission: Permission, type: TypeName?) throws
    -> ListObjectsAnswer
  {
    let type = try type ?? self.type(of: permission)
    let plan = try objects(subject, permission, type)
    var answer = ListObjectsAnswer(
      type: type, all: plan.isAll, complete: chain(for: permission).unknownBackends.isEmpty, warnings: [])
    if !plan.isAll {
      if case .user = subject.kind, !permission.isTreeMethod, try allows(subject, permission, .general) {
        answer.warnings.append(
          "\(subject.name) has `\(permission.name)` at model level too, which does not count for a check on an object"
        )
      }
      if plan.table == nil {
        answer.warnings.append("`\(type)` has no table here, so nobody can tell which of these objects exist")
      } else if let orphans = try orphans(plan), orphans > 0 {
        answer.warnings.append("grants on \(orphans) objects that do not exist are left out")
      }
    }
    return answer
  }

  /// The canonical keys of those objects, in code-point order, handed over one by one.
  public func forEachObject(
    _ subject: Subject, _ permission: Permission, type: TypeName, _ body: (Name) throws -> Void
  ) throws {
    let select = try objects(subject, permission, type).keys(schema)
    let rows = try DatabaseValue.fetchCursor(
      database.cachedStatement(sql: select.sql), arguments: select.arguments)
    while let value = try rows.next() {
      if let key = DatabaseKey(value) { try body(Name(key.text)) }
    }
  }

  private func type(of permission: Permission) throws -> TypeName {
    if permission.isTreeMethod { return GitTrees.tree }
    if let name = UserTasks.permissions.first(where: { $0 == permission.name }), permission.rows.isEmpty {
      return name.text.hasSuffix("artifact") ? UserTasks.artifact : UserTasks.status
    }
    let types = permission.rows.map(\.type)
    if types.count == 1 { return types[0] }
    let listed = types.map { "`\($0)`" }.joined(separator: " or ")
    throw StoreError(.ambiguous, "`\(permission.name)` stands on several types; add \(listed) as the type")
  }

  private func objects(_ subject: Subject, _ permission: Permission, _ type: TypeName) throws -> ObjectPlan {
    let typeKey = try contentType(type)
    let table = try table(of: type)
    if table == nil, typeKey == nil { throw try unknownType(type) }
    let chain = chain(for: permission)
    var plan = ObjectPlan(
      table: table, isAll: chain.passesSuperusers && subject.passesBeforeBackends, parts: [])
    // Any object of the type passes or fails the gates alike: they look at its type alone.
    let sample = ObjectAddress(type: type, typeKey: typeKey, text: "", native: .text(""), exists: true)
    for backend in chain.backends {
      switch try Gate.ask(backend, subject, permission, .object(sample)) {
      case .denies: continue
      case .allows: plan.isAll = true
      case .dependsOn(let layers, var question):
        // Asked of domains, the layers of the domain itself apply object by object.
        guard case .object = question.place else { continue }
        question.place = .objects(of: type, typeKey: typeKey)
        for (layers, question) in Gate.questions(layers, question, subject) {
          let everywhere = layers.filter { $0.objects?.key == .all }
          if try relations.holds(everywhere, question) { plan.isAll = true }
          plan.parts.append((layers, question))
        }
      }
    }
    return plan
  }

  /// How many granted keys belong to no object. Only text keys can: the others are the objects' own columns.
  private func orphans(_ plan: ObjectPlan) throws -> Int? {
    guard let table = plan.table, let select = plan.textKeys(schema) else { return nil }
    let guardCondition = table.guardSQL("h.t").map { " AND \($0)" } ?? ""
    return try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM (\(select.sql)) AS h WHERE NOT EXISTS (SELECT 1 FROM \(table.table.quoted) AS o \
        WHERE o.\(table.key.quoted) = \(table.nativeSQL("h.t"))\(guardCondition))
        """, arguments: select.arguments)
  }
}

/// The objects of one type that a subject may do something to, as SQL.
struct ObjectPlan {
  let table: TypeTable?
  var isAll: Bool
  var parts: [([Layer], RelationQuestion)]

  /// The canonical keys, ordered.
  func keys(_ schema: Schema) -> HolderPlan.Select {
    guard let table else {
      let select = textKeys(schema) ?? HolderPlan.Select(sql: "SELECT NULL AS t WHERE 1 = 0", arguments: [])
      return HolderPlan.Select(
        sql: "SELECT t FROM (\(select.sql)) AS h ORDER BY t", arguments: select.arguments)
    }
    if isAll {
      return HolderPlan.Select(
        sql: "SELECT \(table.textSQL) AS t FROM \(table.table.quoted) AS o ORDER BY t", arguments: [])
    }
    var selects: [String] = []
    var arguments: StatementArguments = []
    if let text = textKeys(schema) {
      let condition = table.guardSQL("h.t").map { " AND \($0)" } ?? ""
      selects.append(
        """
        SELECT h.t AS t FROM (\(text.sql)) AS h CROSS JOIN \(table.table.quoted) AS o \
        WHERE o.\(table.key.quoted) = \(table.nativeSQL("h.t"))\(condition)
        """)
      arguments += text.arguments
    }
    if let native = nativeKeys(schema) {
      selects.append(
        """
        SELECT \(table.textSQL) AS t FROM (\(native.sql)) AS h CROSS JOIN \(table.table.quoted) AS o \
        WHERE o.\(table.key.quoted) = h.t
        """)
      arguments += native.arguments
    }
    if selects.isEmpty { selects = ["SELECT NULL AS t WHERE 1 = 0"] }
    return HolderPlan.Select(sql: selects.joined(separator: " UNION ") + " ORDER BY t", arguments: arguments)
  }

  /// Keys that grants hold as text, each once, as a column `t`.
  func textKeys(_ schema: Schema) -> HolderPlan.Select? {
    union(schema) { if case .text = $0.objects?.key { true } else { false } }
  }

  private func nativeKeys(_ schema: Schema) -> HolderPlan.Select? {
    union(schema) { if case .native = $0.objects?.key { true } else { false } }
  }

  private func union(_ schema: Schema, _ isWanted: (Layer) -> Bool) -> HolderPlan.Select? {
    let compiler = LayerCompiler(schema: schema)
    var selects: [String] = []
    var arguments: StatementArguments = []
    for (layers, question) in parts {
      for layer in layers where isWanted(layer) {
        guard let fragment = compiler.compile(layer, question, .objects) else { continue }
        selects.append(fragment.sql)
        arguments += fragment.arguments(question)
      }
    }
    guard !selects.isEmpty else { return nil }
    return HolderPlan.Select(
      sql: "SELECT NULL AS t WHERE 1 = 0 UNION " + selects.joined(separator: " UNION "), arguments: arguments)
  }
}
