internal import Authorization
internal import GRDB

extension ListCatalog {
  /// Permissions by type, then codename: the order that the indexes of Django give.
  var permissions: ViewList {
    let isCustom = """
      NOT (r.codename = 'add_' || ct.model OR r.codename = 'change_' || ct.model \
      OR r.codename = 'delete_' || ct.model OR r.codename = 'view_' || ct.model)
      """
    let users = schema.userPermissions
    let groups = schema.groupPermissions
    let name = "ct.app_label || '.' || r.codename"
    return ViewList(
      kind: .permission, from: "django_content_type AS ct CROSS JOIN auth_permission AS r",
      byKey: "auth_permission AS r CROSS JOIN django_content_type AS ct",
      conditions: ["r.content_type_id = ct.id"], key: "r.id", name: name,
      order: ["ct.app_label", "ct.model", "r.codename"].map { ListPart.Term(sql: $0) },
      filters: [name, "r.name"],
      fields: [
        "permission": .text(name), "custom": .flag(isCustom, else: false),
        "users": .count(BoundedCount.sql(users.table, users.to, "r.id")),
        "groups": .count(BoundedCount.sql(groups.table, groups.to, "r.id")),
        "roles": schema.has(.roles)
          ? .count(BoundedCount.sql("core_role_permissions", "permission_id", "r.id")) : .text(nil),
        "title": .text("r.name"),
      ])
  }

  /// Types that have permissions, by their names.
  var types: ListPart {
    let name = "r.app_label || '.' || r.model"
    let count = BoundedCount.sql("auth_permission", "content_type_id", "r.id")
    let sql = "SELECT r.app_label, r.model, \(count) FROM django_content_type AS r WHERE r.id = ?"
    return ListPart(
      from: "django_content_type AS r",
      conditions: ["EXISTS (SELECT 1 FROM auth_permission AS p WHERE p.content_type_id = r.id)"],
      order: ["r.app_label", "r.model", "r.id"].map { ListPart.Term(sql: $0) }, slices: "r.id",
      filters: [name],
      sorts: ["type": ListPart.Sort(sql: name), "permissions": ListPart.Sort(sql: count, canBeNull: false)]
    ) { reader, keys in
      let statement = try reader.database.cachedStatement(sql: sql)
      return try keys.map { key -> FilledRow? in
        guard let row = try StoredRow.fetchOne(statement, arguments: StatementArguments(key)),
          let key = key.first.flatMap({ DatabaseKey($0) }), let app = Name(row[0]), let model = Name(row[1])
        else { return nil }
        let type = TypeName(app: app, model: model)
        let table = try reader.table(of: type)
        return FilledRow(
          ref: EntityRef(kind: .type, key: key, name: Name(type.description), type: type),
          cells: [
            .text(type.description), .count(row.count(2)), table.map { .text($0.table) } ?? .none,
            table?.name.map { .text($0.column) } ?? .none,
          ], faded: table == nil)
      }
    }
  }
}
