internal import Authorization
internal import GRDB

/// Rows of one of guardian's tables that belong to a holder, before a permission is looked at.
private struct HeldGrants {
  let grants: GrantTable
  let sources: String
  let condition: String
  let holder: DatabaseKey
}

extension BatchSession {
  /// guardian: `get_objects_for_user`.
  func objectsForUser(_ query: BatchQuery) throws -> [Name] {
    try require(.guardian)
    let chain = try chain(query)
    let asked = try subject(query)
    var wanted = try WantedObjects(self, query)
    let withSuperuser = try query.flag("with_superuser", default: true)
    // `is_active` is not looked at.
    if withSuperuser, asked.isSuperuser { return try everything(wanted) }
    let user = try row(for: asked)
    guard case .user(let key) = user.kind else { return [] }
    if try withSuperuser && query.flag("accept_global_perms", default: true) {
      let general = try wanted.codenames.filter {
        try allows(user, Name("\(wanted.type.app).\($0)"), nil, chain)
      }
      wanted.codenames.subtract(general)
      if !general.isEmpty, wanted.codenames.isEmpty || wanted.anyPermission { return try everything(wanted) }
    }
    let useGroups = try query.flag("use_groups", default: true)
    let own = held(grants(wanted.grantType, toGroups: false), by: key)
    let shared = held(grants(wanted.grantType, toGroups: true), byGroupsOf: key)
    let needsAll = !wanted.anyPermission && wanted.codenames.count > 1
    if needsAll, useGroups { return try holdingAll(wanted, [own, shared]) }
    let counted = needsAll ? wanted.codenames.count : 1
    return try holdingAny(wanted, useGroups ? [own, shared] : [own], atLeast: counted)
  }

  /// guardian: `get_objects_for_group`.
  func objectsForGroup(_ query: BatchQuery) throws -> [Name] {
    try require(.guardian)
    let key = try group(query.text("group"))
    var wanted = try WantedObjects(self, query)
    if try query.flag("accept_global_perms", default: true) {
      let general = try modelCodenames(ofGroup: key, wanted)
      wanted.codenames.subtract(general)
      if !general.isEmpty, wanted.codenames.isEmpty || wanted.anyPermission { return try everything(wanted) }
    }
    let own = held(grants(wanted.grantType, toGroups: true), by: key)
    // With one codename too the keys pass through Python here.
    if !wanted.anyPermission, !wanted.codenames.isEmpty { return try holdingAll(wanted, [own]) }
    return try holdingAny(wanted, [own], atLeast: 1)
  }

  private func everything(_ wanted: WantedObjects) throws -> [Name] {
    try names("SELECT \(wanted.table.textSQL) FROM \(wanted.table.table.quoted) AS o", [])
  }

  private func modelCodenames(ofGroup key: DatabaseKey, _ wanted: WantedObjects) throws -> Set<Name> {
    guard !wanted.codenames.isEmpty, !wanted.keys.isEmpty else { return [] }
    let link = schema.groupPermissions
    let sql =
      "SELECT p.codename FROM \(link.table.quoted) AS g CROSS JOIN auth_permission AS p WHERE g.\(link.from.quoted) = ? "
      + "AND p.id = g.\(link.to.quoted) AND p.id IN \(Self.marks(wanted.keys.count))"
    return Set(try names(sql, [key.value] + wanted.keys.map(\.value)))
  }

  private func held(_ grants: GrantTable, by holder: DatabaseKey) -> HeldGrants {
    HeldGrants(grants: grants, sources: grants.source, condition: "\(grants.holderSQL) = ?", holder: holder)
  }

  private func held(_ grants: GrantTable, byGroupsOf user: DatabaseKey) -> HeldGrants {
    let member = schema.memberships
    return HeldGrants(
      grants: grants, sources: "\(member.table.quoted) AS m CROSS JOIN \(grants.source)",
      condition: "m.\(member.from.quoted) = ? AND \(grants.holderSQL) = m.\(member.to.quoted)", holder: user)
  }

  /// Objects with at least this many wanted rows in one of the tables. The database compares the keys.
  private func holdingAny(_ wanted: WantedObjects, _ parts: [HeldGrants], atLeast count: Int) throws -> [Name]
  {
    let keys = wanted.keys
    guard !keys.isEmpty else { return [] }
    let table = wanted.table
    var found: Set<Name> = []
    for part in parts {
      let key = part.grants.keySQL
      let inner =
        "SELECT \(key) AS k FROM \(part.sources) WHERE \(part.condition) AND g.permission_id IN \(Self.marks(keys.count)) "
        + "GROUP BY \(key) HAVING count(*) >= \(count)"
      // Integer keys are compared as text (`007` is not 7), UUIDs with their dashes taken out.
      let match =
        part.grants.isGeneric
        ? table.nativeSQL("h.k") + (table.isInteger ? " AND \(table.textSQL) = h.k" : "") : "h.k"
      let sql =
        "SELECT \(table.textSQL) FROM (\(inner)) AS h CROSS JOIN \(table.table.quoted) AS o "
        + "WHERE o.\(table.key.quoted) = \(match)"
      found.formUnion(try names(sql, [part.holder.value] + keys.map(\.value)))
    }
    return found.sorted()
  }

  /// Objects with every wanted permission, the rows of all tables counted together. Here Python converts
  /// the keys, so that `007` is 7, and text that is no key raises.
  private func holdingAll(_ wanted: WantedObjects, _ parts: [HeldGrants]) throws -> [Name] {
    let keys = wanted.keys
    guard keys.count == wanted.codenames.count else { return [] }
    var used = parts
    if Set(parts.map(\.grants.isGeneric)).count > 1 {
      used = try parts.filter { try hasRows($0, keys) }
      guard used.count < 2 || wanted.table.isText else {
        throw RaisedException("TypeError", "keys as text and keys of the table cannot be sorted together")
      }
    }
    guard !used.isEmpty else { return [] }
    let selects = used.map { part in
      "SELECT \(part.grants.keySQL) AS k, g.permission_id AS p FROM \(part.sources) "
        + "WHERE \(part.condition) AND g.permission_id IN \(Self.marks(keys.count))"
    }
    let sql =
      "SELECT k FROM (\(selects.joined(separator: " UNION "))) AS h GROUP BY k HAVING count(*) >= \(keys.count)"
    let arguments = used.flatMap { [$0.holder.value] + keys.map(\.value) }
    let values = try StoredValue.fetchAll(
      database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    return try existing(
      values.compactMap { DatabaseKey($0) }.map { try PythonKey.native($0, wanted.table) }, wanted.table)
  }

  private func hasRows(_ part: HeldGrants, _ keys: [DatabaseKey]) throws -> Bool {
    let sql =
      "SELECT 1 FROM \(part.sources) WHERE \(part.condition) AND g.permission_id IN \(Self.marks(keys.count)) LIMIT 1"
    let arguments = StatementArguments([part.holder.value] + keys.map(\.value))
    return try StoredValue.fetchOne(database.cachedStatement(sql: sql), arguments: arguments) != nil
  }

  /// The canonical text of those keys that are in the table.
  private func existing(_ keys: [DatabaseKey], _ table: TypeTable) throws -> [Name] {
    var found: Set<Name> = []
    let portion = 500
    for start in stride(from: 0, to: keys.count, by: portion) {
      let some = keys[start..<min(start + portion, keys.count)]
      let sql =
        "SELECT \(table.textSQL) FROM \(table.table.quoted) AS o WHERE o.\(table.key.quoted) IN \(Self.marks(some.count))"
      found.formUnion(try names(sql, some.map(\.value)))
    }
    return found.sorted()
  }
}

extension TypeTable {
  fileprivate var isText: Bool { !isInteger && !isUUID }
}
