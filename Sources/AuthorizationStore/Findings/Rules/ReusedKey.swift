internal import Authorization
internal import GRDB

/// Role assignments that are older than the object they are on.
enum ReusedKey: FindingSearch {
  static let rule = FindingRule.reusedKey

  /// Where Django's and Pulp's models write when a row was made.
  private static let moments = ["pulp_created", "date_joined", "created", "created_at"]

  static func search(_ scan: FindingScan) throws {
    try ObjectScan.forEach(scan) { reader, rows, type, table in
      // UUIDs are drawn anew; only counted keys come back. Grants of django-guardian have no date.
      guard rows.isRole, let table, table.isInteger else { return nil }
      let columns = try TableCatalog(reader.database).columns(table.table).map(\.name)
      guard let made = moments.first(where: columns.contains) else { return nil }
      let text = "g.\(rows.object.quoted)"
      // Both are UTC as Django writes it on SQLite, and sort as text.
      return """
        EXISTS (SELECT 1 FROM \(table.table.quoted) AS o WHERE o.\(table.key.quoted) = \(table.nativeSQL(text)) \
        \(table.guardSQL(text).map { "AND \($0) " } ?? "")AND g.pulp_created < o.\(made.quoted))
        """
    } found: { _, row in
      try scan.add(
        Finding(
          rule, "\(row.words), which was made after the assignment: it was meant for another one",
          about: row.holder.ref, fix: row.fix, proof: row.counts ? row.check() : rule.proof))
    }
  }
}
