import Authorization
import AuthorizationStore
import Foundation
import GRDB
import Testing

/// Bad input gets one clear sentence, and nothing is changed or created.
@Suite struct OpeningTests {
  private let folder = NSTemporaryDirectory() + "permscope-opening-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  private func failure(_ path: String) -> StoreError? {
    do {
      _ = try AuthorizationDatabase(path: path)
      return nil
    } catch let error as StoreError {
      return error
    } catch {
      return nil
    }
  }

  private func write(_ bytes: [UInt8], _ name: String) -> String {
    let path = folder + "/" + name
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
    return path
  }

  private var listing: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  @Test("what is no authorization database is refused by kind, and left alone")
  func refusals() throws {
    let text = write(Array("hello".utf8), "text")
    let empty = write([], "empty")
    let other = folder + "/other.sqlite3"
    try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (x)") }
    let before = listing
    #expect(failure(folder + "/absent")?.code == .noSuchFile)
    #expect(failure(folder)?.code == .directory)
    #expect(failure("/dev/null")?.code == .notADatabase)
    #expect(failure(text)?.code == .notADatabase)
    #expect(failure(empty)?.code == .noUserTable)
    #expect(failure(other)?.code == .noUserTable)
    #expect(listing == before)
    #expect(FileManager.default.contents(atPath: text) == Data("hello".utf8))
  }

  @Test("a truncated file and one with a spoilt page are damaged")
  func damage() throws {
    let good = try TestDatabase()
    let bytes = try #require(FileManager.default.contents(atPath: good.path))
    let truncated = write(Array(bytes.prefix(bytes.count / 2)), "truncated")
    #expect(failure(truncated)?.code == .damaged)
    var spoilt = Array(bytes)
    for offset in 4_096..<min(spoilt.count, 40_960) { spoilt[offset] = 0xAA }
    #expect(failure(write(spoilt, "spoilt"))?.code == .damaged)
    var header = Array(bytes)
    for offset in 100..<200 { header[offset] = 0xFF }
    #expect(failure(write(header, "header"))?.code == .damaged)
  }

  @Test("looking writes nothing, in either journal mode", arguments: ["delete", "wal"])
  func lookingWritesNothing(mode: String) throws {
    let path = folder + "/\(mode).sqlite3"
    let source = try TestDatabase()
    try FileManager.default.copyItem(atPath: source.path, toPath: path)
    let setter = try DatabaseQueue(path: path)
    try setter.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = \(mode)") }
    try setter.close()
    let before = (listing, FileManager.default.contents(atPath: path))
    let database = try AuthorizationDatabase(path: path)
    try database.read { reader in _ = try reader.heldPermissions(reader.anonymous(), .general) }
    #expect(listing == before.0)
    #expect(FileManager.default.contents(atPath: path) == before.1)
  }

  @Test("looking at a file keeps the locks of whoever in this program writes to it")
  func locksStay() throws {
    let file = try TestDatabase()
    let writer = try DatabaseQueue(path: file.path)
    try writer.inDatabase { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      defer { try? database.execute(sql: "ROLLBACK") }
      for _ in 0..<3 { _ = try file.open() }
      let other = Process()
      other.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      other.arguments = ["sqlite3", file.path, "BEGIN IMMEDIATE"]
      let errors = Pipe()
      other.standardError = errors
      try other.run()
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      other.waitUntilExit()
      #expect(other.terminationStatus != 0)
      #expect(said.contains("locked"))
    }
  }

  @Test("what a killed program left half written is not read, and only an edit takes it back")
  func unfinishedWrite() throws {
    let file = try TestDatabase()
    try file.killWriter()
    let journal = file.path + "-journal"
    let before = FileManager.default.contents(atPath: file.path)
    #expect(failure(file.path)?.code == .unfinishedWrite)
    #expect(FileManager.default.fileExists(atPath: journal))
    #expect(FileManager.default.contents(atPath: file.path) == before)
    let database = try AuthorizationDatabase(path: file.path, takesBackUnfinishedWrites: true)
    #expect(try database.read { try $0.user(named: "user7") } != nil)
    #expect(try database.read { try $0.user(named: "torn107") } == nil)
    #expect(!FileManager.default.fileExists(atPath: journal))
    #expect(failure(file.path) == nil)
  }

  @Test("a WAL database that comes into use is seen as it is written")
  func followsAWriter() throws {
    let file = try TestDatabase()
    let writer = try DatabaseQueue(path: file.path)
    try writer.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = wal") }
    try writer.close()
    let database = try file.open()
    #expect(throws: StoreError.self) { try database.read { _ = try $0.subject(.user("nora")) } }
    let second = try DatabaseQueue(path: file.path)
    try second.write {
      try $0.execute(
        sql: """
          INSERT INTO auth_user (password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name)
          VALUES ('!', 0, 'nora', '', '', 0, 1, '2026-01-01', '')
          """)
    }
    #expect(try database.read { try $0.subject(.user("nora")).name } == "nora")
  }

  @Test("a link to a live WAL database shows what its log holds")
  func links() throws {
    let file = try TestDatabase()
    let writer = try DatabaseQueue(path: file.path)
    try writer.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = wal") }
    let link = folder + "/link.sqlite3"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file.path)
    try writer.write { try $0.execute(sql: "INSERT INTO auth_group (id, name) VALUES (77, 'seen')") }
    #expect(try AuthorizationDatabase(path: link).read { try $0.group(named: "seen").name } == "seen")
  }

  @Test("what was written while nobody had the file open is seen by the next read")
  func writtenBetweenReads() throws {
    let file = try TestDatabase()
    let setter = try DatabaseQueue(path: file.path)
    try setter.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = wal") }
    try setter.close()
    let database = try file.open()
    _ = try database.read { $0.schema }
    try file.execute("INSERT INTO auth_group (id, name) VALUES (77, 'seen')")
    #expect(try database.read { try $0.group(named: "seen").name } == "seen")
  }

  @Test("what is remembered between reads is dropped when another program writes")
  func remembersNothingStale() throws {
    let file = try TestDatabase(
      "INSERT INTO django_content_type (id, app_label, model) VALUES (800, 'thing', 'widget')")
    let database = try file.open()
    let type = TypeName(app: "thing", model: "widget")
    #expect(try database.read { try $0.contentType(type) } == .integer(800))
    try file.execute("UPDATE django_content_type SET id = 801 WHERE id = 800")
    #expect(try database.read { try $0.contentType(type) } == .integer(801))
  }

  @Test("a list of objects follows a content type that was made again under another key")
  func listsFollowContentTypes() throws {
    let file = try TestDatabase(
      """
      CREATE TABLE thing_widget (id integer PRIMARY KEY, name text); INSERT INTO thing_widget VALUES (1, 'one');
      INSERT INTO django_content_type (id, app_label, model) VALUES (800, 'thing', 'widget');
      INSERT INTO auth_permission (id, content_type_id, codename, name) VALUES (9000, 800, 'view_widget', '');
      INSERT INTO auth_group (id, name) VALUES (70, 'team');
      INSERT INTO auth_user (id, password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name)
        VALUES (70, '!', 0, 'nora', '', '', 0, 1, '2026-01-01', '');
      INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id) VALUES ('1', 800, 9000, 70);
      """)
    let database = try file.open()
    func listed() throws -> [Name] {
      try database.read { reader in
        var keys: [Name] = []
        let permission = try reader.knownPermission("thing.view_widget")
        let type = TypeName(app: "thing", model: "widget")
        try reader.forEachObject(reader.subject(.user("nora")), permission, type: type) { keys.append($0) }
        return keys
      }
    }
    #expect(try listed() == ["1"])
    try file.execute(
      """
      PRAGMA defer_foreign_keys = ON; UPDATE django_content_type SET id = 801 WHERE id = 800;
      UPDATE auth_permission SET content_type_id = 801 WHERE content_type_id = 800;
      UPDATE guardian_userobjectpermission SET content_type_id = 801 WHERE content_type_id = 800;
      """)
    #expect(try listed() == ["1"])
  }

  @Test("tables of a newer permscope open read-only, with the reason")
  func newerLayout() throws {
    let file = try TestDatabase(
      "CREATE TABLE permscope_schema (version integer); INSERT INTO permscope_schema VALUES (99);")
    #expect(try file.open().readOnlyReason == "its history was written by a newer permscope")
    #expect(try file.open(.init(readOnly: true)).readOnlyReason == "asked for")
    #expect(try TestDatabase().open().readOnlyReason == nil)
  }

  @Test("a view in the place of a table is not taken for it")
  func viewsAreRefused() throws {
    let file = try TestDatabase(
      "ALTER TABLE datawarehouse_gittree RENAME TO real; CREATE VIEW datawarehouse_gittree AS SELECT * FROM real;"
    )
    #expect(try file.open().schema.has(.trees) == false)
  }

  @Test("a custom user table is found by the foreign keys of its links")
  func customUsers() throws {
    let file = try TestDatabase(
      schema: """
        CREATE TABLE django_content_type (id integer PRIMARY KEY, app_label text, model text);
        CREATE TABLE auth_group (id integer PRIMARY KEY, name text UNIQUE);
        CREATE TABLE auth_permission (id integer PRIMARY KEY, content_type_id integer, codename text, name text);
        CREATE TABLE auth_group_permissions (id integer PRIMARY KEY, group_id integer, permission_id integer);
        CREATE TABLE people_person (uuid char(32) PRIMARY KEY, email text UNIQUE, password text, is_active bool);
        CREATE TABLE people_person_groups (id integer PRIMARY KEY, person_id char(32) REFERENCES people_person (uuid), group_id integer REFERENCES auth_group (id));
        CREATE TABLE people_person_user_permissions (id integer PRIMARY KEY, person_id char(32) REFERENCES people_person (uuid), permission_id integer REFERENCES auth_permission (id));
        INSERT INTO people_person VALUES ('b150a78d9cfd417d9e39a54c464a8296', 'mira@example.org', '!', 1);
        INSERT INTO auth_group VALUES (1, 'qe'); INSERT INTO django_content_type VALUES (1, 'a', 'b');
        INSERT INTO auth_permission VALUES (1, 1, 'view_b', ''); INSERT INTO auth_group_permissions VALUES (1, 1, 1);
        INSERT INTO people_person_groups VALUES (1, 'b150a78d9cfd417d9e39a54c464a8296', 1);
        """)
    try file.open().read { reader in
      let mira = try reader.subject(.user("mira@example.org"))
      #expect(try reader.allows(mira, reader.knownPermission("a.view_b"), .general))
      #expect(reader.schema.users.table == "people_person")
      #expect(try reader.subject(.userKey("b150a78d-9cfd-417d-9e39-a54c464a8296")).name == "mira@example.org")
    }
  }
}
