internal import Authorization
internal import GRDB

/// The natural keys of rows: of Django's own models that have some, which are those that authorization is about.
final class NaturalNames {
  private let database: Database
  private let users: Schema.Users
  private var statements: [String: Statement] = [:]
  private var found: [String: [RowValue: JSONValue]] = [:]
  private static let remembered = 50_000

  init(_ database: Database, _ users: Schema.Users) {
    self.database = database
    self.users = users
  }

  func has(_ table: String) -> Bool { sql(table, "id") != nil }

  /// Nil where the table has no natural keys, or no such row.
  func name(_ key: DatabaseValue, _ target: FieldColumn.Target) throws -> JSONValue? {
    guard let sql = sql(target.table, target.column) else { return nil }
    let value = RowValue(key)
    if let known = found[target.table]?[value] { return known }
    let statement: Statement
    if let known = statements[target.table] {
      statement = known
    } else {
      statement = try database.makeStatement(sql: sql)
      statements[target.table] = statement
    }
    guard let row = try StoredRow.fetchOne(statement, arguments: [key]) else { return nil }
    let parts = (0..<(target.table == "auth_permission" ? 3 : target.table == "django_content_type" ? 2 : 1))
    let name = JSONValue.array(parts.map { JSONValue(row.text($0) ?? "") })
    if found[target.table, default: [:]].count >= Self.remembered { found[target.table] = [:] }
    found[target.table, default: [:]][value] = name
    return name
  }

  private func sql(_ table: String, _ column: String) -> String? {
    switch table {
    case users.table: "SELECT \(users.username.quoted) FROM \(table.quoted) WHERE \(column.quoted) = ?"
    case "auth_group": "SELECT name FROM auth_group WHERE \(column.quoted) = ?"
    case "django_content_type": "SELECT app_label, model FROM django_content_type WHERE \(column.quoted) = ?"
    case "auth_permission":
      """
      SELECT p.codename, t.app_label, t.model FROM auth_permission AS p CROSS JOIN django_content_type AS t
      WHERE p.\(column.quoted) = ? AND t.id = p.content_type_id
      """
    default: nil
    }
  }
}
