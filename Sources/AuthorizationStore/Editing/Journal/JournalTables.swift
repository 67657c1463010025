internal import Authorization
internal import GRDB

/// The tables of the history. They are Permscope's own, and the first edit makes them.
///
/// The statements are those that PostgreSQL takes too. Images of rows are kept whole, with the hashes of passwords,
/// because a user who was deleted comes back exactly; they are in this same file anyway and never come out of it.
enum JournalTables {
  static let names = ["permscope_entry", "permscope_row", "permscope_schema", "permscope_subject"]

  static func exist(_ database: Database) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN (?, ?, ?, ?)")
    let count = try StoredValue.fetchOne(statement, arguments: StatementArguments(names))
    return count?.databaseValue.integer == Int64(names.count)
  }

  /// Makes what is missing, in the transaction of the edit.
  static func make(_ database: Database) throws {
    guard try !exist(database) else { return }
    // One after the other: GRDB looks at each statement.
    for statement in statements { try database.execute(sql: statement) }
    try database.execute(
      sql:
        "INSERT INTO permscope_schema (version) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM permscope_schema)",
      arguments: [AuthorizationDatabase.knownLayout])
  }

  /// Drops the tables that are there.
  static func remove(_ database: Database) throws -> [String] {
    let present = try names.filter { name in
      try StoredValue.fetchOne(
        database.cachedStatement(sql: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"),
        arguments: [name]) != nil
    }
    for name in present { try database.execute(sql: "DROP TABLE \(name.quoted)") }
    return present
  }

  private static let statements = [
    "CREATE TABLE IF NOT EXISTS permscope_schema (version integer NOT NULL PRIMARY KEY)",
    // What was written in one transaction. `about` is the edit that an undo or redo is about.
    """
    CREATE TABLE IF NOT EXISTS permscope_entry (number integer NOT NULL PRIMARY KEY, kind varchar(8) NOT NULL, \
    about integer NULL, made_at varchar(32) NOT NULL, operator text NOT NULL, reason text NULL, lines text NOT NULL, \
    gains integer NULL, losses integer NULL, irreversible text NULL)
    """,
    "CREATE INDEX IF NOT EXISTS permscope_entry_about ON permscope_entry (about, number)",
    // The rows of an entry in the order in which they were written; keys and images are JSON.
    """
    CREATE TABLE IF NOT EXISTS permscope_row (entry integer NOT NULL, position integer NOT NULL, \
    table_name text NOT NULL, row_key text NOT NULL, before_image text NULL, after_image text NULL, \
    PRIMARY KEY (entry, position))
    """,
    "CREATE INDEX IF NOT EXISTS permscope_row_key ON permscope_row (table_name, row_key, entry)",
    // What an entry is about: the rows that it wrote and those that they refer to.
    """
    CREATE TABLE IF NOT EXISTS permscope_subject (table_name text NOT NULL, row_key text NOT NULL, \
    entry integer NOT NULL, PRIMARY KEY (table_name, row_key, entry))
    """,
  ]
}
