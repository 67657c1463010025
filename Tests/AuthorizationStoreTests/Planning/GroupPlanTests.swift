import Authorization
@testable import AuthorizationStore
import PermscopeResources
import Testing

@Suite struct GroupPlanTests {
  private let bench: PlanningBench

  init() throws { bench = try PlanningBench() }

  @Test func `groups are made and renamed`() throws {
    let made = try bench.apply(.createGroup("night-shift"))
    #expect(made.shape == ["insert auth_group(9)"])
    #expect(made.rows[0].values == ["id": .integer(9), "name": .text("night-shift")])
    let renamed = try bench.apply(.renameGroup(Acme.ci, "ci2"))
    #expect(renamed.text == ["rename group ci to ci2"])
    #expect(renamed.rows[0].before == [ColumnValue("name", .text("ci"))])
    #expect(renamed.rows[0].after == [ColumnValue("name", .text("ci2"))])
    #expect(try bench.plan(.renameGroup(Acme.ci, "ci2")).isEmpty)
  }

  @Test(arguments: [
    ("", "the name of the group is empty; give one"),
    ("release", "there is already a group `release`; take another name"),
    ("a\tb", "the name of the group holds a control character, U+0009; leave it out"),
  ])
  func `names of groups`(_ name: String, _ text: String) throws {
    #expect(try bench.plan(.createGroup(Name(name))).refusal == Refusal(.invalid, text))
    #expect(try bench.plan(.renameGroup(Acme.ci, Name(name))).refusal == Refusal(.invalid, text))
  }

  @Test func `a name loses its outer blanks, as in Django's forms`() throws {
    let plan = try bench.plan(.createGroup(" night shift "))
    #expect(plan.rows[0].values["name"] == .text("night shift"))
    #expect(
      plan.warnings == ["the name of the group is written as `night shift`: Django leaves outer blanks out"])
    #expect(plan.cleaned == [.createGroup("night shift")])
    #expect(try bench.plan(.renameGroup(Acme.ci, "CI")).warnings == [])
  }

  @Test func `a group that a policy names stays`() throws {
    #expect(
      try bench.plan(.deleteGroup(Acme.kernelQE)).refusal
        == Refusal(
          .namedByPolicy,
          "the group `kernel-qe` is the read group of `upstream`, `archived`, and a policy without a group is open to "
            + "everyone; give those policies another group first, or delete them"))
    #expect(
      try bench.plan(.deleteGroup(Acme.alumni)).refusal?.text.contains("the write group of `archived`")
        == true)
  }

  @Test func `with a group goes what Django takes along`() throws {
    let plan = try bench.apply(.deleteGroup(Acme.support))
    #expect(plan.refusal == nil)
    #expect(
      plan.text == [
        "delete group support", "> 2 permissions: auth.view_user, auth.view_group", "> 1 membership: sam",
        "> 1 role assignment: file.fileremote_viewer",
      ])
    #expect(plan.shape.last == "delete auth_group(6)")
  }

  @Test func `access policies that name a group are told`() throws {
    let plan = try bench.plan(.renameGroup(Acme.contractors, "partners"))
    #expect(
      plan.warnings == ["1 access policy still names the group `contractors`: `repositories/file/file`"])
    #expect(
      try bench.plan(.renameGroup(Acme.release, "rel")).warnings.count == 1, "named by a creation hook")
  }

  @Test func `members come once and go whole`() throws {
    let plan = try bench.apply(.addMember(user: Acme.ines, group: Acme.ci))
    #expect(plan.text == ["add ines to ci"])
    #expect(plan.rows[0].values == ["id": .integer(17), "user_id": .integer(5), "group_id": .integer(5)])
    #expect(try bench.plan(.addMember(user: Acme.ines, group: Acme.ci)).isEmpty)
    #expect(try bench.plan(.addMember(user: Acme.ines, group: Acme.ci)).lines == [])
    #expect(
      try bench.apply(.removeMember(user: Acme.ines, group: Acme.ci)).shape == ["delete auth_user_groups(17)"]
    )
    #expect(try bench.plan(.removeMember(user: Acme.ines, group: Acme.ci)).isEmpty)
    // A key is not given twice, even where its row is gone.
    #expect(
      try bench.plan(.addMember(user: Acme.ines, group: Acme.ci)).shape == ["insert auth_user_groups(18)"])
  }
}
