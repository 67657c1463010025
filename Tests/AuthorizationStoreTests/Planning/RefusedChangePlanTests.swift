import Authorization
import Testing

@testable import AuthorizationStore

/// Lists of changes several of which are refused.
@Suite struct RefusedChangePlanTests {
  private let bench: PlanningBench

  init() throws { bench = try PlanningBench() }

  private static let night = DatabaseKey.created("night")

  @Test func `every change that needs a row nobody creates is refused, and the others are planned`() throws {
    let plan = try bench.plan(
      .addMember(user: Acme.ines, group: Self.night), .createGroup("day"),
      .createPolicy("watch", read: Self.night, write: nil),
      .createTree("tree", policy: .created("watch")),
      .addMember(user: Acme.ines, group: .created("day")))
    #expect(plan.refusedChanges.map(\.change) == [0, 2, 3])
    #expect(plan.refusedChanges[1].refusal.text.contains("creates the group `night`"))
    #expect(plan.refusedChanges[2].refusal.text.contains("`watch`"))
    #expect(plan.refusal == plan.refusedChanges[0].refusal)
    #expect(!plan.canBeStaged)
    #expect(plan.lineCounts == [0, 1, 0, 0, 1])
    #expect(plan.text == ["create group day", "add ines to day"])
    #expect(!plan.rows.contains { $0.table == "datawarehouse_gittreepolicy" })
  }

  @Test func `what a refused change did before it was refused is not there for the others`() throws {
    let plan = try bench.plan(
      .createUser(UserFields(username: "nina"), groups: [Self.night]), .createGroup("day"),
      .addMember(user: .created("nina"), group: .created("day")))
    #expect(plan.refusedChanges.map(\.change) == [0, 2])
    #expect(plan.text == ["create group day"])
    #expect(!plan.rows.contains { $0.table == "auth_user" })
  }

  @Test func `a missing row refuses its change where that is wanted, and an error is one otherwise`() throws {
    let changes: [Change] = [
      .addMember(user: Acme.ines, group: .integer(99)), .createGroup("day"),
      .addMember(user: Acme.ines, group: .integer(98)),
    ]
    let error = #expect(throws: StoreError.self) { try bench.plan(changes) }
    #expect(error?.change == 0)
    let plan = try bench.plan(changes, refusesMissing: true)
    #expect(plan.refusedChanges.map(\.change) == [0, 2])
    #expect(plan.refusedChanges.map(\.refusal.kind) == [.conflict, .conflict])
    #expect(plan.text == ["create group day"])
  }

  @Test func `a name that is taken twice is refused at the second, and its holder is named`() throws {
    let plan = try bench.plan(.createGroup("day"), .createGroup("day"), .renameGroup(Acme.ci, "day"))
    #expect(plan.refusedChanges.map(\.change) == [1, 2])
    #expect(plan.canBeStaged)
    let created = try #require(plan.rows.first { $0.table == "auth_group" && $0.before == nil })
    #expect(plan.refusedChanges.first?.holders == [RowIdentity(created)])
  }

  @Test func `a refusal that nothing lifts is told before one that another change can lift`() throws {
    let plan = try bench.plan(
      .createGroup("day"), .createGroup("day"), .addMember(user: Acme.ines, group: Self.night))
    #expect(plan.refusedChanges.map(\.change) == [1, 2])
    #expect(plan.refusedChange == 2)
    #expect(!plan.canBeStaged)
  }

  @Test func `very many refused changes are planned to an end`() throws {
    let changes = (0..<60).map {
      Change.createUser(UserFields(username: Name("nina\($0)")), groups: [Self.night])
    }
    let plan = try bench.plan(changes)
    #expect(plan.refusal?.text.contains("`night`") == true)
    #expect(plan.refusedChange == 0)
    #expect(plan.refusedChanges.count > 30)
  }
}
