internal import Authorization
internal import GRDB

extension OperatorLimits {
  /// The first thing that the edit would give and the operator does not have.
  ///
  /// An active superuser has everything, and can take what they lack of git trees at any time.
  func escalation(_ rows: [RowChange]) throws -> Refusal? {
    guard !subject.passesBeforeBackends else { return nil }
    var groups: Set<DatabaseKey> = []
    let memberships = reader.schema.memberships
    for row in rows {
      // What a group gives is the same for everybody who joins it.
      if row.table == memberships.table, let group = row.after?.key(of: memberships.to),
        !groups.insert(group).inserted
      {
        continue
      }
      guard let lacking = try lacking(row) else { continue }
      return Refusal(
        .escalation, "this would give \(lacking), which \(subject.name) does not have")
    }
    return nil
  }

  /// What the row gives beyond what the operator has, in words; nil where there is nothing.
  private func lacking(_ row: RowChange) throws -> String? {
    guard let image = row.after else { return nil }
    let schema = reader.schema
    switch row.table {
    case schema.users.table:
      if let column = schema.users.isSuperuser, image.value(of: column)?.databaseValue.bool == true {
        return "the superuser status"
      }
      if !subject.isStaff, let column = schema.users.isStaff,
        image.value(of: column)?.databaseValue.bool == true
      {
        return "the staff status"
      }
      if let column = schema.users.isActive, image.value(of: column)?.databaseValue.bool == true,
        row.before != nil, let user = row.ownKey
      {
        return try lacking(activating: user)
      }
      return nil
    case schema.memberships.table:
      return try image.key(of: schema.memberships.to).flatMap { try lacking(ofGroup: $0) }
    case schema.userPermissions.table:
      return try image.key(of: schema.userPermissions.to).flatMap { try lacking(permission: $0, [.general]) }
    case schema.groupPermissions.table:
      return try image.key(of: schema.groupPermissions.to).flatMap { try lacking(permission: $0, [.general]) }
    case "core_role_permissions":
      return try image.key(of: "permission_id").flatMap { try lacking(permission: $0, [.general]) }
    case "core_userrole", "core_grouprole":
      guard let role = image.key(of: "role_id") else { return nil }
      return try lacking(role: role, places(image))
    case "guardian_userobjectpermission", "guardian_groupobjectpermission":
      guard let type = try image.key(of: "content_type_id").flatMap({ try reader.type(key: $0) }),
        let key = image.value(of: "object_pk")?.databaseValue.text
      else { return nil }
      return try lacking(grant: image, type, Name(key))
    case "datawarehouse_gittree":
      guard image.key(of: "policy_id") != nil else { return nil }
      guard let tree = row.before == nil ? nil : row.ownKey else { return nil }
      return try first(TreeMethod.allCases) { try lacking($0, tree: tree) }
    case "datawarehouse_gittreepolicy" where row.before != nil:
      let touched = TreeMethod.allCases.filter { image.value(of: "\($0)_group_id") != nil }
      return try first(touched) { try lacking($0, policy: row.ownKey) }
    default:
      guard let direct = schema.directGrants.first(where: { $0.table == row.table }),
        let native = image.key(of: "content_object_id")
      else { return nil }
      return try lacking(
        grant: image, direct.type, reader.table(of: direct.type)?.text(native) ?? Name(native.text))
    }
  }

  private func lacking(grant image: [ColumnValue], _ type: TypeName, _ key: Name) throws -> String? {
    let object = try reader.object(type, key: key)
    return try image.key(of: "permission_id").flatMap {
      try lacking(permission: $0, [.general, .object(object)])
    }
  }

  /// The places of an assignment at which a permission of the operator's would cover it.
  private func places(_ image: [ColumnValue]) throws -> [Target] {
    if let key = image.value(of: "object_id")?.databaseValue.text,
      let type = try image.key(of: "content_type_id").flatMap({ try reader.type(key: $0) })
    {
      let object = try reader.object(type, key: Name(key))
      return [.general, .object(object)] + (object.domain.map { [.domain($0, "")] } ?? [])
    }
    return image.key(of: "domain_id").map { [.general, .domain($0, "")] } ?? [.general]
  }

  private func lacking(permission key: DatabaseKey, _ targets: [Target]) throws -> String? {
    guard let row = try reader.permissions(keys: [key]).first else { return nil }
    let needs = targets.map { Need(permission: row.name, target: $0) }
    return try needs.contains { try holds($0) } ? nil : "`\(row.name)`"
  }

  private func lacking(role: DatabaseKey, _ targets: [Target]) throws -> String? {
    let keys = try StoredValue.fetchAll(
      reader.database.cachedStatement(
        sql: "SELECT permission_id FROM core_role_permissions WHERE role_id = ? ORDER BY permission_id"),
      arguments: [role.value])
    return try first(keys.compactMap { DatabaseKey($0) }) { try lacking(permission: $0, targets) }
  }

  /// What a member of the group gets from it.
  private func lacking(ofGroup group: DatabaseKey) throws -> String? {
    let holder = Grantee.group(group)
    return try lackingModelGrants(holder) ?? lackingRoles(ofGroup: group) ?? lackingObjectGrants(holder)
      ?? lackingTrees(ofGroup: group)
  }

  /// What somebody has again who becomes active: Django and guardian look at that, roles and trees do not.
  private func lacking(activating user: DatabaseKey) throws -> String? {
    guard let row = try reader.user(key: user) else { return nil }
    if row.isSuperuser { return "the superuser status" }
    if row.isStaff, !subject.isStaff { return "the staff status" }
    let link = reader.schema.memberships
    let groups = try rows(
      "SELECT \(link.to.quoted) FROM \(link.table.quoted) WHERE \(link.from.quoted) = ?", user)
    return try first(groups.compactMap { DatabaseKey($0[0]) }) { try lacking(ofGroup: $0) }
      ?? lackingModelGrants(.user(user)) ?? lackingObjectGrants(.user(user))
  }

  private func rows(_ sql: String, _ key: DatabaseKey) throws -> [StoredRow] {
    try StoredRow.fetchAll(reader.database.cachedStatement(sql: sql), arguments: [key.value])
  }

  private func lackingModelGrants(_ holder: Grantee) throws -> String? {
    let own = holder.isGroup ? reader.schema.groupPermissions : reader.schema.userPermissions
    let found = try rows(
      "SELECT \(own.to.quoted) FROM \(own.table.quoted) WHERE \(own.from.quoted) = ?", holder.key)
    return try first(found.compactMap { DatabaseKey($0[0]) }) { try lacking(permission: $0, [.general]) }
  }

  private func lackingRoles(ofGroup group: DatabaseKey) throws -> String? {
    guard reader.schema.has(.roles) else { return nil }
    let domain = reader.schema.hasDomains ? "domain_id" : "NULL"
    let found = try rows(
      "SELECT role_id, content_type_id, object_id, \(domain) FROM core_grouprole WHERE group_id = ?", group)
    return try first(found) { row in
      let image = zip(["role_id", "content_type_id", "object_id", "domain_id"], 0...)
        .map { ColumnValue($0, RowValue(row[$1])) }
      return try DatabaseKey(row[0]).flatMap { try lacking(role: $0, places(image)) }
    }
  }

  /// Grants on single objects, in guardian's generic tables and in those of single models.
  private func lackingObjectGrants(_ holder: Grantee) throws -> String? {
    guard reader.schema.has(.guardian) else { return nil }
    let kind = holder.isGroup ? "group" : "user"
    let generic = try rows(
      """
      SELECT permission_id, content_type_id, object_pk FROM guardian_\(kind)objectpermission WHERE \(kind)_id = ?
      """, holder.key)
    let found = try first(generic) { row -> String? in
      guard let type = try DatabaseKey(row[1]).flatMap({ try reader.type(key: $0) }), let key = row.name(2)
      else { return nil }
      return try lacking(grant: [ColumnValue("permission_id", RowValue(row[0]))], type, key)
    }
    let direct = reader.schema.directGrants.filter { $0.holdsGroups == holder.isGroup }
    return try found ?? first(direct) { try lackingDirectGrants($0, "\(kind)_id", holder.key) }
  }

  private func lackingDirectGrants(
    _ grants: Schema.DirectGrants, _ column: String, _ holder: DatabaseKey
  ) throws -> String? {
    let table = try reader.table(of: grants.type)
    let found = try rows(
      "SELECT permission_id, content_object_id FROM \(grants.table.quoted) WHERE \(column) = ?", holder)
    return try first(found) { row -> String? in
      guard let native = DatabaseKey(row[1]) else { return nil }
      let key = table?.text(native) ?? Name(native.text)
      return try lacking(grant: [ColumnValue("permission_id", RowValue(row[0]))], grants.type, key)
    }
  }

  private func lackingTrees(ofGroup group: DatabaseKey) throws -> String? {
    guard reader.schema.has(.trees) else { return nil }
    for method in TreeMethod.allCases {
      let policies = try StoredValue.fetchAll(
        reader.database.cachedStatement(
          sql: "SELECT id FROM datawarehouse_gittreepolicy WHERE \(method)_group_id = ?"),
        arguments: [group.value])
      for policy in policies.compactMap({ DatabaseKey($0) }) {
        if let found = try lacking(method, policy: policy) { return found }
      }
    }
    return nil
  }

  /// A tree of the policy that the operator may not read or write.
  private func lacking(_ method: TreeMethod, policy: DatabaseKey?) throws -> String? {
    guard let policy else { return nil }
    // All trees of a policy are open to the same people, so one tells for all.
    let tree = try StoredValue.fetchOne(
      reader.database.cachedStatement(
        sql: "SELECT id FROM datawarehouse_gittree WHERE policy_id = ? LIMIT 1"), arguments: [policy.value])
    return try tree.flatMap { DatabaseKey($0) }.flatMap { try lacking(method, tree: $0) }
  }

  private func lacking(_ method: TreeMethod, tree: DatabaseKey) throws -> String? {
    let object = try reader.object(GitTrees.tree, key: Name(tree.text))
    let need = Need(permission: Name(method.rawValue), target: .object(object))
    return try holds(need) ? nil : "\(method) on \(object.argument)"
  }

  private func first<Value>(_ values: [Value], _ lacking: (Value) throws -> String?) rethrows -> String? {
    for value in values {
      if let found = try lacking(value) { return found }
    }
    return nil
  }
}
