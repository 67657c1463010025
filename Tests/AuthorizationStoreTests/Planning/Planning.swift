import Authorization
@testable import AuthorizationStore
import Foundation
import GRDB
import PermscopeResources
import Testing

/// A database to plan on, and what a plan says in short.
final class PlanningBench {
  static let now = Date(timeIntervalSince1970: 1_793_620_000.25)
  static let stamp = RowValue.text("2026-11-02 11:46:40.250000")

  let file: TestDatabase
  let database: AuthorizationDatabase

  init(schema: String = Resources.schema, _ statements: String = Resources.demo) throws {
    file = try TestDatabase(schema: schema, statements)
    database = try file.open(.init(now: Self.now))
  }

  func plan(
    _ changes: [Change], refusesMissing: Bool = false,
    shippedText: @escaping (DatabaseKey) throws -> EndpointFields? = { _ in nil }
  ) throws -> EditPlan {
    try database.read { reader in
      try ChangePlanner(reader, now: Self.now, shippedText: shippedText)
        .plan(changes, refusesMissing: refusesMissing)
    }
  }

  func plan(_ changes: Change...) throws -> EditPlan { try plan(changes) }

  /// Plans, and writes the rows as the gate does, foreign keys checked at the end.
  @discardableResult
  func apply(_ changes: Change...) throws -> EditPlan {
    let plan = try plan(changes)
    let queue = try DatabaseQueue(path: file.path)
    try queue.write { database in
      for row in plan.rows { try Self.write(row, database) }
      #expect(try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty)
    }
    try queue.close()
    return plan
  }

  static func write(_ row: RowChange, _ database: Database) throws {
    func list(_ values: [ColumnValue], _ separator: String) -> String {
      values.map { "\"\($0.column)\" = ?" }.joined(separator: separator)
    }
    func bound(_ values: [ColumnValue]) -> StatementArguments {
      StatementArguments(values.map(\.value.databaseValue))
    }
    if let after = row.after, row.before == nil {
      let columns = after.map { "\"\($0.column)\"" }.joined(separator: ", ")
      let marks = after.map { _ in "?" }.joined(separator: ", ")
      try database.execute(
        sql: "INSERT INTO \"\(row.table)\" (\(columns)) VALUES (\(marks))", arguments: bound(after))
    } else if let after = row.after {
      try database.execute(
        sql: "UPDATE \"\(row.table)\" SET \(list(after, ", ")) WHERE \(list(row.key, " AND "))",
        arguments: bound(after) + bound(row.key))
    } else {
      try database.execute(
        sql: "DELETE FROM \"\(row.table)\" WHERE \(list(row.key, " AND "))", arguments: bound(row.key))
    }
    #expect(database.changesCount == 1)
  }
}

extension EditPlan {
  /// `insert auth_group(9)`, `update …`, `delete …`, in order.
  var shape: [String] {
    rows.map { row in
      let verb = row.before == nil ? "insert" : row.after == nil ? "delete" : "update"
      return "\(verb) \(row.table)(\(row.key.map { $0.value.words.text }.joined(separator: ", ")))"
    }
  }

  var text: [String] { lines.map { ($0.isConsequence ? "> " : "") + $0.text } }
}

extension RowChange {
  /// The image after, or before where there is none, by column.
  var values: [String: RowValue] {
    Dictionary(uniqueKeysWithValues: (after ?? before ?? []).map { ($0.column, $0.value) })
  }
}

/// Keys of the sample organisation.
enum Acme {
  static let (admin, mira, tomas, ines, kernelbot, kerning, omar) = (
    DatabaseKey.integer(2), DatabaseKey.integer(3), DatabaseKey.integer(4), DatabaseKey.integer(5),
    DatabaseKey.integer(6), DatabaseKey.integer(7), DatabaseKey.integer(8)
  )
  static let (kernelQE, maintainers, release, contractors, ci, support, alumni) = (
    DatabaseKey.integer(1), DatabaseKey.integer(2), DatabaseKey.integer(3), DatabaseKey.integer(4),
    DatabaseKey.integer(5), DatabaseKey.integer(6), DatabaseKey.integer(8)
  )
  static let viewRepository = DatabaseKey.integer(98)
  static let viewRemote = DatabaseKey.integer(107)
  static let repository = TypeName(app: "file", model: "filerepository")
  static let web = ObjectRef(type: repository, key: "0f000000-0000-4000-8000-000000000001")
  static let firmware = ObjectRef(type: repository, key: "0f000000-0000-4000-8000-000000000003")

  static func role(_ last: String) -> DatabaseKey { .text(Name("0a0000000000400080000000000000" + last)) }
  static func endpoint(_ last: String) -> DatabaseKey { .text(Name("090000000000400080000000000000" + last)) }
  static let viewer = role("03")
  static let auditor = role("08")
  static let syncer = role("0a")
  static let dormant = role("0b")
  static let partner = DatabaseKey.text("0d000000000040008000000000000002")
}
