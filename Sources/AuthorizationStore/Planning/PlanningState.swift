internal import Authorization
internal import GRDB

/// The database as the changes planned so far leave it. Nothing is written.
///
/// Rows are read when they are asked for; the rows that changes touch lie above them.
final class PlanningState {
  let database: Database
  let catalog: TableCatalog
  /// What is being planned: fresh UUIDs are drawn for it.
  var current: Change?
  private var shapes: [String: TableShape] = [:]
  private var overlays: [String: RowOverlay] = [:]
  /// Rows that were looked up by key, of tables that nothing has touched since.
  private var lookedUp: [String: [RowValue: RowImage]] = [:]
  /// How often rows were touched.
  private(set) var touches = 0
  private let keys: FreshKeys

  /// Times that a row gets when it is written; they do not tell one row from another.
  private static let stamps: Set<String> = ["pulp_created", "pulp_last_updated"]

  init(_ database: Database) throws {
    self.database = database
    catalog = try TableCatalog(database)
    keys = FreshKeys(database, catalog)
  }

  func shape(_ table: String) throws -> TableShape {
    if let known = shapes[table] { return known }
    guard catalog.has(table) else {
      throw StoreError(.missingSystem, "this database has no table `\(table)`")
    }
    let shape = try TableShape(table, catalog)
    shapes[table] = shape
    return shape
  }

  /// The tables with rows that changes touch.
  func touches(_ table: String) -> Bool { overlays[table] != nil }

  func entries(_ table: String) -> [RowOverlay.Entry] { overlays[table]?.entries ?? [] }

  // MARK: Reading

  /// The rows whose columns have these values, by primary key; of those that a change made, in the order made.
  ///
  /// - Parameter limit: no more rows of the database than this.
  func rows(
    of table: String, where conditions: [(String, RowValue)], limit: Int? = nil
  ) throws -> [RowImage] {
    let tests = conditions.map { column, value in
      value == .null ? "\(column.quoted) IS NULL" : "\(column.quoted) = \(value.databaseValue.mark)"
    }
    let values = conditions.map(\.1).filter { $0 != .null }
    var rows = try stored(
      table, tests.joined(separator: " AND "), values, limit: limit)
    rows += overlays[table]?.rows(conditions.map { ColumnValue($0, $1) }) ?? []
    return rows
  }

  /// The row with this value in a unique column; many changes name the same rows.
  func row(of table: String, _ column: String, _ key: RowValue) throws -> RowImage? {
    if let known = lookedUp[table]?[key] { return known }
    let row = try rows(of: table, where: [(column, key)]).first
    if let row { lookedUp[table, default: [:]][key] = row }
    return row
  }

  /// The rows with one of these values in a column.
  func rows(of table: String, _ column: String, in values: [RowValue], limit: Int? = nil) throws -> [RowImage]
  {
    var found: [RowImage] = []
    for start in stride(from: 0, to: values.count, by: Self.batch) {
      let some = Array(values[start..<min(values.count, start + Self.batch)])
      let marks = some.map(\.databaseValue.mark).joined(separator: ", ")
      found += try stored(table, "\(column.quoted) IN (\(marks))", some, limit: limit)
      if let limit, found.count >= limit { return found }
    }
    guard overlays[table] != nil else { return found }
    for value in values { found += overlays[table]?.rows([ColumnValue(column, value)]) ?? [] }
    return found
  }

  /// Rows that satisfy a condition in SQL, without those that changes touch.
  func stored(
    _ table: String, _ condition: String, _ values: [RowValue], limit: Int? = nil
  ) throws -> [RowImage] {
    let shape = try shape(table)
    let order = shape.key.map(\.quoted).joined(separator: ", ")
    let sql = """
      SELECT \(shape.list) FROM \(table.quoted)\(condition.isEmpty ? "" : " WHERE \(condition)") ORDER BY \(order)\
      \(limit.map { " LIMIT \($0)" } ?? "")
      """
    let cursor = try StoredRow.fetchCursor(
      database.cachedStatement(sql: sql), arguments: StatementArguments(values.map(\.databaseValue.bound)))
    var found: [RowImage] = []
    let overlay = overlays[table]
    while let row = try cursor.next() {
      let image = shape.image(row)
      if overlay?.entry(shape.key.map { image[$0] }) == nil { found.append(image) }
    }
    return found
  }

  /// SQLite before 3.32 binds no more than 999 values.
  private static let batch = 500

  // MARK: Changing

  /// Adds a row. One that says the same as a row that was deleted before is that row again.
  @discardableResult
  func insert(_ table: String, _ row: RowImage) throws -> RowImage {
    let shape = try shape(table)
    let content = content(row, shape)
    let image = overlays[table]?.deleted(content) ?? row
    put(table, shape, original: nil, current: image, content: content)
    return image
  }

  /// Changes columns of a row. Values that are there already change nothing.
  func update(_ table: String, _ row: RowImage, _ columns: [ColumnValue]) throws {
    let changed = row.setting(columns)
    guard changed != row else { return }
    put(table, try shape(table), original: row, current: changed, content: nil)
  }

  func delete(_ table: String, _ row: RowImage) throws {
    let shape = try shape(table)
    let original = overlays[table]?.entry(shape.key.map { row[$0] })?.original ?? row
    put(table, shape, original: row, current: nil, content: content(original, shape))
  }

  private func put(
    _ table: String, _ shape: TableShape, original: RowImage?, current: RowImage?, content: [RowValue]?
  ) {
    touches += 1
    lookedUp[table] = nil
    let key = shape.key.map { (current ?? original ?? [])[$0] }
    overlays[table, default: RowOverlay()].put(
      key, original: original, current: current, touched: touches, content: content)
  }

  private func content(_ row: RowImage, _ shape: TableShape) -> [RowValue] {
    row.filter { !shape.key.contains($0.column) && !Self.stamps.contains($0.column) }.map(\.value)
  }

  /// What the changes come to, one for each row, in an order that satisfies foreign keys and unique columns.
  func changes() throws -> [RowChange] {
    var changes: [(change: RowChange, touched: Int)] = []
    for (table, overlay) in overlays {
      let shape = try shape(table)
      for entry in overlay.entries {
        guard let change = Self.net(entry, shape) else { continue }
        changes.append((change, entry.touched))
      }
    }
    changes.sort { $0.touched < $1.touched }
    return try RowOrder(catalog, database).sort(changes.map(\.change))
  }

  private static func net(_ entry: RowOverlay.Entry, _ shape: TableShape) -> RowChange? {
    guard let image = entry.current ?? entry.original else { return nil }
    let key = shape.key(of: image)
    guard let before = entry.original, let after = entry.current else {
      return RowChange(table: shape.table, key: key, before: entry.original, after: entry.current)
    }
    let changed = zip(before, after).filter { $0 != $1 }
    guard !changed.isEmpty else { return nil }
    return RowChange(table: shape.table, key: key, before: changed.map(\.0), after: changed.map(\.1))
  }

  // MARK: Fresh keys

  /// The key that AUTOINCREMENT gives the next row of a table; each call gives the next one.
  func nextKey(_ table: String) throws -> Int64 { try keys.next(try shape(table)) }

  /// A fresh UUID as Django writes it on SQLite: 32 hexadecimal digits, version 4.
  func freshUUID(_ table: String) throws -> Name { try keys.uuid(try shape(table), for: current) }
}
