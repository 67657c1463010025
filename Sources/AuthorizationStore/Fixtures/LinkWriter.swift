internal import Authorization
internal import GRDB

/// Writes many-to-many fields, as `ManyRelatedManager.set` does: what is not in the list goes, what is new comes.
final class LinkWriter {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// - Parameter isNew: whether the row was made just now, so that there can be no links yet.
  /// - Returns: whether something changed.
  func set(_ link: LinkTable, of key: RowValue, to values: [RowValue], isNew: Bool) throws -> Bool {
    let table = link.table.quoted
    let insertion = try database.cachedStatement(
      sql: "INSERT INTO \(table) (\(link.from.quoted), \(link.to.quoted)) VALUES (?, ?)")
    var present: Set<RowValue> = []
    if !isNew {
      let statement = try database.cachedStatement(
        sql: "SELECT \(link.to.quoted) FROM \(table) WHERE \(link.from.quoted) = ?")
      present = Set(
        try StoredRow.fetchAll(statement, arguments: [key.databaseValue]).map { RowValue($0[0]) })
    }
    let added = values.filter { !present.contains($0) }
    for value in added {
      try insertion.execute(arguments: [key.databaseValue, value.databaseValue])
    }
    let gone = present.subtracting(values)
    guard !gone.isEmpty else { return !added.isEmpty }
    let deletion = try database.cachedStatement(
      sql: "DELETE FROM \(table) WHERE \(link.from.quoted) = ? AND \(link.to.quoted) = ?")
    for value in gone {
      try deletion.execute(arguments: [key.databaseValue, value.databaseValue])
    }
    return true
  }
}
