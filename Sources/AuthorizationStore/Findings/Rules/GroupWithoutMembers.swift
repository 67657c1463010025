internal import Authorization
internal import GRDB

/// Groups that nobody is in.
enum GroupWithoutMembers: FindingSearch {
  static let rule = FindingRule.groupWithoutMembers

  static func search(_ scan: FindingScan) throws {
    try scan.slices("auth_group AS h", by: "h.id") { reader, slice in
      let link = reader.schema.memberships
      let sql = """
        SELECT h.id, h.name FROM auth_group AS h WHERE \(slice.condition) AND NOT EXISTS \
        (SELECT 1 FROM \(link.table.quoted) AS m WHERE m.\(link.to.quoted) = h.id) ORDER BY h.id
        """
      let rows = try StoredRow.fetchAll(
        reader.database.makeStatement(sql: sql), arguments: StatementArguments(slice.arguments))
      for row in rows {
        guard let key = DatabaseKey(row[0]), let name = row.name(1) else { continue }
        let policy = try policy(reader, key)
        let fix = FindingFix(
          "delete group \(name)", [.deleteGroup(key)],
          commands: [["permscope", "group", "delete", "DB", name.text]])
        try scan.add(
          Finding(
            rule,
            "nobody is in group \(name)"
              + (policy.map { ", though policy \($0) opens git trees to it" } ?? ""),
            // Deleting it would leave the policy without a group, which opens its trees to anyone.
            about: EntityRef(kind: .group, key: key, name: name), fix: policy == nil ? fix : nil,
            proof: ["permscope", "group", "delete", "DB", name.text, "--dry-run"]))
      }
    }
  }

  private static func policy(_ reader: AuthorizationReader, _ group: DatabaseKey) throws -> Name? {
    guard reader.schema.has(.trees) else { return nil }
    let sql =
      "SELECT name FROM datawarehouse_gittreepolicy WHERE read_group_id = ? OR write_group_id = ? ORDER BY id LIMIT 1"
    return try StoredRow.fetchOne(
      reader.database.cachedStatement(sql: sql), arguments: [group.value, group.value])?.name(0)
  }
}
