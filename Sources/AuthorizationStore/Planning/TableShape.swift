internal import Authorization
internal import GRDB

/// What has to be known of a table to write a row of it.
struct TableShape {
  struct Column {
    var name: String
    var type: String
    var isRequired: Bool
    /// The text of the default in SQL.
    var defaultText: String?
    var primaryKeyRank: Int

    /// The length of a `varchar(n)`, in code points.
    var length: Int? {
      let type = type.lowercased()
      guard type.hasPrefix("varchar("), type.hasSuffix(")") else { return nil }
      return Int(type.dropFirst(8).dropLast())
    }

    /// Django writes UUIDs without dashes on SQLite.
    var isUUID: Bool { ["char(32)", "uuid"].contains(type.lowercased()) }
    var isInteger: Bool { type.lowercased().contains("int") }
    var holdsText: Bool { ["char", "clob", "text"].contains { type.lowercased().contains($0) } }
  }

  var table: String
  var columns: [Column]
  /// The columns of the primary key, in its order.
  var key: [String]
  /// Whether the key is that of another table's row: a child of multi-table inheritance.
  var isChild: Bool

  init(_ table: String, _ catalog: TableCatalog) throws {
    self.table = table
    columns = try Self.columns(table, catalog.database)
    let ranked = columns.filter { $0.primaryKeyRank > 0 }.sorted { $0.primaryKeyRank < $1.primaryKeyRank }
    let key = ranked.map(\.name)
    self.key = key
    isChild = try catalog.foreignKeys(table).contains { key == [$0.column] }
    guard !key.isEmpty else {
      throw StoreError(.failed, "the table `\(table)` has no primary key, so that its rows cannot be edited")
    }
  }

  /// The columns of a table in its order.
  static func columns(_ table: String, _ database: Database) throws -> [Column] {
    try StoredRow.fetchAll(
      database.cachedStatement(
        sql: "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?)"), arguments: [table]
    ).map {
      Column(
        name: $0.text(0) ?? "", type: $0.text(1) ?? "", isRequired: $0.bool(2) ?? false,
        defaultText: $0.text(3), primaryKeyRank: $0.count(4))
    }
  }

  func has(_ column: String) -> Bool { columns.contains { $0.name == column } }

  func column(_ name: String) -> Column? { columns.first { $0.name == name } }

  /// The columns of the primary key with their values.
  func key(of row: RowImage) -> [ColumnValue] { key.map { ColumnValue($0, row[$0]) } }

  /// All columns, for a SELECT.
  var list: String { columns.map(\.name.quoted).joined(separator: ", ") }

  func image(_ row: StoredRow) -> RowImage {
    columns.enumerated().map { ColumnValue($1.name, RowValue(row[$0])) }
  }
}

extension TableShape.Column {
  /// The value that the table itself gives a new row; nil where it has none that can be told beforehand.
  ///
  /// Only plain literals are evaluated: a default is text of the file, and could call anything.
  func defaultValue(_ database: Database) throws -> RowValue? {
    guard let text = defaultText else { return isRequired ? nil : .null }
    guard Self.isLiteral(text) else { return nil }
    let sql = holdsText ? "SELECT CAST(\(text) AS TEXT)" : "SELECT \(text)"
    return try StoredRow.fetchOne(database.makeStatement(sql: sql)).map { RowValue($0[0]) }
  }

  private static func isLiteral(_ text: String) -> Bool {
    if ["null", "true", "false"].contains(text.lowercased()) { return true }
    if text.utf8.first == UInt8(ascii: "'") {
      // One string: within its quotes every quote is doubled.
      guard text.utf8.count >= 2, text.utf8.last == UInt8(ascii: "'") else { return false }
      let inner = text.dropFirst().dropLast()
      return !inner.split(separator: "''", omittingEmptySubsequences: false).contains { $0.contains("'") }
    }
    return Int64(text) != nil || (Double(text) != nil && text.allSatisfy { "+-.eE0123456789".contains($0) })
  }
}
