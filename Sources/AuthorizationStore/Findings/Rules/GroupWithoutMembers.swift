internal import Authorization
internal import GRDB

/// Groups that nobody is in.
enum GroupWithoutMembers: FindingSearch {
  static let rule = FindingRule.groupWithoutMembers

  static func search(_ scan: FindingScan) throws {
    var named: [Name: String] = [:]
    try PolicyScan.forEach(scan) { _, policy in
      for (group, words) in mentions(policy) where named[group] == nil { named[group] = words }
    }
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
        let ref = EntityRef(kind: .group, key: key, name: name)
        let delete = ["permscope", "group", "delete", "DB", ref.groupArgument]
        let fix = FindingFix("delete group \(name)", [.deleteGroup(key)], commands: [delete])
        try scan.add(
          Finding(
            rule,
            "nobody is in group \(name)"
              + (policy.map { ", though policy \($0) opens git trees to it" } ?? "")
              + (named[name].map { "; \($0)" } ?? ""),
            // Deleting it would leave the policy without a group, which opens its trees to anyone; and what names it
            // would mean nobody, or fail.
            about: ref, fix: policy == nil && named[name] == nil ? fix : nil, proof: delete + ["--dry-run"]))
      }
    }
  }

  /// The groups that an access policy names, and in words what it says of them.
  private static func mentions(_ policy: PolicyScan.Policy) -> [(Name, String)] {
    let hooks = policy.fields.creationHooks.flatMap { try? CreationHooks.parse($0) }?.elements ?? []
    let given = hooks.flatMap { $0["groups"] }.map {
      ($0, "whoever creates something at \(policy.ref.name) gives it roles")
    }
    let principals = (policy.statements?.elements ?? []).flatMap(\.principal)
    return given
      + principals.compactMap { principal in
        guard case .group(let name) = Principal(principal) else { return nil }
        return (name, "access policy \(policy.ref.name) names it")
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
