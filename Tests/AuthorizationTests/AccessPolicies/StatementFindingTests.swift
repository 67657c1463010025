import Authorization
import Testing

@Suite struct StatementFindingTests {
  private func findings(_ text: String, _ context: StatementContext = StatementContext()) throws -> [String] {
    AccessStatement(json: try JSONValue(parsing: text)).findings(context).map(line)
  }

  private func line(_ finding: StatementFinding) -> String {
    let index = finding.index.map { " \($0)" } ?? ""
    return "\(finding.severity.rawValue) \(finding.field.rawValue)\(index): \(finding.text)"
  }

  @Test(
    "what Pulp ships has nothing to be said against it",
    arguments: [
      #"{"action": ["list", "my_permissions"], "effect": "allow", "principal": "authenticated"}"#,
      #"{"action": "*", "principal": "admin", "effect": "deny"}"#,
      """
      {"action": ["<safe_methods>", "<method:patch>"], "principal": ["*", "staff", "anonymous", "id:7", "group:a b"],
       "effect": "allow", "condition": ["has_obj_perms:a.b", "has_remote_param_obj_perms:a.b,c.d"],
       "condition_expression": "has_model_perms:a.b and not (has_domain_perms:a.b or has_obj_perms:c.d)"}
      """,
    ])
  func clean(text: String) throws {
    #expect(try findings(text) == [])
  }

  @Test(
    "principals that match nobody",
    arguments: [
      ("group:", "error principal: `group:` needs the name of a group"),
      ("id:", "error principal: `id:` needs the key of a user"),
      (
        "id:abc",
        "error principal: `id:abc` matches nobody: users have numbers as keys, written without zeros before them"
      ),
      (
        "id:07",
        "error principal: `id:07` matches nobody: users have numbers as keys, written without zeros before them"
      ),
      (
        "id:None",
        "warning principal: `id:None` is everybody who is not logged in: write `anonymous`"
      ),
      ("Admin", "error principal: `Admin` matches nobody; did you mean `admin`?"),
      ("user:7", "error principal: `user:7` matches nobody; did you mean `id:7`?"),
      (
        "group: a",
        "warning principal: `group: a` has a space before or after the group's name, which counts"
      ),
      ("", "error principal: a principal without a name matches nobody"),
    ])
  func principals(name: String, expected: String) {
    let one = AccessStatement(principal: [Name(name)], action: ["*"], effect: "allow")
    let lines = one.findings().map { line($0).replacing(" 0:", with: ":", maxReplacements: 1) }
    #expect(lines == [expected])
  }

  @Test("keys that are no numbers are no fault where users have others")
  func otherKeys() {
    let one = AccessStatement(principal: ["id:0a-b"], action: ["*"], effect: "allow")
    #expect(one.findings(StatementContext(userKeysAreIntegers: false)).isEmpty)
    #expect(one.findings().count == 1)
  }

  @Test(
    "actions that never match",
    arguments: [
      ("<method:GET>", "`<method:GET>` never matches: methods are written in lower case, `<method:get>`"),
      (
        "<method:gte>",
        "`<method:gte>` never matches: there is no method of that name"
      ),
      (
        "<SAFE_METHODS>",
        "`<SAFE_METHODS>` never matches: there are only `<method:…>` and `<safe_methods>`; "
          + "did you mean `<safe_methods>`?"
      ),
      ("GET", "`GET` is taken for the name of an action; for the method write `<method:get>`"),
      ("list, retrieve", "`list, retrieve` never matches: the name of an action is one word"),
      ("", "an action without a name never matches"),
      ("retreive", "the endpoint has no action `retreive`; did you mean `retrieve`?"),
    ])
  func actions(name: String, expected: String) {
    let one = AccessStatement(principal: ["*"], action: ["list", Name(name)], effect: "allow")
    let found = one.findings(StatementContext(actions: ["list", "retrieve"]))
    #expect(found.map(\.text) == [expected])
    #expect(found.map(\.index) == [1])
  }

  @Test("everything but `allow` denies, and a missing key raises")
  func shape() throws {
    #expect(
      try findings(#"{"principal": "*", "action": "*", "effect": "Allow"}"#) == [
        "error effect: `Allow` is not `allow`: the statement denies; write `allow` or `deny`"
      ])
    #expect(
      try findings(#"{"principal": null, "effekt": "allow", "Sid": "x", "condition": 1}"#) == [
        "error principal: `principal` has to be a name or a list and not null",
        "error action: without `action` every request to the endpoint fails (KeyError)",
        "error effect: without `effect` every request that the statement matches fails (KeyError)",
        "error condition: `condition` has to be a name or a list and not a number",
        "error statement: the key `effekt` is ignored; did you mean `effect`?",
        "warning statement: the key `Sid` is ignored",
      ])
    #expect(
      try findings(#"{"principal": [], "action": [], "effect": "allow"}"#) == [
        "error principal: no principal is named, so it never counts; name one",
        "error action: no action is named, so it never counts; name one",
      ])
    #expect(
      try findings(#""x""#) == [
        "error statement: a statement has to be an object and not a string: every request fails"
      ])
  }

  @Test(
    "conditions and their permissions",
    arguments: [
      (
        "has_model_perms", StatementFinding.Severity.error,
        "`has_model_perms` needs a permission: `has_model_perms:app.codename`"
      ),
      (
        "has_model_perms:view", .error,
        "`view` is no permission: write `app.codename`, as in `file.view_filerepository`"
      ),
      (
        "has_model_perms:a.b,c.d", .error,
        "`has_model_perms` takes one permission and not several: write a condition for each"
      ),
      (
        "has_remote_param_obj_perms:a.b, c.d", .error,
        "` c.d` has a space before or after it, which counts: no permission is named so"
      ),
      (
        "has_remote_param_model_or_obj_perms:a.b,c.d", .warning,
        "several permissions count only on the object of `has_remote_param_model_or_obj_perms`, "
          + "not for a model or a domain"
      ),
      (
        "has_modl_perms:a.b", .warning,
        "`has_modl_perms` is none of Pulp's conditions: a request that reaches it fails unless the project has "
          + "code for it; did you mean `has_model_perms`?"
      ),
      (":x", .error, "a condition without a name: every request that reaches it fails"),
    ])
  func conditions(text: String, severity: StatementFinding.Severity, expected: String) {
    let one = AccessStatement(principal: ["*"], action: ["*"], effect: "allow", condition: [Name(text)])
    #expect(one.findings() == [StatementFinding(severity, .condition, index: 0, expected)])
  }

  @Test("the project's own conditions are known, and Pulp's are not everywhere")
  func ownConditions() {
    let one = AccessStatement(
      principal: ["*"], action: ["*"], effect: "allow", condition: ["mine", "has_model_perms:a.b"])
    #expect(one.findings(StatementContext(ownConditions: ["mine"])).isEmpty)
    let found = one.findings(StatementContext(ownConditions: ["mine"], hasPulpConditions: false))
    #expect(found.map(\.index) == [1])
  }

  @Test(
    "what of an expression is not read as it looks",
    arguments: [
      ("a AND b", ["`AND b` is ignored and only `a` counts: operators are written in lower case"]),
      ("a or b)", ["`)` is ignored and only `a or b` counts: the `)` closes nothing"]),
      ("a,b", ["`,b` is ignored and only `a` counts: a `,` ends the expression"]),
      ("a && b", ["`&& b` is ignored and only `a` counts: the operators are the words `and`, `or`, `not`"]),
      (
        "a-b",
        ["`-b` is ignored and only `a` counts: a condition is made of ASCII letters, digits and `_:.*`"]
      ),
      ("a b", ["`b` is ignored and only `a` counts: an operator is missing"]),
      ("nota", ["`nota` is read as `not a`: put a space or choose another name"]),
      ("a orb", ["`orb` is read as `or b`: put a space or choose another name"]),
      ("True or a", ["`True` is taken for the name of a condition here"]),
      ("(a", ["expected `)` or an operator and not the end: every request that reaches it fails"]),
      ("", ["expected a condition and not the end: every request that reaches it fails"]),
      ("a and not b", []),
    ] as [(Name, [String])])
  func expressions(text: Name, expected: [String]) {
    let one = AccessStatement(
      principal: ["*"], action: ["*"], effect: "allow", conditionExpression: ["a", text])
    let found = one.findings(StatementContext(ownConditions: ["a", "b"]))
    #expect(found == expected.map { StatementFinding(.error, .conditionExpression, index: 1, $0) })
  }

  @Test(
    "hooks are called with what they take",
    arguments: [
      (#"{"function": "add_roles_for_object_creator", "parameters": {"roles": "a"}}"#, []),
      (
        #"{"function": "add_for_users", "parameters": null, "permissions": ["a.b"]}"#,
        [
          "error function: `add_for_users` is from before Pulp had roles: write `add_roles_for_users` and the roles "
            + "to give", "warning statement: the key `permissions` is ignored",
        ]
      ),
      (
        #"{"function": "add_roles_for_groups", "parameters": {"roles": [], "group": "x", "groups": [1]}}"#,
        [
          "warning parameters: `roles` is empty: the hook does nothing",
          "error parameters: `add_roles_for_groups` takes no `group`: nothing can be created (TypeError); "
            + "did you mean `groups`?",
          "error parameters: `groups` may hold names only, and here is a number",
        ]
      ),
      (
        #"{"function": "add_roles_for_users", "parameters": {"roles": "a"}}"#,
        [
          "error parameters: `add_roles_for_users` needs `users`: without it nothing can be created (TypeError)"
        ]
      ),
      ("{}", ["error function: without `function` nothing can be created (KeyError)"]),
    ] as [(String, [String])])
  func hooks(text: String, expected: [String]) throws {
    let hook = CreationHook(json: try JSONValue(parsing: text))
    #expect(hook.findings().map(line) == expected)
  }

  @Test(
    "the scoping is a method without parameters",
    arguments: [
      ("null", []), (#"{"function": "scope_queryset", "parameters": null}"#, []),
      (
        #"{"function": "scope_queryset", "parameters": {"a": 1}}"#,
        [
          "error parameters: `scope_queryset` takes no parameters: nothing can be listed or opened (TypeError)"
        ]
      ),
      (
        #"{"function": "scope_querset"}"#,
        [
          "warning function: nothing can be listed or opened unless the view set has a method `scope_querset`; "
            + "did you mean `scope_queryset`?"
        ]
      ),
      (
        "{}",
        [
          "error function: without `function` nothing can be listed or opened; for listings without limits use null"
        ]
      ),
    ] as [(String, [String])])
  func scoping(text: String, expected: [String]) throws {
    #expect(try QuerysetScoping.parse(Name(text)).findings().map(line) == expected)
  }
}
