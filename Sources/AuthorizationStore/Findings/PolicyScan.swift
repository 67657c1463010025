internal import Authorization
internal import GRDB

/// Goes through access policies with what can be read of them.
enum PolicyScan {
  /// An access policy; parts that are no JSON lists are told as problems.
  struct Policy {
    var ref: EntityRef
    var fields: EndpointFields
    var statements: AccessStatements?
    var context: StatementContext
  }

  static func forEach(_ scan: FindingScan, _ body: (AuthorizationReader, Policy) throws -> Void) throws {
    try scan.read { reader in
      let context = StatementContext(userKeysAreIntegers: try reader.userKeysAreIntegers)
      for stored in try reader.endpoints() {
        try body(
          reader,
          Policy(
            ref: stored.ref, fields: stored.fields,
            statements: try? AccessStatements.parse(stored.fields.statements), context: context))
      }
    }
  }
}

extension PolicyScan.Policy {
  /// Shows the policy with its statements.
  var show: [String] {
    ref.name.isArgument
      ? ["permscope", "endpoint", "show", "DB", ref.name.text] : ["permscope", "lint", "DB"]
  }

  /// Asks as somebody whom the statement means, for something that it is about.
  func request(_ statement: AccessStatement, _ reader: AuthorizationReader) throws -> [String] {
    let subject = try statement.principal.lazy.compactMap { try reader.somebody($0) }.first
    let action = statement.action.lazy.compactMap { name -> Name? in
      switch ActionPattern(name) {
      case .named(let name): name
      case .everything: "list"
      case .method, .safeMethods: nil
      }
    }.first
    guard let subject, let action, action.isArgument, ref.name.isArgument else { return show }
    return ["permscope", "authorize", "DB", subject, action.text, ref.name.text]
  }

  /// Takes a statement out, which changes no answer where it never counts.
  func without(_ place: Int) -> FindingFix? {
    guard var statements, statements.elements.indices.contains(place) else { return nil }
    statements.elements.remove(at: place)
    return FindingFix(
      "take statement \(place + 1) out of \(ref.name)",
      [.editEndpoint(ref.key, EndpointEdit(statements: statements.write()))])
  }
}

extension AuthorizationReader {
  var userKeysAreIntegers: Bool {
    get throws {
      try TableCatalog(database).primaryKey(schema.users.table)?.type.lowercased().contains("int") ?? true
    }
  }

  /// Somebody whom a principal means, as an argument; nil where there is nobody, or where that takes a search.
  fileprivate func somebody(_ principal: Name) throws -> String? {
    switch Principal(principal) {
    case .everyone, .anonymous: return ":anonymous"
    case .user(let key): return key == "None" ? ":anonymous" : "user:#\(key)"
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
}
