import Authorization
import AuthorizationStore
import Testing

/// Rules that the sample organisation has no example of, on databases made for them.
@Suite("Finding rules")
struct FindingRuleTests {
  @Test("there is a search for each, with words of its own")
  func complete() throws {
    let shop = try Workshop("")
    for rule in FindingRule.allCases {
      _ = try shop.findings(rule)
      #expect(
        !rule.explanation.hasSuffix(".")
          && rule.explanation.first?.isUppercase == rule.explanation.hasPrefix("P"))
    }
    #expect(Set(FindingRule.allCases.map(\.title)).count == FindingRule.allCases.count)
    #expect(Set(FindingRule.allCases.map(\.explanation)).count == FindingRule.allCases.count)
  }

  @Test("an assignment that is older than its object, and one that is not")
  func reusedKey() throws {
    let shop = try Workshop()
    try shop.file.execute("UPDATE auth_user SET date_joined = '2026-03-02 09:00:01' WHERE id = 7")
    #expect(
      try shop.texts(of: .reusedKey) == [
        "sam has acme.people-viewer on auth.user:7, which was made after the assignment: it was meant for another one"
      ])
    let fix = try #require(try shop.findings(.reusedKey).first?.fix)
    try shop.apply(fix.changes)
    #expect(try shop.texts(of: .reusedKey) == [])
  }

  @Test("a type without a table")
  func typeWithoutTable() throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      INSERT INTO django_content_type (id, app_label, model) VALUES (90, 'shop', 'item');
      INSERT INTO auth_permission (id, content_type_id, codename, name) VALUES (900, 90, 'view_item', '');
      INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id) VALUES
        ('1', 90, 900, 3), ('2', 90, 900, 3)
      """)
    #expect(
      try shop.texts(of: .typeWithoutTable) == [
        "2 object grants of users on shop.item, which has no table here"
      ])
    #expect(try shop.texts(of: .orphanGrant).count == 3)
  }

  @Test("a key in another spelling of an object that does not exist is an orphan only")
  func oddOrphan() throws {
    let shop = try Workshop()
    try shop.file.execute(
      "UPDATE guardian_userobjectpermission SET object_pk = '0777' WHERE object_pk = '007'")
    #expect(try shop.texts(of: .oddKey) == [])
    #expect(try shop.texts(of: .orphanGrant).contains { $0.contains("gittree:0777") })
  }

  private static let policyCases: [(statements: String, dead: [String], faulty: Int)] = [
    (#"[{"action": "list", "principal": "authenticated", "effect": "allow"}]"#, [], 0),
    (
      #"[{"action": "list", "principal": "everybody", "effect": "allow"}]"#,
      [
        "x, statement 1: it never counts: `everybody` matches nobody; write a word like `authenticated`, `group:NAME` or `id:KEY`"
      ], 0
    ),
    // One of two principals means somebody, so that the statement counts.
    (#"[{"action": "list", "principal": ["admin", "everybody"], "effect": "allow"}]"#, [], 1),
    (
      #"[{"action": "<method:GET>", "principal": "*", "effect": "allow"}]"#,
      [
        "x, statement 1: it never counts: `<method:GET>` never matches: methods are written in lower case, `<method:get>`"
      ], 0
    ),
    (
      #"[{"action": "list", "principal": "group:release", "effect": "allow"}, {"action": "*", "principal": "authenticated", "effect": "deny"}]"#,
      ["x, statement 1: it never allows anything: statement 2 denies whatever it matches"], 0
    ),
    // It denies only sometimes.
    (
      #"[{"action": "list", "principal": "group:release", "effect": "allow"}, {"action": "*", "principal": "authenticated", "effect": "deny", "condition": "has_model_perms:auth.view_user"}]"#,
      [], 0
    ),
    (
      #"[{"action": "list", "principal": "group:nobody", "effect": "allow"}]"#,
      ["x, statement 1: it never counts: there is no group `nobody`"], 0
    ),
    (
      #"[{"action": "list", "principal": "id:77", "effect": "allow"}]"#,
      ["x, statement 1: it never counts: there is no user with the key `77`"], 0
    ),
    (
      #"[{"action": "list", "principal": "*", "effect": "allow", "condition": "has_model_perms:auth.vew_user"}]"#,
      [], 1
    ),
    (#"[{"action": "list", "principal": "*", "effect": "Allow"}]"#, [], 1), (#"{"a": 1}"#, [], 1),
  ]

  @Test("statements that never count, or that are always shadowed", arguments: policyCases)
  func policies(statements: String, dead: [String], faulty: Int) throws {
    let shop = try Workshop()
    try shop.file.execute(
      "DELETE FROM core_accesspolicy WHERE pulp_id <> '09000000000040008000000000000001'; "
        + "UPDATE core_accesspolicy SET viewset_name = 'x', creation_hooks = NULL, statements = '\(statements)'"
    )
    let found = try shop.findings(.deadStatement)
    #expect(found.map(\.text) == dead)
    #expect(try shop.findings(.faultyPolicy).count == faulty)
    for fix in found.compactMap(\.fix) {
      #expect(try shop.units(fix.changes) == 0)
      try shop.apply(fix.changes)
      #expect(try shop.texts(of: .deadStatement) == [])
    }
  }

  @Test("hooks and scoping that are not in force")
  func hooks() throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      UPDATE core_accesspolicy SET creation_hooks = '[{"function": "add_roles"}]', queryset_scoping = '{}'
      WHERE viewset_name = 'groups'
      """)
    let texts = try shop.texts(of: .faultyPolicy).filter { $0.hasPrefix("groups") }
    #expect(texts.count == 2 && texts[0].contains("hook 1: ") && texts[1].contains("scoping: "))
  }

  private static let expressionCases: [(written: String, fixed: String?)] = [
    ("a and b", nil), ("note", "not e"), ("a b", "a"), ("a OR b", "a or b"), ("a or b)", "a or b"),
    ("(a", nil), ("a AND (b", nil),
  ]

  @Test("condition expressions that are read otherwise", arguments: expressionCases)
  func expressions(written: String, fixed: String?) throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      UPDATE core_accesspolicy SET statements =
        '[{"action": "list", "principal": "*", "effect": "allow", "condition_expression": "\(written)"}]'
      WHERE viewset_name = 'content/file/files'
      """)
    let found = try shop.findings(.misreadExpression)
    #expect(found.isEmpty == (written == "a and b"))
    guard let fixed else {
      // What raises, or ends in the middle, is not to be guessed.
      return #expect(found.compactMap(\.fix).count == (written == "a AND (b" ? 1 : 0))
    }
    let fix = try #require(found.first?.fix)
    #expect(fix.text.hasSuffix("`\(fixed)`"))
    try shop.apply(fix.changes)
    #expect(try shop.texts(of: .misreadExpression) == [])
  }

  @Test("a role everywhere does not make the same role on an object superfluous")
  func levels() throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      INSERT INTO core_userrole (pulp_id, pulp_created, role_id, user_id, object_id, content_type_id) VALUES
        ('0b000000000040008000000000000077', '2026-03-02', '0a000000000040008000000000000001', 4,
         '0f000000-0000-4000-8000-000000000001', 24)
      """)
    #expect(try !shop.texts(of: .redundantAssignment).contains { $0.contains("tomas") })
    // A role that has more of it at the same place does.
    try shop.file.execute(
      """
      INSERT INTO core_userrole (pulp_id, pulp_created, role_id, user_id, object_id, content_type_id) VALUES
        ('0b000000000040008000000000000078', '2026-03-02', '0a000000000040008000000000000003', 4,
         '0f000000-0000-4000-8000-000000000001', 24)
      """)
    let found = try shop.findings(.redundantAssignment).filter { $0.text.contains("tomas") }
    #expect(found.count == 1 && found[0].text.contains("filerepository_viewer"))
    #expect(try shop.units(found.flatMap { $0.fix?.changes ?? [] }) == 0)
  }

  @Test("a grant to whoever is not logged in is not covered by a role, which is closed to them")
  func standIn() throws {
    let shop = try Workshop()
    let object = "'0f000000-0000-4000-8000-000000000003'"
    try shop.file.execute(
      """
      INSERT INTO core_userrole (pulp_id, pulp_created, role_id, user_id, object_id, content_type_id) VALUES
        ('0b000000000040008000000000000079', '2026-03-02', '0a000000000040008000000000000003', 1, \(object), 24)
      """)
    #expect(
      try !shop.texts(of: .redundantGrant).contains {
        $0.hasPrefix("AnonymousUser has file.view_filerepository on")
      })
    try shop.file.execute(
      """
      INSERT INTO guardian_groupobjectpermission (object_pk, content_type_id, permission_id, group_id)
      VALUES (\(object), 24, 98, 7)
      """)
    #expect(
      try shop.texts(of: .redundantGrant).contains {
        $0.hasPrefix("AnonymousUser has file.view_filerepository on")
      })
  }
}
