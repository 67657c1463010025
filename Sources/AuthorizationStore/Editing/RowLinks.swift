internal import Authorization
internal import GRDB

/// Follows the foreign keys of single rows, in both directions.
final class RowLinks {
  struct Link: Hashable {
    /// The table with the foreign key.
    var table: String
    var column: String
    var parent: String
    var target: String
  }

  private let database: Database
  private let catalog: TableCatalog
  private lazy var incoming: Result<[String: [Link]], any Error> = Result {
    var found: [String: [Link]] = [:]
    for table in catalog.tables {
      for link in try outgoing(table) { found[link.parent, default: []].append(link) }
    }
    return found
  }
  private var known: [String: [Link]] = [:]
  private var keys: [String: [String]] = [:]

  init(_ database: Database) throws {
    self.database = database
    catalog = try TableCatalog(database)
  }

  /// The foreign keys of a table.
  func outgoing(_ table: String) throws -> [Link] {
    if let links = known[table] { return links }
    let links = try catalog.foreignKeys(table).compactMap { key -> Link? in
      guard let target = try key.target ?? catalog.primaryKey(key.table)?.name else { return nil }
      return Link(table: table, column: key.column, parent: key.table, target: target)
    }
    known[table] = links
    return links
  }

  /// The columns of a table's primary key, in their order.
  func keyColumns(_ table: String) throws -> [String] {
    if let columns = keys[table] { return columns }
    let columns = try catalog.columns(table).filter { $0.primaryKeyRank > 0 }
      .sorted { $0.primaryKeyRank < $1.primaryKeyRank }.map(\.name)
    keys[table] = columns
    return columns
  }

  func columns(_ table: String) throws -> [String] { try catalog.columns(table).map(\.name) }

  /// The first foreign key among the values that refers to no row.
  ///
  /// - Parameter isThere: whether a row that is missing now will be there.
  func missing(_ table: String, _ values: [ColumnValue], isThere: (Link, RowValue) -> Bool) throws
    -> (link: Link, value: RowValue)?
  {
    for link in try outgoing(table) {
      guard let value = values.value(of: link.column), value != .null, !isThere(link, value) else { continue }
      let key = [ColumnValue(link.target, value)]
      guard catalog.has(link.parent), try RowStore(database).exists(link.parent, key) else {
        return (link, value)
      }
    }
    return nil
  }

  /// The rows that refer to a row, as far as `limit`, without those that `isGone` knows.
  func referring(
    to table: String, _ image: [ColumnValue], limit: Int, isGone: (RowIdentity, _ column: String) -> Bool
  ) throws -> [(link: Link, row: RowIdentity)] {
    var found: [(Link, RowIdentity)] = []
    for link in try incoming.get()[table] ?? [] {
      guard let value = image.value(of: link.target), value != .null else { continue }
      let columns = try keyColumns(link.table)
      guard !columns.isEmpty else { continue }
      let statement = try database.cachedStatement(
        sql: """
          SELECT \(columns.map(\.quoted).joined(separator: ", ")) FROM \(link.table.quoted) \
          WHERE \(link.column.quoted) = \(value.databaseValue.mark)
          """)
      let rows = try StoredRow.fetchCursor(statement, arguments: [value.databaseValue.bound])
      while let row = try rows.next() {
        let key = columns.enumerated().map { ColumnValue($0.element, RowValue(row[$0.offset])) }
        let identity = RowIdentity(table: link.table, key: key)
        guard !isGone(identity, link.column) else { continue }
        found.append((link, identity))
        if found.count >= limit { return found }
      }
    }
    return found
  }

  /// The columns of each unique index of a table that are plain columns.
  func uniqueColumns(_ table: String) throws -> [[String]] {
    let names = try StoredValue.texts(
      database.cachedStatement(
        sql: "SELECT name FROM pragma_index_list(?) WHERE \"unique\" AND NOT partial AND origin <> 'pk'"),
      arguments: [table])
    return try names.compactMap { name in
      let columns = try StoredRow.fetchAll(
        database.cachedStatement(sql: "SELECT name FROM pragma_index_info(?) ORDER BY seqno"),
        arguments: [name]
      ).map { $0.text(0) }
      return columns.contains { $0 == nil } ? nil : columns.compactMap { $0 }
    }
  }

  /// A row that has the same values in some columns; nil where there is none.
  func holder(_ table: String, of values: [ColumnValue]) throws -> RowIdentity? {
    let columns = try keyColumns(table)
    guard !columns.isEmpty, !values.contains(where: { $0.value == .null }) else { return nil }
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(columns.map(\.quoted).joined(separator: ", ")) FROM \(table.quoted) \
        WHERE \(RowStore.condition(values))
        """)
    guard let row = try StoredRow.fetchOne(statement, arguments: RowStore.arguments(values)) else {
      return nil
    }
    return RowIdentity(
      table: table, key: columns.enumerated().map { ColumnValue($0.element, RowValue(row[$0.offset])) })
  }
}
