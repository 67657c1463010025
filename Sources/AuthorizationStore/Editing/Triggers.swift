internal import Authorization
internal import GRDB

/// Triggers of the tables that an edit writes to. What they do is beyond every preview.
struct Triggers {
  let database: Database

  /// `name on table` for each.
  func names(on tables: Set<String>) throws -> [String] {
    let rows = try StoredRow.fetchAll(
      database.cachedStatement(
        sql: "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY tbl_name, name"))
    return rows.compactMap { row in
      guard let name = row.text(0), let table = row.text(1), tables.contains(table) else { return nil }
      return "\(name) on \(table)"
    }
  }

  /// Nil where none runs with these rows.
  func warning(_ rows: [RowChange]) throws -> String? {
    let names = try names(on: Set(rows.map(\.table)))
    guard !names.isEmpty else { return nil }
    return
      "triggers run with this edit, and what they write is not in the preview: \(names.joined(separator: ", "))"
  }
}
