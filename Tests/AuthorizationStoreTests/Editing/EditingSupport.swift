import Authorization
import AuthorizationStore
import Foundation
import GRDB
import PermscopeResources

/// A database with an editor on it, and what another program would do to it meanwhile.
final class Workshop {
  let file: TestDatabase
  let database: AuthorizationDatabase
  let editor: Editor

  static let now = Date(timeIntervalSince1970: 1_795_231_721)

  init(_ statements: String = Resources.demo) throws {
    file = try TestDatabase(statements)
    database = try file.open(.init(now: Self.now))
    editor = Editor(database, options: .init(operatorName: "mira"))
  }

  /// Another program on the same file, with an editor of its own.
  func another(operatorName: Name = "tomas") throws -> Editor {
    Editor(try file.open(.init(now: Self.now)), options: .init(operatorName: operatorName))
  }

  @discardableResult
  func edit(_ changes: Change..., reason: Name? = nil) throws -> HistoryEntry {
    try editor.apply(editor.plan(changes), reason: reason, impact: nil, confirmed: [])
  }

  /// Why the changes are refused, when they are planned or when they are written; nil where they are written.
  func refusal(_ changes: Change..., meanwhile sql: String = "") throws -> Refusal? {
    let plan = try editor.plan(changes)
    if !sql.isEmpty { try file.execute(sql) }
    do {
      _ = try editor.apply(plan, reason: nil, impact: nil, confirmed: [])
      return nil
    } catch let refused as EditRefused {
      return refused.refusal
    }
  }

  func texts(_ sql: String) throws -> [String] {
    let queue = try DatabaseQueue(path: file.path)
    return try queue.read { try String.fetchAll($0, sql: sql) }
  }

  func number(_ sql: String) throws -> Int64? {
    try DatabaseQueue(path: file.path).read { try Int64.fetchOne($0, sql: sql) }
  }

  /// Every value of every row with its type, byte by byte; Permscope's own tables and SQLite's counters left out.
  func contents() throws -> [String: Set<String>] {
    try DatabaseQueue(path: file.path).read { database in
      let tables = try String.fetchAll(
        database,
        sql:
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'permscope%' AND name NOT LIKE 'sqlite%'"
      )
      var found: [String: Set<String>] = [:]
      for table in tables {
        let columns = try String.fetchAll(
          database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
        let value = columns.map { "typeof(\"\($0)\") || hex(\"\($0)\")" }.joined(separator: " || ' ' || ")
        found[table] = Set(try String.fetchAll(database, sql: "SELECT \(value) FROM \"\(table)\""))
      }
      return found
    }
  }

  /// The keys of the demo's rows that the tests speak of.
  static let mira = DatabaseKey.integer(3)
  static let ines = DatabaseKey.integer(5)
  static let lena = DatabaseKey.integer(10)
  static let release = DatabaseKey.integer(3)
  static let support = DatabaseKey.integer(6)
  static let visitors = DatabaseKey.integer(7)
}
