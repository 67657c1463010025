internal import Authorization
internal import GRDB
internal import GRDBSQLite

/// Reads and writes single rows by their primary keys, exactly as they stand in the columns.
struct RowStore {
  let database: Database

  init(_ database: Database) { self.database = database }

  /// The values of some columns of a row; nil where there is no such row.
  ///
  /// - Throws: `EditRefused` for a text that is not UTF-8: it could not be brought back exactly.
  func values(_ table: String, _ key: [ColumnValue], _ columns: [String]) throws -> [ColumnValue]? {
    // Without columns the question is whether the row is there.
    let names = columns.isEmpty ? "1" : columns.map(\.quoted).joined(separator: ", ")
    let sql = "SELECT \(names) FROM \(table.quoted) WHERE \(Self.condition(key))"
    let statement = try database.cachedStatement(sql: sql)
    let rows = try Row.fetchCursor(statement, arguments: Self.arguments(key))
    guard let row = try rows.next() else { return nil }
    return try columns.enumerated().map { index, column in
      guard let value = (row[index] as ExactValue).value else {
        throw EditRefused(
          Refusal(
            .invalid,
            "`\(column)` of a row in `\(table)` holds bytes that are not UTF-8 text and could not be brought back"
          ))
      }
      return ColumnValue(column, value)
    }
  }

  /// Every column of a row, in the table's order; nil where there is no such row.
  func row(_ table: String, _ key: [ColumnValue]) throws -> [ColumnValue]? {
    try values(table, key, TableCatalog(database).columns(table).map(\.name))
  }

  func exists(_ table: String, _ key: [ColumnValue]) throws -> Bool { try values(table, key, []) != nil }

  func insert(_ table: String, _ values: [ColumnValue]) throws {
    let columns = values.map(\.column.quoted).joined(separator: ", ")
    let marks = values.map(\.value.databaseValue.mark).joined(separator: ", ")
    try write(
      "INSERT INTO \(table.quoted) (\(columns)) VALUES (\(marks))", StatementArguments(Self.bound(values)),
      table)
  }

  func update(_ table: String, _ key: [ColumnValue], _ values: [ColumnValue]) throws {
    let sets = values.map { "\($0.column.quoted) = \($0.value.databaseValue.mark)" }.joined(separator: ", ")
    try write(
      "UPDATE \(table.quoted) SET \(sets) WHERE \(Self.condition(key))",
      StatementArguments(Self.bound(values)) + Self.arguments(key), table)
  }

  func delete(_ table: String, _ key: [ColumnValue]) throws {
    try write("DELETE FROM \(table.quoted) WHERE \(Self.condition(key))", Self.arguments(key), table)
  }

  private func write(_ sql: String, _ arguments: StatementArguments, _ table: String) throws {
    try database.cachedStatement(sql: sql).execute(arguments: arguments)
    guard database.changesCount == 1 else {
      throw EditRefused(
        Refusal(
          .conflict,
          "a row in `\(table)` could not be written: \(database.changesCount) rows changed instead of one"))
    }
  }

  static func condition(_ values: [ColumnValue]) -> String {
    values.map { "\($0.column.quoted) = \($0.value.databaseValue.mark)" }.joined(separator: " AND ")
  }

  static func arguments(_ values: [ColumnValue]) -> StatementArguments { StatementArguments(bound(values)) }

  private static func bound(_ values: [ColumnValue]) -> [DatabaseValue] {
    values.map(\.value.databaseValue.bound)
  }
}

/// A value of a column; nil where it is a text that is not UTF-8.
private struct ExactValue: DatabaseValueConvertible, StatementColumnConvertible {
  let value: RowValue?

  var databaseValue: DatabaseValue { value?.databaseValue ?? .null }

  init(sqliteStatement statement: SQLiteStatement, index: CInt) {
    guard sqlite3_column_type(statement, index) == SQLITE_TEXT,
      let text = sqlite3_column_text(statement, index)
    else {
      value = RowValue(DatabaseValue(sqliteStatement: statement, index: index))
      return
    }
    let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, index)))
    value = String(validating: bytes, as: UTF8.self).map { .text(Name($0)) }
  }

  static func fromStatement(_ statement: SQLiteStatement, atUncheckedIndex index: CInt) -> ExactValue? {
    ExactValue(sqliteStatement: statement, index: index)
  }

  static func fromDatabaseValue(_ value: DatabaseValue) -> ExactValue? { ExactValue(value: RowValue(value)) }

  private init(value: RowValue?) { self.value = value }
}
