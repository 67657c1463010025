internal import Authorization
internal import GRDB

extension BatchAnswerer {
  /// Pulp's `role_util.get_objects_for_user` and `get_objects_for_group`.
  static let roleObjectHandlers: [Name: Handler] = [
    "pulp.get_objects_for_user": { session, query in
      let subject = try session.subject(query)
      return try JSONValue(
        session.roleObjects(query) { table, permission in
          guard case .user(let key) = subject.kind else { return .none }
          if try subject.isSuperuser && query.flag("with_superuser", default: true) { return .all }
          let useGroups = try query.flag("use_groups", default: true)
          return try session.scopes(.user(key, useGroups: useGroups), table, query).objects(permission)
        })
    },
    "pulp.get_objects_for_group": { session, query in
      let key = try session.group(query.text("group"))
      return try JSONValue(
        session.roleObjects(query) { table, permission in
          try session.scopes(.group(key), table, query).objects(permission)
        })
    },
  ]
}

extension BatchSession {
  fileprivate func scopes(
    _ holder: RoleScopes.Holder, _ table: TypeTable, _ query: BatchQuery
  ) throws -> RoleScopes {
    RoleScopes(
      reader: reader, holder: holder, table: table,
      acceptsDomain: try query.flag("accept_domain_perms", default: true),
      acceptsGlobal: try query.flag("accept_global_perms", default: true))
  }

  /// The objects for one permission, or for several: all of them, or any (`any_perm`).
  fileprivate func roleObjects(
    _ query: BatchQuery, _ scope: (TypeTable, Name) throws -> RoleScope
  ) throws -> [Name] {
    try require(.roles)
    let type = try query.type(query.text("model"), "model")
    guard let table = try known(type) else {
      throw BatchError("`\(type)` has no table here, so its objects cannot be listed")
    }
    guard let value = query.fields["perms"] else {
      throw query.missing("perms", "a string or a list of strings")
    }
    if let permission = value.text { return try reader.keys(scope(table, permission), table) }
    guard let elements = value.elements else {
      throw query.wrong("perms", value, "a string or a list of strings")
    }
    let scopes = try query.texts("perms", elements).map { try scope(table, $0) }
    let isAny = try query.flag("any_perm", default: false)
    let union = isAny ? scopes.reduce(.none) { $0 || $1 } : scopes.reduce(.all) { $0 && $1 }
    return try reader.keys(union, table)
  }
}
