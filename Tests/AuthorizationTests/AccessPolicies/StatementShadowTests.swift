import Authorization
import Testing

/// Which statements a statement that denies makes vain.
@Suite("Shadowed statements")
struct StatementShadowTests {
  private static let cases: [(statement: String, other: String, isCovered: Bool)] = [
    (#""principal": "admin", "action": "list""#, #""principal": "*", "action": "*""#, true),
    (#""principal": "*", "action": "list""#, #""principal": "authenticated", "action": "*""#, false),
    (
      #""principal": "*", "action": "list""#, #""principal": ["anonymous", "authenticated"], "action": "*""#,
      true
    ),
    (
      #""principal": "group:a", "action": "list""#, #""principal": "authenticated", "action": ["list"]"#, true
    ),
    (#""principal": "id:None", "action": "list""#, #""principal": "authenticated", "action": "list""#, false),
    (
      #""principal": "anonymous", "action": "list""#, #""principal": "authenticated", "action": "list""#,
      false
    ),
    (
      #""principal": ["admin", "staff"], "action": "list""#, #""principal": "admin", "action": "list""#, false
    ),
    (#""principal": "admin", "action": ["list", "read"]"#, #""principal": "admin", "action": "list""#, false),
    (
      #""principal": "admin", "action": "<method:get>""#,
      #""principal": "admin", "action": "<safe_methods>""#, false
    ),
    (
      #""principal": "admin", "action": "list", "condition": ["a", "b"]"#,
      #""principal": "admin", "action": "list", "condition": "a""#, true
    ),
    (
      #""principal": "admin", "action": "list", "condition": "b""#,
      #""principal": "admin", "action": "list", "condition": "a""#, false
    ),
    (
      #""principal": "admin", "action": "list""#,
      #""principal": "admin", "action": "list", "condition_expression": "a""#, false
    ),
    (#""principal": [], "action": "list""#, #""principal": "*", "action": "*""#, false),
  ]

  @Test("are those whose every request another one matches", arguments: cases)
  func covered(statement: String, other: String, isCovered: Bool) throws {
    let list = try AccessStatements.parse(
      Name(#"[{\#(statement), "effect": "allow"}, {\#(other), "effect": "deny"}]"#)
    ).elements
    #expect(list[0].isCovered(by: list[1]) == isCovered)
    #expect(list[0].shadow(in: list) == (isCovered ? 1 : nil))
    // One that denies is in nobody's shadow, and one that allows casts none.
    #expect(list[1].shadow(in: list) == nil)
    let allowed = try AccessStatements.parse(
      Name(#"[{\#(statement), "effect": "allow"}, {\#(other), "effect": "allow"}]"#)
    ).elements
    #expect(allowed[0].shadow(in: allowed) == nil)
  }

  @Test("an action is misspelt only where one slip makes it one of the endpoint's, and none that is known")
  func ownActions() {
    let context = StatementContext(
      actions: ["list", "retrieve", "sync"], knownActions: ["set_label", "syncs"])
    for name in ["resync", "set_label", "syncs", "approve", "lst"] {
      let one = AccessStatement(principal: ["*"], action: [Name(name)], effect: "allow")
      #expect(one.findings(context).isEmpty && !one.matchesNothing(context), "\(name)")
    }
    let dead = AccessStatement(principal: ["*"], action: ["lisst", "retreive"], effect: "allow")
    #expect(dead.matchesNothing(context) && !dead.matchesNothing())
  }
}
