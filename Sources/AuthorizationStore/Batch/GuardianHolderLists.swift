internal import Authorization
internal import GRDB

/// A user as `get_users_with_perms` lists one.
private struct ListedUser {
  var name: Name
  var isActive: Bool
  var isSuperuser: Bool
}

extension BatchSession {
  /// guardian: `get_users_with_perms`.
  func usersWithPermissions(_ query: BatchQuery) throws -> JSONValue {
    try require(.guardian)
    let object = try guardianObject(query)
    let withSuperusers = try query.flag("with_superusers", default: false)
    let withGroupUsers = try query.flag("with_group_users", default: true)
    let permissions = try filter(query, object)
    var users: [DatabaseKey: ListedUser] = [:]
    try list(holders(object, throughGroups: false, permissions, attached: false), &users)
    if withGroupUsers { try list(holders(object, throughGroups: true, permissions, attached: false), &users) }
    if withSuperusers, let superuser = schema.users.isSuperuser {
      try list(("FROM \(schema.users.table.quoted) AS u WHERE u.\(superuser.quoted)", []), &users)
    }
    guard try query.flag("attach_perms", default: false) else {
      return JSONValue(sorted: users.values.map(\.name))
    }
    var held = try codenames(holders(object, throughGroups: false, nil, attached: true))
    // Superusers and group permissions are attached as soon as either was asked for.
    if withGroupUsers || withSuperusers {
      held.merge(try codenames(holders(object, throughGroups: true, nil, attached: true))) { $0.union($1) }
      let all = Set(try reader.permissions(of: object.type).map(\.codename))
      for (key, user) in users where user.isSuperuser { held[key] = all }
    }
    return Self.map(
      users.map { key, user in (user.name, user.isActive ? (held[key] ?? []).sorted() : []) })
  }

  /// guardian: `get_groups_with_perms`.
  func groupsWithPermissions(_ query: BatchQuery) throws -> JSONValue {
    try require(.guardian)
    let object = try guardianObject(query)
    let grants = grants(object.type, toGroups: true)
    let place = grants.on(object)
    let join = "FROM auth_group AS gr CROSS JOIN \(grants.source)"
    let condition = "WHERE \(grants.holderSQL) = gr.id AND \(place.sql)"
    let permissions = try filter(query, object)
    if let permissions, permissions.isEmpty {
      return try query.flag("attach_perms", default: false) ? [:] : []
    }
    let these = permissions.map { " AND g.permission_id IN \(Self.marks($0.count))" } ?? ""
    let listed = try names(
      "SELECT gr.name \(join) \(condition)\(these)", place.arguments + (permissions ?? []).map(\.value))
    guard try query.flag("attach_perms", default: false) else { return JSONValue(listed) }
    // Every permission of a group that is listed, whatever was filtered by.
    let sql =
      "SELECT gr.name, p.codename \(join) CROSS JOIN auth_permission AS p \(condition) AND p.id = g.permission_id"
    let rows = try StoredRow.fetchAll(
      database.cachedStatement(sql: sql), arguments: StatementArguments(place.arguments))
    var held: [Name: [Name]] = [:]
    for row in rows {
      if let group = row.name(0), let codename = row.name(1) { held[group, default: []].append(codename) }
    }
    return Self.map(listed.map { ($0, (held[$0] ?? []).sorted()) })
  }

  /// The permissions of `only_with_perms_in`; nil for no filter. An app label finds nothing.
  private func filter(_ query: BatchQuery, _ object: ObjectAddress) throws -> [DatabaseKey]? {
    guard let codenames = try query.optionalTexts("only_with_perms_in") else { return nil }
    let wanted = Set(codenames)
    return try reader.permissions(of: object.type).filter { wanted.contains($0.codename) }.map(\.key)
  }

  /// `FROM` and `WHERE` of the users with rows on an object; nil where the filter leaves no permission.
  ///
  /// - Parameter attached: adds the permission as `p`, of the object's type.
  private func holders(
    _ object: ObjectAddress, throughGroups: Bool, _ permissions: [DatabaseKey]?, attached: Bool
  ) -> (sql: String, arguments: [DatabaseValue])? {
    if let permissions, permissions.isEmpty { return nil }
    let grants = grants(object.type, toGroups: throughGroups)
    let users = schema.users
    let member = schema.memberships
    let user = "\(users.table.quoted) AS u"
    let place = grants.on(object)
    // guardian's indexes begin with the holder, so that a probe for each holder costs less than reading
    // all rows of the type. A direct table has an index on the object.
    var tables: [String]
    var conditions: [String]
    if throughGroups {
      tables = grants.isGeneric ? ["auth_group AS gr", grants.source] : [grants.source]
      tables += ["\(member.table.quoted) AS m", user]
      conditions = grants.isGeneric ? ["\(grants.holderSQL) = gr.id"] : []
      conditions += [
        "m.\(member.to.quoted) = \(grants.holderSQL)", "u.\(users.key.quoted) = m.\(member.from.quoted)",
      ]
    } else {
      tables = grants.isGeneric ? [user, grants.source] : [grants.source, user]
      conditions = ["\(grants.holderSQL) = u.\(users.key.quoted)"]
    }
    conditions.append(place.sql)
    var arguments = place.arguments
    if let permissions {
      conditions.append("g.permission_id IN \(Self.marks(permissions.count))")
      arguments += permissions.map(\.value)
    }
    if attached {
      tables.append("auth_permission AS p")
      conditions += ["p.id = g.permission_id", "p.content_type_id = ?"]
      arguments.append(object.typeKey?.value ?? .null)
    }
    return (
      "FROM \(tables.joined(separator: " CROSS JOIN ")) WHERE \(conditions.joined(separator: " AND "))",
      arguments
    )
  }

  private func list(
    _ holders: (sql: String, arguments: [DatabaseValue])?, _ users: inout [DatabaseKey: ListedUser]
  ) throws {
    guard let holders else { return }
    let columns = schema.users
    let flags = [
      columns.isActive.map { "u.\($0.quoted)" } ?? "1", columns.isSuperuser.map { "u.\($0.quoted)" } ?? "0",
    ]
    let sql =
      "SELECT DISTINCT u.\(columns.key.quoted), u.\(columns.username.quoted), \(flags.joined(separator: ", ")) \(holders.sql)"
    let rows = try StoredRow.fetchCursor(
      database.cachedStatement(sql: sql), arguments: StatementArguments(holders.arguments))
    while let row = try rows.next() {
      guard let key = DatabaseKey(row[0]), let name = Name(row[1]) else { continue }
      users[key] = ListedUser(name: name, isActive: row.bool(2) ?? false, isSuperuser: row.bool(3) ?? false)
    }
  }

  private func codenames(
    _ holders: (sql: String, arguments: [DatabaseValue])?
  ) throws -> [DatabaseKey: Set<Name>] {
    guard let holders else { return [:] }
    let sql = "SELECT u.\(schema.users.key.quoted), p.codename \(holders.sql)"
    let rows = try StoredRow.fetchCursor(
      database.cachedStatement(sql: sql), arguments: StatementArguments(holders.arguments))
    var found: [DatabaseKey: Set<Name>] = [:]
    while let row = try rows.next() {
      guard let key = DatabaseKey(row[0]), let codename = row.name(1) else { continue }
      found[key, default: []].insert(codename)
    }
    return found
  }

  /// Names with their permissions, as an object in code-point order.
  private static func map(_ pairs: [(Name, [Name])]) -> JSONValue {
    .object(JSONObject(pairs.sorted { $0.0 < $1.0 }.map { ($0.0, JSONValue($0.1)) }))
  }
}
