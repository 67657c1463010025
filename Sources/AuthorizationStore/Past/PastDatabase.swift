public import Authorization
internal import GRDB
import Synchronization

/// Reads the database as it was before some entries of the history.
///
/// What the history says of each row is shown by temporary views over the tables, on a read-only connection of its own:
/// every question is the same as in the present, and nothing is written or locked.
public final class PastDatabase: Sendable {
  private let database: AuthorizationDatabase
  private let opened = Mutex<OpenFile?>(nil)

  public init(_ database: AuthorizationDatabase) { self.database = database }

  /// Reads the database as it was.
  ///
  /// - Parameter body: gets what has to be said of such an answer: which entries were taken back, and what nobody knows.
  /// - Throws: `StoreError` where there is no such entry, or where the history cannot be read.
  public func read<Value>(
    _ moment: HistoryMoment, _ body: (AuthorizationReader, _ warnings: [String]) throws -> Value
  ) throws -> Value {
    let file = try current()
    do {
      let value = try read(file, moment, body)
      if !file.connection.isOutdated { return value }
    } catch {
      guard file.connection.isOutdated else { throw error }
    }
    return try read(try current(), moment, body)
  }

  /// What the inspector shows of the time before an entry.
  public func inspect(before entry: Int64, _ subject: SubjectRef, _ object: EntityRef?) throws -> Inspection {
    try read(.entry(entry)) { reader, warnings in
      var inspection = try reader.inspect(subject, object)
      inspection.notes = warnings + inspection.notes
      return inspection
    }
  }

  /// The connection, opened anew where the file has come into use or was replaced.
  private func current() throws -> OpenFile {
    let now = try database.current().connection.file
    return try opened.withLock { kept in
      if let kept, !kept.connection.isOutdated, kept.connection.file == now { return kept }
      let fresh = try OpenFile(now, options: database.options)
      kept = fresh
      return fresh
    }
  }

  private func read<Value>(
    _ file: OpenFile, _ moment: HistoryMoment, _ body: (AuthorizationReader, [String]) throws -> Value
  ) throws -> Value {
    // One read from the history to the answer, so that both belong to one state of the file.
    try file.connection.read { database in
      try file.cache.forgetIfWritten(database)
      let now = AuthorizationReader(database, file: file, options: self.database.options)
      let rewind = try Rewind(now, moment)
      defer {
        try? Scratch.clear(database)
        file.cache.contentTypes.removeAll()
      }
      try Scratch(deltas: rewind.deltas).install(database, .after)
      // What the views show is not in the file, and so not in its version.
      file.cache.contentTypes.removeAll()
      let past = AuthorizationReader(
        database, file: file, options: self.database.options, moment: moment)
      return try body(past, rewind.warnings)
    }
  }
}
