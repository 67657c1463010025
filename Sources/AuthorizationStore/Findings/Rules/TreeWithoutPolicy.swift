internal import Authorization
internal import GRDB

/// Git trees that nobody may read or write.
enum TreeWithoutPolicy: FindingSearch {
  static let rule = FindingRule.treeWithoutPolicy

  static func search(_ scan: FindingScan) throws {
    try scan.slices("datawarehouse_gittree AS t", by: "t.id", where: ["t.policy_id IS NULL"]) {
      reader, slice in
      let sql =
        "SELECT t.id, t.name FROM datawarehouse_gittree AS t WHERE t.policy_id IS NULL AND \(slice.condition) ORDER BY t.id"
      let rows = try StoredRow.fetchAll(
        reader.database.makeStatement(sql: sql), arguments: StatementArguments(slice.arguments))
      for row in rows {
        guard let key = DatabaseKey(row[0]), let name = row.name(1) else { continue }
        let exception = reader.options.gitTreeSuperuserBypass ? " except superusers" : ""
        try scan.add(
          Finding(
            rule, "git tree \(name) has no policy: nobody may read or write it\(exception)",
            about: EntityRef(kind: .tree, key: key, name: name, type: GitTrees.tree),
            proof: ["permscope", "who-can", "DB", "read", "tree:\(name)"]))
      }
    }
  }
}
