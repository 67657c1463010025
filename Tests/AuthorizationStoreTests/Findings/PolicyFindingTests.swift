import Authorization
import AuthorizationStore
import Testing

/// What is found in access policies that are made for it.
@Suite("Findings of access policies")
struct PolicyFindingTests {
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
    // Everybody has left it.
    (
      #"[{"action": "list", "principal": ["group:alumni", "id:77"], "effect": "allow"}]"#,
      [
        "x, statement 1: it never counts: there is nobody in group `alumni` and no user with the key `77`"
      ], 0
    ),
    (#"[{"action": "list", "principal": ["group:alumni", "group:ci"], "effect": "allow"}]"#, [], 0),
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

  private static let actionCases: [(action: String, near: String?)] = [
    ("lsit", "list"), ("retreive", "retrieve"), ("partial_udpate", "partial_update"),
    // Known elsewhere, the project's own, and what anybody may call something.
    ("add_role", nil), ("resync", nil), ("approve", nil), ("lst", nil), ("destroy", nil),
  ]

  @Test("actions that the endpoint has not are misspelt, or may be the project's own", arguments: actionCases)
  func actions(action: String, near: String?) throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      UPDATE core_accesspolicy SET creation_hooks = NULL, statements =
        '[{"action": "\(action)", "principal": "*", "effect": "allow"}]' WHERE viewset_name = 'remotes/file/file'
      """)
    let found = try shop.findings(.deadStatement).filter { $0.about.name == "remotes/file/file" }
    #expect(found.count == (near == nil ? 0 : 1))
    guard let near else { return }
    #expect(
      found[0].text
        == "remotes/file/file, statement 1: it never counts: the endpoint has no action `\(action)`; did you mean `\(near)`?"
    )
    let fix = try #require(found[0].fix)
    #expect(fix.text == "write `\(near)` for `\(action)` in statement 1 of remotes/file/file")
    try shop.apply(fix.changes)
    #expect(try !shop.texts(of: .deadStatement).contains(found[0].text))
    #expect(
      try shop.database.read { try $0.endpoint(named: "remotes/file/file") }.fields.statements.text.contains(
        "\"\(near)\""))
  }

  @Test("a dead statement is shown by a request of somebody who is there, or by the policy")
  func deadProofs() throws {
    let shop = try Workshop()
    try shop.file.execute(
      """
      UPDATE core_accesspolicy SET creation_hooks = NULL, statements = '[
        {"action": "destroy", "principal": "id:9999", "effect": "allow"},
        {"action": "list", "principal": "group:release", "effect": "allow"},
        {"action": "*", "principal": "authenticated", "effect": "deny"},
        {"action": "frobnicate", "principal": "group:alumni", "effect": "allow"}]'
      WHERE viewset_name = 'remotes/file/file'
      """)
    let found = try shop.findings(.deadStatement).filter { $0.about.name == "remotes/file/file" }
    #expect(
      found.map(\.proof) == [
        [
          "permscope", "authorize", "DB", "admin", "destroy", "remotes/file/file",
          "file.fileremote:0e000000-0000-4000-8000-000000000001",
        ],
        ["permscope", "authorize", "DB", "mira", "list", "remotes/file/file"],
        ["permscope", "endpoint", "show", "DB", "remotes/file/file"],
      ])
    let shown = try shop.database.read { try $0.warnings(of: $0.endpoint(named: "remotes/file/file")) }
    #expect(shown.map { "remotes/file/file, \($0)" } == found.map(\.text))
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
    ("a and b", nil), ("a OR b", "a or b"), ("a or b)", "a or b"),
    // What follows, and what an operator is cut out of, may be a slip of the keyboard.
    ("note", nil), ("a b", nil), ("(a", nil), ("a AND (b", nil), ("has_model_perms:auth.view_usr a", nil),
    ("nothas_model_perms:auth.view_user", "not has_model_perms:auth.view_user"),
    ("has_modl_perms:auth.view_user AND a", "has_model_perms:auth.view_user and a"),
    ("a OR (has_model_perms:auth.vew_user)", "a or has_model_perms:auth.view_user"),
    ("has_model_perms:auth.nothing_like_it OR a", nil),
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
    guard let fixed else { return #expect(found.compactMap(\.fix).isEmpty) }
    let fix = try #require(found.first?.fix)
    #expect(fix.text.hasSuffix("`\(fixed)`"))
    try shop.apply(fix.changes)
    #expect(try shop.texts(of: .misreadExpression) == [])
  }
}
