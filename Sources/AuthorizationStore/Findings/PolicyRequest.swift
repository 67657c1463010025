internal import Authorization
internal import GRDB

extension PolicyText {
  /// A request that shows what is said of a statement: as somebody whom it means, where there is one, for something that
  /// it is about. The policy itself where no request shows it.
  ///
  /// - Parameter shows: whether an answer shows it.
  func request(
    _ statement: AccessStatement, _ reader: AuthorizationReader, shows: (RequestAnswer) -> Bool
  ) throws -> [String] {
    guard ref.name.isArgument else { return show }
    let endpoint = try reader.endpoint(ref.name)
    let meant = try statement.principal.compactMap { try reader.somebody($0) }
    let others = try ["authenticated", "anonymous"].compactMap { try reader.somebody($0) }
    for action in actions(statement, endpoint).prefix(3) {
      let object = action.isDetail ? try reader.anyObject(of: endpoint) : nil
      guard action.name.isArgument, !action.isDetail || object != nil else { continue }
      for subject in (meant + others).prefix(5) {
        let asked = RequestDescription(action: action.name.text, endpoint: ref.name, object: object)
        do {
          let request = try reader.request(reader.subject(SubjectArgument(subject)), asked)
          guard shows(try reader.authorize(request)) else { continue }
        } catch is StoreError {
          continue
        }
        return ["permscope", "authorize", "DB", subject, action.name.text, ref.name.text]
          + (object.map { [$0] } ?? [])
      }
    }
    return show
  }

  /// Those of the endpoint's actions that the statement is about.
  private func actions(_ statement: AccessStatement, _ endpoint: Endpoint) -> [Endpoint.Action] {
    let patterns = statement.action.map { ActionPattern($0) }
    return endpoint.actions.filter { action in
      patterns.contains { pattern in
        switch pattern {
        case .everything: true
        case .named(let name): name == action.name
        case .method(let method): method.text == action.method.text.lowercased()
        case .safeMethods: action.method == "GET"
        }
      }
    }
  }
}

extension AuthorizationReader {
  /// Somebody whom a principal means, as an argument; nil where there is nobody.
  fileprivate func somebody(_ principal: Name) throws -> String? {
    switch Principal(principal) {
    case .everyone, .anonymous: return ":anonymous"
    case .user("None"): return ":anonymous"
    case .user(let key):
      let native = Int64(key.text).map { DatabaseKey.integer($0) } ?? .text(key)
      return try user(key: native).map { SubjectArgument.text(ofUser: $0.name) }
    case .group(let name):
      let link = schema.memberships
      let sql = """
        SELECT m.\(link.from.quoted) FROM auth_group AS h CROSS JOIN \(link.table.quoted) AS m \
        WHERE h.name = ? AND m.\(link.to.quoted) = h.id LIMIT 1
        """
      return try username(sql, [name.value])
    case .authenticated, .admin, .staff:
      let users = schema.users
      let flag: String? =
        switch Principal(principal) {
        case .admin: users.isSuperuser
        case .staff: users.isStaff
        default: users.isActive
        }
      guard let flag else { return nil }
      let key = users.key.quoted
      let sql =
        "SELECT \(key) FROM \(users.table.quoted) WHERE \(flag.quoted) AND \(users.username.quoted) <> ? ORDER BY \(key) LIMIT 1"
      return try username(sql, [(options.anonymousName ?? "").value])
    case .unknown: return nil
    }
  }

  private func username(_ sql: String, _ arguments: StatementArguments) throws -> String? {
    let key = try StoredValue.fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
    let name = try key.flatMap { DatabaseKey($0) }.flatMap { try relations.name(of: .user, key: $0) }
    return name.map { SubjectArgument.text(ofUser: $0) }
  }

  /// An object of an endpoint, as an argument; nil where there is none.
  fileprivate func anyObject(of endpoint: Endpoint) throws -> String? {
    guard let type = endpoint.model, let table = try table(of: type) else { return nil }
    return try anyObject(of: table)
  }

  /// The first object of a table, as an argument; nil where it is empty.
  func anyObject(of table: TypeTable) throws -> String? {
    let sql = "SELECT o.\(table.key.quoted) FROM \(table.table.quoted) AS o ORDER BY 1 LIMIT 1"
    let key = try StoredValue.fetchOne(database.cachedStatement(sql: sql)).flatMap { DatabaseKey($0) }
    return key.map { "\(table.type):\(table.text($0))" }
  }
}
