import AuthorizationStore
import Foundation
import GRDB
import PermscopeResources

/// A database file of a test's own, gone when the test ends.
final class TestDatabase {
  let path: String

  /// Permscope's schema, and the given statements on top.
  init(schema: String = Resources.schema, _ statements: String = "") throws {
    path = NSTemporaryDirectory() + "permscope-test-\(UUID().uuidString).sqlite3"
    try execute(schema + "\n" + statements)
  }

  /// A file of its own with what is in another.
  func copy() throws -> TestDatabase {
    let copy = try TestDatabase(schema: "")
    try FileManager.default.removeItem(atPath: copy.path)
    try FileManager.default.copyItem(atPath: path, toPath: copy.path)
    return copy
  }

  deinit {
    for suffix in ["", "-wal", "-shm", "-journal"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  /// Writes as another program would.
  func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// Leaves the file as a program does that is killed while it changes the names of all its users, of which it makes
  /// enough to have to write some before the commit.
  func killWriter() throws {
    let users = (0..<2000).map { "(\($0 + 100), '!', 0, 'user\($0)', '', '', 0, 1, '2026-01-01', '')" }
    try execute(
      """
      INSERT INTO auth_user (id, password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name)
      VALUES \(users.joined(separator: ","))
      """)
    let queue = try DatabaseQueue(path: path)
    let files = try queue.inDatabase { database in
      try database.execute(
        sql: "PRAGMA cache_size = 2; BEGIN IMMEDIATE; UPDATE auth_user SET username = 'torn' || id")
      defer { try? database.execute(sql: "ROLLBACK") }
      return try ["", "-journal"].map { ($0, try Data(contentsOf: URL(fileURLWithPath: path + $0))) }
    }
    try queue.close()
    for (suffix, data) in files {
      // The same file, not another with its name.
      if suffix != "" { _ = FileManager.default.createFile(atPath: path + suffix, contents: nil) }
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path + suffix))
      try handle.truncate(atOffset: 0)
      try handle.write(contentsOf: data)
      try handle.close()
    }
  }

  func open(_ options: AuthorizationDatabase.Options = .init()) throws -> AuthorizationDatabase {
    try AuthorizationDatabase(path: path, options: options)
  }
}
