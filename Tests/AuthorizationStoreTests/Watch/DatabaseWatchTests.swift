import Authorization
@testable import AuthorizationStore
import Foundation
import GRDB
import PermscopeResources
import Testing

/// Another connection's commit is noticed, in both journal modes, and nothing is held that makes it wait.
@Suite struct DatabaseWatchTests {
  private let file: TestDatabase

  init() throws { file = try TestDatabase(Resources.demo) }

  private func users(_ database: AuthorizationDatabase) throws -> Int {
    try Lists(database).page(PageRequest(source: .view(.users), anchor: .start, limit: 100)).rows.count
  }

  @Test("a commit is seen once, in either journal mode", arguments: ["DELETE", "WAL"])
  func commits(_ mode: String) throws {
    // A connection that stays open, as an application's does; it would take the log away with itself.
    let application = try DatabaseQueue(path: file.path)
    try application.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = \(mode)") }
    let database = try file.open()
    let watch = try DatabaseWatch(database)
    #expect(try !watch.changed())
    let before = try users(database)
    try application.write { try $0.execute(sql: "DELETE FROM auth_user WHERE username = 'ravi'") }
    #expect(try watch.changed())
    #expect(try !watch.changed())
    #expect(try users(database) == before - 1)
  }

  @Test("a database in WAL mode that nobody had open is seen to come into use, and to be left again")
  func comesIntoUse() throws {
    let setup = try DatabaseQueue(path: file.path)
    try setup.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try setup.close()
    let database = try file.open()
    let watch = try DatabaseWatch(database)
    let before = try users(database)
    #expect(try !watch.changed())
    // It opens, writes and closes between two looks.
    try file.execute("DELETE FROM auth_user WHERE username = 'ravi'")
    #expect(try watch.changed())
    #expect(try users(database) == before - 1)
    let application = try DatabaseQueue(path: file.path)
    for number in 0..<2 {
      try application.write {
        try $0.execute(
          sql: """
            INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active, first_name, last_name, email, date_joined)
            VALUES (?, '!', 0, 0, 1, '', '', '', '2026-01-01')
            """, arguments: ["new\(number)"])
      }
      #expect(try watch.changed())
      #expect(try !watch.changed())
      #expect(try users(database) == before + number)
    }
  }

  @Test("a restored backup is opened anew")
  func restored() throws {
    let database = try file.open()
    let watch = try DatabaseWatch(database)
    let backup = try TestDatabase()
    try FileManager.default.removeItem(atPath: file.path)
    #expect(try !watch.changed())
    try FileManager.default.copyItem(atPath: backup.path, toPath: file.path)
    #expect(try watch.changed())
    #expect(try !watch.changed())
    #expect(try users(database) == 1)
  }

  @Test("new tables are known after a migration")
  func migration() throws {
    let database = try file.open()
    let watch = try DatabaseWatch(database)
    try file.execute("DROP TABLE core_accesspolicy")
    #expect(try watch.changed())
    #expect(!database.schema.has(.policies))
  }

  @Test("a write that was killed is told once, and its being taken back is a change")
  func killedWriter() throws {
    let watch = try DatabaseWatch(try file.open())
    try file.killWriter()
    let error = #expect(throws: StoreError.self) { try watch.changed() }
    #expect(error?.code == .unfinishedWrite)
    #expect(try !watch.changed())
    // Any program that writes takes it back.
    _ = try DatabaseQueue(path: file.path).read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM auth_user")
    }
    #expect(try watch.changed())
    #expect(try !watch.changed())
  }

  @Test("a commit in progress is neither waited for nor reported")
  func writing() throws {
    let watch = try DatabaseWatch(try file.open())
    let application = try DatabaseQueue(path: file.path)
    try application.inDatabase { database in
      try database.execute(sql: "BEGIN EXCLUSIVE; DELETE FROM auth_user WHERE username = 'ravi'")
      var isChanged = true
      let elapsed = try ContinuousClock().measure { isChanged = try watch.changed() }
      #expect(!isChanged)
      // Whoever waits for a writer does so for as long as a read has patience.
      #expect(elapsed < .seconds(Connection.patience))
      try database.execute(sql: "COMMIT")
    }
    #expect(try watch.changed())
  }
}
