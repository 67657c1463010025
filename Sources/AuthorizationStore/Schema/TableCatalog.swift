internal import Authorization
internal import GRDB

/// The tables of a database and their columns, as far as detection needs them.
///
/// A view where a table is expected does not count: its text could be anything. Temporary views that shadow tables of
/// the file are looked through: a table is what it is in the file.
struct TableCatalog {
  struct ForeignKey: Hashable {
    var column: String
    var table: String
    var target: String?
  }

  struct Column: Hashable {
    var name: String
    var type: String
    var isRequired: Bool
    var primaryKeyRank: Int
  }

  /// In the order of their names, by code point.
  let tables: [String]
  private let known: Set<String>
  let database: Database

  init(_ database: Database) throws {
    self.database = database
    // Virtual tables and their shadows can run code of an extension; Django makes none.
    tables = try StoredValue.texts(
      database.cachedStatement(
        sql:
          "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
      ))
    known = Set(tables)
  }

  func has(_ table: String) -> Bool { known.contains(table) }

  func columns(_ table: String) throws -> [Column] {
    guard has(table) else { return [] }
    return try StoredRow.fetchAll(
      database.cachedStatement(sql: "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?, 'main')"),
      arguments: [table]
    )
    .map {
      Column(
        name: $0.text(0) ?? "", type: $0.text(1) ?? "", isRequired: $0.bool(2) ?? false,
        primaryKeyRank: $0.count(3))
    }
  }

  func foreignKeys(_ table: String) throws -> [ForeignKey] {
    guard has(table) else { return [] }
    return try StoredRow.fetchAll(
      database.cachedStatement(
        sql: "SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?, 'main') ORDER BY id, seq"),
      arguments: [table]
    ).map { ForeignKey(column: $0.text(0) ?? "", table: $0.text(1) ?? "", target: $0.text(2)) }
  }

  /// The column of a single-column primary key.
  func primaryKey(_ table: String) throws -> Column? {
    let keys = try columns(table).filter { $0.primaryKeyRank > 0 }
    return keys.count == 1 ? keys.first : nil
  }
}
