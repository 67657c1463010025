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
              + (policy.map { ", though policy \($0.name) opens git trees to it" } ?? "")
              + (named[name].map { "; \($0)" } ?? ""),
            // Deleting it would leave the policy without a group, which opens its trees to anyone; and what names it
            // would mean nobody, or fail.
            about: ref, fix: policy == nil && named[name] == nil ? fix : nil,
            proof: try policy.map { try proof(reader, $0) } ?? delete + ["--dry-run"]))
      }
    }
  }

  /// The groups that an access policy names, and in words what it says of them.
  private static func mentions(_ policy: PolicyText) -> [(Name, String)] {
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

  /// A policy of git trees that names a group, and for what.
  private struct TreePolicy {
    var key: DatabaseKey
    var name: Name
    var method: Name
  }

  private static func policy(_ reader: AuthorizationReader, _ group: DatabaseKey) throws -> TreePolicy? {
    guard reader.schema.has(.trees) else { return nil }
    let sql =
      "SELECT id, name, read_group_id = ? FROM datawarehouse_gittreepolicy WHERE read_group_id = ? OR write_group_id = ? ORDER BY id LIMIT 1"
    let row = try StoredRow.fetchOne(
      reader.database.cachedStatement(sql: sql), arguments: [group.value, group.value, group.value])
    guard let row, let key = DatabaseKey(row[0]), let name = row.name(1) else { return nil }
    return TreePolicy(key: key, name: name, method: row.bool(2) == true ? "read" : "write")
  }

  /// Nobody may do to a tree of the policy what is open to the group; its deletion is refused before anybody is counted.
  private static func proof(_ reader: AuthorizationReader, _ policy: TreePolicy) throws -> [String] {
    let sql = "SELECT name FROM datawarehouse_gittree WHERE policy_id = ? ORDER BY id LIMIT 1"
    let tree = try StoredRow.fetchOne(
      reader.database.cachedStatement(sql: sql), arguments: [policy.key.value])?.name(0)
    return tree.map { ["permscope", "who-can", "DB", policy.method.text, "tree:\($0)"] } ?? rule.proof
  }
}
