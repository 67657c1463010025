import Authorization
import AuthorizationStore
import Testing

/// On random organisations: what is said to change nothing changes nothing.
@Suite("Findings of random organisations")
struct FindingFuzzTests {
  @Test("change nobody's checks, one by one and all together", arguments: UInt64(1)...60)
  func changeNothing(_ seed: UInt64) throws {
    let shop = try Workshop(Organisation(seed: seed).sql)
    let rules: [FindingRule] = [
      .redundantGrant, .redundantAssignment, .orphanGrant, .oddKey, .duplicateAssignment,
    ]
    var all: [Change] = []
    for rule in rules {
      for finding in try shop.findings(rule) {
        guard let fix = finding.fix else { continue }
        #expect(try shop.units(fix.changes) == 0, "seed \(seed): \(finding.text)")
        all += fix.changes
      }
    }
    guard !all.isEmpty else { return }
    #expect(try shop.units(all) == 0, "seed \(seed): all")
    try shop.apply(all)
    for rule in rules {
      let left = try shop.findings(rule).filter { $0.fix != nil }
      #expect(left.map(\.text) == [], "seed \(seed)")
    }
  }

  @Test("leave out no grant of a group's member that the group has as well", arguments: UInt64(1)...30)
  func complete(_ seed: UInt64) throws {
    let organisation = Organisation(seed: seed)
    let shop = try Workshop(organisation.sql)
    let found = Set(
      try shop.findings(.redundantGrant).compactMap { finding -> Grant? in
        guard case .revoke(let grant)? = finding.fix?.changes.first else { return nil }
        return grant
      })
    for grant in organisation.userGrants where Organisation.existing.contains(grant.object) {
      let user = organisation.users[grant.holder - 1]
      let isShared = organisation.groupGrants.contains { other in
        other.permission == grant.permission && other.object == grant.object
          && organisation.members.contains([grant.holder, other.holder])
      }
      // A superuser's and an inactive user's are left out, because that can change.
      guard isShared, user.isActive, !user.isSuperuser else { continue }
      let expected = Grant(
        .user(.integer(Int64(grant.holder))), .integer(Int64(grant.permission)),
        on: ObjectRef(type: TypeName(app: "thing", model: "widget"), key: Name(grant.object)))
      #expect(found.contains(expected), "seed \(seed): \(grant)")
    }
  }
}
