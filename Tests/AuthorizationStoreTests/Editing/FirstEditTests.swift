import Authorization
import AuthorizationStore
import Foundation
import GRDB
import PermscopeResources
import Testing

/// What is said before the first edit, and the copy that is offered.
@Suite struct FirstEditTests {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  @Test("the tables, the triggers that edits run, and a free name for a backup are told once")
  func notice() throws {
    try shop.file.execute(
      """
      CREATE TABLE elsewhere (x);
      CREATE TRIGGER audit AFTER INSERT ON auth_user_groups BEGIN INSERT INTO elsewhere VALUES (new.id); END;
      CREATE TRIGGER other AFTER INSERT ON elsewhere BEGIN SELECT 1; END
      """)
    let notice = try #require(try shop.editor.firstEditNotice())
    #expect(notice.tables == ["permscope_entry", "permscope_row", "permscope_schema", "permscope_subject"])
    #expect(notice.triggers == ["audit on auth_user_groups"])
    #expect(notice.backupPath == shop.file.path + ".backup-20261121-032841")
    try Data().write(to: URL(fileURLWithPath: notice.backupPath))
    defer { unlink(notice.backupPath) }
    #expect(try shop.editor.firstEditNotice()?.backupPath == notice.backupPath + "-2")
    try shop.edit(.addMember(user: Workshop.lena, group: Workshop.support))
    #expect(try shop.editor.firstEditNotice() == nil)
    #expect(
      try shop.texts(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'permscope%' ORDER BY name")
        == notice.tables)
    #expect(try shop.number("SELECT version FROM permscope_schema") == 1)
    #expect(try shop.number("SELECT count(*) FROM elsewhere") == 1)
  }

  @Test("whoever has the file open goes on reading when the tables are made, and when they are removed")
  func openReaders() throws {
    let reader = try shop.file.open()
    _ = try reader.read { try $0.subject(.user("lena")) }
    try shop.edit(.addMember(user: Workshop.lena, group: Workshop.support))
    #expect(try reader.read { try $0.subject(.user("lena")) }.name == "lena")
    #expect(
      try shop.editor.removeHistory()
        == ["permscope_entry", "permscope_row", "permscope_schema", "permscope_subject"])
    #expect(try reader.read { try $0.subject(.user("lena")) }.name == "lena")
    #expect(try shop.number("SELECT count(*) FROM sqlite_master WHERE name LIKE 'permscope%'") == 0)
    #expect(try shop.editor.firstEditNotice() != nil)
    #expect(try shop.editor.removeHistory().isEmpty)
  }

  @Test("a preview says that triggers run with the edit")
  func triggersAreTold() throws {
    try shop.file.execute(
      "CREATE TRIGGER tidy AFTER INSERT ON auth_user_groups BEGIN UPDATE auth_group SET name = upper(name); END"
    )
    let plan = try shop.editor.plan([.addMember(user: Workshop.lena, group: Workshop.support)])
    #expect(
      plan.warnings == [
        "triggers run with this edit, and what they write is not in the preview: tidy on auth_user_groups"
      ])
    #expect(try shop.editor.plan([.createGroup("x")]).warnings.isEmpty)
  }

  @Test("a history whose numbers are used up is told, and nothing is written")
  func fullHistory() throws {
    try shop.edit(.createGroup("x"))
    try shop.file.execute("UPDATE permscope_entry SET number = 9223372036854775807")
    let plan = try shop.editor.plan([.createGroup("y")])
    let error = #expect(throws: StoreError.self) {
      try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }
    #expect(error?.code == .damaged)
    #expect(try shop.number("SELECT count(*) FROM auth_group WHERE name = 'y'") == 0)
  }

  @Test("what a trigger makes of a row is what the history keeps, so that undo is not refused")
  func triggers() throws {
    try shop.file.execute(
      "CREATE TRIGGER tidy AFTER INSERT ON auth_group BEGIN UPDATE auth_group SET name = upper(name) WHERE id = new.id; END"
    )
    try shop.edit(.createGroup("qa"))
    #expect(try shop.editor.rows(ofEntry: 1)[0].after?.last == ColumnValue("name", .text("QA")))
    try shop.edit(.undo(entry: 1))
    #expect(try shop.number("SELECT count(*) FROM auth_group WHERE id = 9") == 0)
  }

  @Test(
    "a backup is whole, equal and readable by nobody else; it replaces nothing", arguments: ["DELETE", "WAL"])
  func backup(_ mode: String) throws {
    let application = try DatabaseQueue(path: shop.file.path)
    try application.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = \(mode)") }
    try application.write { try $0.execute(sql: "INSERT INTO auth_group (name) VALUES ('late')") }
    chmod(shop.file.path, 0o640)
    let editor = try shop.another()
    let path = shop.file.path + ".backup"
    defer { unlink(path) }
    try editor.backUp(to: path)
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o640)
    let copy = try DatabaseQueue(path: path)
    #expect(try copy.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
    #expect(
      try copy.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM auth_group WHERE name = 'late'") } == 1)
    try copy.close()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let error = #expect(throws: StoreError.self) { try editor.backUp(to: path) }
    #expect(error?.code == .exists)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  @Test("a backup that fails leaves no half of itself")
  func failedBackup() throws {
    let folder = NSTemporaryDirectory() + "permscope-backup-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let other = try DatabaseQueue(path: shop.file.path)
    let error = try other.inDatabase { database in
      try database.execute(sql: "BEGIN EXCLUSIVE")
      defer { try? database.execute(sql: "ROLLBACK") }
      return #expect(throws: StoreError.self) { try shop.editor.backUp(to: folder + "/copy.sqlite3") }
    }
    #expect(error?.code == .busy)
    #expect(throws: StoreError.self) { try shop.editor.backUp(to: folder + "/no/such/folder") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
  }
}
