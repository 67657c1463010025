internal import Authorization
internal import GRDB

/// The content types and permissions that a new database would have, put aside so that the file decides.
///
/// A file without them comes from a project that numbers its own; it names them by natural keys, or not at all.
final class Seeds {
  static let tables = ["django_content_type", "auth_permission"]

  private let database: Database

  init(_ database: Database) throws {
    self.database = database
    for statement in [
      "CREATE TEMP TABLE permscope_types AS SELECT app_label, model FROM django_content_type ORDER BY id",
      """
      CREATE TEMP TABLE permscope_permissions AS SELECT t.app_label, t.model, p.codename, p.name
      FROM auth_permission AS p CROSS JOIN django_content_type AS t WHERE t.id = p.content_type_id ORDER BY p.id
      """,
      "DELETE FROM auth_permission", "DELETE FROM django_content_type", "DELETE FROM auth_user",
      "DELETE FROM sqlite_sequence WHERE name IN ('auth_permission', 'django_content_type', 'auth_user')",
    ] { try database.execute(sql: statement) }
  }

  /// Fills tables that the file says nothing of.
  func fill(_ tables: [String]) throws {
    if tables.contains("django_content_type") {
      try database.execute(
        sql: """
          INSERT INTO django_content_type (app_label, model)
          SELECT app_label, model FROM permscope_types ORDER BY rowid
          """)
    }
    guard tables.contains("auth_permission") else { return }
    try database.execute(
      sql: """
        INSERT INTO auth_permission (content_type_id, codename, name)
        SELECT t.id, p.codename, p.name FROM permscope_permissions AS p CROSS JOIN django_content_type AS t
        WHERE t.app_label = p.app_label AND t.model = p.model ORDER BY p.rowid
        """)
  }

  /// Makes a content type or a permission that a record names and no record has, as migrating would have.
  ///
  /// - Returns: false where the row is another thing.
  func make(_ row: RecordWriter.MissingRow) throws -> Bool {
    let names = row.parts.compactMap { $0.text?.text }
    switch (row.table, names.count) {
    case ("django_content_type", 2):
      try makeType(names[0], names[1])
      return true
    case ("auth_permission", 3):
      let codename = names[0]
      try makeType(names[1], names[2])
      let words = codename.split(separator: "_").joined(separator: " ")
      try database.execute(
        sql: """
          INSERT INTO auth_permission (content_type_id, codename, name)
          SELECT id, ?, ? FROM django_content_type WHERE app_label = ? AND model = ?
          """, arguments: [codename, "Can \(words)", names[1], names[2]])
      return true
    default: return false
    }
  }

  private func makeType(_ app: String, _ model: String) throws {
    try database.execute(
      sql: """
        INSERT INTO django_content_type (app_label, model) SELECT ?1, ?2
        WHERE NOT EXISTS (SELECT 1 FROM django_content_type WHERE app_label = ?1 AND model = ?2)
        """, arguments: [app, model])
  }
}
