internal import Authorization
internal import GRDB

/// What an endpoint lists for the user of a request: the domain, the parent in the URL, and the policy's
/// `queryset_scoping`.
struct QuerysetScope {
  let evaluator: RequestEvaluator

  init(_ evaluator: RequestEvaluator) { self.evaluator = evaluator }

  private var reader: AuthorizationReader { evaluator.reader }
  private var request: EndpointRequest { evaluator.request }

  /// The table of the endpoint's objects.
  ///
  /// - Throws: `RequestUndetermined` where there is none here.
  func table() throws -> TypeTable {
    guard let model = request.endpoint.model else {
      throw RequestUndetermined(reason: "the model of `\(request.endpoint.name)` is not known")
    }
    guard let table = try reader.table(of: model) else {
      throw RequestUndetermined(reason: "the objects of `\(model)` are not in this database")
    }
    return table
  }

  /// `view.get_object()`.
  func object() throws -> ObjectAddress {
    guard let key = request.key else {
      throw RaisedException("AssertionError", "the URL of `\(request.action)` names no object")
    }
    let table = try table()
    let missing = RaisedException(
      "Http404", "no `\(table.type)` with the key `\(key)` is listed for this user")
    guard let address = try address(key, table), address.exists, let native = address.native else {
      throw missing
    }
    let scope = try self.scope(table)
    let condition = scope.condition
    let sql = """
      SELECT 1 FROM \(table.source) WHERE o.\(table.key.quoted) = ? AND \(condition.sql)\
      \(table.join.map { " AND \($0)" } ?? "") LIMIT 1
      """
    let arguments = StatementArguments([native.value] + condition.arguments)
    guard try StoredValue.fetchOne(reader.database.cachedStatement(sql: sql), arguments: arguments) != nil
    else {
      throw missing
    }
    return address
  }

  /// Whether there is such an object at all, whoever may see it.
  func exists() throws -> Bool {
    guard let key = request.key else { return false }
    return try address(key, table())?.exists ?? false
  }

  private func address(_ key: Name, _ table: TypeTable) throws -> ObjectAddress? {
    guard let lookup = request.endpoint.lookup else { return try reader.object(table.type, key: key) }
    guard let number = Int64(key.text) else { return nil }
    let parent = request.endpoint.parent.map { String($0.key.text.dropLast(3)) + "_id" }
    var sql = "SELECT o.\(table.key.quoted) FROM \(table.table.quoted) AS o WHERE o.\(lookup.quoted) = ?"
    var arguments = [number.databaseValue]
    if let parent, let value = try parentValue() {
      sql += " AND o.\(parent.quoted) = ?"
      arguments.append(value)
    }
    let found = try StoredValue.fetchOne(
      reader.database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    return try found.flatMap { DatabaseKey($0) }.map { try reader.object(table.type, key: table.text($0)) }
  }

  /// Everything that limits the listing.
  func scope(_ table: TypeTable) throws -> RoleScope {
    var scope = try policyScope(table)
    if let domain = request.domain, let place = table.domain {
      scope = .matching(sql: "\(table.sql(place)) = ?", arguments: [domain.key.value]) && scope
    }
    if let parent = request.endpoint.parent, let value = try parentValue() {
      let column = String(parent.key.text.dropLast(3)) + "_id"
      if try TableCatalog(reader.database).columns(table.table).contains(where: { $0.name == column }) {
        scope = .matching(sql: "o.\(column.quoted) = ?", arguments: [value]) && scope
      }
    }
    return scope
  }

  private func parentValue() throws -> DatabaseValue? {
    guard let parent = request.endpoint.parent, let key = request.parentKey,
      let model = try reader.endpoint(parent.endpoint).model, let table = try reader.table(of: model)
    else { return nil }
    return table.native(key)?.value ?? .null
  }

  /// `DefaultAccessPolicy.scope_queryset`
  private func policyScope(_ table: TypeTable) throws -> RoleScope {
    let scoping = evaluator.policy.querysetScoping
    if scoping.isNull { return .all }
    guard let members = scoping.members else {
      throw RaisedException("TypeError", "the queryset scoping is \(scoping.noun), not an object")
    }
    guard let function = members["function"]?.text else {
      throw RaisedException("KeyError", "the queryset scoping names no `function`")
    }
    guard function == "scope_queryset" else {
      guard request.endpoint.isKnown else {
        throw RequestUndetermined(reason: "the scoping function `\(function)` is code of a plugin")
      }
      throw RaisedException(
        "APIException", "the view set has no method `\(function)` that could limit its listing")
    }
    if let parameters = members["parameters"]?.members, !parameters.members.isEmpty {
      throw RaisedException("TypeError", "`scope_queryset` takes no parameters")
    }
    return try usualScope(table)
  }

  /// `NamedModelViewSet.scope_queryset`
  private func usualScope(_ table: TypeTable) throws -> RoleScope {
    if request.subject.isSuperuser { return .all }
    switch request.endpoint.scope {
    case .permission(nil): return .all
    case .permission(let permission?): return try objects(permission, table)
    case .other(let reason): throw RequestUndetermined(reason: reason)
    case .master:
      return try EndpointTable.pulp.children(of: request.endpoint).reduce(RoleScope.none) { scope, child in
        try scope || below(child, table)
      }
    }
  }

  /// Pulp: `get_objects_for_user`, on a queryset that was limited to the domain before.
  private func objects(_ permission: Name, _ table: TypeTable) throws -> RoleScope {
    var holders: [RoleScopes.Holder] = request.subject.assumedGroups.map { .group($0) }
    switch request.subject.kind {
    case .anonymous: return .none
    case .user(let key): holders.append(.user(key, useGroups: true))
    case .group(let key): holders.append(.group(key))
    case .outsider: break
    }
    return try holders.reduce(.none) { scope, holder in
      var scopes = RoleScopes(reader: reader, holder: holder, table: table)
      if table.domain != nil { scopes.filteredDomain = request.domain?.key }
      return try scope || scopes.objects(permission)
    }
  }

  /// What the endpoint of a model below lists, as a condition over the master table.
  private func below(_ child: Endpoint, _ master: TypeTable) throws -> RoleScope {
    guard let model = child.model, let table = try reader.table(of: model) else { return .none }
    var request = request
    request.endpoint = child
    let stored = try reader.storedPolicy(child.name)
    guard stored != nil || !child.shipsPolicy || evaluator.raisesForUnknownConditions else {
      throw RequestUndetermined(
        reason:
          "the access policy of `\(child.name)`, which limits this listing as well, is not in the database")
    }
    let policy = stored ?? .adminOnly
    let evaluator = RequestEvaluator(
      reader, request, policy, chain: evaluator.chain,
      raisesForUnknownConditions: evaluator.raisesForUnknownConditions)
    let condition = try QuerysetScope(evaluator).scope(table).condition
    let sql = """
      SELECT o.\(table.key.quoted) FROM \(table.source) WHERE \(condition.sql)\(table.join.map { " AND \($0)" } ?? "")
      """
    return .matching(sql: "o.\(master.key.quoted) IN (\(sql))", arguments: condition.arguments)
  }
}
