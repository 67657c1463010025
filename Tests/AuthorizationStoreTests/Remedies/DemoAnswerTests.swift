import Authorization
import PermscopeResources
import Testing

@testable import AuthorizationStore

/// Each kind of missing link, and each kind of repair, on the sample organisation.
@Suite struct DemoAnswerTests {
  private static let web = "file.filerepository:0f000000-0000-4000-8000-000000000001"
  private static let second = "file.filerepository:0f000000-0000-4000-8000-000000000002"

  static func ask(
    _ subject: String, _ permission: String, _ object: String?, _ reader: AuthorizationReader
  ) throws -> AskedCheck {
    let target = try object.map { text in
      try reader.target(#require(ObjectArgument(text)))
    }
    return AskedCheck(
      subject: try reader.subject(SubjectArgument(subject)),
      permission: try reader.askable(Name(permission), on: target ?? .general), target: target ?? .general)
  }

  @Test(
    "a denial names what is missing, by its kind",
    arguments: [
      (
        "mira", "write", "tree:linux-mainline", MissingLink.Kind.notInGroup,
        "not in kernel-maintainers > write group of policy upstream"
      ),
      (
        "ines", "file.delete_filerepository", second, .roleLacksPermission,
        "role acme.syncer lacks `file.delete_filerepository` (role acme.syncer > on this object)"
      ),
      (
        "lena", "file.view_filerepository", web, .otherPlace,
        "granted on file.filerepository:0f000000-0000-4000-8000-000000000005, not on this one (object grant)"
      ),
      (
        "lena", "file.view_filerepository", "domain:default", .otherPlace,
        "granted on the domain partner, not on this one (role file.filerepository_viewer > on this domain)"
      ),
      (
        "ines", "file.view_filerepository", web, .otherLevel,
        "granted at model level only (member of release > model grant), which does not count for a check on an object"
      ),
      (
        "lena", "user_tasks.view_usertaskstatus", "user_tasks.usertaskstatus:1", .conditionFalse,
        "`is_status_creator` is false (the task is mira's, not lena's)"
      ),
      (
        "mira", "read", "tree:rt-experiments", .treeWithoutPolicy,
        "the tree has no policy: private, nobody may read"
      ),
      ("kerning", "file.view_filerepository", nil, .inactive, "kerning is inactive"),
      (
        "mira", "user_tasks.add_usertaskstatus", nil, .noRule,
        "no rule is registered for `user_tasks.add_usertaskstatus`"
      ),
      (
        "lena", "file.view_filerepository", web, .noGrant,
        "no grant on this object to lena or a group of theirs"
      ),
      (
        ":anonymous", "write", "tree:linux-mainline", .anonymous,
        "nobody is logged in, and so in no group: kernel-maintainers > write group of policy upstream"
      ),
    ] as [(String, String, String?, MissingLink.Kind, String)])
  func missing(
    subject: String, permission: String, object: String?, kind: MissingLink.Kind, text: String
  ) throws {
    let file = try TestDatabase(Resources.demo)
    try file.open().read { reader in
      let asked = try Self.ask(subject, permission, object, reader)
      let decision = try reader.consider(asked.subject, asked.permission, asked.target)
      #expect(decision.outcome == .denied)
      let found = decision.missing.filter { $0.kind == kind }.map(\.text)
      #expect(found.contains(text), "\(decision.missing.map { "\($0.kind) \($0.text)" })")
      // The paths that lack fewest links come first.
      let counts = Dictionary(grouping: decision.missing, by: \.alternative).mapValues(\.count)
      #expect(
        decision.missing.map { counts[$0.alternative] ?? 0 }
          == counts.sorted { $0.key < $1.key }
          .flatMap { Array(repeating: $0.value, count: $0.value) })
    }
  }

  @Test("a statement that allows is shadowed by one that denies")
  func shadowed() throws {
    let file = try TestDatabase(Resources.demo)
    try file.open().read { reader in
      let request = try reader.request(
        reader.subject(.user("mira")),
        RequestDescription(action: "destroy", endpoint: "repositories/file/file", object: Self.web))
      let answer = try reader.authorize(request)
      #expect(answer.missing.map(\.kind) == [.shadowedByDeny])
      #expect(answer.explanation.considered.contains { $0.verdict == .denied && $0.rule == "statement 7" })
    }
  }

  @Test(
    "a denial names what would allow it, the change that opens least first",
    arguments: [
      ("mira", "write", "tree:linux-mainline", "add mira to kernel-maintainers", 19, 0, 0),
      (
        "mira", "write", "tree:linux-mainline",
        "set the write group of policy upstream to kernel-qe (was kernel-maintainers)", 27, 9, nil
      ),
      (
        "mira", "read", "tree:rt-experiments", "set the policy of rt-experiments to embargo (was none)", 8, 0,
        0
      ),
      (
        ":anonymous", "write", "tree:linux-mainline",
        "set the write group of policy upstream to anyone (was kernel-maintainers)", 117, 0, nil
      ),
      (
        "ines", "file.delete_filerepository", second,
        "grant file.delete_filerepository on file.filerepository:0f000000-0000-4000-8000-000000000002 to ines",
        1, 0,
        0
      ),
      (
        "ines", "file.delete_filerepository", second, "permit file.delete_filerepository in role acme.syncer",
        2, 0,
        nil
      ),
      (
        "ines", "file.delete_filerepository", second,
        "assign file.filerepository_owner on file.filerepository:0f000000-0000-4000-8000-000000000002 to ines",
        5, 0,
        nil
      ),
      (
        "kerning", "file.view_filerepository", nil,
        "activate kerning, then grant file.view_filerepository to kerning",
        1, 0, 0
      ),
    ] as [(String, String, String?, String, Int, Int, Int?)])
  func remedies(
    subject: String, permission: String, object: String?, text: String, gains: Int, losses: Int, place: Int?
  ) throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let asked = try database.read { try Self.ask(subject, permission, object, $0) }
    let editor = Editor(database, options: .init(operatorName: "test"))
    guard case .fixes(let fixes) = try editor.remediation(asked)
    else {
      Issue.record("a denial has fixes")
      return
    }
    let remedy = try #require(
      fixes.remedies.first { $0.text == text }, "\(fixes.remedies.map(\.text))")
    #expect(remedy.impact?.gains == gains)
    #expect(remedy.impact?.losses == losses)
    if let place { #expect(fixes.remedies.firstIndex(of: remedy) == place) }
    let sizes = fixes.remedies.map { ($0.impact?.gains ?? 0) + ($0.impact?.losses ?? 0) }
    #expect(sizes == sizes.sorted())
    #expect(remedy.commands.allSatisfy { $0.contains("DB") })
  }

  @Test("what the operator may not do is marked, and comes last")
  func refused() throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let asked = try database.read { try Self.ask("mira", "write", "tree:linux-mainline", $0) }
    let editor = Editor(database, options: .init(operatorName: "ravi", limitedTo: "ravi"))
    guard case .fixes(let fixes) = try editor.remediation(asked)
    else {
      Issue.record("a denial has fixes")
      return
    }
    #expect(!fixes.remedies.isEmpty)
    #expect(fixes.remedies.allSatisfy { $0.refusal != nil })
  }

  @Test("an allowance names every grant that carries it, and the sets of removals that end it")
  func carriers() throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let asked = try database.read { try Self.ask("ines", "file.view_filerepository", nil, $0) }
    let editor = Editor(database, options: .init(operatorName: "test"))
    guard
      case .carriers(let carriers) = try editor.remediation(asked)
    else {
      Issue.record("an allowance has carriers")
      return
    }
    #expect(
      carriers.carriers.map(\.reason.text) == [
        "member of release > model grant", "member of release > role acme.auditor > everywhere",
      ])
    // Each member of the group has it both ways, so that neither grant does anything by itself.
    #expect(carriers.carriers.map(\.isRedundant).contains(true))
    #expect(carriers.carriers.allSatisfy { $0.alsoThrough != nil })
    #expect(carriers.endings.map(\.text).contains("remove ines from release"))
    #expect(
      carriers.endings.first?.text
        == "revoke file.view_filerepository from group release, then forbid file.view_filerepository in role acme.auditor"
    )
  }
}
