internal import Authorization
internal import GRDB

/// The temporary tables and views in which a connection sees changed rows. Nothing of them reaches the file.
///
/// Views of the same names shadow the tables, so that every question sees the database as it would be. SQLite takes
/// a view apart into its two halves and still uses the table's indexes.
struct Scratch {
  let deltas: [TableDelta]

  /// The table with the rows of a delta that one side has and the other has not.
  static func table(_ number: Int, _ side: Side) -> String {
    "permscope_\(side == .before ? "removed" : "added")_\(number)"
  }

  static let items = "permscope_items"
  static let people = "permscope_people"

  /// Makes the tables, and on the side after the change the views.
  func install(_ database: Database, _ side: Side) throws {
    try Self.clear(database)
    try database.execute(
      sql: """
        CREATE TEMP TABLE \(Self.items) (id INTEGER PRIMARY KEY, t TEXT UNIQUE, n);
        CREATE TEMP TABLE \(Self.people) (id INTEGER PRIMARY KEY, k UNIQUE)
        """)
    for (number, delta) in deltas.enumerated() {
      try fill(database, delta, Self.table(number, .before), delta.removed)
      if side == .after {
        try fill(database, delta, Self.table(number, .after), delta.added)
        try database.execute(sql: view(delta, number))
      }
    }
  }

  /// Takes everything away again.
  static func clear(_ database: Database) throws {
    let rows = try StoredRow.fetchAll(
      database.cachedStatement(
        sql: "SELECT type, name FROM temp.sqlite_master WHERE type IN ('table', 'view') ORDER BY type DESC"))
    for row in rows {
      guard let kind = row.text(0), let name = row.text(1) else { continue }
      try database.execute(sql: "DROP \(kind) temp.\(name.quoted)")
    }
  }

  private func fill(
    _ database: Database, _ delta: TableDelta, _ name: String, _ rows: [[DatabaseValue]]
  ) throws {
    let columns = delta.columns.map { "\($0.name.quoted) \(Self.affinity($0.type))" }
    let key = delta.keys.map(\.quoted).joined(separator: ", ")
    // A key of one column is written with its column: of integers it is then the row's own number.
    let definitions =
      delta.keys.count == 1
      ? zip(delta.columns, columns).map { $1 + ($0.name == delta.keys[0] ? " PRIMARY KEY" : "") }
      : columns + ["PRIMARY KEY (\(key))"]
    try database.execute(
      sql: "CREATE TEMP TABLE \(name) (\(definitions.joined(separator: ", ")))")
    let marks = repeatElement("?", count: delta.columns.count).joined(separator: ", ")
    for row in rows where row.contains(where: { $0.mark != "?" }) {
      try database.execute(
        sql: "INSERT INTO \(name) VALUES (\(row.map(\.mark).joined(separator: ", ")))",
        arguments: StatementArguments(row.map(\.bound)))
    }
    try RawRows.execute(
      database, "INSERT INTO \(name) VALUES (\(marks))", rows.lazy.filter { $0.allSatisfy { $0.mark == "?" } }
    )
    // Few rows are looked through as quickly.
    guard rows.count > 16 else { return }
    for (number, columns) in delta.indexes.enumerated() {
      let list = columns.map(\.quoted).joined(separator: ", ")
      try database.execute(sql: "CREATE INDEX temp.\(name)_\(number) ON \(name) (\(list))")
    }
  }

  /// The affinity that SQLite takes a declared type for. The text of a type is the file's and never becomes SQL.
  private static func affinity(_ type: String) -> String {
    let type = type.uppercased()
    if type.contains("INT") { return "INTEGER" }
    if ["CHAR", "CLOB", "TEXT"].contains(where: { type.contains($0) }) { return "TEXT" }
    if type.isEmpty || type.contains("BLOB") { return "BLOB" }
    return ["REAL", "FLOA", "DOUB"].contains { type.contains($0) } ? "REAL" : "NUMERIC"
  }

  private func view(_ delta: TableDelta, _ number: Int) -> String {
    let columns = delta.columnNames.map(\.quoted).joined(separator: ", ")
    let removed = Self.table(number, .before)
    let isGone =
      delta.keys.count == 1
      ? "\(delta.keys[0].quoted) IN (SELECT \(delta.keys[0].quoted) FROM temp.\(removed))"
      : "EXISTS (SELECT 1 FROM temp.\(removed) AS r WHERE "
        + delta.keys.map { "r.\($0.quoted) = x.\($0.quoted)" }.joined(separator: " AND ") + ")"
    let kept = delta.removed.isEmpty ? "" : " WHERE NOT \(isGone)"
    let come =
      delta.added.isEmpty ? "" : " UNION ALL SELECT \(columns) FROM temp.\(Self.table(number, .after))"
    return
      "CREATE TEMP VIEW \(delta.table.quoted) AS SELECT \(columns) FROM main.\(delta.table.quoted) AS x\(kept)\(come)"
  }
}
