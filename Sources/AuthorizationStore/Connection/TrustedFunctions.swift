internal import GRDB
internal import GRDBSQLite

/// What the checks of Django's tables call, and SQLite 3.40 takes for unsafe without a reason.
enum TrustedFunctions {
  /// Lets `CHECK (JSON_VALID(…))`, which Django writes for every JSON field, pass where the schema is not trusted.
  ///
  /// It is SQLite's own function, asked in an empty database and declared harmless.
  static func register(_ database: Database) {
    sqlite3_create_function_v2(
      database.sqliteConnection, "json_valid", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nil,
      { context, _, values in
        var empty: OpaquePointer?
        var statement: OpaquePointer?
        defer {
          sqlite3_finalize(statement)
          sqlite3_close(empty)
        }
        guard sqlite3_open(":memory:", &empty) == SQLITE_OK,
          sqlite3_prepare_v2(empty, "SELECT json_valid(?1)", -1, &statement, nil) == SQLITE_OK,
          sqlite3_bind_value(statement, 1, values?[0]) == SQLITE_OK, sqlite3_step(statement) == SQLITE_ROW
        else { return sqlite3_result_error(context, "json_valid failed", -1) }
        sqlite3_result_value(context, sqlite3_column_value(statement, 0))
      }, nil, nil, nil)
  }
}
