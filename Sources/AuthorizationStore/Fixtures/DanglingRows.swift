internal import Authorization
internal import GRDB
internal import GRDBSQLite

/// Rows of the whole database that an import would leave without what they refer to.
///
/// What the records refer to is checked with them; this is about rows that were there before.
enum DanglingRows {
  /// - Throws: `FixtureError` that names the first, before SQLite refuses to commit without a name.
  static func refuse(_ database: Database) throws {
    var open: Int32 = 0
    var highest: Int32 = 0
    sqlite3_db_status(database.sqliteConnection, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &highest, 0)
    guard open > 0 else { return }
    let statement = try database.makeStatement(
      sql: """
        SELECT c."table", c.rowid, c.parent, k."from" FROM pragma_foreign_key_check AS c, pragma_foreign_key_list(c."table") AS k
        WHERE k.id = c.fkid LIMIT 1
        """)
    guard let row = try StoredRow.fetchOne(statement) else { return }
    throw FixtureError(
      "`\(row.text(3) ?? "?")` of row \(row.text(1) ?? "?") of `\(row.text(0) ?? "?")` would refer to a row of `\(row.text(2) ?? "?")` that is not there"
    )
  }
}
