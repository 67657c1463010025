internal import Authorization
import Foundation
internal import GRDB

/// The one connection that may write. It is opened for an edit and closed after it, so that no log, no lock and no
/// file beside the database stays behind, and a file that was replaced is noticed.
struct WritingConnection {
  private let queue: DatabaseQueue
  private let file: DatabaseFile

  /// Opens the file for writing; never creates it, and changes nothing of how it is kept.
  ///
  /// - Throws: `EditRefused` where SQLite opens it for reading only.
  static func open(_ file: DatabaseFile) throws -> WritingConnection {
    var configuration = Configuration()
    configuration.label = "permscope writer"
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(Connection.patience)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA cache_size = -8000")
    }
    do {
      let queue = try DatabaseQueue(
        path: file.uri(immutable: false) + "?mode=rw", configuration: configuration)
      return WritingConnection(queue: queue, file: file)
    } catch let error as DatabaseError {
      throw translate(error, path: file.path)
    }
  }

  /// Takes back what a program that was killed has left half written, as every program that writes does.
  static func recover(_ path: String) throws {
    try open(DatabaseFile.examine(path)).transaction { _, _ in }
  }

  /// Runs `body` in one transaction that holds the write lock from its beginning; all of it is written or nothing.
  ///
  /// - Throws: `StoreError.busy` where another program holds the lock for too long.
  func transaction<Value>(_ body: (Database, Connection) throws -> Value) throws -> Value {
    defer { try? queue.close() }
    let connection = Connection(queue: queue, isImmutable: false, file: file)
    do {
      return try queue.inDatabase { database in
        try database.beginTransaction(.immediate)
        do {
          try Self.distrust(database)
          let value = try body(database, connection)
          try database.commit()
          return value
        } catch {
          // SQLite has rolled back by itself where the disk is full.
          if database.isInsideTransaction { try? database.rollback() }
          throw error
        }
      }
    } catch let error as DatabaseError {
      throw Self.translate(error, path: file.path)
    }
  }

  /// A hostile file must not run functions through its triggers.
  ///
  /// Said only once the tables are known: a function that SQLite takes for unsafe in the text of any table would make
  /// it refuse the whole file. Now it refuses only to write where one is called.
  private static func distrust(_ database: Database) throws {
    _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
    TrustedFunctions.register(database)
    try database.execute(sql: "PRAGMA trusted_schema = OFF")
  }

  static func translate(_ error: DatabaseError, path: String) -> any Error {
    switch error.resultCode {
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      return EditRefused(Refusal(.readOnly, "`\(path)` cannot be written: \(error.message ?? "read-only")"))
    case .SQLITE_FULL, .SQLITE_IOERR:
      return StoreError(
        .failed, "nothing was written to `\(path)`: \(error.message ?? error.resultCode.description)")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return StoreError(
        .busy,
        "`\(path)` is busy: another program has held it locked for \(Int(Connection.patience)) seconds; nothing was written, try again"
      )
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: return Connection.translate(error, path: path)
    default:
      return StoreError(
        .failed,
        "writing `\(path)` failed: \(error.message ?? error.resultCode.description); nothing was written")
    }
  }
}

extension OpenFile {
  /// What the writing connection sees, found out anew: the tables may be others than those that were read.
  init(writing connection: Connection, _ database: Database, _ options: AuthorizationDatabase.Options) throws
  {
    let catalog = try TableCatalog(database)
    let detection = SchemaDetection(
      catalog: catalog, path: connection.file.path, userTable: options.userTable,
      treePathChoices: options.treePaths, rules: options.rules)
    self.connection = connection
    schema = try detection.detect()
    cache = ReadingCache()
    isImported = catalog.has(ImportMarker.table)
    permscopeLayout =
      catalog.has("permscope_schema")
      ? try Self.layout(database, catalog) : nil
  }
}
