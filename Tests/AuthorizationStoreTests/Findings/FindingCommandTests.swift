import Authorization
import PermscopeResources
import Testing

@testable import AuthorizationStore

/// The commands of findings hit the rows that the findings are about, whatever those are called.
@Suite("Commands of findings")
struct FindingCommandTests {
  @Test("name groups so that nothing else is meant", arguments: ["group:ci", ":anyone", "-x", "plain"])
  func groups(_ name: Name) throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      INSERT INTO auth_group (id, name) VALUES (801, '\(name)');
      UPDATE datawarehouse_gittreepolicy SET read_group_id = 801 WHERE name = 'open'
      """)
    let write = try #require(
      try shop.findings(.publicWrite).first { $0.text.contains("policy open") }?.fix?.commands.first?.last)
    #expect(!write.hasPrefix("-") && write != ":anyone")
    #expect(try shop.database.read { try $0.group(named: Name(write)).key } == .integer(801))
    try shop.file.execute("UPDATE datawarehouse_gittreepolicy SET read_group_id = NULL WHERE name = 'open'")
    let finding = try #require(
      try shop.findings(.groupWithoutMembers).first { $0.about.key == .integer(801) })
    for command in [finding.proof, finding.fix?.commands.first ?? []] {
      #expect(command.starts(with: ["permscope", "group", "delete", "DB"]))
      let argument = try #require(command.dropFirst(4).first)
      #expect(!argument.hasPrefix("-"))
      #expect(try shop.database.read { try $0.group(named: Name(argument)).key } == .integer(801))
    }
  }

  @Test("of a holder named like a word of the command keep the name")
  func holder() throws {
    let shop = try Workshop()
    try shop.file.execute("UPDATE auth_user SET username = 'unassign' WHERE username = 'ines'")
    let fix = try #require(try shop.findings(.duplicateAssignment).first?.fix)
    #expect(fix.commands.map { $0[2] } == ["unassign", "assign"])
    #expect(fix.commands.allSatisfy { $0[5] == "unassign" })
  }

  @Test("are left out where a bare name would be taken for an option")
  func options() throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      UPDATE core_role SET name = '-dormant' WHERE name = 'acme.dormant';
      UPDATE core_role SET name = '--syncer' WHERE name = 'acme.syncer';
      UPDATE datawarehouse_gittreepolicy SET name = '-open', read_group_id = 1 WHERE name = 'open'
      """)
    let role = try #require(
      try shop.findings(.roleWithoutHolder).first { $0.text.contains("-dormant") })
    #expect(role.fix?.changes.count == 1 && role.fix?.commands == [])
    #expect(role.proof == ["permscope", "lint", "DB", "--rule", "role-without-holder"])
    #expect(try shop.findings(.duplicateAssignment).first?.fix?.commands == [])
    let policy = try #require(try shop.findings(.publicWrite).first { $0.text.contains("policy -open") })
    #expect(policy.fix?.changes.count == 1 && policy.fix?.commands == [])
  }

  @Test("superusers read a git tree without a policy where the settings let them")
  func bypass() throws {
    var options = AuthorizationDatabase.Options()
    options.gitTreeSuperuserBypass = true
    let found = try TestDatabase(Resources.demo).open(options).findings(of: .treeWithoutPolicy, limit: 10)
    #expect(
      found.findings.map(\.text) == [
        "git tree rt-experiments has no policy: nobody may read or write it except superusers"
      ])
  }

  @Test("groups that access policies name are not to be deleted")
  func namedGroups() throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      INSERT INTO auth_group (id, name) VALUES (801, 'hooked'), (802, 'stated'), (803, 'free');
      UPDATE core_accesspolicy SET creation_hooks = '[{"function": "add_roles_for_groups", "parameters":
        {"groups": ["hooked"], "roles": ["acme.syncer"]}}]' WHERE viewset_name = 'remotes/file/file';
      UPDATE core_accesspolicy SET statements = '[{"action": "list", "principal": ["admin", "group:stated"],
        "effect": "allow"}]' WHERE viewset_name = 'content/file/files'
      """)
    let found = try shop.findings(.groupWithoutMembers).filter { $0.about.name != "alumni" }
    #expect(
      found.map(\.text) == [
        "nobody is in group hooked; whoever creates something at remotes/file/file gives it roles",
        "nobody is in group stated; access policy content/file/files names it", "nobody is in group free",
      ])
    #expect(found.map { $0.fix == nil } == [true, true, false])
  }

  @Test("a shadowed statement stays where its removal would end what raises")
  func raising() throws {
    let shop = try Workshop()
    for (condition, isFixed) in [("is_office_hours", false), ("has_model_perms:auth.view_user", true)] {
      try shop.file.execute(
        """
        UPDATE core_accesspolicy SET statements = '[
          {"action": "list", "principal": "*", "effect": "allow", "condition": "\(condition)"},
          {"action": "*", "principal": "*", "effect": "deny"}]' WHERE viewset_name = 'content/file/files'
        """)
      let found = try #require(try shop.findings(.deadStatement).first)
      #expect(found.text.contains("statement 2 denies whatever it matches"))
      #expect((found.fix != nil) == isFixed)
    }
  }

  private static let many: [String] = [
    // On objects one by one; and the same one everywhere, each row a twin of the others.
    """
    SELECT printf('f%031d', i), '2026-03-02', '0a000000000040008000000000000001', 4,
      CASE WHEN i % 2 THEN 'object' || i END, CASE WHEN i % 2 THEN 24 END, NULL FROM n
    """,
    // In two domains, by roles of which one gives what the others give.
    """
    SELECT printf('f%031d', i), '2026-03-02', '0a00000000004000800000000000000' || (CASE i % 2 WHEN 0 THEN 3 ELSE 8 END),
      4, NULL, NULL, '0d00000000004000800000000000000' || (1 + i / 2 % 2) FROM n
    """,
  ]

  @Test(
    "very many roles of one user are gone through in reads that are short", .timeLimit(.minutes(1)),
    arguments: many)
  func manyRoles(_ rows: String) throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO core_userrole (pulp_id, pulp_created, role_id, user_id, object_id, content_type_id, domain_id)
      \(rows)
      """)
    for rule in [FindingRule.duplicateAssignment, .redundantAssignment] {
      var longest = Duration.zero
      let reads = ShortReads(
        read: { body in
          try shop.database.read { reader in
            let elapsed = try ContinuousClock().measure { try body(reader) }
            longest = max(longest, elapsed)
          }
        }, check: {})
      let found = try FindingScan(reads, limit: 1_000, report: { _ in }).run(rule)
      #expect(!found.findings.isEmpty, "\(rule)")
      #expect(longest < .milliseconds(1_000), "\(rule) \(longest)")
    }
  }
}
