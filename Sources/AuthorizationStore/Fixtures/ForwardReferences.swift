internal import Authorization
internal import GRDB

/// References to rows that have not come yet. They are looked up again when everything has been read.
///
/// They are kept in a temporary table, which SQLite keeps in a file where there are many.
final class ForwardReferences {
  private let database: Database
  private var lookups: [FieldColumn.Target: Statement] = [:]
  private var present: [FieldColumn.Target: Set<RowValue>] = [:]
  private var targets: [FieldColumn.Target] = []
  private static let remembered = 50_000

  init(_ database: Database) throws {
    self.database = database
    try database.execute(
      sql: """
        CREATE TEMP TABLE permscope_reference (record integer NOT NULL, model text NOT NULL, field text NOT NULL,
          target integer NOT NULL, value)
        """)
  }

  /// Notes that a record refers to a row.
  func note(_ value: RowValue, _ target: FieldColumn.Target, _ record: FixtureRecord, field: Name) throws {
    if present[target]?.contains(value) == true { return }
    if try exists(value, target) {
      if present[target, default: []].count >= Self.remembered { present[target] = [] }
      present[target, default: []].insert(value)
      return
    }
    let number = targets.firstIndex(of: target) ?? targets.count
    if number == targets.count { targets.append(target) }
    try database.cachedStatement(
      sql: "INSERT INTO permscope_reference (record, model, field, target, value) VALUES (?, ?, ?, ?, ?)"
    ).execute(
      arguments: [record.index, record.model.description, field.text, number, value.databaseValue])
  }

  /// Follows a table that has got another name.
  func rename(_ old: String, to new: String) {
    for place in targets.indices where targets[place].table == old { targets[place].table = new }
    lookups.removeAll()
    present.removeAll()
  }

  /// - Parameter tables: those that are referred to; nil for all.
  /// - Throws: `FixtureError` for the first record that refers to a row that never came.
  func check(only tables: [String]?) throws {
    var first: (record: Int, error: FixtureError)?
    for (number, target) in targets.enumerated() where tables?.contains(target.table) ?? true {
      let sql = """
        SELECT record, model, field, value FROM permscope_reference AS r WHERE target = ? AND NOT EXISTS (
          SELECT 1 FROM \(target.table.quoted) AS t WHERE t.\(target.column.quoted) = r.value)
        ORDER BY record LIMIT 1
        """
      guard let row = try StoredRow.fetchOne(database.makeStatement(sql: sql), arguments: [number]),
        first.map({ row.count(0) < $0.record }) ?? true
      else { continue }
      let key = RowValue(row[3]).words
      first = (
        row.count(0),
        FixtureError(
          "refers to `\(key)` of `\(target.table)`, which is neither in the file nor in the database",
          record: row.count(0), model: row.name(1), field: row.name(2))
      )
    }
    if let first { throw first.error }
  }

  private func exists(_ value: RowValue, _ target: FieldColumn.Target) throws -> Bool {
    let statement: Statement
    if let known = lookups[target] {
      statement = known
    } else {
      statement = try database.makeStatement(
        sql: "SELECT 1 FROM \(target.table.quoted) WHERE \(target.column.quoted) = ?")
      lookups[target] = statement
    }
    return try StoredRow.fetchOne(statement, arguments: [value.databaseValue]) != nil
  }
}
