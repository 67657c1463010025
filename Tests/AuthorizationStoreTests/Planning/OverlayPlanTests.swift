import Authorization
@testable import AuthorizationStore
import GRDB
import PermscopeResources
import Testing

/// Several changes at once: each sees what the ones before it did, and every row changes once.
@Suite struct OverlayPlanTests {
  private let bench: PlanningBench

  init() throws { bench = try PlanningBench() }

  @Test func `what a change makes, later ones can name`() throws {
    let role = try #require(
      try bench.plan(.createRole(RoleFields(name: "acme.new"))).rows.first?.key.first?.value.key)
    let plan = try bench.apply(
      .createGroup("night"), .addMember(user: Acme.ines, group: .integer(9)),
      .addMember(user: Acme.ines, group: .integer(9)),
      .grant(Grant(.group(.integer(9)), Acme.viewRepository)),
      .createRole(RoleFields(name: "acme.new")), .permit(role: role, permission: Acme.viewRepository),
      .assign(Assignment(role, to: .group(.integer(9)), .domain(Acme.partner))),
      .setAccess(policy: .integer(3), .read, group: .integer(9)),
      .grant(
        Grant(
          .user(Acme.ines), .integer(11), on: ObjectRef(type: TypeName(app: "auth", model: "group"), key: "9")
        )))
    #expect(plan.refusal == nil)
    #expect(plan.shape.count == 8)
    #expect(plan.shape.firstIndex(of: "insert auth_group(9)") == 0)
    #expect(plan.shape.contains("update datawarehouse_gittreepolicy(3)"))
    #expect(plan.lines.count == 8)
  }

  @Test func `what comes and goes leaves nothing`() throws {
    let pairs: [[Change]] = [
      [.addMember(user: Acme.ines, group: Acme.ci), .removeMember(user: Acme.ines, group: Acme.ci)],
      [
        .removeMember(user: Acme.mira, group: Acme.release), .addMember(user: Acme.mira, group: Acme.release),
      ],
      [.createGroup("x"), .renameGroup(.integer(9), "y"), .deleteGroup(.integer(9))],
      [.renameGroup(Acme.ci, "x"), .renameGroup(Acme.ci, "ci")],
      [
        .unassign(Assignment(Acme.auditor, to: .group(Acme.release))),
        .assign(Assignment(Acme.auditor, to: .group(Acme.release))),
      ],
    ]
    for changes in pairs {
      let plan = try bench.plan(changes)
      #expect(plan.rows == [])
      #expect(plan.lines == [])
      #expect(plan.isEmpty)
    }
  }

  @Test func `updates fold into one, and into an insertion`() throws {
    let twice = try bench.plan(
      .renameGroup(Acme.ci, "x"), .renameGroup(Acme.ci, "y"), .editUser(Acme.ines, UserEdit(isActive: false)),
      .editUser(Acme.ines, UserEdit(isStaff: false)))
    #expect(twice.shape == ["update auth_group(5)", "update auth_user(5)"])
    #expect(twice.rows[0].before == [ColumnValue("name", .text("ci"))])
    #expect(twice.rows[0].after == [ColumnValue("name", .text("y"))])
    #expect(twice.rows[1].after?.map(\.column) == ["is_staff", "is_active"])
    let made = try bench.plan(.createGroup("x"), .renameGroup(.integer(9), "y"))
    #expect(made.rows.map(\.values) == [["id": .integer(9), "name": .text("y")]])
    let gone = try bench.plan(.renameGroup(Acme.support, "x"), .deleteGroup(Acme.support))
    #expect(gone.rows.last?.before?.last == ColumnValue("name", .text("support")))
  }

  @Test func `names are free once they are given up`() throws {
    let plan = try bench.apply(
      .renameGroup(Acme.ci, "robots"), .createGroup("ci"), .renameGroup(Acme.release, "robots2"),
      .deleteGroup(Acme.support), .renameGroup(Acme.maintainers, "support"))
    #expect(plan.refusal == nil)
    #expect(
      try bench.plan(.renameGroup(Acme.alumni, "x"), .createGroup("x")).refusal?.kind == .invalid)
    // A chain in the wrong order: each name is taken after it was given up.
    let chain = try bench.apply(.renameTree(.integer(1), "a"), .renameTree(.integer(2), "linux-mainline"))
    #expect(chain.shape == ["update datawarehouse_gittree(1)", "update datawarehouse_gittree(2)"])
  }

  @Test func `a deleted row that was renamed is not taken for a new one`() throws {
    let plan = try bench.plan(.renameGroup(Acme.support, "x"), .deleteGroup(Acme.support), .createGroup("x"))
    #expect(plan.shape.suffix(1) == ["insert auth_group(9)"])
    #expect(plan.shape.contains("delete auth_group(6)"))
  }

  @Test func `what refers goes first, what is referred to comes first`() throws {
    try bench.apply(.setPolicy(tree: .integer(9), policy: .integer(7)))
    let plan = try bench.apply(
      .createTree("t", policy: nil), .createPolicy("p", read: Acme.ci, write: Acme.ci),
      .setPolicy(tree: .integer(11), policy: .integer(8)), .setPolicy(tree: .integer(9), policy: .integer(8)),
      .deletePolicy(.integer(7)))
    #expect(
      plan.shape == [
        "insert datawarehouse_gittreepolicy(8)", "update datawarehouse_gittree(9)",
        "delete datawarehouse_gittreepolicy(7)", "insert datawarehouse_gittree(11)",
      ])
  }

  @Test func `a refusal refuses the list and says so, and the rest is planned`() throws {
    let plan = try bench.plan(.createGroup("x"), .deleteRole(Acme.viewer), .createGroup("y"))
    #expect(plan.refusal?.kind == .lockedRole)
    #expect(plan.shape == ["insert auth_group(9)", "insert auth_group(10)"])
    #expect(plan.changes.count == 3)
    #expect(!plan.isEmpty)
  }

  @Test func `odd values come back as they are`() throws {
    let bench = try PlanningBench(
      Resources.demo + """
        UPDATE auth_user SET email = 'a' || char(0) || 'b', first_name = x'00ff', last_name = 1.5, is_staff = 'yes', \
        date_joined = 7 WHERE id = 14;
        """)
    let row = try #require(try bench.apply(.deleteUser(.integer(14))).rows.last).values
    #expect(row["email"] == .text("a\u{0}b"))
    #expect(row["first_name"] == .bytes([0, 255]))
    // A column for text makes text of a number.
    #expect(row["last_name"] == .text("1.5"))
    #expect(row["is_staff"] == .text("yes"))
    #expect(row["date_joined"] == .integer(7))
  }

  @Test func `a group of thousands goes with one query for each foreign key`() throws {
    try bench.file.execute(
      """
      WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 2999)
      INSERT INTO auth_user SELECT i, '!', NULL, 0, 'u' || i, '', '', 0, 1, '2026-01-01', '' FROM n;
      INSERT INTO auth_user_groups (user_id, group_id) SELECT id, 6 FROM auth_user WHERE id >= 1000;
      """)
    let counter = StatementCounter()
    let plan = try bench.database.read { reader in
      reader.database.trace { event in if case .statement = event { counter.count += 1 } }
      defer { reader.database.trace(options: []) }
      return try ChangePlanner(reader, now: PlanningBench.now).plan([.deleteGroup(Acme.support)])
    }
    #expect(plan.rows.count == 2_005)
    #expect(
      plan.text.contains {
        $0.hasPrefix("> 2,001 memberships: sam, u1000, u1001, u1002, u1003, and 1,996 more")
      })
    #expect(plan.shape.last == "delete auth_group(6)")
    #expect(counter.count < 300, "one for each foreign key and batch, not one for each row")
  }
}

private final class StatementCounter: @unchecked Sendable {
  var count = 0
}
