internal import Authorization
internal import GRDB

/// Grants and role assignments on objects that do not exist.
enum OrphanGrant: FindingSearch {
  static let rule = FindingRule.orphanGrant

  static func search(_ scan: FindingScan) throws {
    try ObjectScan.forEach(scan) { reader, rows, type, table in
      table.map { $0.orphanSQL("g.\(rows.object.quoted)", isGuardian: !rows.isRole) }
    } found: { row in
      try scan.add(
        Finding(
          rule, "\(row.words), which does not exist", about: row.holder.ref, fix: row.fix,
          proof: ["permscope", "check", "DB", row.holder.argument, row.permission, row.argument]))
    }
  }
}
