internal import Authorization
internal import GRDB

/// A prepared list: the places of the rows that match a filter, or all of them in another order.
///
/// It is a temporary table of the list's own read-only connection, which SQLite keeps on disk and which nobody
/// else sees; only the terms of places are in it.
struct KeyList: Sendable {
  let table: String
  /// For each part the directions of its terms.
  private let directions: [[Bool]]
  let shape: String

  init(number: Int, parts: [ListPart], order: ListOrder?) {
    table = "temp.\("permscope_keys_\(number)".quoted)"
    if let order {
      shape = "\(order.column)\(order.descending ? " descending" : "")"
      // Rows without a value come last in either direction; rows with the same value stay in order of their keys.
      directions = parts.map { _ in [false, order.descending, false] }
    } else {
      shape = RowSource.naturalShape
      directions = parts.map { $0.order.map(\.descending) }
    }
  }

  private var width: Int { directions.map(\.count).max() ?? 0 }

  func create(_ database: Database) throws {
    let columns = (0..<width).map { "v\($0)" }
    let key = columns.enumerated().map { index, column in
      column + ((directions.first?.dropFirst(index).first ?? false) ? " DESC" : "")
    }
    try database.execute(sql: "PRAGMA temp.cache_size = -8000")
    try database.execute(
      sql: """
        CREATE TABLE \(table) (\((["part"] + columns).joined(separator: ", ")), \
        PRIMARY KEY (\((["part"] + key).joined(separator: ", ")))) WITHOUT ROWID
        """)
  }

  func drop(_ database: Database) throws {
    try database.execute(sql: "DROP TABLE IF EXISTS \(table)")
  }

  /// The pages of the list.
  func source(_ parts: [ListPart]) -> RowSource {
    RowSource(
      shape: shape,
      runs: directions.enumerated().map { index, directions in
        Keyset(
          from: table, conditions: ["part = \(index)"],
          terms: directions.enumerated().map { ListPart.Term(sql: "v\($0.offset)", descending: $0.element) })
      }, parts: parts)
  }

  /// Puts the rows of a SELECT of terms into the list. Returns how many there were.
  func insert(_ database: Database, part: Int, select: String, arguments: StatementArguments) throws -> Int {
    let padding = String(repeating: ", 0", count: width - directions[part].count)
    try database.cachedStatement(
      sql: "INSERT OR IGNORE INTO \(table) SELECT \(part), x.*\(padding) FROM (\(select)) AS x"
    ).execute(arguments: arguments)
    return database.changesCount
  }

  /// Puts one row into the list.
  func insert(_ database: Database, part: Int, terms: [DatabaseValue]) throws {
    let padding = repeatElement(Int64(0).databaseValue, count: width - terms.count)
    let marks = repeatElement("?", count: width + 1).joined(separator: ", ")
    try database.cachedStatement(sql: "INSERT OR IGNORE INTO \(table) VALUES (\(marks))")
      .execute(arguments: StatementArguments([Int64(part).databaseValue] + terms + Array(padding)))
  }
}
