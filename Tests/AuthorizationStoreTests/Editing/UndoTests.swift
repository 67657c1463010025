import Authorization
import AuthorizationStore
import Foundation
import PermscopeResources
import Testing

/// Undo brings back every row as it was, redo as it became, as long as nothing has come to depend on them.
@Suite struct UndoTests {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  static let edits: [[Change]] = [
    [.createGroup("qa")], [.renameGroup(Workshop.support, "helpdesk")], [.deleteGroup(Workshop.visitors)],
    [.addMember(user: Workshop.lena, group: Workshop.support)],
    [.removeMember(user: Workshop.mira, group: Workshop.release)],
    [.createUser(UserFields(username: "nina"), groups: [Workshop.support, Workshop.release])],
    [.editUser(Workshop.lena, UserEdit(firstName: "Zoe\u{308}", email: "", isActive: false))],
    [.deleteUser(.integer(14))], [.deleteUser(Workshop.mira)],
    [.createTree("new-tree", policy: .integer(1))], [.setPolicy(tree: .integer(1), policy: nil)],
    [.setAccess(policy: .integer(1), .read, group: nil)], [.createRole(RoleFields(name: "acme.new"))],
    [
      .createPermission(
        TypeName(app: "file", model: "filerepository"), codename: "polish", title: "Can polish")
    ],
    [.removeOrphans],
  ]

  @Test("undo is the identity on every row, and so is redo", arguments: edits)
  func identity(_ changes: [Change]) throws {
    let before = try shop.contents()
    let plan = try shop.editor.plan(changes)
    #expect(plan.refusal == nil)
    let entry = try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    let after = try shop.contents()
    #expect(before != after)
    let undo = try shop.edit(.undo(entry: entry.number))
    #expect(undo.kind == .undo)
    #expect(undo.about == 1)
    #expect(undo.lines.first?.text == "undo 1: \(entry.lines[0].text)")
    #expect(try shop.contents() == before)
    #expect(try shop.edit(.redo(entry: undo.number)).kind == .redo)
    #expect(try shop.contents() == after)
    #expect(try shop.edit(.undo(entry: 3)).about == 1)
    #expect(try shop.contents() == before)
    #expect(try shop.texts("PRAGMA integrity_check") == ["ok"])
    #expect(try shop.number("SELECT count(*) FROM pragma_foreign_key_check") == 0)
  }

  @Test("several levels, back and forth, after a restart too")
  func levels() throws {
    var states = [try shop.contents()]
    for name in ["one", "two", "three"] as [Name] {
      try shop.edit(.renameGroup(Workshop.support, name))
      states.append(try shop.contents())
    }
    // Another process knows nothing but the file.
    let editor = try shop.another()
    func undo() throws { try step(editor, .undo(entry: #require(editor.nextUndo()?.number))) }
    func redo() throws { try step(editor, .redo(entry: #require(editor.nextRedo()?.number))) }
    #expect(try editor.nextRedo() == nil)
    for level in [2, 1, 0] {
      try undo()
      #expect(try shop.contents() == states[level])
    }
    #expect(try editor.nextUndo() == nil)
    for level in [1, 2, 3] {
      try redo()
      #expect(try shop.contents() == states[level])
    }
    #expect(try editor.nextRedo() == nil)
    try undo()
    try undo()
    try redo()
    #expect(try shop.contents() == states[2])
    #expect(
      try editor.history(limit: 20).filter(\.isUndone).map(\.number).sorted() == [3, 5, 6, 9, 11])
    // An edit ends what can be done again.
    try step(editor, .createGroup("qa"))
    #expect(try editor.nextRedo() == nil)
    #expect(try editor.nextUndo()?.lines.first?.text == "create group qa")
  }

  private func step(_ editor: Editor, _ change: Change) throws {
    _ = try editor.apply(editor.plan([change]), reason: nil, impact: nil, confirmed: [])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var changes: [Change]
    /// What another program does then.
    var sql = ""
    /// What is edited here then.
    var later: [Change] = []
    var text: String

    var testDescription: String { text }
  }

  static let rename = Change.renameGroup(Workshop.support, "helpdesk")
  static let nina = Change.createUser(UserFields(username: "nina"), groups: [])

  static let refused = [
    Case(
      changes: [rename], sql: "UPDATE auth_group SET name = 'desk' WHERE id = 6",
      text: "another program has changed group `desk` since: `name` is `desk` and not `helpdesk`"),
    Case(
      changes: [rename], later: [.renameGroup(Workshop.support, "desk")],
      text:
        "entry 2 (rename group helpdesk to desk) has changed group `desk` since: `name` is `desk` and not `helpdesk`"
    ),
    Case(
      changes: [rename], sql: "INSERT INTO auth_group (name) VALUES ('support')",
      text: "there is already a group `support`: another program has added or renamed it since"),
    Case(
      changes: [.addMember(user: Workshop.lena, group: Workshop.support)],
      sql: "DELETE FROM auth_user_groups WHERE user_id = 10 AND group_id = 6",
      text:
        "the row in `auth_user_groups` of group `support` and user `lena` is gone: another program has deleted it since"
    ),
    Case(
      changes: [nina],
      sql:
        "INSERT INTO auth_user_groups (user_id, group_id) SELECT id, 6 FROM auth_user WHERE username = 'nina'",
      text:
        "the row in `auth_user_groups` of group `support` and user `nina` refers to user `nina`: another program has added it since"
    ),
    Case(
      changes: [.createGroup("qa")], later: [.addMember(user: Workshop.lena, group: .integer(9))],
      text:
        "the row in `auth_user_groups` of group `qa` and user `lena` refers to group `qa`: entry 2 (add lena to qa) has added it since"
    ),
    Case(
      changes: [nina], sql: "UPDATE auth_user SET email = 'n@acme.example' WHERE username = 'nina'",
      text: "another program has changed user `nina` since: `email` is `n@acme.example` and not ``"),
    Case(
      changes: [.removeMember(user: Workshop.ines, group: Workshop.release)],
      later: [.deleteUser(Workshop.ines)],
      text: "user `ines` is gone, to which it refers: entry 2 (delete user ines) has deleted it since"),
    Case(
      changes: [.deleteGroup(Workshop.visitors)], sql: "INSERT INTO auth_group (name) VALUES ('visitors')",
      text: "there is already a group `visitors`: another program has added or renamed it since"),
    Case(
      changes: [.deleteGroup(Workshop.visitors)],
      sql: "INSERT INTO auth_group (id, name) VALUES (7, 'guests')",
      text: "group `guests` has the same key: another program has added it since"),
  ]

  @Test("what undo is refused for, in which words", arguments: refused)
  func refusals(_ test: Case) throws {
    let entry = try shop.editor.apply(
      shop.editor.plan(test.changes), reason: nil, impact: nil, confirmed: [])
    if !test.sql.isEmpty { try shop.file.execute(test.sql) }
    for change in test.later { try shop.edit(change) }
    let plan = try shop.editor.plan([.undo(entry: entry.number)])
    #expect(plan.refusal == Refusal(.cannotUndo, "entry 1 cannot be undone: \(test.text)"))
    #expect(plan.rows == [])
  }

  @Test("an entry is undone once, done again once, and an undo is undone by doing it again")
  func states() throws {
    #expect(try shop.editor.plan([.undo(entry: 7)]).refusal?.text == "there is no entry 7 in the history")
    try shop.edit(Self.rename)
    #expect(
      try shop.editor.plan([.redo(entry: 1)]).refusal?.text
        == "entry 1 was not undone: there is nothing to do again")
    try shop.edit(.undo(entry: 1))
    #expect(try shop.editor.plan([.undo(entry: 1)]).refusal?.text == "entry 1 was undone already, by entry 2")
    let redo = try shop.edit(.undo(entry: 2))
    #expect(redo.kind == .redo)
    #expect(redo.lines.map(\.text) == ["redo 1: rename group support to helpdesk"])
    #expect(
      try shop.editor.plan([.redo(entry: 1)]).refusal?.text == "entry 1 was done again already, by entry 3")
    #expect(try shop.editor.plan([.undo(entry: 1), Self.rename]).refusal?.kind == .invalid)
  }

  @Test("a session that was ended stays ended")
  func sessions() throws {
    let key = try #require(
      try shop.texts("SELECT session_key FROM django_session ORDER BY session_key").first)
    let entry = try shop.edit(.endSession(.text(Name(key))))
    let reason = try #require(entry.irreversible)
    #expect(try shop.editor.plan([.undo(entry: 1)]).refusal == Refusal(.cannotUndo, reason))
    #expect(try shop.editor.nextUndo() == nil, "it does not stand in the way of older entries")
    #expect(
      try shop.texts("SELECT coalesce(before_image, '') FROM permscope_row").allSatisfy {
        !$0.contains("session_data")
      })
    #expect("\(try shop.editor.rows(ofEntry: 1))".contains(key) == false)
  }

  @Test("what undo passes over is told: the sessions that ended since, and nothing before or besides")
  func passedOver() throws {
    let keys = try shop.texts("SELECT session_key FROM django_session ORDER BY session_key")
    try shop.edit(.endSession(.text(Name(keys[0]))))
    #expect(try shop.editor.passedOver(by: nil, limit: 9).map(\.number) == [1])
    try shop.edit(Self.rename)
    for key in keys[1...2] { try shop.edit(.endSession(.text(Name(key)))) }
    let entry = try #require(try shop.editor.nextUndo())
    #expect(entry.number == 2)
    let found = try shop.editor.passedOver(by: entry, limit: 9)
    #expect(found.map(\.number) == [4, 3])
    #expect(found.allSatisfy { $0.irreversible?.hasPrefix("a session that was ended cannot be") == true })
    #expect(try shop.editor.passedOver(by: entry, limit: 1).map(\.number) == [4])
    try shop.edit(.undo(entry: 2))
    #expect(try shop.editor.passedOver(by: nil, limit: 9).map(\.number) == [4, 3, 1])
  }

  @Test("a login meanwhile keeps nobody from undoing, and is kept")
  func logins() throws {
    try shop.edit(.editUser(Workshop.lena, UserEdit(email: "new@acme.example")))
    try shop.edit(Self.nina)
    try shop.file.execute("UPDATE auth_user SET last_login = '2026-11-21 02:30:00', password = 'pbkdf2$x'")
    try shop.edit(.undo(entry: 1))
    #expect(
      try shop.texts("SELECT email || last_login FROM auth_user WHERE id = 10") == [
        "lena@partner.example2026-11-21 02:30:00"
      ])
    try shop.edit(.undo(entry: 2))
    #expect(try shop.number("SELECT count(*) FROM auth_user WHERE username = 'nina'") == 0)
    try shop.edit(.redo(entry: 2))
    #expect(try shop.texts("SELECT password FROM auth_user WHERE username = 'nina'") == ["pbkdf2$x"])
  }

  @Test("the moment of a later edit of another column keeps nobody from undoing")
  func moments() throws {
    let editor = Editor(try shop.file.open(), options: .init(operatorName: "mira"))
    let role = DatabaseKey.text("0a000000000040008000000000000008")
    try step(editor, .editRole(role, RoleEdit(name: "acme.inspector")))
    try step(editor, .editRole(role, RoleEdit(description: "looks")))
    let moment = try shop.texts("SELECT pulp_last_updated FROM core_role WHERE description = 'looks'")
    #expect(moment.count == 1)
    try step(editor, .undo(entry: 1))
    #expect(
      try shop.texts(
        "SELECT pulp_last_updated FROM core_role WHERE name = 'acme.auditor' AND description = 'looks'")
        == moment)
  }

  @Test("an undo meets the conflict check as well")
  func conflicts() throws {
    try shop.edit(Self.rename)
    let plan = try shop.editor.plan([.undo(entry: 1)])
    try shop.file.execute("UPDATE auth_group SET name = 'desk' WHERE id = 6")
    let refusal = #expect(throws: EditRefused.self) {
      try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }?.refusal
    #expect(refusal?.kind == .conflict)
  }
}
