import Authorization
@testable import AuthorizationStore
import Foundation
import PermscopeResources
import Testing

@Suite struct UserPlanTests {
  private let bench: PlanningBench

  init() throws { bench = try PlanningBench() }

  @Test func `a new user is written as Django writes one`() throws {
    let fields = UserFields(
      username: "nora", firstName: "Nora", lastName: "Quist", email: "nora@acme.example", isStaff: true)
    let plan = try bench.apply(.createUser(fields, groups: [Acme.release, Acme.ci]))
    #expect(plan.refusal == nil)
    #expect(plan.warnings == [])
    #expect(
      plan.shape == ["insert auth_user(16)", "insert auth_user_groups(17)", "insert auth_user_groups(18)"])
    #expect(plan.text == ["create user nora (staff)", "add nora to release", "add nora to ci"])
    var row = try #require(plan.rows.first).values
    let password = row["password"]?.words.text ?? ""
    row["password"] = nil
    #expect(password.count == 41)
    #expect(password.first == "!")
    #expect(password.dropFirst().allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    #expect(
      row == [
        "id": .integer(16), "last_login": .null, "is_superuser": .integer(0), "username": .text("nora"),
        "last_name": .text("Quist"), "email": .text("nora@acme.example"), "is_staff": .integer(1),
        "is_active": .integer(1), "date_joined": PlanningBench.stamp, "first_name": .text("Nora"),
      ])
    #expect(plan.rows[1].values == ["id": .integer(17), "user_id": .integer(16), "group_id": .integer(3)])
  }

  @Test func `a time without a fraction is written without one`() {
    #expect(DjangoText.time(Date(timeIntervalSince1970: 1_793_620_000)) == "2026-11-02 11:46:40")
    #expect(DjangoText.time(Date(timeIntervalSince1970: 0.000_02)) == "1970-01-01 00:00:00.000020")
  }

  @Test(arguments: [
    (UserFields(username: ""), "the username is empty; give one"),
    (UserFields(username: "  "), "the username is empty; give one"),
    (UserFields(username: "mira"), "there is already a user `mira`; take another name"),
    (
      UserFields(username: "two words"),
      "the username `two words` may hold only letters, digits and `@`, `.`, `+`, `-`, `_`"
    ),
    (
      UserFields(username: Name("q\u{308}")),
      "the username `q\u{308}` may hold only letters, digits and `@`, `.`, `+`, `-`, `_`"
    ),
    (UserFields(username: "a\u{0}b"), "the username holds a control character, U+0000; leave it out"),
    (
      UserFields(username: Name(String(repeating: "ü", count: 151))),
      "the username is 151 characters long, and at most 150 fit"
    ),
    (
      UserFields(username: "ok", email: "nobody"),
      "Django takes `nobody` for no e-mail address; expected one such as `name@example.org`"
    ),
    (
      UserFields(username: "ok", firstName: "a\nb"),
      "the first name holds a control character, U+000A; leave it out"
    ),
  ])
  func `what Django's form refuses is refused`(_ fields: UserFields, _ text: String) throws {
    let plan = try bench.plan(.createUser(fields, groups: []))
    #expect(plan.refusal == Refusal(.invalid, text))
  }

  @Test(arguments: [
    ("a@b.example", true), ("a@localhost", true), ("a.b+c@x-y.example", true), ("a@[10.0.0.1]", true),
    ("\"odd one\"@b.example", true), ("a@bücher.example", true), ("a@b", false), ("@b.example", false),
    ("a b@c.example", false), ("a@-b.example", false), ("a..b@c.example", false), ("a@b.1", false),
  ])
  func `e-mail addresses are judged about as Django does`(_ text: String, _ isGood: Bool) {
    #expect(DjangoText.isEmail(text) == isGood)
  }

  @Test func `a name that looks like another is told, not refused`() throws {
    #expect(
      try bench.plan(.createUser(UserFields(username: "Mira"), groups: [])).warnings == [
        "a user `mira` is there already, and differs from `Mira` in case or spelling only"
      ])
    let wide = try bench.plan(.createUser(UserFields(username: " ｍax"), groups: []))
    #expect(wide.refusal == nil)
    #expect(
      wide.warnings == [
        "the username is written as `ｍax`: Django leaves outer blanks out",
        "the username is written as `max`: Django normalises it (NFKC)",
      ])
    #expect(wide.rows.first?.values["username"] == .text("max"))
    let taken = try bench.plan(.createUser(UserFields(username: "ｍira"), groups: []))
    #expect(taken.refusal == Refusal(.invalid, "there is already a user `mira`; take another name"))
  }

  @Test func `only the columns that change are written`() throws {
    let edit = UserEdit(
      username: "mira2", firstName: "Mira", email: "m@acme.example", isActive: true, isStaff: false,
      isSuperuser: true)
    let plan = try bench.apply(.editUser(Acme.mira, edit))
    #expect(
      plan.rows == [
        RowChange(
          table: "auth_user", key: [ColumnValue("id", .integer(3))],
          before: [
            ColumnValue("is_superuser", .integer(0)), ColumnValue("username", .text("mira")),
            ColumnValue("email", .text("mira@acme.example")), ColumnValue("is_staff", .integer(1)),
          ],
          after: [
            ColumnValue("is_superuser", .integer(1)), ColumnValue("username", .text("mira2")),
            ColumnValue("email", .text("m@acme.example")), ColumnValue("is_staff", .integer(0)),
          ])
      ])
    #expect(
      plan.text == [
        "rename mira to mira2", "set the e-mail of mira to m@acme.example (was mira@acme.example)",
        "take staff status from mira", "make mira a superuser",
      ])
    #expect(try bench.plan(.editUser(Acme.tomas, UserEdit(username: "tomas", isActive: true))).isEmpty)
    #expect(try bench.plan(.editUser(Acme.tomas, UserEdit(username: "ines"))).refusal?.kind == .invalid)
  }

  @Test func `with a user goes what Django takes along`() throws {
    let plan = try bench.apply(.deleteUser(Acme.mira))
    #expect(plan.refusal == nil)
    #expect(
      plan.text == [
        "delete user mira", "> 3 memberships: kernel-qe, release, contractors",
        "> 2 permissions: auth.change_user, file.view_filerepository",
        "> 1 role assignment: file.filerepository_owner",
        "> 3 object grants: file.view_filerepository on file.filerepository:0f000000-0000-4000-8000-000000000001, "
          + "file.change_filerepository on file.filerepository:0f000000-0000-4000-8000-000000000001, "
          + "datawarehouse.change_gittree on datawarehouse.gittree:1",
        "> 3 user tasks: Sync web, Build v6.18-rc4, Compile for aarch64",
        "> 3 artifacts: Output, Published at, Build log",
      ])
    #expect(plan.warnings == ["1 session of `mira` stays and stops working"])
    #expect(plan.shape.last == "delete auth_user(3)")
    #expect(plan.rows.allSatisfy { $0.after == nil })
    #expect(plan.rows.count == 16)
    #expect(plan.rows.last?.values["password"]?.words.text.hasPrefix("pbkdf2_sha256$") == true)
    // The task that contains another goes after it.
    let tasks = plan.shape.filter { $0.contains("usertaskstatus") }
    #expect(tasks.last != "delete user_tasks_usertaskstatus(3)")
    #expect(try bench.plan(.deleteUser(Acme.admin)).text.contains("> 1 entry of the admin log"))
  }

  @Test func `grants on a deleted user are told`() throws {
    let plan = try bench.plan(.deleteUser(Acme.kerning))
    #expect(plan.text == ["delete user kerning"])
    #expect(
      plan.warnings == [
        "1 grant or role assignment on the user `kerning` stays behind, and comes alive if its key is used again; "
          + "`permscope clean-orphans` takes them away"
      ])
    let anonymous = try bench.plan(.deleteUser(.integer(1)))
    #expect(anonymous.warnings.contains { $0.contains("stands for everybody who is not logged in") })
  }

  @Test func `a table that nobody knows keeps a user from being deleted`() throws {
    let bench = try PlanningBench(
      Resources.demo + """
        CREATE TABLE "shop_order" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "owner_id" integer NULL \
        REFERENCES "auth_user" ("id"), "checker_id" integer NULL REFERENCES "auth_user" ("id"));
        INSERT INTO shop_order (owner_id, checker_id) VALUES (3, 4), (3, NULL), (3, 3);
        """)
    #expect(
      try bench.plan(.deleteUser(Acme.mira)).refusal
        == Refusal(
          .referenced,
          "the user `mira` cannot be deleted: rows refer to it, and only the application knows what becomes of them: "
            + "`shop_order.checker_id` (1 row), `shop_order.owner_id` (3 rows); delete it with the application "
            + "itself, or those rows first"))
    #expect(try bench.plan(.deleteUser(Acme.ines)).refusal == nil)
  }

  @Test func `what is gone is not found`() throws {
    #expect(throws: StoreError(.unknownSubject, "there is no user with the key `99`, or it is gone")) {
      try bench.plan(.editUser(.integer(99), UserEdit(isActive: false)))
    }
    #expect(throws: StoreError(.unknownGroup, "there is no group with the key `99`, or it is gone")) {
      try bench.plan(.createUser(UserFields(username: "n"), groups: [.integer(99)]))
    }
    #expect(throws: StoreError.self) {
      try bench.plan(.deleteUser(Acme.mira), .addMember(user: Acme.mira, group: Acme.ci))
    }
  }
}
