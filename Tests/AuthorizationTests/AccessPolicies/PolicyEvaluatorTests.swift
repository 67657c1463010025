import Authorization
import Testing

/// Corners of drf-access-policy, each as the real library answers (see the recorded facts in `semantics`).
@Suite struct PolicyEvaluatorTests {
  private static let conditions = TableConditions([
    "a": true, "b": false, "c": true, "note": true, "e": true, "role_in:x:y": true,
  ])

  private func decide(
    _ statements: String,
    user: RequestUser = RequestUser(key: "7", isSuperuser: false, isStaff: false, groups: ["g"]),
    action: Name = "list", method: Name = "GET"
  ) throws -> PolicyDecision {
    var evaluator = PolicyEvaluator(
      request: PolicyRequest(user: user, action: action, method: method), conditions: Self.conditions)
    return try evaluator.decide(JSONValue(parsing: statements))
  }

  private func raised(_ statements: String) -> String? {
    do {
      _ = try decide(statements)
      return nil
    } catch let failure as PolicyFailure {
      return failure.raised.className
    } catch {
      return "\(error)"
    }
  }

  private static let allow = #"{"principal": "*", "action": "*", "effect": "allow"}"#
  private static let deny = #"{"principal": "*", "action": "*", "effect": "deny"}"#

  @Test("one deny wins wherever it stands", arguments: ["[\(allow), \(deny)]", "[\(deny), \(allow)]"])
  func denyWins(statements: String) throws {
    #expect(try decide(statements).outcome == .denied)
  }

  @Test("no statements deny, whatever stands there", arguments: ["[]", "{}", #""""#])
  func none(statements: String) throws {
    #expect(try decide(statements).outcome == .denied)
  }

  @Test(
    "whatever is not exactly `allow` denies",
    arguments: [#""Allow""#, #""""#, "null", "true", "[\"allow\"]", #""allow ""#])
  func effects(effect: String) throws {
    let statement = #"{"principal": "*", "action": "*", "effect": \#(effect)}"#
    #expect(try decide("[\(statement)]").outcome == .denied)
  }

  @Test(
    "principals",
    arguments: [
      ("*", true), ("authenticated", true), ("admin", false), ("staff", false), ("anonymous", false),
      ("id:7", true), ("id:8", false), ("group:g", true), ("group:G", false), ("Authenticated", false),
    ])
  func principals(principal: String, counts: Bool) throws {
    let statement = #"{"principal": "\#(principal)", "action": "*", "effect": "allow"}"#
    #expect(try decide("[\(statement)]").outcome == (counts ? .allowed : .denied))
  }

  @Test("`id:None` is somebody who is not logged in")
  func nobody() throws {
    let statements = #"[{"principal": "id:None", "action": "*", "effect": "allow"}]"#
    #expect(try decide(statements, user: .anonymous).outcome == .allowed)
    #expect(try decide(statements).outcome == .denied)
  }

  @Test("a superuser has no way around the statements")
  func superuser() throws {
    let admin = RequestUser(key: "1", isSuperuser: true, isStaff: false, groups: [])
    #expect(try decide("[]", user: admin).outcome == .denied)
    let statements = #"[{"principal": "staff", "action": "*", "effect": "allow"}]"#
    #expect(try decide(statements, user: admin).outcome == .denied)
  }

  @Test(
    "methods are compared as the library does",
    arguments: [
      ("<method:get>", "GET", true), ("<method:GET>", "GET", false), ("<method:get>", "get", true),
      ("<safe_methods>", "GET", true), ("<safe_methods>", "OPTIONS", true), ("<safe_methods>", "HEAD", true),
      ("<safe_methods>", "get", false), ("<safe_methods>", "POST", false), ("list", "POST", true),
    ])
  func methods(pattern: String, method: String, counts: Bool) throws {
    let statement = #"{"principal": "*", "action": "\#(pattern)", "effect": "allow"}"#
    let outcome = try decide("[\(statement)]", method: Name(method)).outcome
    #expect(outcome == (counts ? .allowed : .denied))
  }

  @Test(
    "conditions",
    arguments: [
      (#""condition": "a""#, true), (#""condition": ["a", "b"]"#, false), (#""condition": []"#, true),
      (#""condition": "role_in:x:y""#, true), (#""condition": ["b", "nosuch"]"#, false),
      (#""condition_expression": "a or b and b""#, true),
      (#""condition_expression": "(a or b) and b""#, false),
      (#""condition_expression": "a AND b""#, true), (#""condition_expression": "note""#, false),
      (#""condition_expression": "a and note""#, false), (#""condition_expression": ["a", "not b"]"#, true),
      (#""condition": "a", "condition_expression": "b""#, false), (#""condition": {"a": 1}"#, true),
    ])
  func conditions(text: String, counts: Bool) throws {
    let statement = #"{"principal": "*", "action": "*", "effect": "allow", \#(text)}"#
    #expect(try decide("[\(statement)]").outcome == (counts ? .allowed : .denied))
  }

  @Test(
    "what raises, raises the real class",
    arguments: [
      (#"[{"action": "*", "effect": "allow"}]"#, "KeyError"),
      (#"[{"principal": "*", "effect": "allow"}]"#, "KeyError"),
      (#"[{"principal": "*", "action": "*"}]"#, "KeyError"),
      (
        #"[{"principal": "*", "action": "*", "effect": "allow", "condition": "nosuch"}]"#,
        "AccessPolicyException"
      ),
      (#"[{"principal": "*", "action": "*", "effect": "allow", "condition": ""}]"#, "AccessPolicyException"),
      (#"[{"principal": "*", "action": "*", "effect": "allow", "condition": 5}]"#, "TypeError"),
      (#"[{"principal": "*", "action": "*", "effect": "allow", "condition": null}]"#, "TypeError"),
      (#"[{"principal": "*", "action": "*", "effect": "allow", "condition": [5]}]"#, "AttributeError"),
      (#"[{"principal": null, "action": "*", "effect": "allow"}]"#, "TypeError"),
      (#"[{"principal": "*", "action": 1, "effect": "allow"}]"#, "TypeError"),
      (#"["*"]"#, "TypeError"), (#"[[]]"#, "TypeError"), ("5", "TypeError"), ("null", "TypeError"),
      (
        #"[{"principal": "*", "action": "*", "effect": "allow", "condition_expression": "a and"}]"#,
        "ParseException"
      ),
      (
        #"[{"principal": "*", "action": "*", "effect": "allow", "condition_expression": ""}]"#,
        "ParseException"
      ),
      (
        #"[{"principal": "*", "action": "*", "effect": "allow", "condition_expression": "True"}]"#,
        "AccessPolicyException"
      ),
      (#"[{"principal": "*", "action": "*", "effect": "allow", "condition": "id"}]"#, "TypeError"),
      (
        #"[{"principal": "*", "action": "*", "effect": "allow", "condition": "scope_fields"}]"#,
        "AccessPolicyException"
      ),
    ])
  func raising(statements: String, expected: String) {
    #expect(raised(statements) == expected)
  }

  @Test(
    "what is not reached does not raise",
    arguments: [
      #"[{"principal": "admin", "action": 5, "effect": "allow", "condition": 5}, {"principal": "*", "action": "*", "effect": "allow"}]"#,
      #"[{"principal": "*", "action": "nope", "condition": "nosuch"}, {"principal": "*", "action": "*", "effect": "allow"}]"#,
      #"[{"principal": "*", "action": "*", "effect": "allow", "condition": "has_object_permission"}]"#,
    ])
  func unreached(statements: String) throws {
    #expect(try decide(statements).outcome == .allowed)
  }

  @Test("an earlier pass raises first, whichever statement it stands in")
  func passes() {
    let unknown = #"{"principal": "*", "action": "*", "effect": "allow", "condition": "nosuch"}"#
    #expect(raised(#"[\#(unknown), {"action": "*"}]"#) == "KeyError")
    #expect(raised(#"[\#(unknown), {"principal": null, "action": "*"}]"#) == "TypeError")
    let expression = #"{"principal": "*", "action": "*", "condition_expression": "("}"#
    #expect(raised(#"[\#(expression), \#(unknown)]"#) == "AccessPolicyException")
  }

  @Test("the trace says what was asked, what failed and what was not reached")
  func trace() throws {
    let statements =
      #"[{"principal": "*", "action": "*", "effect": "allow", "condition": ["a", "b", "c"], "condition_expression": "a"}, {"principal": "admin", "action": "list", "effect": "deny"}]"#
    let decision = try decide(statements)
    #expect(
      decision.statements[0].conditions.map(\.result) == [.holds, .fails, .notEvaluated, .notEvaluated])
    #expect(decision.statements[0].counts == false && decision.statements[1].principal == false)
    #expect(decision.statements[1].action)
    #expect(decision.sentence(action: "list") == "in statement 1 `b` does not hold")
  }

  @Test("an exception keeps the trace up to it")
  func failureTrace() throws {
    let statements = #"[{"principal": "*", "action": "*", "effect": "allow", "condition": ["a", "nosuch"]}]"#
    let failure = #expect(throws: PolicyFailure.self) { try decide(statements) }
    let results = failure?.statements.first?.conditions.map(\.result) ?? []
    #expect(results.first == .holds && results.count == 2)
    guard case .raises(let raised)? = results.last else { return #expect(Bool(false), "\(results)") as Void }
    #expect(raised.className == "AccessPolicyException")
  }
}
