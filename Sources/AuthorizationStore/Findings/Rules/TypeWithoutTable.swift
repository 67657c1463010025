internal import Authorization
internal import GRDB

/// Types that are granted on and have no table here.
enum TypeWithoutTable: FindingSearch {
  static let rule = FindingRule.typeWithoutTable

  static func search(_ scan: FindingScan) throws {
    var tables: [ObjectRows] = []
    try scan.read { tables = try ObjectRows.all($0) }
    for rows in tables {
      try scan.read { reader in
        for (type, key) in try rows.types(reader) where try reader.table(of: type) == nil {
          let sql = """
            SELECT \(ObjectRow.columns(rows)), (SELECT count(*) FROM (SELECT 1 FROM \(rows.table.quoted) AS c \
            WHERE c.content_type_id = g.content_type_id LIMIT \(BoundedCount.limit)) AS n) \
            FROM \(rows.table.quoted) AS g WHERE g.content_type_id = ? LIMIT 1
            """
          let first = try StoredRow.fetchOne(reader.database.cachedStatement(sql: sql), arguments: [key])
          guard let first, let typeKey = DatabaseKey(key),
            let row = try ObjectRow(first, rows, type, FindingWords(reader))
          else { continue }
          let noun = rows.isRole ? "role assignment" : "object grant"
          try scan.add(
            Finding(
              rule,
              "\(Counting.words(first.count(3), noun)) of \(rows.isGroup ? "groups" : "users") on \(type), which has no table here",
              about: EntityRef(kind: .type, key: typeKey, name: Name(type.description), type: type),
              proof: row.counts
                ? ["permscope", "list-objects", "DB", row.holder.argument, row.permission, type.description]
                : rule.proof))
        }
      }
    }
  }
}
