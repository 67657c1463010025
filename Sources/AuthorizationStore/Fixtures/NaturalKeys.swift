internal import Authorization
internal import GRDB

/// Finds rows by natural keys, as `get_by_natural_key` of their managers does.
final class NaturalKeys {
  private let tables: ModelTables
  private let database: Database
  private var statements: [String: (statement: Statement, parts: Int)?] = [:]
  private var found: [String: [[Name]: RowValue]] = [:]
  /// More of a table are not remembered, so that memory stays flat.
  private static let remembered = 50_000

  init(_ tables: ModelTables, _ database: Database) {
    self.tables = tables
    self.database = database
  }

  /// The key of the row; nil where there is none.
  ///
  /// - Throws: `FixtureError` where the table is not known to have natural keys, or they have another form.
  func key(_ target: FieldColumn.Target, _ parts: [JSONValue]) throws -> RowValue? {
    let names = try parts.map { part -> Name in
      switch part {
      case .string(let name): return name
      case .integer(let integer): return Name(String(integer))
      default: throw FixtureError("expected a natural key of texts, got \(part.noun) in it")
      }
    }
    if let value = found[target.table]?[names] { return value }
    guard let statement = try statement(target) else {
      throw FixtureError(
        "nothing is known of natural keys of `\(target.table)`; dump it without `--natural-foreign`")
    }
    let count = statement.parts
    guard names.count == count else {
      throw FixtureError("expected a natural key of \(Counted.words(count, "text")), got \(names.count)")
    }
    let arguments = StatementArguments(names.map(\.text))
    guard let row = try StoredRow.fetchOne(statement.statement, arguments: arguments) else { return nil }
    let value = RowValue(row[0])
    if found[target.table, default: [:]].count >= Self.remembered { found[target.table] = [:] }
    found[target.table, default: [:]][names] = value
    return value
  }

  /// Forgets the rows of a table, because one of them may have got another name.
  func forget(_ table: String) { found[table] = nil }

  private func statement(_ target: FieldColumn.Target) throws -> (statement: Statement, parts: Int)? {
    if let known = statements[target.table] { return known }
    let made = try text(target).map { (statement: try database.makeStatement(sql: $0.sql), parts: $0.parts) }
    statements[target.table] = .some(made)
    return made
  }

  private func text(_ target: FieldColumn.Target) throws -> (sql: String, parts: Int)? {
    if target.table == "auth_permission" {
      // `PermissionManager.get_by_natural_key(codename, app_label, model)`
      return (
        """
        SELECT p.\(target.column.quoted) FROM django_content_type AS t CROSS JOIN auth_permission AS p
        WHERE p.codename = ? AND t.app_label = ? AND t.model = ? AND p.content_type_id = t.id
        """, 3
      )
    }
    let columns = try tables.naturalKey(of: target.table)
    guard !columns.isEmpty else { return nil }
    let conditions = columns.map { "\($0.quoted) = ?" }.joined(separator: " AND ")
    return ("SELECT \(target.column.quoted) FROM \(target.table.quoted) WHERE \(conditions)", columns.count)
  }
}
