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

  func open(_ options: AuthorizationDatabase.Options = .init()) throws -> AuthorizationDatabase {
    try AuthorizationDatabase(path: path, options: options)
  }
}
