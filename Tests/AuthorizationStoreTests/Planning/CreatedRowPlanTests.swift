import Authorization
import Testing

@testable import AuthorizationStore

/// Rows that an earlier change of the same list creates, named by their names.
@Suite struct CreatedRowPlanTests {
  private let bench: PlanningBench

  init() throws { bench = try PlanningBench() }

  private static let night = DatabaseKey.created("night")

  @Test func `a row of every kind can be named before it has a key`() throws {
    let plan = try bench.apply(
      .createGroup("night"), .createUser(UserFields(username: "nina"), groups: [Self.night]),
      .addMember(user: Acme.ines, group: Self.night),
      .createPermission(Acme.repository, codename: "mirror", title: "Can mirror"),
      .createRole(
        RoleFields(name: "acme.new", permissions: [.created("file.filerepository.mirror")])),
      .permit(role: .created("acme.new"), permission: Acme.viewRepository),
      .assign(Assignment(.created("acme.new"), to: .group(Self.night), .object(Acme.web))),
      .createPolicy("night policy", read: Self.night, write: Self.night),
      .createTree("night tree", policy: .created("night policy")),
      .setPolicy(tree: .integer(1), policy: .created("night policy")),
      .grant(
        Grant(
          .user(.created("nina")), .integer(115),
          on: ObjectRef(type: GitTrees.tree, key: "night tree", isCreated: true))))
    #expect(plan.refusal == nil)
    #expect(plan.text.contains("add nina to night"))
    #expect(plan.text.contains("permit file.mirror in role acme.new"))
    #expect(plan.text.contains("create git tree night tree with policy night policy"))
    #expect(plan.text.contains { $0.hasSuffix("on tree:night tree to nina") })
    let tree = try #require(plan.rows.first { $0.table == "datawarehouse_gittree" && $0.before == nil })
    let grant = try #require(plan.rows.first { $0.table == "guardian_userobjectpermission" })
    #expect(grant.values["object_pk"] == .text(Name("\(tree.key[0].value.words)")))
    // The list is the same to the letter; nothing of the names is left in the rows.
    #expect(plan.lineCounts == [1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1])
    #expect(plan.lines(after: 9).first?.text.hasPrefix("set the policy of ") == true)
  }

  @Test func `the name is taken as the row is written`() throws {
    let plan = try bench.plan(
      .createGroup("  night "), .createUser(UserFields(username: "ﬁnn"), groups: [.created("  night ")]),
      .addMember(user: .created("ﬁnn"), group: Self.night))
    #expect(plan.refusal == nil)
    #expect(plan.text.contains("add finn to night"))
  }

  @Test func `a row that nothing before it creates is refused, and the change is named`() throws {
    for changes: [Change] in [
      [.createGroup("day"), .addMember(user: Acme.ines, group: Self.night), .createGroup("night")],
      [.createGroup("day"), .addMember(user: Acme.ines, group: .created("support"))],
      [.createGroup("day"), .addMember(user: .created("day"), group: Acme.ci)],
      [
        .createGroup("day"),
        .grant(
          Grant(
            .user(Acme.ines), .integer(115),
            on: ObjectRef(type: GitTrees.tree, key: "day", isCreated: true))),
      ],
    ] {
      let plan = try bench.plan(changes)
      #expect(plan.refusal?.kind == .invalid)
      #expect(plan.refusal?.text.contains("no edit before this one creates the ") == true)
      #expect(plan.refusedChange == 1)
    }
  }

  @Test func `a missing row tells which change names it`() throws {
    let error = #expect(throws: StoreError.self) {
      try bench.plan(
        .createGroup("day"), .createGroup("night"), .addMember(user: Acme.ines, group: .integer(99)))
    }
    #expect(error?.change == 2)
    #expect(error?.isAboutMissingRow == true)
  }

  @Test func `only changes that name such rows say so`() {
    let member = Change.addMember(user: Acme.ines, group: Self.night).createdRows
    #expect(member.map(\.kind) == [.group] && member.map(\.key) == [Self.night])
    let grant = Change.grant(
      Grant(.user(Acme.ines), .integer(115), on: ObjectRef(type: GitTrees.tree, key: "x", isCreated: true))
    ).createdRows
    #expect(grant.map(\.kind) == [.tree] && grant.map(\.key) == [.created("x")])
    #expect(Change.createGroup("night").createdRows.isEmpty)
    #expect(Change.addMember(user: Acme.ines, group: Acme.ci).createdRows.isEmpty)
  }
}
