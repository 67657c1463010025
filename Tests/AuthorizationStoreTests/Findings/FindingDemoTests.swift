import Authorization
import AuthorizationStore
import Testing

/// What there is to find in the sample organisation, whose rows are there to show it.
@Suite("Findings of the sample organisation")
struct FindingDemoTests {
  private static let expected: [(FindingRule, [String])] = [
    (
      .publicWrite,
      [
        "anyone may write git tree sandbox of policy open",
        "anyone may write git tree crash-uploads of policy drop-box",
      ]
    ),
    (
      .leakingRole,
      [
        "sam has acme.people-viewer on auth.user:7, which gives core.view_group on core.group:7 as well"
      ]
    ),
    (
      .reusedKey,
      [
        "sam has acme.people-viewer on auth.user:7, which was made after the assignment: it was meant for another one"
      ]
    ),
    (
      .staleSession,
      [
        "session demoines… still lets ines write 5 git trees",
        "session demokern… still lets kernelbot read 3 git trees and write 8 git trees",
        "session demomira… does not let mira read 4 git trees yet",
      ]
    ),
    (
      .misreadExpression,
      [
        "content/file/files, statement 1: `AND has_model_perms:file.change_filerepository` is ignored and only `has_model_perms:file.view_filerepository` counts: operators are written in lower case"
      ]
    ),
    (
      .deadStatement,
      [
        "remotes/file/git, statement 5: it never counts: the endpoint has no action `partial_udpate`; did you mean `partial_update`?"
      ]
    ),
    (
      .faultyPolicy,
      [
        "distributions/file/file, statement 1: `is_office_hours` is none of Pulp's conditions: a request that reaches it fails unless the project has code for it"
      ]
    ),
    (.treeWithoutPolicy, ["git tree rt-experiments has no policy: nobody may read or write it"]),
    (
      .orphanGrant,
      [
        "kernelbot has datawarehouse.change_checkout on datawarehouse.checkout:99, which does not exist",
        "group contractors has file.view_fileremote on file.fileremote:0e000000-0000-4000-8000-00000000dead, which does not exist",
        "kernelbot has file.filerepository_owner on file.filerepository:0f000000-0000-4000-8000-00000000dead, which does not exist",
      ]
    ),
    (
      .oddKey,
      [
        "lena has datawarehouse.view_gittree on datawarehouse.gittree:007, which is not how the key is written: it gives nothing"
      ]
    ),
    (.typeWithoutTable, ["1 object grant of users on acme.report, which has no table here"]),
    (
      .modelGrantOnly,
      [
        "file.change_filerepository is granted on objects one by one, and in general to 1 group: that answers no check of an object, as group release shows",
        "file.delete_filerepository is granted on objects one by one, and in general to 1 group: that answers no check of an object, as group alumni shows",
        "file.view_filerepository is granted on objects one by one, and in general to 2 users and 2 groups: that answers no check of an object, as mira shows",
      ]
    ),
    (
      .permissionWithoutRule,
      [
        "user_tasks.add_usertaskartifact has no rule, so that the rules say no to everybody, on any user_tasks.usertaskartifact",
        "user_tasks.add_usertaskstatus has no rule, so that the rules say no to everybody, on any user_tasks.usertaskstatus",
      ]
    ),
    (
      .duplicateAssignment,
      ["ines has role acme.syncer on file.filerepository:0f000000-0000-4000-8000-000000000002 more than once"]
    ),
    (
      .redundantAssignment,
      [
        "lena has role file.filerepository_viewer on domain partner, whose every permission comes from other roles there"
      ]
    ),
    (
      .redundantGrant,
      [
        "mira has file.view_filerepository by a grant, and also through: member of release > model grant",
        "omar has file.view_filerepository by a grant, and also through: role file.filerepository_viewer > everywhere",
        "group release has file.view_filerepository by a grant, and also through: group release > role acme.auditor > everywhere",
        "mira has file.view_filerepository on file.filerepository:0f000000-0000-4000-8000-000000000001 by a grant, and also through: role file.filerepository_owner > on this object",
        "mira has file.change_filerepository on file.filerepository:0f000000-0000-4000-8000-000000000001 by a grant, and also through: role file.filerepository_owner > on this object",
        "lena has file.view_filerepository on file.filerepository:0f000000-0000-4000-8000-000000000005 by a grant, and also through: member of contractors > object grant",
        "group kernel-qe has file.view_filerepository on file.filerepository:0f000000-0000-4000-8000-000000000002 by a grant, and also through: group kernel-qe > role file.filerepository_viewer > on this object",
      ]
    ),
    (
      .roleWithoutHolder,
      [
        "nobody holds role file.fileremote_owner, which is locked; whoever creates something at remotes/file/file gets it",
        "nobody holds role acme.dormant", "nobody holds role acme.empty",
      ]
    ),
    (
      .groupWithoutMembers,
      ["nobody is in group alumni, though policy archived opens git trees to it"]
    ),
  ]

  @Test("are those that its rows are there for")
  func texts() throws {
    let shop = try Workshop()
    #expect(Self.expected.map(\.0) == FindingRule.allCases)
    for (rule, texts) in Self.expected { #expect(try shop.texts(of: rule) == texts, "\(rule)") }
  }

  @Test("are gone once their fix is applied", arguments: FindingRule.allCases)
  func fixes(_ rule: FindingRule) throws {
    let all = try Workshop().findings(rule).filter { $0.fix != nil }
    for finding in all {
      let shop = try Workshop()
      let changes = try #require(finding.fix).changes
      if FindingRule.changingNothing.contains(rule) {
        #expect(try shop.units(changes) == 0, "\(finding.text)")
      }
      try shop.apply(changes)
      #expect(try !shop.texts(of: rule).contains(finding.text))
    }
  }

  @Test("of leaking roles take away what leaks and nothing else")
  func leak() throws {
    let shop = try Workshop()
    let fix = try #require(try shop.findings(.leakingRole).first?.fix)
    let plan = try shop.editor.plan(fix.changes)
    let preview = try shop.editor.preview(plan)
    let impact = try preview.count(isCancelled: { false }, progress: { _ in })
    #expect(impact.gains == 0 && impact.losses == 1)
    let lost = try preview.units(gains: false, from: 0, limit: 5).map {
      "\($0.permission) \($0.object ?? "")"
    }
    #expect(lost == ["core.view_group core.group:7"])
    try shop.apply(fix.changes)
    // The narrow role is there now, and is taken for what it is.
    try shop.file.execute(
      "UPDATE core_userrole SET role_id = (SELECT pulp_id FROM core_role WHERE name = 'acme.people-viewer') WHERE object_id = '7'"
    )
    let again = try #require(try shop.findings(.leakingRole).first?.fix)
    #expect(again.changes.count == 2)
  }

  @Test("are cut off at the limit, and the rest is said to be there")
  func limit() throws {
    let shop = try Workshop()
    let some = try shop.database.findings(of: .redundantGrant, limit: 3)
    #expect(some.findings.count == 3 && some.hasMore)
    let all = try shop.database.findings(of: .redundantGrant, limit: 7)
    #expect(all.findings.count == 7 && !all.hasMore)
  }

  @Test("are not looked for once nobody wants them")
  func cancelled() throws {
    let shop = try Workshop()
    #expect(throws: CancellationError.self) {
      try shop.database.findings(of: .redundantGrant, isCancelled: { true })
    }
  }
}
