internal import Authorization

/// Condition expressions that the library reads otherwise than a person.
enum MisreadExpression: FindingSearch {
  static let rule = FindingRule.misreadExpression

  /// An expression that is not read as it looks.
  struct Found {
    var place: Int
    /// Which expression of the statement; nil where it is about all of them.
    var index: Int?
    var text: String
  }

  static func search(_ scan: FindingScan) throws {
    try PolicyScan.forEach(scan) { reader, policy in
      for found in self.found(policy) {
        try scan.add(
          Finding(
            rule, "\(policy.ref.name), \(found.text)", about: policy.ref,
            fix: try found.index.flatMap { try fix(policy, found.place, $0, reader) }, proof: policy.show))
      }
    }
  }

  static func found(_ policy: PolicyText) -> [Found] {
    (policy.statements?.elements ?? []).enumerated().flatMap { place, statement in
      statement.findings(policy.context).filter {
        $0.field == .conditionExpression && $0.severity == .error
      }.map { Found(place: place, index: $0.index, text: StatementFinding.heading(place) + $0.text) }
    }
  }

  /// The expression as it was meant, where its words say so. Nil where a person has to: what is read now is as likely a
  /// slip of the keyboard.
  private static func fix(
    _ policy: PolicyText, _ place: Int, _ index: Int, _ reader: AuthorizationReader
  ) throws -> FindingFix? {
    guard let written = policy.statements?.elements[place].conditionExpression[index],
      let reading = try? ConditionExpression.read(written),
      !reading.ignored.text.isEmpty || !reading.cuts.isEmpty,
      let meant = try ExpressionRepair(reader).meant(written), meant != written
    else { return nil }
    return policy.edit(place, "write the expression as it is meant: `\(meant)`") {
      $0.conditionExpression[index] = meant
    }
  }
}
