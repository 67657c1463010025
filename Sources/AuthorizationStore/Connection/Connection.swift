internal import Authorization
import Foundation
internal import GRDB

/// One read-only connection to the file. The only place that opens one.
struct Connection: Sendable {
  let queue: DatabaseQueue
  let isImmutable: Bool
  let file: DatabaseFile

  /// How long a reader waits for a writer, in seconds.
  static let patience = 5.0

  /// Opens the file for reading; writes nothing, not even beside it.
  ///
  /// Not a `DatabasePool`: that would turn the user's file into WAL mode and create a table in it.
  static func open(_ file: DatabaseFile) throws -> Connection {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.label = "permscope"
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { database in
      // A hostile file must not run functions through its views and triggers. Those that SQLite 3.40 takes for unsafe
      // and Django writes into every JSON column are made known first, or it would refuse the whole file when it
      // reads the tables anew.
      TrustedFunctions.register(database)
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
      try database.execute(sql: "PRAGMA cache_size = -8000")
    }
    let immutable = file.isWAL && !file.hasLog
    do {
      let queue = try DatabaseQueue(path: file.uri(immutable: immutable), configuration: configuration)
      return Connection(queue: queue, isImmutable: immutable, file: file)
    } catch let error as DatabaseError {
      throw translate(error, path: file.path)
    }
  }

  /// Whether the file has come into use, or was written since: such a connection does not look at it again.
  var isOutdated: Bool { isImmutable && (file.hasLog || FileStamp(file.realPath) != file.stamp) }

  /// Runs `body` with the database; SQLite's errors come out as sentences.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try queue.read(body)
    } catch let error as DatabaseError {
      throw Self.translate(error, path: file.path)
    }
  }

  /// Runs `body` without a transaction around it: for what tells of commits by others.
  func outsideTransaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try queue.unsafeRead(body)
    } catch let error as DatabaseError {
      throw Self.translate(error, path: file.path)
    }
  }

  static func translate(_ error: DatabaseError, path: String) -> StoreError {
    if error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
      return StoreError(
        .unfinishedWrite,
        "`\(path)` was left half written by a program that was killed; the application takes that back when it starts, and so does every edit by command"
      )
    }
    return switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      StoreError(
        .busy, "`\(path)` is busy: another program has held it locked for \(Int(patience)) seconds; try again"
      )
    case .SQLITE_CORRUPT:
      StoreError(.damaged, "`\(path)` is damaged (\(error.message ?? "unreadable page")); restore a backup")
    case .SQLITE_INTERRUPT: StoreError(.interrupted, "reading `\(path)` was stopped")
    case .SQLITE_NOTADB:
      StoreError(.notADatabase, "`\(path)` is not a SQLite database, or it is encrypted")
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      StoreError(
        .noPermission,
        "cannot open `\(path)`: its write-ahead log is in use and its folder cannot be written; ask for access"
      )
    default:
      StoreError(.failed, "reading `\(path)` failed: \(error.message ?? error.resultCode.description)")
    }
  }
}
