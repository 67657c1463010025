internal import Authorization
internal import GRDB

/// Permissions that are granted on objects one by one and to somebody in general, where the general grant answers no
/// check of an object.
enum ModelGrantOnly: FindingSearch {
  static let rule = FindingRule.modelGrantOnly

  /// How many holders and objects are tried to show it.
  private static let tries = 5

  static func search(_ scan: FindingScan) throws {
    var permissions: [PermissionRow] = []
    try scan.read { reader in
      guard reader.djangoChain.backends.contains(where: { $0.id == .guardian }) else { return }
      permissions = try reader.allPermissionRows()
    }
    for permission in permissions {
      try scan.read { try finding($0, permission).map(scan.add) }
    }
  }

  private static func finding(_ reader: AuthorizationReader, _ permission: PermissionRow) throws -> Finding? {
    let (users, groups) = (try holders(reader, permission, false), try holders(reader, permission, true))
    guard !users.keys.isEmpty || !groups.keys.isEmpty else { return nil }
    let objects = try self.objects(reader, permission)
    let words = FindingWords(reader)
    let asked = try reader.permission(permission.name, on: permission.type)
    for (holders, isGroup) in [(users.keys, false), (groups.keys, true)] {
      for holder in try holders.compactMap({ try words.holder($0, isGroup: isGroup) }) {
        let subject = try reader.subject(holder.grantee)
        for object in objects {
          // What would raise is no answer to show.
          let isAllowed = try? subject.map { try reader.allows($0, asked, .object(object)) }
          guard isAllowed == .some(false) else { continue }
          return Finding(
            rule,
            "\(permission.name) is granted on objects one by one, and in general to \(who(users.count, groups.count)): that answers no check of an object, as \(holder.words) shows",
            about: EntityRef(kind: .permission, key: permission.key, name: permission.name),
            proof: [
              "permscope", "check", "DB", holder.argument, permission.name.text, object.argument,
            ])
        }
      }
    }
    return nil
  }

  private static func who(_ users: Int, _ groups: Int) -> String {
    [(users, "user"), (groups, "group")].filter { $0.0 > 0 }.map { Counting.words($0.0, $0.1) }
      .joined(separator: " and ")
  }

  /// The first who hold it in general, and how many there are.
  private static func holders(_ reader: AuthorizationReader, _ permission: PermissionRow, _ isGroup: Bool)
    throws
    -> (keys: [DatabaseValue], count: Int)
  {
    let link = isGroup ? reader.schema.groupPermissions : reader.schema.userPermissions
    let sql =
      "SELECT g.\(link.from.quoted) FROM \(link.table.quoted) AS g WHERE g.\(link.to.quoted) = ? LIMIT \(tries)"
    let keys = try StoredValue.fetchAll(
      reader.database.cachedStatement(sql: sql), arguments: [permission.key.value])
    let count = try StoredRow.fetchOne(
      reader.database.cachedStatement(sql: "SELECT \(BoundedCount.sql(link.table, link.to, "?"))"),
      arguments: [permission.key.value])
    return (keys.map(\.databaseValue), count?.count(0) ?? 0)
  }

  /// Some objects on which it is granted.
  private static func objects(_ reader: AuthorizationReader, _ permission: PermissionRow) throws
    -> [ObjectAddress]
  {
    try ObjectTables.grants.flatMap { table, column in
      let sql =
        "SELECT g.\(column) FROM \(table.quoted) AS g WHERE g.permission_id = ? AND g.content_type_id = ? LIMIT \(tries)"
      return try StoredValue.fetchAll(
        reader.database.cachedStatement(sql: sql),
        arguments: [permission.key.value, permission.typeKey.value]
      ).compactMap { Name($0) }.map { try reader.object(permission.type, key: $0) }.filter(\.exists)
    }
  }
}

extension AuthorizationReader {
  /// A holder of grants as somebody to ask about; nil where the row is gone.
  func subject(_ grantee: Grantee) throws -> Subject? {
    switch grantee {
    case .user(let key): return try user(key: key)
    case .group(let key):
      return try relations.name(of: .group, key: key).map { Subject(kind: .group(key), name: $0) }
    }
  }
}
