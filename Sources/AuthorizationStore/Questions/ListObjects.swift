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
    let type = try type ?? objectType(of: permission)
    if permission.isTreeMethod { try requireTree(permission.name, above: type) }
    let plan = try objects(subject, permission, type)
    var answer = ListObjectsAnswer(
      type: type, all: plan.isAll, complete: chain(for: permission).unknownBackends.isEmpty, warnings: [])
    if let unknown = chain(for: permission).incompleteness { answer.warnings.append(unknown) }
    if let unanswered = assumedGroupsProblem(subject, permission) {
      answer.complete = false
      answer.warnings.append(unanswered)
    }
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
    if case .user(let key) = subject.kind, subject.assumedGroups.isEmpty,
      case .asks(let question) = try listPlan(subject, permission, type)
    {
      return try question.forEach(holder: key, object: nil, database, body)
    }
    let select = try objects(subject, permission, type).keys(schema)
    let rows = try StoredValue.fetchCursor(
      database.cachedStatement(sql: select.sql), arguments: select.arguments)
    while let value = try rows.next() {
      if let key = DatabaseKey(value) { try body(Name(key.text)) }
    }
  }

  /// The plan of a list of a user's objects, where no row can give all of them at once.
  private func listPlan(_ subject: Subject, _ permission: Permission, _ type: TypeName) throws
    -> QuestionPlans.Plan
  {
    let chain = chain(for: permission)
    let key = QuestionPlans.Key(
      kind: .objects, chain: chain.id, isActive: subject.isActive, isSuperuser: subject.isSuperuser,
      permission: permission, type: type, typeKey: try contentType(type), exists: true, hasNative: true)
    return try file.cache.plans.plan(key, chain) {
      let plan = try objects(subject, permission, type)
      // Whether a rule that reads no object holds was found out for this subject alone.
      guard !plan.hasBlindRule, !plan.parts.contains(where: { $0.0.contains { $0.objects?.key == .all } })
      else { return .none }
      return .asks(try PreparedQuestion(plan.keys(schema), database))
    }
  }

  /// The type that a permission is about.
  ///
  /// - Throws: `StoreError.ambiguous` where it does not say, or says several.
  func objectType(of permission: Permission) throws -> TypeName {
    if permission.isTreeMethod { return GitTrees.tree }
    if permission.rows.isEmpty, let type = schema.ruleType(of: permission.name) { return type }
    let types = permission.rows.map(\.type)
    if types.count == 1 { return types[0] }
    guard !types.isEmpty else {
      throw StoreError(
        .ambiguous, "`\(permission.name)` does not say which objects it is about; add `app.model` as the type"
      )
    }
    let listed = types.map { "`\($0)`" }.joined(separator: " or ")
    throw StoreError(.ambiguous, "`\(permission.name)` stands on several types; add \(listed) as the type")
  }

  func objects(_ subject: Subject, _ permission: Permission, _ type: TypeName) throws -> ObjectPlan {
    let typeKey = try contentType(type)
    let table = try table(of: type)
    if table == nil, typeKey == nil { throw try unknownType(type) }
    let chain = chain(for: permission)
    var plan = ObjectPlan(
      table: table, isAll: chain.passesSuperusers && subject.passesBeforeBackends, parts: [])
    // Any object of the type passes or fails the gates alike: they look at its type alone.
    let sample = try sample(of: type)
    for backend in chain.backends {
      switch try Gate.ask(backend, subject, permission, .object(sample)) {
      case .denies: continue
      case .allows: plan.isAll = true
      case .dependsOn(let layers, let question) where question.place == .anywhere:
        // A rule that never looks at its object answers about each as in general.
        plan.hasBlindRule = true
        let ways = Gate.questions(layers, question, subject)
        if try ways.contains(where: { try relations.holds($0, $1) }) { plan.isAll = true }
      case .dependsOn(let layers, var question):
        guard case .object(let object) = question.place else {
          throw StoreError(
            .usage,
            "which domains `\(permission.name)` is held on is not listed; ask `check` with `domain:NAME`")
        }
        question.place = .objects(of: object.type, typeKey: object.typeKey)
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
  /// Whether `isAll` was asked of a rule that never looks at its object.
  var hasBlindRule = false

  /// The canonical keys, ordered.
  func keys(_ schema: Schema) -> HolderPlan.Select {
    guard let table else {
      let select = textKeys(schema) ?? HolderPlan.Select(sql: "SELECT NULL AS t WHERE 1 = 0", bindings: [])
      return HolderPlan.Select(
        sql: "SELECT t FROM (\(select.sql)) AS h ORDER BY t", bindings: select.bindings)
    }
    if isAll {
      return HolderPlan.Select(
        sql: "SELECT \(table.textSQL) AS t FROM \(table.table.quoted) AS o ORDER BY t", bindings: [])
    }
    // Each way by itself gives sorted keys, some straight from an index; merging them sorts nothing twice.
    let compiler = LayerCompiler(schema: schema)
    var selects = parts.flatMap { layers, question in
      layers.compactMap { layer in
        compiler.compile(layer, question, .objects, existing: table).map { HolderPlan.Select($0, question) }
      }
    }
    if selects.count == 1 {
      selects[0].sql = "SELECT DISTINCT t FROM (\(selects[0].sql)) AS h"
    } else if selects.isEmpty {
      selects = [HolderPlan.Select(sql: "SELECT NULL AS t WHERE 1 = 0", bindings: [])]
    }
    return HolderPlan.Select(
      sql: selects.map(\.sql).joined(separator: " UNION ") + " ORDER BY t",
      bindings: selects.flatMap(\.bindings))
  }

  /// Keys that grants hold as text, each once, as a column `t`.
  func textKeys(_ schema: Schema) -> HolderPlan.Select? {
    union(schema) { if case .text = $0.objects?.key { true } else { false } }
  }

  private func union(_ schema: Schema, _ isWanted: (Layer) -> Bool) -> HolderPlan.Select? {
    let compiler = LayerCompiler(schema: schema)
    var selects: [String] = []
    var bindings: [HolderPlan.Binding] = []
    for (layers, question) in parts {
      for layer in layers where isWanted(layer) {
        guard let fragment = compiler.compile(layer, question, .objects) else { continue }
        selects.append(fragment.sql)
        bindings += HolderPlan.Select(fragment, question).bindings
      }
    }
    guard !selects.isEmpty else { return nil }
    return HolderPlan.Select(
      sql: "SELECT NULL AS t WHERE 1 = 0 UNION " + selects.joined(separator: " UNION "), bindings: bindings)
  }
}
