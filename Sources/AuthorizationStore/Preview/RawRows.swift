internal import Authorization
import Foundation
internal import GRDB
internal import GRDBSQLite

/// Rows read straight from SQLite: a preview looks at hundreds of thousands, and GRDB's rows cost several times more.
///
/// INVARIANT: used only inside a read of the statement's connection.
struct RawRow {
  fileprivate let handle: OpaquePointer

  /// A key; nil where the column is NULL or bytes.
  func key(_ index: CInt) -> DatabaseKey? {
    if sqlite3_column_type(handle, index) == SQLITE_INTEGER {
      return .integer(sqlite3_column_int64(handle, index))
    }
    return DatabaseKey(StoredValue(sqliteStatement: handle, index: index))
  }

  func integer(_ index: CInt) -> Int { Int(sqlite3_column_int64(handle, index)) }

  func value(_ index: CInt) -> DatabaseValue {
    StoredValue(sqliteStatement: handle, index: index).databaseValue
  }
}

enum RawRows {
  /// Hands over every row of a query.
  static func forEach(
    _ database: Database, _ sql: String, _ arguments: [DatabaseValue] = [], _ body: (RawRow) throws -> Void
  ) throws {
    let handle = try database.cachedStatement(sql: sql).sqliteStatement
    try bind(arguments, handle, database)
    defer { sqlite3_reset(handle) }
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW: try body(RawRow(handle: handle))
      case SQLITE_DONE: return
      case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code), sql: sql)
      }
    }
  }

  /// Runs a statement once for each row of arguments.
  static func execute(
    _ database: Database, _ sql: String, _ rows: some Sequence<[DatabaseValue]>
  ) throws {
    let handle = try database.cachedStatement(sql: sql).sqliteStatement
    defer { sqlite3_reset(handle) }
    for row in rows {
      try bind(row, handle, database)
      let code = sqlite3_step(handle)
      guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code), sql: sql) }
    }
  }

  private static func bind(_ values: [DatabaseValue], _ handle: OpaquePointer, _ database: Database) throws {
    sqlite3_reset(handle)
    for (offset, value) in values.enumerated() {
      let code = value.bind(to: handle, at: CInt(offset + 1))
      guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
  }
}

extension RowValue {
  /// The value as SQLite takes it.
  var stored: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let integer): integer.databaseValue
    case .real(let double): double.databaseValue
    case .text(let name): name.text.databaseValue
    case .bytes(let bytes): bytes.withUnsafeBytes { Data($0) }.databaseValue
    }
  }
}
