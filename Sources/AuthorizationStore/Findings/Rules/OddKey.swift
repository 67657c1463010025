internal import Authorization
internal import GRDB

/// Grants and role assignments whose key is not how the table of the objects writes it.
enum OddKey: FindingSearch {
  static let rule = FindingRule.oddKey

  static func search(_ scan: FindingScan) throws {
    try ObjectScan.forEach(scan) { reader, rows, type, table in
      guard let table, table.isInteger || table.isUUID else { return nil }
      let text = "g.\(rows.object.quoted)"
      // What is an orphan is told there.
      return "\(text) IS NOT NULL AND NOT (\(table.isCanonicalSQL(text))) "
        + "AND NOT (\(table.orphanSQL(text, isGuardian: !rows.isRole)))"
    } found: { row in
      try scan.add(
        Finding(
          rule, "\(row.words), which is not how the key is written: it gives nothing", about: row.holder.ref,
          fix: row.fix,
          proof: ["permscope", "check", "DB", row.holder.argument, row.permission, row.argument]))
    }
  }
}
