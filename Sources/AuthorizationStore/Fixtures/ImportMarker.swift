internal import Authorization
import Foundation
internal import GRDB

/// Remembers in a database that it is a copy: what is edited in it is in force nowhere else.
enum ImportMarker {
  static let table = "permscope_import"

  /// Notes an import into a new database, or of Pulp's rows, which run on PostgreSQL only.
  ///
  /// - Returns: the table, where it had to be made.
  static func note(
    _ database: Database, source: String, records: Int, models: [Name], isNew: Bool, now: Date
  ) throws -> [String] {
    guard isNew || models.contains(where: { $0.text.hasPrefix("core.") }) else { return [] }
    let isThere = try TableCatalog(database).has(table)
    if !isThere {
      try database.execute(
        sql: """
          CREATE TABLE \(table) (number integer NOT NULL PRIMARY KEY, source text NOT NULL,
            imported_at varchar(32) NOT NULL, records integer NOT NULL)
          """)
    }
    try database.execute(
      sql: "INSERT INTO \(table) (source, imported_at, records) VALUES (?, ?, ?)",
      arguments: [
        source.split(separator: "/").last.map(String.init) ?? source, DjangoText.time(now), records,
      ])
    return isThere ? [] : [table]
  }
}
