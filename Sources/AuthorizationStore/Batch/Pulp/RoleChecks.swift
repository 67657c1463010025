internal import Authorization
internal import GRDB

extension BatchAnswerer {
  /// Pulp's `ObjectRolePermissionBackend`, alone and behind `ModelBackend`.
  static let roleCheckHandlers: [Name: Handler] = [
    "pulp.backend_has_perm": { session, query in
      .bool(try session.allowsByRoles(query, session.only(.pulpRoles)))
    },
    "pulp.user_has_perm": { session, query in .bool(try session.allowsByRoles(query, session.pulpChain())) },
    "pulp.backend_all_permissions": { session, query in
      try session.require(.roles)
      let subject = try session.subject(query)
      guard case .user(let key) = subject.kind else {
        throw RaisedException("AttributeError", "somebody who is not logged in has no `object_roles`")
      }
      return try JSONValue(session.reader.rolePermissions(key, session.target(query)))
    },
  ]
}

extension BatchSession {
  /// Pulp's `AUTHENTICATION_BACKENDS`.
  func pulpChain() throws -> Chain {
    try require(.roles)
    return remembered("pulp") { .django(schema, backends: [.model, .pulpRoles]) }
  }

  /// The object or the domain of a question. A domain asked about is Pulp's object too.
  func target(_ query: BatchQuery) throws -> Target {
    if let name = try query.optionalText("domain") {
      guard try query.object() == nil else {
        throw BatchError("`\(query.kind)` takes `obj` or `domain`, not both")
      }
      return try domain(name)
    }
    return try object(query).map { .object($0) } ?? .general
  }

  /// - Throws: `RaisedException` of `Domain.objects.get` for a name that no domain has.
  func domain(_ name: Name) throws -> Target {
    do {
      return try reader.target(.domain(name))
    } catch let error as StoreError where error.code == .unknownDomain {
      throw RaisedException("DoesNotExist", error.message)
    }
  }

  fileprivate func allowsByRoles(_ query: BatchQuery, _ chain: Chain) throws -> Bool {
    let subject = try subject(query)
    let target = try target(query)
    var type: TypeName?
    if case .object(let object) = target { type = object.type }
    let permission = try permission(query.text("perm"), on: type)
    return try reader.allows(subject, permission, target, chain: chain)
  }
}

extension AuthorizationReader {
  /// Pulp: `ObjectRolePermissionBackend.get_all_permissions`, bare codenames where an object is given.
  func rolePermissions(_ user: DatabaseKey, _ target: Target) throws -> [Name] {
    var object: ObjectAddress?
    switch target {
    case .general: break
    case .object(let address): object = address
    case .domain(let key, _): object = try self.object(Gate.domainType, key: Name(Gate.dashed(key.text)))
    }
    let member = schema.memberships
    let holders = [
      ("core_userrole AS a", "a.user_id = ?"),
      (
        "\(member.table.quoted) AS m CROSS JOIN core_grouprole AS a",
        "m.\(member.from.quoted) = ? AND a.group_id = m.\(member.to.quoted)"
      ),
    ]
    var found: Set<Name> = []
    for (tables, condition) in holders {
      let permissions = "core_role_permissions AS rp CROSS JOIN auth_permission AS p"
      var sql: String
      var arguments = [user.value]
      if let object {
        sql = """
          SELECT p.codename FROM \(tables) CROSS JOIN \(permissions) WHERE \(condition) AND a.object_id = ? \
          AND a.content_type_id = ? AND rp.role_id = a.role_id AND p.id = rp.permission_id AND p.content_type_id = ?
          """
        let type = object.typeKey?.value ?? .null
        arguments += [object.text.value, type, type]
      } else {
        // The real query joins outward, so that a role without permissions gives the name `None.None`.
        sql = """
          SELECT coalesce(ct.app_label, 'None') || '.' || coalesce(p.codename, 'None') FROM \(tables) \
          LEFT JOIN core_role_permissions AS rp ON rp.role_id = a.role_id \
          LEFT JOIN auth_permission AS p ON p.id = rp.permission_id \
          LEFT JOIN django_content_type AS ct ON ct.id = p.content_type_id \
          WHERE \(condition) AND a.object_id IS NULL
          """
      }
      let rows = try StoredValue.texts(
        database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
      found.formUnion(rows.map { Name($0) })
    }
    return found.sorted()
  }
}
