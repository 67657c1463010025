internal import Authorization
import Foundation
internal import GRDB

/// A column as a field of a model.
struct FieldColumn: Sendable, Hashable {
  /// What a foreign key refers to.
  struct Target: Sendable, Hashable {
    var table: String
    var column: String
    var kind: FieldKind
  }

  var name: String
  var kind: FieldKind
  var isRequired: Bool
  var hasDefault: Bool
  var target: Target?

  /// The field's name in a fixture: `user` for the column `user_id`.
  var fieldName: Name {
    Name(target != nil && name.hasSuffix("_id") ? String(name.dropLast(3)) : name)
  }
}

/// The table of a many-to-many field.
struct LinkTable: Sendable, Hashable {
  var table: String
  var from: String
  var to: String
  var target: FieldColumn.Target
}

/// A table with what is needed to write the records of its model, and to read them.
struct ModelTable: Sendable {
  var type: TypeName
  var table: String
  var key: FieldColumn
  /// Without the key, in the table's order.
  var columns: [FieldColumn]
  /// By the names of their fields.
  var links: [Name: LinkTable]
  /// The columns that natural keys are made of; empty where the model has none.
  var naturalKey: [String]

  /// The column of a field, by its name or by the column's, which Django takes too (`Options.get_field`).
  func column(_ field: Name) -> FieldColumn? {
    columns.first { $0.fieldName == field } ?? columns.first { Name($0.name) == field }
      ?? columns.first { Name($0.name) == Name("\(field)_id") }
  }
}

/// Reads from the schema what models look like.
struct ModelTables {
  let catalog: TableCatalog
  let schema: Schema

  /// The table that a model has or would have (Django: `app_model`, but for its own applications).
  func tableName(_ type: TypeName) -> String { TypeTables.tableName(type, schema) }

  /// Nil where the model has no table, or none with a key of one column.
  func find(_ type: TypeName) throws -> ModelTable? {
    let table = tableName(type)
    guard let key = try catalog.primaryKey(table) else { return nil }
    let all = try columns(table)
    guard let keyColumn = all.first(where: { $0.name == key.name }) else { return nil }
    return ModelTable(
      type: type, table: table, key: keyColumn, columns: all.filter { $0.name != key.name },
      links: try links(table, key.name), naturalKey: try naturalKey(table, all))
  }

  func columns(_ table: String) throws -> [FieldColumn] {
    let json = try jsonColumns(table)
    let keys = try catalog.foreignKeys(table)
    return try TableShape.columns(table, catalog.database).map { column in
      var found = FieldColumn(
        name: column.name, kind: FieldKind(declared: column.type, isJSON: json.contains(column.name)),
        isRequired: column.isRequired, hasDefault: column.defaultText != nil)
      if let key = keys.first(where: { $0.column == column.name }) { found.target = try target(key) }
      return found
    }
  }

  private func target(_ key: TableCatalog.ForeignKey) throws -> FieldColumn.Target? {
    guard let name = try key.target ?? catalog.primaryKey(key.table)?.name,
      let column = try catalog.columns(key.table).first(where: { $0.name == name })
    else { return nil }
    return FieldColumn.Target(
      table: key.table, column: name, kind: FieldKind(declared: column.type, isJSON: false))
  }

  /// Whether a table only joins two others; such tables have no content type.
  func isLink(_ table: String) throws -> Bool {
    try catalog.columns(table).count == 3 && catalog.foreignKeys(table).count == 2
      && TypeTables.type(ofTable: table, catalog) == nil
  }

  /// Many-to-many tables are called after their owner and the field (`Options.m2m_db_table`).
  private func links(_ table: String, _ key: String) throws -> [Name: LinkTable] {
    var found: [Name: LinkTable] = [:]
    for link in catalog.tables where link.hasPrefix(table + "_") {
      guard try isLink(link) else { continue }
      let keys = try catalog.foreignKeys(link)
      // Of a relation to itself Django calls the owner's column `from_…`.
      guard let from = keys.first(where: { $0.table == table && !$0.column.hasPrefix("to_") }),
        let to = keys.first(where: { $0.column != from.column }), let target = try target(to)
      else { continue }
      found[Name(String(link.dropFirst(table.count + 1)))] = LinkTable(
        table: link, from: from.column, to: to.column, target: target)
    }
    return found
  }

  /// The columns of a table's natural keys; empty where none are known.
  func naturalKey(of table: String) throws -> [String] { try naturalKey(table, columns(table)) }

  /// The natural keys of Django's own models; for others the one unique set of columns, where there is just one.
  private func naturalKey(_ table: String, _ columns: [FieldColumn]) throws -> [String] {
    if table == schema.users.table { return [schema.users.username] }
    switch table {
    case "auth_permission": return ["codename", "content_type_id"]
    case "django_content_type": return ["app_label", "model"]
    default: break
    }
    let rows = try StoredRow.fetchAll(
      catalog.database.cachedStatement(
        sql: """
          SELECT i.name, c.name FROM pragma_index_list(?) AS i, pragma_index_info(i.name) AS c
          WHERE i."unique" = 1 AND i.origin <> 'pk' AND i.partial = 0 ORDER BY i.seq, c.seqno
          """), arguments: [table])
    var indexes: [Name: [String]] = [:]
    for row in rows {
      guard let index = row.name(0), let column = row.text(1) else { continue }
      indexes[index, default: []].append(column)
    }
    let plain = indexes.values.filter { names in
      names.allSatisfy { name in columns.contains { $0.name == name && $0.target == nil } }
    }
    return plain.count == 1 ? plain[0] : []
  }

  /// Django checks every JSON field; nothing else tells it from text.
  private func jsonColumns(_ table: String) throws -> Set<String> {
    let statement = try catalog.database.cachedStatement(
      sql: "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?")
    let text = try StoredRow.fetchOne(statement, arguments: [table])?.text(0) ?? ""
    return Set(
      text.components(separatedBy: "JSON_VALID(\"").dropFirst().compactMap { part in
        part.firstIndex(of: "\"").map { String(part[..<$0]) }
      })
  }
}
