import Authorization
import Testing

/// The shapes of Pulp's own policies, as Django stores them.
private let shipped: [Name] = [
  """
  [{"action": ["list", "retrieve", "my_permissions"], "effect": "allow", "principal": "authenticated"}, \
  {"action": ["create"], "effect": "allow", "condition": \
  "has_model_or_domain_perms:core.add_upload", "principal": "authenticated"}]
  """,
  """
  [{"action": "*", "principal": ["admin", "group:\\u00c9quipe r\\u00e9seau"], "effect": "deny", \
  "condition": ["a:b"], "condition_expression": "not a", "Sid": {"n": 1.5}}]
  """,
  "[]",
]

@Suite struct PolicyTextTests {
  @Test("what Django has written is written back the same", arguments: shipped)
  func roundTrip(text: Name) throws {
    let list = try AccessStatements.parse(text)
    #expect(list.write() == text)
    #expect(!list.isEdited)
    #expect(AccessStatements(list.elements).write() == text)
  }

  @Test("a list that nobody edited keeps its bytes, an edited one is written as Django does")
  func bytes() throws {
    let text: Name = "[ {\"action\":\"list\",\n \"principal\":\"\u{E9}\", \"effect\":\"allow\", \"n\":1.50} ]"
    var list = try AccessStatements.parse(text)
    list.elements[0].effect = "deny"
    #expect(list.isEdited)
    #expect(
      list.write() == #"[{"action": "list", "principal": "\u00e9", "effect": "deny", "n": 1.5}]"#)
    list.elements[0].effect = "allow"
    #expect(list.write() == text)
  }

  @Test(
    "what is no list is refused",
    arguments: [
      ("", "not JSON: unexpected end of the text at line 1, column 1"),
      ("{}", "expected a list and not an object"), ("null", "expected a list and not null"),
      ("[1", "not JSON: expected `,` or `]` at line 1, column 3"),
    ] as [(Name, String)])
  func refused(text: Name, message: String) {
    let error = #expect(throws: PolicyTextError.self) { try AccessStatements.parse(text) }
    #expect(error?.description == message)
  }

  @Test("the scoping keeps its bytes until it is another one")
  func scoping() throws {
    var scoping = try QuerysetScoping.parse("{\"function\":\"scope_queryset\"}")
    #expect(scoping.write() == "{\"function\":\"scope_queryset\"}")
    scoping.function = "mine"
    #expect(scoping.isEdited)
    #expect(scoping.write() == "{\"function\": \"mine\"}")
    #expect(QuerysetScoping.usual.write() == "{\"function\": \"scope_queryset\"}")
  }

  @Test("no hooks can be a null, which keeps its bytes")
  func noHooks() throws {
    var hooks = try CreationHooks.parse(" null")
    #expect(hooks.elements.isEmpty)
    #expect(hooks.write() == " null")
    hooks.elements.append(CreationHook(function: "f"))
    #expect(hooks.write() == "[{\"function\": \"f\"}]")
  }

  @Test("hooks keep one name or a list")
  func hooks() throws {
    let text: Name = """
      [{"function": "add_roles_for_users", "parameters": {"roles": "a", "users": ["b"]}}]
      """
    var hooks = try CreationHooks.parse(text)
    #expect(hooks.elements[0].roles == ["a"])
    hooks.elements[0]["roles"] = ["c"]
    hooks.elements[0]["users"] = ["d", "e"]
    #expect(
      hooks.write() == """
        [{"function": "add_roles_for_users", "parameters": {"roles": "c", "users": ["d", "e"]}}]
        """)
    let new = CreationHook(function: "add_roles_for_object_creator", parameters: [("roles", ["a", "b"])])
    #expect(
      CreationHooks([new]).write()
        == "[{\"function\": \"add_roles_for_object_creator\", \"parameters\": {\"roles\": [\"a\", \"b\"]}}]")
  }
}

@Suite struct AccessStatementTests {
  private func statement(_ text: String) throws -> AccessStatement {
    AccessStatement(json: try JSONValue(parsing: text))
  }

  @Test("a new statement has its keys in the order in which Pulp ships them")
  func new() {
    let one = AccessStatement(principal: ["admin"], action: ["list", "retrieve"], effect: "allow")
    #expect(
      one.json.pythonText == #"{"action": ["list", "retrieve"], "principal": "admin", "effect": "allow"}"#)
    let none = AccessStatement(principal: [], action: [], effect: "deny", conditionExpression: ["not a"])
    #expect(
      none.json.pythonText
        == #"{"action": [], "principal": [], "effect": "deny", "condition_expression": "not a"}"#)
  }

  @Test("an edit keeps the form, the place and the unknown keys")
  func forms() throws {
    var one = try statement(
      #"{"x": 1, "principal": "admin", "action": ["list"], "effect": "allow", "condition": ["c"]}"#)
    #expect(one.unknownKeys == ["x"])
    one.principal = ["staff"]
    one.action = ["retrieve"]
    one.condition = []
    #expect(
      one.json.pythonText
        == #"{"x": 1, "principal": "staff", "action": ["retrieve"], "effect": "allow", "condition": []}"#)
    one.principal = ["staff", "admin"]
    one.conditionExpression = ["a or b"]
    #expect(one.json.pythonText.hasPrefix(#"{"x": 1, "principal": ["staff", "admin"], "#))
    #expect(one.json.pythonText.hasSuffix(#""condition_expression": "a or b"}"#))
    one.conditionExpression = []
    #expect(one[.conditionExpression] == nil)
  }

  @Test("setting what is there already changes nothing, however odd it is")
  func same() throws {
    for text in [
      #"{"principal": null, "action": 1, "effect": 2, "condition": {"a": 1}}"#,
      #"{"principal": [1, "a", null], "action": [], "effect": "allow"}"#, #""text""#, "{}",
    ] {
      let one = try statement(text)
      var copy = one
      copy.principal = one.principal
      copy.action = one.action
      copy.effect = one.effect
      copy.condition = one.condition
      copy.conditionExpression = one.conditionExpression
      #expect(copy == one)
    }
    var mixed = try statement(#"{"principal": [1, "a"]}"#)
    mixed.principal = ["b"]
    #expect(mixed.json.pythonText == #"{"principal": [1, "b"]}"#)
    var text = try statement(#""text""#)
    text.effect = "deny"
    #expect(text.json.pythonText == #"{"effect": "deny"}"#)
  }

  @Test("principals and actions are compared byte for byte")
  func patterns() {
    #expect(Principal("id:None") == .user(key: "None"))
    #expect(Principal("group:a:b") == .group("a:b"))
    #expect(Principal("group:\u{301}x") == .group("\u{301}x"))
    #expect(Principal("Admin") == .unknown("Admin"))
    #expect(ActionPattern("<method:get>") == .method("get"))
    #expect(ActionPattern("<method:") == .named("<method:"))
    #expect(ActionPattern("<safe_methods>") == .safeMethods)
    #expect(ConditionCall("role_in:x:y") == ConditionCall("role_in:x:y"))
    #expect(ConditionCall("role_in:x:y").argument == "x:y")
    #expect(ConditionCall("a").argument == nil)
    #expect(ConditionCall("a:").text == "a:")
  }

  @Test("Pulp ships 24 conditions, one of which splits its permissions in each of three forms")
  func conditions() {
    #expect(Set(PulpCondition.all.map(\.name)).count == 24)
    #expect(PulpCondition.all.filter(\.takesSeveral).count == 3)
    #expect(ConditionCall("has_remote_param_obj_perms:a.b,c.d").permissions == ["a.b", "c.d"])
    #expect(ConditionCall("has_obj_perms:a.b,c.d").permissions == ["a.b,c.d"])
    #expect(ConditionCall("own:a.b").permissions == [])
    // The name says where it looks.
    for condition in PulpCondition.all where condition.name != "has_required_repo_perms_on_upload" {
      let name = condition.name.text
      #expect(condition.asksModel == name.contains("_model"))
      #expect(condition.asksDomain == name.contains("_domain"))
      #expect((condition.target == .none) == !name.contains("obj_perms"))
    }
  }
}
