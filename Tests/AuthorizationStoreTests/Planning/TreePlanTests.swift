import Authorization
@testable import AuthorizationStore
import PermscopeResources
import Testing

@Suite struct TreePlanTests {
  private let bench: PlanningBench

  init() throws { bench = try PlanningBench() }

  @Test(arguments: [
    (
      Change.createTree("new", policy: nil), ["create git tree new, private until it has a policy"],
      ["insert datawarehouse_gittree(11)"]
    ),
    (
      .createTree("new", policy: .integer(4)),
      ["create git tree new with policy drop-box", "> anyone may write new"],
      ["insert datawarehouse_gittree(11)"]
    ),
    (
      .renameTree(.integer(1), "main"), ["rename git tree linux-mainline to main"],
      ["update datawarehouse_gittree(1)"]
    ),
    (.renameTree(.integer(1), "linux-mainline"), [], []),
    (.deleteTree(.integer(4)), ["delete git tree drm-tip"], ["delete datawarehouse_gittree(4)"]),
    (
      .setPolicy(tree: .integer(2), policy: .integer(2)),
      [
        "set the policy of linux-next to open (was upstream)", "> anyone may read linux-next",
        "> anyone may write linux-next",
      ],
      ["update datawarehouse_gittree(2)"]
    ),
    (
      .setPolicy(tree: .integer(3), policy: .integer(2)),
      ["set the policy of linux-stable to open (was public-read)", "> anyone may write linux-stable"],
      ["update datawarehouse_gittree(3)"]
    ),
    (
      .setPolicy(tree: .integer(1), policy: nil),
      ["take the policy from linux-mainline (was upstream): private, nobody reads or writes"],
      ["update datawarehouse_gittree(1)"]
    ),
    (.setPolicy(tree: .integer(1), policy: .integer(1)), [], []),
    (
      .createPolicy("new", read: Acme.release, write: nil),
      [
        "create policy new: read by release, written by anyone",
        "> anyone may write trees that get the policy new",
      ],
      ["insert datawarehouse_gittreepolicy(8)"]
    ),
    (
      .renamePolicy(.integer(1), "up"), ["rename policy upstream to up"],
      ["update datawarehouse_gittreepolicy(1)"]
    ),
    (.deletePolicy(.integer(7)), ["delete policy draft"], ["delete datawarehouse_gittreepolicy(7)"]),
    (
      .setAccess(policy: .integer(1), .read, group: nil),
      [
        "set the read group of policy upstream to anyone (was kernel-qe)",
        "> anyone may read 3 git trees: linux-mainline, linux-next, drm-tip",
      ], ["update datawarehouse_gittreepolicy(1)"]
    ),
    (
      .setAccess(policy: .integer(3), .read, group: Acme.kernelQE),
      ["set the read group of policy public-read to kernel-qe (was anyone)"],
      ["update datawarehouse_gittreepolicy(3)"]
    ),
    (.setAccess(policy: .integer(3), .read, group: nil), [], []),
  ])
  func `trees and policies`(_ change: Change, _ text: [String], _ shape: [String]) throws {
    let plan = try bench.apply(change)
    #expect(plan.refusal == nil)
    #expect(plan.text == text)
    #expect(plan.shape == shape)
  }

  @Test(arguments: [
    (
      Change.createTree("sandbox", policy: nil), Refusal.Kind.invalid,
      "there is already a git tree `sandbox`; take another name"
    ),
    (.createTree("", policy: nil), .invalid, "the name of the git tree is empty; give one"),
    (
      .renamePolicy(.integer(1), "open"), .invalid,
      "there is already a git tree policy `open`; take another name"
    ),
    (
      .createPolicy(Name(String(repeating: "x", count: 101)), read: nil, write: nil), .invalid,
      "the name of the git tree policy is 101 characters long, and at most 100 fit"
    ),
    (
      .deleteTree(.integer(1)), .referenced,
      "the git tree `linux-mainline` cannot be deleted: rows refer to it, and only the application knows what becomes of them: "
        + "`datawarehouse_checkout.tree_id` (1 row); delete it with the application itself, or those rows first"
    ),
    (
      .deletePolicy(.integer(3)), .referenced,
      "the policy `public-read` is that of 2 git trees: `linux-stable`, `カーネル-rt`; set their policy to another or to none first"
    ),
  ])
  func `what is refused`(_ change: Change, _ kind: Refusal.Kind, _ text: String) throws {
    #expect(try bench.plan(change).refusal == Refusal(kind, text))
  }

  @Test func `keys that are gone`() throws {
    for change in [
      Change.setPolicy(tree: .integer(99), policy: nil), .setPolicy(tree: .integer(1), policy: .integer(99)),
      .deletePolicy(.integer(99)),
    ] {
      let error = #expect(throws: StoreError.self) { try bench.plan(change) }
      #expect(error?.code == .unknownObject)
    }
    let group = #expect(throws: StoreError.self) {
      try bench.plan(.setAccess(policy: .integer(1), .read, group: .integer(99)))
    }
    #expect(group?.code == .unknownGroup)
  }
}
