import Authorization
import AuthorizationStore
import Foundation
import PermscopeResources
import Testing

/// What another program writes between the plan and the moment of saving.
@Suite struct ConflictTests {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  struct Case: Sendable, CustomTestStringConvertible {
    var changes: [Change]
    var sql: String
    /// Nil where the edit goes through.
    var kind: Refusal.Kind?
    var text = ""

    var testDescription: String { sql }
  }

  static let cases = [
    Case(
      changes: [.renameGroup(Workshop.support, "helpdesk")],
      sql: "UPDATE auth_group SET name = 'desk' WHERE id = 6", kind: .conflict,
      text:
        "another program has changed group `desk`: `name` is `desk` and not `support`; look again, then repeat it"
    ),
    Case(
      changes: [.renameGroup(Workshop.support, "helpdesk")],
      sql:
        "DELETE FROM auth_user_groups WHERE group_id = 6; DELETE FROM auth_group_permissions WHERE group_id = 6; "
        + "DELETE FROM core_grouprole WHERE group_id = 6; DELETE FROM guardian_groupobjectpermission WHERE group_id = 6; "
        + "DELETE FROM auth_group WHERE id = 6", kind: .conflict,
      text: "group `support` is gone: another program has deleted it"),
    Case(
      changes: [.addMember(user: Workshop.lena, group: Workshop.support)],
      sql: "INSERT INTO auth_user_groups (user_id, group_id) VALUES (10, 6)", kind: .conflict,
      text: "somebody has done this already: nothing is left to change"),
    Case(
      changes: [.addMember(user: Workshop.lena, group: Workshop.support)],
      sql: "INSERT INTO auth_user_groups (user_id, group_id) VALUES (14, 6)", kind: nil),
    Case(
      changes: [.createGroup("qa")], sql: "INSERT INTO auth_group (name) VALUES ('qa')", kind: .invalid,
      text: "there is already a group `qa`; take another name"),
    Case(changes: [.createGroup("qa")], sql: "INSERT INTO auth_group (name) VALUES ('other')", kind: nil),
    Case(
      changes: [.createGroup("qa"), .renameGroup(.integer(7), "guests")],
      sql: "INSERT INTO auth_group (name) VALUES ('other')", kind: nil),
    Case(
      changes: [.deleteGroup(Workshop.visitors)],
      sql: "INSERT INTO auth_user_groups (id, user_id, group_id) VALUES (90, 10, 7)", kind: .conflict,
      text: "the row in `auth_user_groups` of group `visitors` and user `lena` would be deleted as well, "
        + "because of what another program has written; look again"),
    Case(
      changes: [.editUser(Workshop.lena, UserEdit(email: "lena@acme.example"))],
      sql: "UPDATE auth_user SET last_login = '2026-11-21 02:00:00', first_name = 'Helena' WHERE id = 10",
      kind: nil),
    Case(
      changes: [.editUser(Workshop.lena, UserEdit(email: "lena@acme.example"))],
      sql: "UPDATE auth_user SET email = 'x@acme.example' WHERE id = 10", kind: .conflict,
      text:
        "another program has changed user `lena`: `email` is `x@acme.example` and not `lena@partner.example`; "
        + "look again, then repeat it"),
    Case(
      changes: [.deleteUser(.integer(7))],
      sql: "UPDATE auth_user SET last_login = '2026-11-21 02:00:00', password = 'upgraded' WHERE id = 7",
      kind: nil),
    Case(
      changes: [.deleteUser(.integer(7))], sql: "UPDATE auth_user SET is_staff = 1 WHERE id = 7",
      kind: .conflict,
      text:
        "another program has changed user `kerning`: `is_staff` is `1` and not `0`; look again, then repeat it"
    ),
    Case(
      changes: [.addMember(user: Workshop.lena, group: Workshop.visitors)],
      sql: "UPDATE auth_group SET name = 'guests' WHERE id = 7", kind: nil),
    Case(
      changes: [.setAccess(policy: .integer(1), .read, group: Workshop.support)],
      sql: "UPDATE datawarehouse_gittreepolicy SET read_group_id = NULL WHERE id = 1", kind: .conflict,
      text: "another program has changed git tree policy `upstream`: `read_group_id` is empty and not `1`; "
        + "look again, then repeat it"),
    Case(
      changes: [.setAccess(policy: .integer(1), .read, group: Workshop.support)],
      sql: "UPDATE datawarehouse_gittreepolicy SET write_group_id = 3 WHERE id = 1", kind: nil),
  ]

  @Test("what is refused, in which words, and what is not", arguments: cases)
  func table(_ test: Case) throws {
    let plan = try shop.editor.plan(test.changes)
    #expect(plan.refusal == nil)
    try shop.file.execute(test.sql)
    let before = try shop.contents()
    guard let kind = test.kind else {
      #expect(try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: []).number == 1)
      #expect(try shop.contents() != before)
      return
    }
    let refusal = #expect(throws: EditRefused.self) {
      try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }?.refusal
    #expect(refusal == Refusal(kind, test.text))
    #expect(try shop.contents() == before)
    #expect(try shop.editor.history(limit: 1) == [])
  }

  @Test("a key that another program has used is not given twice, nor taken for the new row")
  func usedKeys() throws {
    // Group 9 will be the next one.
    let plan = try shop.editor.plan([.createGroup("qa"), .addMember(user: Workshop.lena, group: .integer(9))])
    #expect(plan.rows[0].key == [ColumnValue("id", .integer(9))])
    try shop.file.execute("INSERT INTO auth_group (name) VALUES ('foreign')")
    let refusal = #expect(throws: EditRefused.self) {
      try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }?.refusal
    #expect(refusal?.kind == .conflict)
    #expect(try shop.number("SELECT count(*) FROM auth_user_groups WHERE group_id = 9") == 0)
  }

  @Test("the key of a row that came and went is not used again")
  func passingKeys() throws {
    let plan = try shop.editor.plan([.createGroup("qa")])
    try shop.file.execute(
      "INSERT INTO auth_group (name) VALUES ('passing'); DELETE FROM auth_group WHERE name = 'passing'")
    _ = try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    #expect(try shop.number("SELECT id FROM auth_group WHERE name = 'qa'") == 10)
  }

  @Test("what was drawn for a new row is what the person saw, whenever it is saved")
  func drawnValues() throws {
    let editor = Editor(try shop.file.open(), options: .init(operatorName: "mira"))
    let plan = try editor.plan([
      .createUser(UserFields(username: "nina"), groups: [Workshop.support]),
      .createRole(RoleFields(name: "acme.new")),
    ])
    _ = try editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    func seen(_ table: String, _ column: String) throws -> RowValue {
      let row = try #require(plan.rows.first { $0.table == table })
      return try #require(row.after?.first { $0.column == column }?.value)
    }
    func stored(_ sql: String) throws -> RowValue { .text(Name(try #require(try shop.texts(sql).first))) }
    #expect(
      try stored("SELECT password FROM auth_user WHERE username = 'nina'") == seen("auth_user", "password"))
    #expect(
      try stored("SELECT date_joined FROM auth_user WHERE username = 'nina'")
        == seen("auth_user", "date_joined"))
    #expect(
      try stored("SELECT pulp_id FROM core_role WHERE name = 'acme.new'") == seen("core_role", "pulp_id"))
  }
}
