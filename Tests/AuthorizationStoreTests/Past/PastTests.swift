import Authorization
import Foundation
import GRDB
import Testing

@testable import AuthorizationStore

/// Questions about the past, by what the history says.
@Suite struct PastTests {
  private let shop: Workshop
  private let past: PastDatabase

  init() throws {
    shop = try Workshop()
    past = PastDatabase(shop.database)
  }

  private func outcome(_ user: Name, _ permission: Name, _ object: String?, _ moment: HistoryMoment) throws
    -> (outcome: Outcome, text: String, warnings: [String])
  {
    try past.read(moment) { reader, warnings in
      let target = try object.flatMap { ObjectArgument($0) }.map { try reader.target($0) } ?? .general
      let decision = try reader.explain(
        reader.subject(.user(user)), reader.askable(permission, on: target), target)
      return (decision.outcome, decision.summary, warnings)
    }
  }

  @Test("a membership that was taken away counts before, and the file is left alone")
  func membership() throws {
    let tree = "tree:linux-mainline"
    let groups = try shop.texts("SELECT name FROM auth_group WHERE name = 'kernel-qe'")
    #expect(groups == ["kernel-qe"])
    let key = try #require(try shop.number("SELECT id FROM auth_group WHERE name = 'kernel-qe'"))
    try shop.edit(.removeMember(user: Workshop.mira, group: .integer(key)))
    let written = try shop.contents()
    let before = try outcome("mira", "read", tree, .entry(1))
    #expect(before.outcome == .allowed)
    #expect(before.text.contains("kernel-qe"), "\(before.text)")
    #expect(
      before.warnings[0].contains("before entry 1: this answer took back entry 1 (remove"),
      "\(before.warnings)")
    #expect(before.warnings.last == "what other programs changed is not known: it is as it is now")
    let now = try shop.database.read { reader in
      try reader.explain(
        reader.subject(.user("mira")), TreeMethod.read.permission, reader.target(.tree("linux-mainline")))
    }
    #expect(now.outcome == .denied)
    #expect(try shop.contents() == written)
  }

  @Test("names are those of that time: a user, a tree and a group that are gone, or were called otherwise")
  func names() throws {
    try shop.edit(.createTree("brand-new", policy: nil))
    let tree = try #require(try shop.number("SELECT id FROM datawarehouse_gittree WHERE name = 'brand-new'"))
    try shop.edit(.renameTree(.integer(tree), "newer"))
    try shop.edit(.deleteUser(Workshop.ines))
    #expect(try outcome("ines", "read", "tree:linux-stable", .entry(3)).outcome == .allowed)
    #expect(try outcome("ines", "read", "tree:newer", .entry(3)).outcome == .denied)
    #expect(try outcome("ines", "read", "tree:brand-new", .entry(2)).outcome == .denied)
    #expect(throws: StoreError.self) { try outcome("ines", "read", "tree:newer", .entry(2)) }
    #expect(throws: StoreError.self) { try outcome("ines", "read", "tree:brand-new", .entry(1)) }
    #expect(throws: StoreError.self) { try shop.database.read { try $0.subject(.user("ines")) } }
  }

  @Test("a row that changed three times is as it was before the first")
  func threeTimes() throws {
    for isActive in [false, true, false] {
      try shop.edit(.editUser(Workshop.mira, UserEdit(isActive: isActive)))
    }
    let states = try (1...3).map { number in
      try past.read(.entry(Int64(number))) { reader, _ in try reader.subject(.user("mira")).isActive }
    }
    #expect(states == [true, false, true])
  }

  @Test("a time picks the first entry that is not older; without one the answer is that of now")
  func times() throws {
    let entry = try shop.edit(.editUser(Workshop.mira, UserEdit(isActive: false)))
    #expect(entry.time == "2026-11-21T03:28:41Z")
    let seconds = Int64(Workshop.now.timeIntervalSince1970)
    func active(_ moment: HistoryMoment) throws -> (Bool, [String]) {
      try past.read(moment) { reader, warnings in (try reader.subject(.user("mira")).isActive, warnings) }
    }
    #expect(try active(.time(seconds)).0)
    let after = try active(.time(seconds + 1))
    #expect(!after.0)
    #expect(
      after.1 == [
        "before 2026-11-21 03:28:42 UTC: the history has no entry since then; this is the answer of now",
        "what other programs changed is not known: it is as it is now",
      ])
    let early = try active(.time(seconds - 1))
    #expect(early.0)
    #expect(
      early.1.contains(
        "nothing is known from before entry 1 (2026-11-21T03:28:41Z), where the history begins"))
  }

  @Test("a clock that was set back is said")
  func clock() throws {
    try shop.edit(.createGroup("one"))
    try shop.edit(.createGroup("two"))
    try shop.file.execute("UPDATE permscope_entry SET made_at = '2026-11-20T00:00:00Z' WHERE number = 2")
    let warnings = try past.read(.time(Int64(Workshop.now.timeIntervalSince1970))) { reader, warnings in
      #expect(throws: StoreError.self) { try reader.group(named: "two") }
      return warnings
    }
    #expect(warnings.contains { $0.contains("entry 2 says 2026-11-20T00:00:00Z and follows entry 1") })
  }

  @Test("no history, no such entry, a history of a newer program")
  func absent() throws {
    let warnings = try past.read(.time(0)) { _, warnings in warnings }
    #expect(warnings.contains("there is no history, and nothing is known of the past"))
    #expect(throws: StoreError(.unknownObject, "there is no entry 7 in the history")) {
      try past.read(.entry(7)) { _, _ in }
    }
    try shop.edit(.createGroup("one"))
    try shop.file.execute("UPDATE permscope_schema SET version = 99")
    let newer = PastDatabase(try shop.file.open(.init()))
    #expect(throws: StoreError.self) { try newer.read(.entry(1)) { _, _ in } }
  }

  private static let foreign: [(String, String)] = [
    (
      "UPDATE auth_user SET is_active = 1 WHERE id = 3",
      "another program has changed user `mira` since entry 1: `is_active` is `1` and not `0`"
    ),
    (
      "DELETE FROM auth_user WHERE id = 3",
      "another program has deleted user `#3` since entry 1; all that it was is not known"
    ),
    (
      "DELETE FROM auth_group WHERE name = 'fresh'", "another program has deleted group `fresh` since entry 2"
    ),
    (
      "INSERT INTO auth_user (id, password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name) VALUES (5, '', 0, 'someone', '', '', 0, 1, '2026-01-01', '')",
      "another program has added user `someone` since entry 3"
    ),
    (
      "INSERT INTO auth_user (id, password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name) VALUES (905, '', 1, 'ines', '', '', 0, 1, '2026-01-01', '')",
      "another program has added user `ines` since, where another row was; it is left out"
    ),
    (
      "DROP TABLE auth_user_groups; CREATE TABLE auth_user_groups (id integer NOT NULL PRIMARY KEY, user_id integer NOT NULL REFERENCES auth_user (id), group_id integer NOT NULL REFERENCES auth_group (id))",
      "another program has deleted the row in `auth_user_groups`"
    ),
  ]

  @Test("what another program did since is said", arguments: foreign)
  func strangers(_ sql: String, _ warning: String) throws {
    try shop.edit(.editUser(Workshop.mira, UserEdit(isActive: false)))
    try shop.edit(.createGroup("fresh"))
    try shop.edit(.deleteUser(Workshop.ines))
    let fresh = try #require(try shop.number("SELECT id FROM auth_group WHERE name = 'fresh'"))
    try shop.edit(.addMember(user: Workshop.lena, group: .integer(fresh)))
    // Programs that switch the checks off leave such rows.
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: shop.file.path, configuration: configuration)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
    let database = try shop.file.open(.init(now: Workshop.now))
    let warnings = try PastDatabase(database).read(.entry(1)) { reader, warnings in
      let ines = try reader.subject(.user("ines"))
      #expect(ines.kind == .user(Workshop.ines))
      #expect(!ines.isSuperuser)
      return warnings
    }
    #expect(warnings.contains { $0.hasPrefix(warning) }, "\(warnings)")
  }

  @Test("a session that was ended is not brought back, and that is said")
  func sessions() throws {
    let key = try #require(
      try shop.texts("SELECT session_key FROM django_session WHERE session_key LIKE 'demomira%'").first)
    try shop.edit(.endSession(.text(Name(key))))
    let warnings = try past.read(.entry(1)) { _, warnings in warnings }
    #expect(warnings.contains { $0.hasPrefix("entry 1 is not taken back in full: ") }, "\(warnings)")
    #expect(!warnings.contains { $0.contains(key) })
  }

  @Test("a rule of the project is asked of the past as well")
  func projectRule() throws {
    var options = AuthorizationDatabase.Options(now: Workshop.now)
    options.rules = ProjectRuleTexts(predicates: ["helper": "user in group \"support\""])
    options.rules.permissions.append(.init(name: "help.help", type: nil, rule: "helper"))
    let database = try shop.file.open(options)
    func allows(_ reader: AuthorizationReader) throws -> Bool {
      try reader.allows(reader.subject(.user("lena")), reader.knownPermission("help.help"), .general)
    }
    let isMember = try database.read(allows)
    try shop.edit(
      isMember
        ? .removeMember(user: Workshop.lena, group: Workshop.support)
        : .addMember(user: Workshop.lena, group: Workshop.support))
    #expect(try database.read(allows) != isMember)
    #expect(try PastDatabase(database).read(.entry(1)) { reader, _ in try allows(reader) } == isMember)
  }
}
