internal import Authorization
import Foundation
internal import GRDB

/// Writes a copy of a whole database, as one state of it.
///
/// It is read in one go: in Django's default journal mode the application's commits wait as long.
struct Backup {
  let database: AuthorizationDatabase

  /// The copy appears whole or not at all, and never replaces another file. Who may read it is who may read the
  /// database: there are hashes of passwords in it.
  ///
  /// - Throws: `StoreError.exists` where something has the name already.
  func write(to path: String) throws {
    try NewFile.requireFree(path)
    var status = stat()
    let source = database.connection.file.realPath
    guard stat(source, &status) == 0 else {
      throw StoreError(.noSuchFile, "`\(database.path)` is not there any more")
    }
    let draft = "\(path).\(getpid()).new"
    let mode = status.st_mode & 0o777
    let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY, mode | 0o600)
    guard descriptor >= 0 else { throw failure(path, String(cString: strerror(errno))) }
    close(descriptor)
    defer {
      for suffix in ["", "-journal"] { unlink(draft + suffix) }
    }
    try copy(to: draft, named: path)
    chmod(draft, mode)
    try NewFile.publish(draft, as: path, failing: "cannot write the backup `\(path)`")
  }

  private func copy(to draft: String, named path: String) throws {
    do {
      // A connection of its own, so that whoever looks at the database meanwhile does not wait.
      let source = try database.another().connection
      let copy = try DatabaseQueue(path: draft)
      defer { try? copy.close() }
      // Page by page: `VACUUM INTO` would have to understand every table, also those of extensions.
      try source.queue.backup(to: copy)
      try copy.close()
    } catch let error as DatabaseError {
      let busy = error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
      if busy { throw Connection.translate(error, path: database.path) }
      throw failure(path, error.message ?? error.resultCode.description)
    }
    let descriptor = open(draft, O_RDONLY)
    guard descriptor >= 0, fsync(descriptor) == 0, close(descriptor) == 0 else {
      throw failure(path, String(cString: strerror(errno)))
    }
  }

  private func failure(_ path: String, _ reason: String) -> StoreError {
    StoreError(.failed, "cannot write the backup `\(path)`: \(reason)")
  }
}
