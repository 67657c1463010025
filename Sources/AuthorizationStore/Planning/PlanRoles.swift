internal import Authorization

/// Pulp's roles and their permissions.
///
/// `pulp_last_updated` moves when a column of the role's own row changes, and stays when a permission comes or goes,
/// as `role.permissions.add` leaves it: otherwise one permission could not be taken back once another was added.
extension PlanningSession {
  func createRole(_ fields: RoleFields) throws {
    try requireRoles()
    let roles = "core_role"
    try checkName(fields.name, roles, of: "role")
    try checkDescription(fields.description)
    let values: [String: RowValue] = [
      "name": .text(fields.name), "description": Self.orNull(fields.description), "locked": RowValue(false),
      "pulp_created": .text(now), "pulp_last_updated": .text(now),
    ]
    let row = try insert(roles, try present(values, in: roles))
    say("create role \(fields.name)")
    guard let key = row["pulp_id"].key else { return }
    for permission in fields.permissions { try permit(key, permission) }
  }

  func editRole(_ key: DatabaseKey, _ edit: RoleEdit) throws {
    let role = try row(.role, key)
    try refuseLocked(role)
    var changes: [ColumnValue] = []
    if let name = edit.name, name != role.name {
      try checkName(name, role.table, of: "role", except: role.key)
      changes.append(ColumnValue("name", .text(name)))
      say("rename role \(role.name) to \(name)")
      warn("creation hooks of access policies name roles by name, and are not changed")
    }
    if let description = edit.description, role["description"] != Self.orNull(description) {
      try checkDescription(description)
      changes.append(ColumnValue("description", Self.orNull(description)))
      say("change the description of role \(role.name)")
    }
    guard !changes.isEmpty else { return }
    try update(role, changes + changed(role.table))
  }

  func deleteRole(_ key: DatabaseKey) throws {
    let role = try row(.role, key)
    try refuseLocked(role)
    say("delete role \(role.name)")
    try Deletion(session: self).delete(role.table, role.image, called: "the role `\(role.name)`")
    try warnOfOrphans([TypeName(app: "core", model: "role")], role.key, called: "the role `\(role.name)`")
  }

  func permit(_ key: DatabaseKey, _ permission: DatabaseKey) throws {
    let role = try row(.role, key)
    try refuseLocked(role)
    let (row, permission) = try self.permission(permission)
    let pair = [("role_id", role.key), ("permission_id", row.key)]
    guard try state.rows(of: "core_role_permissions", where: pair).isEmpty else { return }
    try insert("core_role_permissions", Dictionary(uniqueKeysWithValues: pair))
    say("permit \(permission.name) in role \(role.name)")
  }

  func forbid(_ key: DatabaseKey, _ permission: DatabaseKey) throws {
    let role = try row(.role, key)
    try refuseLocked(role)
    let (row, permission) = try self.permission(permission)
    let rows = try state.rows(
      of: "core_role_permissions", where: [("role_id", role.key), ("permission_id", row.key)])
    guard !rows.isEmpty else { return }
    for row in rows { try state.delete("core_role_permissions", row) }
    say("forbid \(permission.name) in role \(role.name)")
  }

  private func requireRoles() throws {
    guard reader.schema.has(.roles) else {
      throw StoreError(.missingSystem, "this database has no roles: no table `core_role`")
    }
  }

  private func refuseLocked(_ role: PlannedRow) throws {
    guard role["locked"].isTrue else { return }
    throw Refused(
      .lockedRole,
      "the role `\(role.name)` is locked: a plugin ships it, and its migrations write it anew; make a role of your own with the permissions that are needed"
    )
  }

  private func checkDescription(_ text: Name?) throws {
    guard let text else { return }
    let rules = TextRules(
      session: self, table: "core_role", column: "description", what: "description of the role")
    try rules.check(text, isRequired: false, allowsLines: true)
  }

  /// An empty description is NULL.
  private static func orNull(_ text: Name?) -> RowValue {
    text.map { $0.text.isEmpty ? .null : .text($0) } ?? .null
  }
}
