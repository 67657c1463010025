internal import Authorization
internal import GRDB
internal import GRDBSQLite

/// A statement that stays prepared, with the arguments that change from question to question.
///
/// It goes to SQLite itself: GRDB's own binding and fetching cost several times what a check does. Errors come
/// out as GRDB's, so that there is one translation of them.
///
/// INVARIANT: used only inside reads of the connection that it was made on, which are serial.
final class PreparedQuestion {
  private let statement: Statement
  private let slots: [(index: CInt, slot: ArgumentSlot)]

  /// Makes the statement; what the shape of the question fixes (type, permissions) is bound once.
  init(_ select: HolderPlan.Select, _ database: Database) throws {
    statement = try database.makeStatement(sql: select.sql)
    var slots: [(index: CInt, slot: ArgumentSlot)] = []
    for (offset, binding) in select.bindings.enumerated() {
      let index = CInt(offset + 1)
      switch binding.slot {
      case .user, .group, .objectText, .objectKey: slots.append((index, binding.slot))
      case .domain, .type, .permission:
        let code = binding.slot.value(binding.question).bind(to: statement.sqliteStatement, at: index)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
      }
    }
    self.slots = slots
  }

  /// The first column of the first row, as a truth value.
  func holds(holder: DatabaseKey?, object: ObjectAddress?, _ database: Database) throws -> Bool {
    try withBound(holder, object) { statement in
      defer { sqlite3_reset(statement) }
      switch sqlite3_step(statement) {
      case SQLITE_ROW: return sqlite3_column_int(statement, 0) != 0
      case SQLITE_DONE: return false
      case let code: throw failure(code, database)
      }
    }
  }

  /// The first column of every row, as text.
  func forEach(
    holder: DatabaseKey?, object: ObjectAddress?, _ database: Database, _ body: (Name) throws -> Void
  ) throws {
    try withBound(holder, object) { statement in
      defer { sqlite3_reset(statement) }
      while true {
        switch sqlite3_step(statement) {
        case SQLITE_ROW:
          if let text = sqlite3_column_text(statement, 0) {
            let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, 0)))
            try body(Name(String(decoding: bytes, as: UTF8.self)))
          }
        case SQLITE_DONE: return
        case let code: throw failure(code, database)
        }
      }
    }
  }

  /// Texts are bound without a copy: they outlive the body, and are bound anew before the next step.
  private func withBound<Value>(
    _ holder: DatabaseKey?, _ object: ObjectAddress?, _ body: (OpaquePointer) throws -> Value
  ) throws -> Value {
    let handle = statement.sqliteStatement
    var text = object?.text.text ?? ""
    return try text.withUTF8 { bytes in
      for (index, slot) in slots {
        switch slot {
        // A group that is asked about is the only one of its question.
        case .user, .group: Self.bind(holder, to: handle, index)
        case .objectKey: Self.bind(object?.native, to: handle, index)
        case .objectText:
          _ = bytes.withMemoryRebound(to: CChar.self) {
            // An empty buffer may have no address, and no address is NULL.
            if let base = $0.baseAddress {
              sqlite3_bind_text(handle, index, base, CInt($0.count), nil)
            } else {
              sqlite3_bind_text(handle, index, "", 0, Self.copied)
            }
          }
        case .domain, .type, .permission: break
        }
      }
      return try body(handle)
    }
  }

  /// `SQLITE_TRANSIENT`, a macro that Swift does not see.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private static func bind(_ key: DatabaseKey?, to handle: OpaquePointer, _ index: CInt) {
    switch key {
    case .integer(let integer): sqlite3_bind_int64(handle, index, integer)
    case .text(let name): sqlite3_bind_text(handle, index, name.text, CInt(name.text.utf8.count), copied)
    case .created, nil: sqlite3_bind_null(handle, index)
    }
  }

  private func failure(_ code: CInt, _ database: Database) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage, sql: statement.sql)
  }
}
