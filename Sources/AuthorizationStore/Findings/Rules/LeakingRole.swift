internal import Authorization
internal import GRDB

/// Roles on one object that count on an object of another type with the same key as well.
///
/// `ObjectRolePermissionBackend.has_perm` compares the key of an assignment and not its type (`Layer.Objects.Types.ignored`).
enum LeakingRole: FindingSearch {
  static let rule = FindingRule.leakingRole

  static func search(_ scan: FindingScan) throws {
    var isAsked = false
    try scan.read { reader in isAsked = reader.djangoChain.backends.contains { $0.id == .pulpRoles } }
    guard isAsked else { return }
    for (place, rows) in ObjectRows.roles.enumerated() {
      let share = Double(place) / 2...Double(place + 1) / 2
      try scan.slices("\(rows.table.quoted) AS g", by: "g.pulp_id", share: share) { reader, slice in
        let sql = """
          SELECT DISTINCT \(ObjectRow.columns(rows)), g.content_type_id, p.content_type_id \
          FROM \(rows.table.quoted) AS g CROSS JOIN core_role_permissions AS rp CROSS JOIN auth_permission AS p \
          WHERE \(slice.condition) AND g.object_id IS NOT NULL AND rp.role_id = g.role_id \
          AND p.id = rp.permission_id AND p.content_type_id <> g.content_type_id
          """
        let all = try StoredRow.fetchAll(
          reader.database.makeStatement(sql: sql), arguments: StatementArguments(slice.arguments))
        for row in all { try finding(reader, row, rows).map(scan.add) }
      }
    }
  }

  private static func finding(_ reader: AuthorizationReader, _ row: StoredRow, _ rows: ObjectRows) throws
    -> Finding?
  {
    let words = FindingWords(reader)
    guard let meant = try words.type(row[3]), let other = try words.type(row[4]),
      let found = try ObjectRow(row, rows, meant, words), let role = DatabaseKey(row[1]),
      // A proxy's object is the same row.
      TypeTables.tableName(meant, reader.schema) != TypeTables.tableName(other, reader.schema)
    else { return nil }
    let object = try reader.object(other, key: found.object.key)
    guard object.exists, object.text == found.object.key else { return nil }
    let given = try words.permissions(ofRole: role)
    guard let stray = given.first(where: { $0.type == other }) else { return nil }
    return Finding(
      rule,
      "\(found.holder.words) has \(found.what) on \(found.argument), which gives \(stray.name) on \(object.argument) as well",
      about: found.holder.ref,
      fix: try fix(words, found, role, given.filter { $0.type == meant }),
      proof: ["permscope", "check", "DB", found.holder.argument, stray.name.text, object.argument])
  }

  /// A role with the permissions that are meant takes the other one's place there. Nil where one of its name is
  /// something else already.
  private static func fix(
    _ words: FindingWords, _ row: ObjectRow, _ role: DatabaseKey, _ meant: [PermissionRow]
  ) throws -> FindingFix? {
    guard !meant.isEmpty else { return row.fix }
    let name = Name("\(row.what).\(row.object.type.model)")
    let known = try words.reader.relations.keyOfRole(name)
    if let known, Set(try words.permissions(ofRole: known).map(\.key)) != Set(meant.map(\.key)) { return nil }
    let narrow = Assignment(known ?? .created(name), to: row.holder.grantee, .object(row.object))
    let fields = RoleFields(name: name, permissions: meant.map(\.key))
    let permissions = try meant.map { try words.grantable($0) }
    let create = ["permscope", "role", "create", "DB", name.text, "--permission"] + permissions
    return FindingFix(
      "give \(row.holder.words) role \(name) instead, with the permissions on \(row.object.type) only",
      (known == nil ? [.createRole(fields)] : []) + [.assign(narrow)] + row.fix.changes,
      commands: name.isArgument
        ? (known == nil ? [create] : [])
          + [["permscope", "role", "assign", "DB", name.text, row.holder.argument, row.argument]]
          + row.fix.commands : [])
  }
}

extension RelationReader {
  /// The role with this name; nil where there is none.
  func keyOfRole(_ name: Name) throws -> DatabaseKey? {
    try StoredValue.fetchOne(
      database.cachedStatement(sql: "SELECT pulp_id FROM core_role WHERE name = ?"), arguments: [name.value]
    ).flatMap { DatabaseKey($0) }
  }
}
