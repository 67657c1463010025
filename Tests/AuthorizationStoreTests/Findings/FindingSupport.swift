import Authorization
import AuthorizationStore

extension Workshop {
  func findings(_ rule: FindingRule, limit: Int = 1_000) throws -> [Finding] {
    try database.findings(of: rule, limit: limit).findings
  }

  func texts(of rule: FindingRule) throws -> [String] { try findings(rule).map(\.text) }

  /// Whose checks changes would change, in all.
  func units(_ changes: [Change]) throws -> Int {
    let plan = try editor.plan(changes)
    if let refusal = plan.refusal { throw EditRefused(refusal) }
    let impact = try editor.preview(plan).count(isCancelled: { false }, progress: { _ in })
    return impact.gains + impact.losses
  }

  func apply(_ changes: [Change]) throws {
    _ = try editor.apply(editor.plan(changes), reason: nil, impact: nil, confirmed: [])
  }
}

extension FindingRule {
  /// Those whose fixes change nobody's checks.
  static let changingNothing: [FindingRule] = [
    .redundantGrant, .redundantAssignment, .duplicateAssignment, .orphanGrant, .oddKey, .deadStatement,
    .roleWithoutHolder, .groupWithoutMembers,
  ]
}
