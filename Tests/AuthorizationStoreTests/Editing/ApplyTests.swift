import Authorization
import AuthorizationStore
import Foundation
import GRDB
import PermscopeResources
import Synchronization
import Testing

/// Only `apply` writes, in one transaction with one entry of the history, or not at all.
@Suite struct ApplyTests {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  @Test("an edit writes its rows and one entry")
  func writes() throws {
    let plan = try shop.editor.plan([.addMember(user: Workshop.lena, group: Workshop.support)])
    #expect(plan.lines.map(\.text) == ["add lena to support"])
    let impact = Impact(gains: 3, losses: 1)
    let entry = try shop.editor.apply(plan, reason: "ticket 7", impact: impact, confirmed: [])
    #expect(try shop.number("SELECT count(*) FROM auth_user_groups WHERE user_id = 10 AND group_id = 6") == 1)
    #expect(
      entry
        == HistoryEntry(
          number: 1, kind: .edit, about: nil, time: "2026-11-21T03:28:41Z", operatorName: "mira",
          reason: "ticket 7",
          lines: plan.lines, gains: 3, losses: 1, isUndone: false, irreversible: nil))
    #expect(try shop.editor.history(limit: 10) == [entry])
    #expect(try shop.editor.rows(ofEntry: 1) == plan.rows)
    #expect(try shop.texts("PRAGMA integrity_check") == ["ok"])
    #expect(try shop.texts("SELECT \"table\" FROM pragma_foreign_key_check") == [])
  }

  @Test("planning and previewing write nothing, not even the tables of the history")
  func planning() throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: shop.file.path))
    let plan = try shop.editor.plan([.createGroup("qa"), .renameGroup(Workshop.support, "helpdesk")])
    #expect(plan.rows.count == 2)
    _ = try shop.editor.firstEditNotice()
    #expect(try shop.editor.history(limit: 5) == [])
    #expect(try shop.editor.nextUndo() == nil)
    #expect(try shop.editor.nextRedo() == nil)
    #expect(try Data(contentsOf: URL(fileURLWithPath: shop.file.path)) == bytes)
  }

  @Test("what is as it is wanted already is not written")
  func nothing() throws {
    let plan = try shop.editor.plan([.addMember(user: Workshop.mira, group: Workshop.release)])
    #expect(plan.isEmpty)
    #expect(throws: EditRefused.self) {
      try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }
    #expect(try shop.number("SELECT count(*) FROM sqlite_master WHERE name LIKE 'permscope%'") == 0)
  }

  @Test("a word that was not typed is asked for")
  func confirmation() throws {
    let plan = try shop.editor.plan([.addMember(user: Workshop.lena, group: Workshop.support)])
    let impact = Impact(confirmations: [
      Confirmation(.anonymous, "anybody could read 14 trees", word: "upstream")
    ])
    let refusal = #expect(throws: EditRefused.self) {
      try shop.editor.apply(plan, reason: nil, impact: impact, confirmed: ["up"])
    }?.refusal
    #expect(refusal?.kind == .unconfirmed)
    #expect(refusal?.text == "anybody could read 14 trees; to do it all the same type `upstream`")
    let entry = try shop.editor.apply(plan, reason: nil, impact: impact, confirmed: ["upstream"])
    #expect(entry.number == 1)
  }

  @Test("a failure in the middle leaves nothing behind")
  func allOrNothing() throws {
    try shop.file.execute(
      "CREATE TRIGGER guard BEFORE INSERT ON auth_user_groups BEGIN SELECT raise(ABORT, 'not on Sundays'); END"
    )
    let before = try shop.contents()
    let plan = try shop.editor.plan([
      .renameGroup(Workshop.support, "helpdesk"), .addMember(user: Workshop.lena, group: Workshop.support),
    ])
    let refusal = #expect(throws: EditRefused.self) {
      try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }?.refusal
    #expect(refusal?.text == "a trigger of `auth_user_groups` refuses it: not on Sundays")
    #expect(try shop.contents() == before)
    #expect(try shop.number("SELECT count(*) FROM sqlite_master WHERE name LIKE 'permscope%'") == 0)
  }

  @Test(
    "in either journal mode an edit is seen by the database that made it, and nothing stays beside the file",
    arguments: ["DELETE", "WAL"])
  func journalModes(_ mode: String) throws {
    let queue = try DatabaseQueue(path: shop.file.path)
    try queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = \(mode)") }
    try queue.close()
    let database = try shop.file.open()
    let editor = Editor(database, options: .init(operatorName: "mira"))
    for name in ["one", "two", "three"] as [Name] {
      _ = try editor.apply(editor.plan([.createGroup(name)]), reason: nil, impact: nil, confirmed: [])
    }
    #expect(try editor.history(limit: 9).map(\.number) == [3, 2, 1])
    #expect(try shop.texts("PRAGMA journal_mode") == [mode.lowercased()])
    let folder = (shop.file.path as NSString).deletingLastPathComponent
    let name = (shop.file.path as NSString).lastPathComponent
    let beside = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(name) }
    #expect(beside == [name])
  }

  @Test("another program that holds the lock is waited for, and then named; nothing is written")
  func busy() throws {
    let plan = try shop.editor.plan([.createGroup("qa")])
    let other = try DatabaseQueue(path: shop.file.path)
    let error = try other.inDatabase { database in
      try database.beginTransaction(.immediate)
      defer { try? database.rollback() }
      return #expect(throws: StoreError.self) {
        try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
      }
    }
    #expect(error?.code == .busy)
    #expect(error?.message.contains("another program has held it locked for 5 seconds") == true)
    #expect(try shop.number("SELECT count(*) FROM auth_group WHERE name = 'qa'") == 0)
    #expect(try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: []).number == 1)
  }

  @Test("a rule of the database is told in the words of the screen")
  func constraints() throws {
    try shop.file.execute("CREATE UNIQUE INDEX one_address ON auth_user (email) WHERE email <> ''")
    let before = try shop.contents()
    let refusal = try shop.refusal(.editUser(Workshop.lena, UserEdit(email: "mira@acme.example")))
    #expect(
      refusal == Refusal(.invalid, "there is already another user with `email` `mira@acme.example`"))
    #expect(try shop.contents() == before)
  }

  @Test("a commit waits for somebody who reads, in the journal mode where readers hold it up")
  func readersFirst() throws {
    let plan = try shop.editor.plan([.createGroup("qa")])
    let editor = shop.editor
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let reader = try DatabaseQueue(path: shop.file.path, configuration: configuration)
    try reader.inDatabase { database in
      try database.beginTransaction(.deferred)
      _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM auth_group")
    }
    // A thread of its own: the pool that runs tests may be busy.
    let outcome = Outcome()
    Thread.detachNewThread {
      outcome.set(Result { try editor.apply(plan, reason: nil, impact: nil, confirmed: []) })
    }
    // A commit that waits lets nobody else begin to read.
    let probe = try DatabaseQueue(path: shop.file.path)
    func isHeldUp() -> Bool {
      (try? probe.inDatabase { try Int.fetchOne($0, sql: "SELECT count(*) FROM auth_group") }) == nil
    }
    while outcome.value == nil, !isHeldUp() { sched_yield() }
    #expect(outcome.value == nil)
    try reader.inDatabase { try $0.rollback() }
    while outcome.value == nil { sched_yield() }
    #expect(try outcome.value?.get().number == 1)
    #expect(try shop.number("SELECT count(*) FROM auth_group WHERE name = 'qa'") == 1)
  }

  @Test("two editors on one file lose nothing")
  func interleaved() throws {
    let other = try shop.another()
    let first = try shop.editor.plan([
      .createGroup("one"), .addMember(user: Workshop.lena, group: Workshop.support),
    ])
    let second = try other.plan([
      .createGroup("two"), .addMember(user: Workshop.ines, group: Workshop.support),
    ])
    #expect(try shop.editor.apply(first, reason: nil, impact: nil, confirmed: []).number == 1)
    #expect(try other.apply(second, reason: nil, impact: nil, confirmed: []).number == 2)
    #expect(try shop.texts("SELECT name FROM auth_group WHERE id > 8 ORDER BY id") == ["one", "two"])
    #expect(try shop.number("SELECT count(*) FROM auth_user_groups WHERE group_id = 6") == 3)
    #expect(try shop.editor.history(limit: 5).map(\.operatorName) == ["tomas", "mira"])
    let seen = second.rows.map { $0.key[0].value }
    let written = try other.rows(ofEntry: 2).map { $0.key[0].value }
    #expect(Set(seen).isDisjoint(with: written))
  }

  @Test("editors on several threads at once take turns")
  func concurrent() async throws {
    let path = shop.file.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<4 {
        group.addTask {
          let editor = Editor(try AuthorizationDatabase(path: path), options: .init(operatorName: "mira"))
          for turn in 0..<5 {
            let plan = try editor.plan([.createGroup(Name("g\(number)-\(turn)"))])
            _ = try editor.apply(plan, reason: nil, impact: nil, confirmed: [])
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try shop.number("SELECT count(*) FROM auth_group WHERE name LIKE 'g%-%'") == 20)
    #expect(try shop.number("SELECT count(*) FROM permscope_entry") == 20)
    #expect(try shop.number("SELECT max(number) FROM permscope_entry") == 20)
  }

  @Test("a file that is open for reading only is not written, and the reason is said")
  func readOnly() throws {
    let database = try shop.file.open(.init(readOnly: true))
    let editor = Editor(database, options: .init(operatorName: "mira"))
    let plan = try editor.plan([.createGroup("qa")])
    #expect(plan.refusal == Refusal(.readOnly, "`\(shop.file.path)` is open for reading only: asked for"))
    #expect(plan.rows.count == 1)
    var forced = plan
    forced.refusal = nil
    let refusal = #expect(throws: EditRefused.self) {
      try editor.apply(forced, reason: nil, impact: nil, confirmed: [])
    }?.refusal
    #expect(refusal?.kind == .readOnly)
    #expect(try editor.plan([.addMember(user: Workshop.mira, group: Workshop.release)]).refusal == nil)
  }

  @Test(
    "what SQLite may not write is refused as read-only", .enabled(if: geteuid() != 0),
    arguments: [0o444, 0o644])
  func noPermission(_ mode: Int) throws {
    let folder = NSTemporaryDirectory() + "permscope-folder-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer {
      chmod(folder, 0o755)
      try? FileManager.default.removeItem(atPath: folder)
    }
    let path = folder + "/copy.sqlite3"
    try FileManager.default.copyItem(atPath: shop.file.path, toPath: path)
    let editor = Editor(try AuthorizationDatabase(path: path), options: .init(operatorName: "mira"))
    let plan = try editor.plan([.createGroup("qa")])
    #expect(plan.refusal == nil)
    // The permission is taken away after the file was opened: from the file, or from its folder.
    chmod(path, mode_t(mode))
    chmod(folder, 0o555)
    let refusal = #expect(throws: EditRefused.self) {
      try editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }?.refusal
    #expect(refusal?.kind == .readOnly)
    let late = Editor(try AuthorizationDatabase(path: path), options: .init(operatorName: "mira"))
    #expect(try late.plan([.createGroup("qa")]).refusal?.kind == .readOnly)
  }

  @Test("a history of a newer layout is not written to")
  func newerLayout() throws {
    let plan = try shop.editor.plan([.createGroup("qa")])
    try shop.file.execute(
      "CREATE TABLE permscope_schema (version integer NOT NULL); INSERT INTO permscope_schema VALUES (99)")
    let refusal = #expect(throws: EditRefused.self) {
      try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }?.refusal
    #expect(refusal == Refusal(.readOnly, "its history was written by a newer permscope"))
  }

  @Test("a file that was put in the place of another is not written by mistake")
  func replaced() throws {
    let plan = try shop.editor.plan([.createGroup("qa")])
    let copy = shop.file.path + ".copy"
    try FileManager.default.copyItem(atPath: shop.file.path, toPath: copy)
    #expect(rename(copy, shop.file.path) == 0)
    let refusal = #expect(throws: EditRefused.self) {
      try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }?.refusal
    #expect(refusal?.kind == .conflict)
    #expect(try shop.number("SELECT count(*) FROM auth_group WHERE name = 'qa'") == 0)
  }
}

/// What a thread came to.
private final class Outcome: Sendable {
  private let state = Mutex<Result<HistoryEntry, any Error>?>(nil)

  var value: Result<HistoryEntry, any Error>? { state.withLock { $0 } }

  func set(_ value: Result<HistoryEntry, any Error>) { state.withLock { $0 = value } }
}
