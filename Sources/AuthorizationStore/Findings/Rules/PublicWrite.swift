internal import Authorization
internal import GRDB

/// Policies without a write group that regulate git trees.
enum PublicWrite: FindingSearch {
  static let rule = FindingRule.publicWrite

  static func search(_ scan: FindingScan) throws {
    try scan.slices(
      "datawarehouse_gittreepolicy AS p", by: "p.id", where: ["p.write_group_id IS NULL"]
    ) { reader, slice in
      // One tree tells that there are some, and is what the proof asks about.
      let sql = """
        SELECT p.id, p.name, p.read_group_id, \
        (SELECT t.name FROM datawarehouse_gittree AS t WHERE t.policy_id = p.id ORDER BY t.id LIMIT 1), \
        \(BoundedCount.sql("datawarehouse_gittree", "policy_id", "p.id")) \
        FROM datawarehouse_gittreepolicy AS p WHERE p.write_group_id IS NULL AND \(slice.condition) ORDER BY p.id
        """
      let rows = try StoredRow.fetchAll(
        reader.database.makeStatement(sql: sql), arguments: StatementArguments(slice.arguments))
      for row in rows {
        guard let key = DatabaseKey(row[0]), let name = row.name(1), let tree = row.name(3) else { continue }
        try scan.add(
          Finding(
            rule,
            "anyone may write "
              + (row.count(4) == 1 ? "git tree \(tree)" : "the \(Counting.words(row.count(4), "git tree"))")
              + " of policy \(name)",
            about: EntityRef(kind: .policy, key: key, name: name), fix: try fix(reader, key, name, row[2]),
            proof: ["permscope", "who-can", "DB", "write", "tree:\(tree)"]))
      }
    }
  }

  /// Whoever may read at least keeps writing; with nobody named there is nobody to propose.
  private static func fix(
    _ reader: AuthorizationReader, _ policy: DatabaseKey, _ name: Name, _ readGroup: DatabaseValue
  ) throws -> FindingFix? {
    guard let key = DatabaseKey(readGroup), let words = try reader.relations.name(of: .group, key: key)
    else { return nil }
    let group = EntityRef(kind: .group, key: key, name: words)
    return FindingFix(
      "set the write group of \(name) to \(words), its read group",
      [.setAccess(policy: policy, .write, group: key)],
      commands: name.isArgument
        ? [["permscope", "policy", "set-write", "DB", name.text, group.groupArgument]] : [])
  }
}
