internal import Authorization
internal import GRDB

extension ListCatalog {
  /// Users by username.
  var users: ViewList {
    let users = schema.users
    func column(_ name: String?) -> String? { name.map { "r.\($0.quoted)" } }
    let key = "r.\(users.key.quoted)"
    let username = "r.\(users.username.quoted)"
    let names = [column(users.firstName), column(users.lastName)].compactMap { $0 }
    let fullName = names.count == 2 ? "trim(\(names[0]) || ' ' || \(names[1]))" : names.first
    let isActive = column(users.isActive)
    return ViewList(
      kind: .user, type: reader.userType, from: "\(users.table.quoted) AS r", key: key, name: username,
      order: [ListPart.Term(sql: username)],
      filters: [username, column(users.email), fullName].compactMap { $0 },
      searched: [username, column(users.email)].compactMap { $0 } + names,
      // A truth value is compared with nothing: PostgreSQL refuses `= 0`.
      faded: isActive.map { "\($0) IS NOT TRUE" },
      fields: [
        "username": .text(username), "active": .flag(isActive, else: true),
        "staff": .flag(column(users.isStaff), else: false),
        "superuser": .flag(column(users.isSuperuser), else: false),
        "groups": .count(BoundedCount.sql(schema.memberships.table, schema.memberships.from, key)),
        "roles": schema.has(.roles) ? .count(BoundedCount.sql("core_userrole", "user_id", key)) : .text(nil),
        "grants": schema.has(.guardian) ? .count(grants(key)) : .text(nil),
        "last_login": .date(column(users.lastLogin)), "email": .text(column(users.email)),
        "full_name": .text(fullName),
      ])
  }

  private func grants(_ key: String) -> String {
    let direct = schema.directGrants.filter { !$0.holdsGroups }
    return BoundedCount.sum(
      [BoundedCount.sql("guardian_userobjectpermission", "user_id", key)]
        + direct.map { BoundedCount.sql($0.table, "user_id", key) })
  }

  /// Groups by name.
  var groups: ViewList {
    let policies = ["read_group_id", "write_group_id"]
    // A policy that names a group twice is one policy.
    let named = BoundedCount.sum([
      BoundedCount.sql("datawarehouse_gittreepolicy", policies[0], "r.id"),
      BoundedCount.sql(
        "datawarehouse_gittreepolicy", policies[1], "r.id",
        and: "(n.read_group_id IS NULL OR n.read_group_id <> n.write_group_id)"),
    ])
    return ViewList(
      kind: .group, type: TypeName(app: "auth", model: "group"), from: "auth_group AS r", key: "r.id",
      name: "r.name",
      order: [ListPart.Term(sql: "r.name")], filters: ["r.name"],
      fields: [
        "name": .text("r.name"),
        "members": .count(BoundedCount.sql(schema.memberships.table, schema.memberships.to, "r.id")),
        "permissions": .count(
          BoundedCount.sql(schema.groupPermissions.table, schema.groupPermissions.from, "r.id")),
        "roles": schema.has(.roles)
          ? .count(BoundedCount.sql("core_grouprole", "group_id", "r.id")) : .text(nil),
        "policies": schema.has(.trees) ? .count(named) : .text(nil),
      ])
  }

  /// Roles by name.
  var roles: ViewList {
    ViewList(
      kind: .role, from: "core_role AS r", key: "r.pulp_id", name: "r.name",
      order: [ListPart.Term(sql: "r.name")], filters: ["r.name"],
      fields: [
        "name": .text("r.name"), "locked": .flag("r.locked", else: false),
        "permissions": .count(BoundedCount.sql("core_role_permissions", "role_id", "r.pulp_id")),
        "holders": .count(
          BoundedCount.sum([
            BoundedCount.sql("core_userrole", "role_id", "r.pulp_id"),
            BoundedCount.sql("core_grouprole", "role_id", "r.pulp_id"),
          ])),
      ])
  }
}

extension AuthorizationReader {
  /// The model of users, where the name of their table tells.
  var userType: TypeName? { schema.userType }
}

extension Schema {
  /// The model of users, where the name of their table tells.
  var userType: TypeName? {
    guard let underscore = users.table.firstIndex(of: "_") else { return nil }
    let model = users.table[users.table.index(after: underscore)...]
    return TypeName(app: Name(String(users.table[..<underscore])), model: Name(String(model)))
  }
}
