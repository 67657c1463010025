internal import Authorization
import Foundation
internal import GRDB
internal import PermscopeResources

/// Makes databases from nothing.
public enum NewDatabase {
  /// What goes into it.
  public enum Content: Sendable {
    /// The tables that Django, guardian and the others work on, without people.
    case empty
    /// The sample organisation.
    case demo
  }

  /// Makes a database file; the file appears whole or not at all, and never replaces another.
  ///
  /// - Throws: `StoreError.exists` where something has the name already.
  public static func create(at path: String, _ content: Content) throws {
    try make(at: path) { database, _ in
      if case .demo = content { try database.execute(sql: Resources.demo) }
    }
  }

  /// The same with what `fill` writes, in one transaction, into the tables that are there from the beginning.
  ///
  /// - Parameter fill: gets the database and the path of the draft.
  /// - Parameter mode: the file's permissions, less what the process masks.
  static func make<Value>(at path: String, mode: mode_t = 0o666, _ fill: (Database, String) throws -> Value)
    throws -> Value
  {
    try NewFile.requireFree(path)
    let draft = "\(path).\(getpid()).new"
    defer { for suffix in ["", "-journal"] { unlink(draft + suffix) } }
    // Whatever lies there already is not followed or written.
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL, mode)
    guard descriptor >= 0 else {
      throw StoreError(.failed, "cannot make `\(path)`: \(String(cString: strerror(errno)))")
    }
    close(descriptor)
    let value: Value
    do {
      let queue = try DatabaseQueue(path: draft)
      value = try queue.write { database in
        try database.execute(sql: Resources.schema)
        return try fill(database, draft)
      }
      try queue.close()
    } catch let error as DatabaseError {
      throw StoreError(.failed, "cannot make `\(path)`: \(error.message ?? error.resultCode.description)")
    }
    try NewFile.publish(draft, as: path, failing: "cannot make `\(path)`")
    return value
  }
}
