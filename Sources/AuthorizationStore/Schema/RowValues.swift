internal import Authorization
import Foundation
internal import GRDB
internal import GRDBSQLite

/// A value as it stands in a column. SQLite holds any value in any column, whatever its declared type.
///
/// GRDB's own decoding traps or throws on values of another type, and ends texts at a NUL; this does neither.
struct StoredValue: DatabaseValueConvertible, StatementColumnConvertible {
  let databaseValue: DatabaseValue

  init(_ value: DatabaseValue) { databaseValue = value }

  init(sqliteStatement statement: SQLiteStatement, index: CInt) {
    guard sqlite3_column_type(statement, index) == SQLITE_TEXT,
      let text = sqlite3_column_text(statement, index)
    else {
      databaseValue = DatabaseValue(sqliteStatement: statement, index: index)
      return
    }
    let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, index)))
    databaseValue = String(decoding: bytes, as: UTF8.self).databaseValue
  }

  static func fromStatement(_ statement: SQLiteStatement, atUncheckedIndex index: CInt) -> StoredValue? {
    StoredValue(sqliteStatement: statement, index: index)
  }

  static func fromDatabaseValue(_ value: DatabaseValue) -> StoredValue? { StoredValue(value) }

  /// The texts of a one-column query; those that are NULL are left out.
  static func texts(_ statement: Statement, arguments: StatementArguments = []) throws -> [String] {
    try fetchAll(statement, arguments: arguments).compactMap(\.databaseValue.text)
  }

  static func texts(_ database: Database, sql: String, arguments: StatementArguments = []) throws -> [String]
  {
    try texts(database.makeStatement(sql: sql), arguments: arguments)
  }
}

/// A row of a query, read whole.
///
/// Data is read with this and never with GRDB's `Row`, whose typed values trap where the data is of another type.
struct StoredRow {
  private let values: [DatabaseValue]

  init(_ row: Row) { values = (0..<row.count).map { (row[$0] as StoredValue).databaseValue } }

  subscript(_ index: Int) -> DatabaseValue { values.indices.contains(index) ? values[index] : .null }

  func text(_ index: Int) -> String? { self[index].text }
  func name(_ index: Int) -> Name? { Name(self[index]) }
  func bool(_ index: Int) -> Bool? { self[index].bool }
  func integer(_ index: Int) -> Int64? { self[index].integer }
  /// A number that the query counted.
  func count(_ index: Int) -> Int { self[index].integer.map { Int($0) } ?? 0 }

  static func fetchCursor(
    _ statement: Statement, arguments: StatementArguments = []
  ) throws -> MapCursor<RowCursor, StoredRow> {
    try Row.fetchCursor(statement, arguments: arguments).map { StoredRow($0) }
  }

  static func fetchAll(_ statement: Statement, arguments: StatementArguments = []) throws -> [StoredRow] {
    try Array(fetchCursor(statement, arguments: arguments))
  }

  static func fetchOne(_ statement: Statement, arguments: StatementArguments = []) throws -> StoredRow? {
    try fetchCursor(statement, arguments: arguments).next()
  }
}

extension DatabaseValue {
  /// The value as people read it. Bytes are taken for UTF-8, with replacement characters where they are not.
  var text: String? {
    switch storage {
    case .null: nil
    case .string(let text): text
    case .int64(let integer): String(integer)
    case .double(let double): String(double)
    case .blob(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Whether SQLite takes the value for true in a condition: the number that it begins with is not 0.
  var bool: Bool? {
    switch storage {
    case .null: nil
    case .int64(let integer): integer != 0
    case .double(let double): double != 0
    case .string(let text): Self.isTrue(text.utf8)
    case .blob(let bytes): Self.isTrue(bytes)
    }
  }

  /// The whole number of the value; nil where it is none.
  var integer: Int64? {
    switch storage {
    case .int64(let integer): integer
    case .double(let double): Int64(exactly: double)
    case .string(let text): Int64(text)
    case .null, .blob: nil
    }
  }

  private static func isTrue(_ bytes: some Sequence<UInt8>) -> Bool {
    let spaces: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D]
    var rest = Array(bytes.drop { spaces.contains($0) })[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    func digits() -> ArraySlice<UInt8> {
      let found = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest.dropFirst(found.count)
      return found
    }
    var number = Array(digits())
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      number += digits()
    }
    return number.contains { $0 != UInt8(ascii: "0") }
  }

  /// What stands for the value in SQL. GRDB binds texts as C strings, which end at a NUL; such a text is bound as
  /// its bytes.
  var mark: String { hasNul ? "CAST(? AS TEXT)" : "?" }

  /// What is bound where `mark` stands.
  var bound: DatabaseValue {
    guard hasNul, case .string(let text) = storage else { return self }
    return Array(text.utf8).withUnsafeBytes { Data($0) }.databaseValue
  }

  private var hasNul: Bool {
    guard case .string(let text) = storage else { return false }
    return text.utf8.contains(0)
  }
}
