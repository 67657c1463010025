internal import Authorization
internal import GRDB

/// Grants and role assignments on objects that do not exist.
enum OrphanGrant: FindingSearch {
  static let rule = FindingRule.orphanGrant

  static func search(_ scan: FindingScan) throws {
    try ObjectScan.forEach(scan) { reader, rows, type, table in
      table.map { table in
        let key = "g.\(rows.object.quoted)"
        guard rows.onlyType != nil else { return table.orphanSQL(key, isGuardian: !rows.isRole) }
        // Foreign keys are kept by the database where they are switched on; other programs may have them off.
        return
          "\(key) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \(table.table.quoted) AS o WHERE o.\(table.key.quoted) = \(key))"
      }
    } found: { _, row in
      try scan.add(
        Finding(
          rule, "\(row.words), which does not exist", about: row.holder.ref, fix: row.fix, proof: row.check())
      )
    }
  }
}
