import Foundation
internal import GRDB
import Synchronization

/// Notices that another process has written to the database, or put another file in its place.
///
/// It asks `PRAGMA data_version` on a connection of its own and outside any transaction: about two microseconds,
/// and nothing is held open that could make the application wait.
public final class DatabaseWatch: Sendable {
  private struct State {
    var connection: Connection
    var version: Int64?
    var schemaVersion: Int64?
    var stamp: FileStamp?
    /// Whether the last look failed; the next one that does not is a change.
    var failed = false
  }

  private let database: AuthorizationDatabase
  private let state: Mutex<State>

  /// Begins to watch; what was written before is no change.
  ///
  /// - Throws: `StoreError` where the file cannot be opened.
  public init(_ database: AuthorizationDatabase) throws {
    self.database = database
    state = Mutex(try Self.open(database.path))
  }

  /// Whether something was written since the last call. Never waits for a writer.
  ///
  /// Where the file was replaced or its tables changed, the database is opened anew before this returns.
  ///
  /// - Throws: `StoreError` where the new file cannot be opened; once for each change.
  public func changed() throws -> Bool {
    try state.withLock { state in
      guard let stamp = FileStamp(database.path) else {
        // Somebody is putting a backup in its place.
        return false
      }
      let former = state.stamp
      let isReplaced = stamp.inode != former?.inode
      // Such a connection reads the file as it lay there and does not look at it again.
      let isOutdated = state.connection.isImmutable && (stamp != former || state.connection.file.hasLog)
      if isReplaced || isOutdated {
        state.stamp = stamp
        state = try Self.open(database.path)
        try database.reopen()
        return true
      }
      let found: (data: Int64?, schema: Int64?)?
      do {
        found = try Self.versions(state.connection)
      } catch {
        // What failed for the reader as well is told once.
        defer { state.failed = true }
        guard state.failed else { throw error }
        return false
      }
      guard let versions = found else { return false }
      defer {
        (state.version, state.schemaVersion) = versions
        state.failed = false
      }
      guard versions.data != state.version || state.failed else { return false }
      if versions.schema != state.schemaVersion { try database.reopen() }
      return true
    }
  }

  private static func open(_ path: String) throws -> State {
    let connection = try Connection.open(try DatabaseFile.examine(path))
    // Whoever asks draws the screen; a commit in progress will be seen the next time.
    try connection.queue.inDatabase { try $0.execute(sql: "PRAGMA busy_timeout = 0") }
    let versions = try versions(connection)
    return State(
      connection: connection, version: versions?.data, schemaVersion: versions?.schema, stamp: FileStamp(path)
    )
  }

  /// Nil while another program is committing.
  private static func versions(_ connection: Connection) throws -> (data: Int64?, schema: Int64?)? {
    do {
      return try connection.queue.inDatabase { database in
        let data = try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA data_version"))
        return (data, try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA schema_version")))
      }
    } catch let error as DatabaseError {
      if error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED { return nil }
      throw Connection.translate(error, path: connection.file.path)
    }
  }
}
