internal import Authorization
internal import GRDB

/// A prepared list: the places of the rows that match a filter, or all of them in another order.
///
/// It is a temporary table of the list's own read-only connection, which SQLite keeps on disk and which nobody
/// else sees; only the terms of places are in it.
struct KeyList: Sendable {
  let table: String
  private let name: String
  /// For each part the directions of its terms.
  private let directions: [[Bool]]
  let shape: String
  /// Whether rows are sorted as they come, so that pages can be read meanwhile. A whole table in another order is
  /// sorted at the end instead, which takes a tenth of the time.
  let isReadableEarly: Bool
  private let index: String

  init(number: Int, parts: [ListPart], order: ListOrder?, isFiltered: Bool) {
    name = "permscope_keys_\(number)"
    table = "temp.\(name.quoted)"
    index = "temp.\("permscope_order_\(number)".quoted)"
    isReadableEarly = order == nil || isFiltered
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
    let columns = (["part"] + (0..<width).map { "v\($0)" }).joined(separator: ", ")
    try database.execute(sql: "PRAGMA temp.cache_size = -4000")
    let key = isReadableEarly ? ", PRIMARY KEY (\(order))) WITHOUT ROWID" : ")"
    try database.execute(sql: "CREATE TABLE \(table) (\(columns)\(key)")
  }

  /// Sorts what was not sorted as it came.
  func finish(_ database: Database) throws {
    guard !isReadableEarly else { return }
    try database.execute(sql: "CREATE INDEX \(index) ON \(name.quoted) (\(order))")
  }

  private var order: String {
    let columns = (0..<width).map { index in
      "v\(index)" + ((directions.first?.dropFirst(index).first ?? false) ? " DESC" : "")
    }
    return (["part"] + columns).joined(separator: ", ")
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
