internal import Authorization
internal import GRDB

/// Objects, their types and permissions.
extension Sections {
  func object(_ ref: EntityRef, _ section: SectionID) throws -> [ListPart] {
    guard let type = ref.type ?? TypeName(ref.name.text) else { return [] }
    if ref.kind == .type {
      switch section {
      case .permissions: return [permissions(ofType: ref.key)]
      case .objects: return try objects(type).map { [$0] } ?? []
      default: return []
      }
    }
    let address = try reader.address(of: ref)
    switch section {
    case .grantedTo: return try grantees(address)
    case .roles: return schema.has(.roles) ? try roles(onObject: address) : []
    default: return []
    }
  }

  private func permissions(ofType type: DatabaseKey) -> ListPart {
    part(
      from: "auth_permission AS p CROSS JOIN django_content_type AS ct",
      conditions: ["p.content_type_id = ?", "ct.id = p.content_type_id"], arguments: [type.value],
      order: ["p.codename", "p.id"], slices: "p.id", filters: ["p.codename", "p.name"],
      columns: ["p.id", "ct.app_label || '.' || p.codename", "p.name"]
    ) { _, row in Self.ref(.permission, row).map { FilledRow($0, $0.name.text, note: row.text(2) ?? "") } }
  }

  /// The objects of a type with their keys, in the order of the objects view.
  private func objects(_ type: TypeName) throws -> ListPart? {
    guard var part = try ListCatalog(reader).objects(type) else { return nil }
    let fill = part.fill
    part.fill = { reader, keys in
      try fill(reader, keys).map { row in
        row.map { row in
          let key = row.cells.dropFirst().first
          let isNamed = key != .text(row.ref.name.text)
          return FilledRow(
            row.ref, row.ref.name.text, note: isNamed ? key.map { "key \($0.words)" } ?? "" : "")
        }
      }
    }
    return part
  }

  /// Roles on one object. Pulp compares the key alone: what was meant for another type with this key counts too.
  private func roles(onObject object: ObjectAddress) throws -> [ListPart] {
    guard let typeKey = object.typeKey else { return [] }
    let meant = try holders(
      conditions: ["a.object_id = ?", "a.content_type_id = ?"], arguments: [object.text.text, typeKey.value],
      shows: .role)
    let strayed = try holders(
      conditions: [
        "a.object_id = ?", "a.content_type_id <> ?",
        """
        EXISTS (SELECT 1 FROM core_role_permissions AS rp CROSS JOIN auth_permission AS p \
        WHERE rp.role_id = a.role_id AND p.id = rp.permission_id AND p.content_type_id = ?)
        """,
      ], arguments: [object.text.text, typeKey.value, typeKey.value],
      shows: .roleAndPlace, warning: "counts here though meant for")
    return meant + strayed
  }

  /// Who carries a permission at model level, and which roles do.
  func permission(_ key: DatabaseKey, _ section: SectionID) throws -> [ListPart] {
    switch section {
    case .holdersOfPermission:
      let users = schema.users
      let own = schema.userPermissions
      let ownKey = "g.\(try self.key(of: own.table).quoted)"
      let shared = schema.groupPermissions
      let sharedKey = "g.\(try self.key(of: shared.table).quoted)"
      let username = "u.\(users.username.quoted)"
      return [
        part(
          from: "\(own.table.quoted) AS g CROSS JOIN \(users.table.quoted) AS u",
          conditions: ["g.\(own.to.quoted) = ?", "u.\(users.key.quoted) = g.\(own.from.quoted)"],
          arguments: [key.value], order: [username, ownKey],
          access: .sortedWhenFew(otherwise: [ListPart.Term(sql: ownKey)]), slices: ownKey,
          filters: [username],
          columns: userColumns, make: Self.user),
        part(
          from: "\(shared.table.quoted) AS g CROSS JOIN auth_group AS h",
          conditions: ["g.\(shared.to.quoted) = ?", "h.id = g.\(shared.from.quoted)"],
          arguments: [key.value], order: ["h.name", sharedKey],
          access: .sortedWhenFew(otherwise: [ListPart.Term(sql: sharedKey)]), slices: sharedKey,
          filters: ["h.name"],
          columns: [
            "h.id", "h.name", BoundedCount.sql(schema.memberships.table, schema.memberships.to, "h.id"),
          ]
        ) { _, row in
          Self.ref(.group, row).map {
            FilledRow($0, "group \($0.name)", note: Counting.words(row.count(2), "member"))
          }
        },
      ]
    case .rolesWithPermission:
      guard schema.has(.roles) else { return [] }
      return [
        part(
          from: "core_role_permissions AS rp CROSS JOIN core_role AS r",
          conditions: ["rp.permission_id = ?", "r.pulp_id = rp.role_id"], arguments: [key.value],
          order: ["r.name", "r.pulp_id"], access: .sortedWhenFew(otherwise: nil), filters: ["r.name"],
          columns: ["r.pulp_id", "r.name"]
        ) { _, row in Self.ref(.role, row).map { FilledRow($0, $0.name.text) } }
      ]
    default: return []
    }
  }
}
