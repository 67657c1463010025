internal import CSQLite

/// A connection through SQLite's C interface: the floor that everything is compared with.
///
/// It reads the file as the program does (read-only, the same page cache) and adds nothing to what SQLite costs.
final class RawDatabase {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  fileprivate let handle: OpaquePointer

  init(path: String) throws {
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened else { throw Failure(description: "cannot open `\(path)`") }
    handle = opened
    try run("PRAGMA cache_size = -8000")
  }

  deinit { sqlite3_close_v2(handle) }

  func run(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
  }

  func statement(_ sql: String) throws -> RawStatement {
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK, let prepared else { throw failure(sql) }
    return RawStatement(prepared, self)
  }

  /// The first column of the first row.
  func integer(_ sql: String) throws -> Int64 { try statement(sql).integer([]) ?? 0 }

  private func failure(_ sql: String) -> Failure {
    Failure(description: "\(String(cString: sqlite3_errmsg(handle))) in: \(sql)")
  }
}

/// A text argument that lives as long as the question, so that binding it copies nothing.
final class RawText {
  fileprivate let bytes: UnsafeMutableBufferPointer<CChar>
  fileprivate let count: Int32

  init(_ text: String) {
    let utf8 = text.utf8.map { CChar(bitPattern: $0) }
    bytes = .allocate(capacity: max(1, utf8.count))
    _ = bytes.initialize(from: utf8)
    count = Int32(utf8.count)
  }

  deinit { bytes.deallocate() }
}

/// A prepared statement.
final class RawStatement {
  enum Value {
    case integer(Int64)
    case text(RawText)
  }

  private let statement: OpaquePointer
  /// Statements must not outlive their connection.
  private let database: RawDatabase

  fileprivate init(_ statement: OpaquePointer, _ database: RawDatabase) {
    self.statement = statement
    self.database = database
  }

  deinit { sqlite3_finalize(statement) }

  private func bind(_ values: [Value]) {
    for (index, value) in values.enumerated() {
      switch value {
      case .integer(let integer): sqlite3_bind_int64(statement, Int32(index + 1), integer)
      case .text(let text):
        sqlite3_bind_text(statement, Int32(index + 1), text.bytes.baseAddress, text.count, nil)
      }
    }
  }

  /// The first column of the first row; nil where there is none.
  func integer(_ values: [Value]) throws -> Int64? {
    bind(values)
    defer { sqlite3_reset(statement) }
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return sqlite3_column_int64(statement, 0)
    case SQLITE_DONE: return nil
    default: throw failure
    }
  }

  func truth(_ values: [Value]) throws -> Bool { try integer(values) ?? 0 != 0 }

  /// Hands over every row.
  func rows(_ values: [Value], _ body: (RawStatement) throws -> Void) throws {
    bind(values)
    defer { sqlite3_reset(statement) }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: try body(self)
      case SQLITE_DONE: return
      default: throw failure
      }
    }
  }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  func text(_ column: Int32) -> String {
    sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
  }

  private var failure: RawDatabase.Failure {
    RawDatabase.Failure(description: String(cString: sqlite3_errmsg(database.handle)))
  }
}
