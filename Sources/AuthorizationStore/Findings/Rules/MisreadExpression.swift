internal import Authorization

/// Condition expressions that the library reads otherwise than a person.
enum MisreadExpression: FindingSearch {
  static let rule = FindingRule.misreadExpression

  static func search(_ scan: FindingScan) throws {
    try PolicyScan.forEach(scan) { reader, policy in
      for (place, statement) in (policy.statements?.elements ?? []).enumerated() {
        let found = statement.findings(policy.context).filter {
          $0.field == .conditionExpression && $0.severity == .error
        }
        for finding in found {
          try scan.add(
            Finding(
              rule, "\(policy.ref.name), \(StatementFinding.heading(place))\(finding.text)",
              about: policy.ref,
              fix: finding.index.flatMap { fix(policy, place, $0) }, proof: policy.show))
        }
      }
    }
  }

  /// Operators in lower case where that is all; else the expression as it is read, which changes no answer.
  private static func fix(_ policy: PolicyScan.Policy, _ place: Int, _ index: Int) -> FindingFix? {
    guard var statements = policy.statements, statements.elements.indices.contains(place),
      statements.elements[place].conditionExpression.indices.contains(index)
    else { return nil }
    let written = statements.elements[place].conditionExpression[index]
    guard let reading = try? ConditionExpression.read(written) else { return nil }
    guard !reading.ignored.text.isEmpty || !reading.cuts.isEmpty else { return nil }
    var wanted = reading.expression.text.text
    var words = "write the expression as it is read: `\(wanted)`"
    if let lowered = lowered(written) {
      wanted = lowered.text
      words = "write the operators in lower case: `\(wanted)`"
    }
    statements.elements[place].conditionExpression[index] = Name(wanted)
    return FindingFix(
      words, [.editEndpoint(policy.ref.key, EndpointEdit(statements: statements.write()))])
  }

  /// The expression with `AND`, `OR` and `NOT` in lower case; nil where it is not read whole even so.
  private static func lowered(_ text: Name) -> Name? {
    let words = text.text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      ["and", "or", "not"].contains(word.lowercased()) ? word.lowercased() : String(word)
    }
    let lowered = Name(words.joined(separator: " "))
    guard lowered != text, let reading = try? ConditionExpression.read(lowered), reading.cuts.isEmpty,
      reading.ignored.text.isEmpty
    else { return nil }
    return lowered
  }
}
