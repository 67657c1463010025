import Authorization
@testable import AuthorizationStore
import Foundation
import PermscopeResources
import Testing

/// User tables of a project's own.
@Suite struct CustomUserPlanTests {
  private func bench(_ columns: String, _ more: String = "") throws -> PlanningBench {
    try PlanningBench(
      schema: """
        CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
        CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id"), "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
        CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
        CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id"), "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id"));
        CREATE TABLE "people_member" ("uid" char(32) NOT NULL PRIMARY KEY, "password" varchar(128) NOT NULL, \(columns));
        CREATE TABLE "people_member_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "member_id" char(32) NOT NULL REFERENCES "people_member" ("uid"), "group_id" integer NOT NULL REFERENCES "auth_group" ("id"));
        CREATE TABLE "people_member_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "member_id" char(32) NOT NULL REFERENCES "people_member" ("uid"), "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id"));
        INSERT INTO auth_group (id, name) VALUES (40, 'staff');
        \(more)
        """, "")
  }

  @Test func `people are named by their e-mail and keyed by a UUID`() throws {
    let bench = try bench(
      #""email" varchar(60) NOT NULL UNIQUE, "nick" varchar(20) NULL, "level" integer NOT NULL DEFAULT 3, "team" text NOT NULL DEFAULT 'it''s open'"#
    )
    let change = Change.createUser(UserFields(username: "n@acme.example"), groups: [.integer(40)])
    let plan = try bench.apply(change)
    #expect(plan.refusal == nil)
    var row = try #require(plan.rows.first).values
    let key = try #require(row["uid"]).words.text
    #expect(key.count == 32)
    #expect(key.allSatisfy { "0123456789abcdef".contains($0) })
    #expect(Array(key)[12] == "4")
    #expect("89ab".contains(Array(key)[16]))
    row["password"] = nil
    #expect(
      row == [
        "uid": .text(Name(key)), "email": .text("n@acme.example"), "nick": .null, "level": .integer(3),
        "team": .text("it's open"),
      ])
    #expect(
      plan.rows[1].values == ["id": .integer(1), "member_id": .text(Name(key)), "group_id": .integer(40)])
    // Taken meanwhile: another key, and the name is refused.
    #expect(
      try bench.plan(change).refusal
        == Refusal(.invalid, "there is already a user `n@acme.example`; take another name"))
  }

  @Test func `the same change has the same fresh key, another change another`() throws {
    let bench = try bench(#""email" varchar(60) NOT NULL UNIQUE"#)
    func key(_ name: Name) throws -> RowValue? {
      try bench.plan(.createUser(UserFields(username: name), groups: [])).rows.first?.values["uid"]
    }
    #expect(try key("a@b.example") == key("a@b.example"))
    #expect(try key("a@b.example") != key("b@b.example"))
    let twice = try bench.plan(
      .createUser(UserFields(username: "a@b.example"), groups: []),
      .createUser(UserFields(username: "b@b.example"), groups: []))
    #expect(Set(twice.rows.map(\.key)).count == 2)
  }

  @Test func `columns that cannot be filled are named`() throws {
    let bench = try bench(
      #""username" varchar(20) NOT NULL, "tenant_id" integer NOT NULL, "badge" text NOT NULL, "made" datetime NOT NULL DEFAULT CURRENT_TIMESTAMP"#
    )
    #expect(
      try bench.plan(.createUser(UserFields(username: "n"), groups: [])).refusal
        == Refusal(
          .invalid,
          "the table `people_member` has required columns that permscope cannot fill: `tenant_id`, `badge`, `made`; "
            + "make the row with the application itself"))
  }

  @Test func `values without a column are named`() throws {
    let bench = try bench(
      #""username" varchar(5) NOT NULL, "is_active" bool NOT NULL"#,
      "INSERT INTO people_member VALUES ('0123456789abcdef0123456789abcdef', '!', 'nora', 1);")
    let fields = UserFields(username: "n", firstName: "N", email: "n@acme.example", isSuperuser: true)
    #expect(
      try bench.plan(.createUser(fields, groups: [])).refusal
        == Refusal(
          .invalid,
          "the user table `people_member` has no column for: first name, e-mail, whether somebody is a superuser"
        ))
    #expect(
      try bench.plan(.createUser(UserFields(username: "noraline"), groups: [])).refusal?.text
        == "the username is 8 characters long, and at most 5 fit")
    let key = DatabaseKey.text("0123456789abcdef0123456789abcdef")
    #expect(try bench.plan(.editUser(key, UserEdit(isStaff: true))).refusal?.kind == .invalid)
    let plan = try bench.plan(.editUser(key, UserEdit(firstName: "", isActive: false, isStaff: false)))
    #expect(plan.text == ["deactivate nora"])
    #expect(plan.rows.first?.after == [ColumnValue("is_active", .integer(0))])
  }

  @Test func `an e-mail that is NULL is as empty as an empty one`() throws {
    let bench = try bench(
      #""username" varchar(5) NOT NULL, "email" varchar(60) NULL"#,
      "INSERT INTO people_member VALUES ('0123456789abcdef0123456789abcdef', '!', 'nora', NULL);")
    let key = DatabaseKey.text("0123456789abcdef0123456789abcdef")
    #expect(try bench.plan(.editUser(key, UserEdit(email: ""))).isEmpty)
    #expect(
      try bench.plan(.editUser(key, UserEdit(email: "n@acme.example"))).text == [
        "set the e-mail of nora to n@acme.example (was nothing)"
      ])
  }
}
