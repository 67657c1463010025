internal import Authorization
internal import GRDB

/// Records that name others by natural keys before these have come.
final class WaitingRecords {
  private let database: Database

  init(_ database: Database) throws {
    self.database = database
    try database.execute(
      sql: """
        CREATE TEMP TABLE permscope_waiting (record integer NOT NULL PRIMARY KEY, position integer NOT NULL,
          text blob NOT NULL)
        """)
  }

  func keep(_ piece: FixtureSplitter.Piece) throws {
    try database.cachedStatement(
      sql: "INSERT INTO permscope_waiting (record, position, text) VALUES (?, ?, ?)"
    ).execute(arguments: [piece.record, piece.offset, RowValue.bytes(piece.bytes).databaseValue])
  }

  func count() throws -> Int {
    try StoredRow.fetchOne(database.cachedStatement(sql: "SELECT count(*) FROM permscope_waiting"))?.count(0)
      ?? 0
  }

  /// Hands over each record in the order of the file; those for which `body` says true are done.
  func drain(_ body: (FixtureSplitter.Piece) throws -> Bool) throws {
    let next = try database.cachedStatement(
      sql: "SELECT record, position, text FROM permscope_waiting WHERE record > ? ORDER BY record LIMIT 1")
    let deletion = try database.cachedStatement(sql: "DELETE FROM permscope_waiting WHERE record = ?")
    var last = -1
    while let row = try StoredRow.fetchOne(next, arguments: [last]) {
      last = row.count(0)
      guard case .bytes(let bytes) = RowValue(row[2]) else { continue }
      let piece = FixtureSplitter.Piece(record: last, offset: row.integer(1) ?? 0, bytes: bytes)
      if try body(piece) { try deletion.execute(arguments: [last]) }
    }
  }
}
