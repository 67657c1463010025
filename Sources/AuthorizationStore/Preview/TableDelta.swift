internal import Authorization
internal import GRDB

/// What a list of row changes comes to for one table: whole rows that go and whole rows that come.
///
/// A row that is updated goes and comes.
struct TableDelta {
  let table: String
  let columns: [TableCatalog.Column]
  /// The columns of the primary key.
  let keys: [String]
  var removed: [[DatabaseValue]] = []
  var added: [[DatabaseValue]] = []
  /// The columns that some row changes in; all of them where a row is new or goes for good.
  var changed: Set<String> = []
  /// Keys of rows that are there on one side only.
  var vanishing: [DatabaseValue] = []
  var appearing: [DatabaseValue] = []
  /// Indexes of the table, by their columns.
  let indexes: [[String]]

  var columnNames: [String] { columns.map(\.name) }

  func index(_ column: String) -> Int? { columns.firstIndex { $0.name == column } }

  func rows(_ side: Side) -> [[DatabaseValue]] { side == .before ? removed : added }
}

/// The database as it is, or as it would be.
enum Side: Int, Hashable, CaseIterable {
  case before, after

  var other: Side { self == .before ? .after : .before }
}

extension TableDelta {
  /// Brings the changes of each row together, and completes their images from the database.
  static func collect(_ changes: [RowChange], _ database: Database) throws -> [TableDelta] {
    let catalog = try TableCatalog(database)
    var order: [String] = []
    var byTable: [String: [RowChange]] = [:]
    for change in changes where catalog.has(change.table) && !change.table.hasPrefix("permscope_") {
      if byTable[change.table] == nil { order.append(change.table) }
      byTable[change.table, default: []].append(change)
    }
    return try order.compactMap { table in try make(table, byTable[table] ?? [], catalog, database) }
  }

  private static func make(
    _ table: String, _ changes: [RowChange], _ catalog: TableCatalog, _ database: Database
  ) throws -> TableDelta? {
    guard let first = changes.first else { return nil }
    var delta = TableDelta(
      table: table, columns: try catalog.columns(table), keys: first.key.map(\.column),
      indexes: try indexes(table, database))
    let names = delta.columnNames
    let marks = delta.keys.map { "\($0.quoted) = ?" }.joined(separator: " AND ")
    let select = "SELECT \(names.map(\.quoted).joined(separator: ", ")) FROM \(table.quoted) WHERE \(marks)"
    var order: [[DatabaseValue]] = []
    var images: [[DatabaseValue]: (old: [DatabaseValue]?, new: [DatabaseValue]?)] = [:]
    for change in changes {
      let key = change.key.map(\.value.stored)
      if images[key] == nil {
        order.append(key)
        var found: [DatabaseValue]?
        try RawRows.forEach(database, select, key) { row in
          found = names.indices.map { row.value(CInt($0)) }
        }
        images[key] = (found, found)
      }
      let row = images[key]?.new
      images[key]?.new = delta.image(change, row)
    }
    for key in order { if let image = images[key] { delta.add(image.old, image.new) } }
    return delta
  }

  /// The row after one change.
  private func image(_ change: RowChange, _ row: [DatabaseValue]?) -> [DatabaseValue]? {
    guard let after = change.after else { return nil }
    // An update of a row that is not there changes nothing.
    guard var row = change.before == nil ? columns.map({ _ in DatabaseValue.null }) : row else { return nil }
    let given = change.before == nil ? change.key + after : after
    for value in given { if let index = index(value.column) { row[index] = value.value.stored } }
    return row
  }

  private mutating func add(_ old: [DatabaseValue]?, _ new: [DatabaseValue]?) {
    guard old != new else { return }
    if let old { removed.append(old) }
    if let new { added.append(new) }
    guard let old, let new else {
      changed.formUnion(columnNames)
      guard keys.count == 1, let key = index(keys[0]) else { return }
      if let old { vanishing.append(old[key]) }
      if let new { appearing.append(new[key]) }
      return
    }
    for (index, column) in columns.enumerated() where old[index] != new[index] { changed.insert(column.name) }
  }

  private static func indexes(_ table: String, _ database: Database) throws -> [[String]] {
    let rows = try StoredRow.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT l.name, i.name FROM pragma_index_list(?) AS l JOIN pragma_index_info(l.name) AS i ORDER BY l.seq, i.seqno
          """), arguments: [table])
    var found: [String: [String]] = [:]
    for row in rows {
      if let name = row.text(0), let column = row.text(1) { found[name, default: []].append(column) }
    }
    return Array(Set(found.values)).sorted { $0.joined() < $1.joined() }
  }
}
