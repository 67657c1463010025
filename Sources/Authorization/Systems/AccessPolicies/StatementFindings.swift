extension AccessStatement {
  /// What a person should see about this statement, in the order of its keys.
  public func findings(_ context: StatementContext = StatementContext()) -> [StatementFinding] {
    guard json.members != nil else {
      return [
        StatementFinding(
          .error, .statement, "a statement has to be an object and not \(json.noun): every request fails")
      ]
    }
    var found = shapeFindings(.principal, .principal)
    found += each(principal, .principal) { Principal.finding($0, context) }
    found += shapeFindings(.action, .action)
    found += each(action, .action) { ActionPattern.finding($0, context) }
    found += effectFindings
    found += shapeFindings(.condition, .condition)
    for (index, text) in condition.enumerated() {
      found += ConditionCall(text).findings(.condition, index, context)
    }
    found += shapeFindings(.conditionExpression, .conditionExpression)
    for (index, text) in conditionExpression.enumerated() {
      found += ConditionExpression.findings(text, index, context)
    }
    return found + unknownKeys.map(Self.unknownKey)
  }

  private func each(
    _ names: [Name], _ field: StatementFinding.Field,
    _ ask: (Name) -> (StatementFinding.Severity, String)?
  ) -> [StatementFinding] {
    names.enumerated().compactMap { index, name in
      ask(name).map { StatementFinding($0.0, field, index: index, $0.1) }
    }
  }

  /// Missing keys and values of the wrong kind (`AccessPolicy._normalize_statements` takes a string or a list).
  private func shapeFindings(_ key: StatementKey, _ field: StatementFinding.Field) -> [StatementFinding] {
    guard let value = self[key] else {
      guard key.isRequired else { return [] }
      return [
        StatementFinding(
          .error, field, "without `\(key.rawValue)` every request to the endpoint fails (KeyError)")
      ]
    }
    guard value.isNameOrList else {
      return [
        StatementFinding(.error, field, "`\(key.rawValue)` has to be a name or a list and not \(value.noun)")
      ]
    }
    if key.isRequired, value.elements?.isEmpty == true {
      return [
        StatementFinding(.error, field, "no \(key.rawValue) is named, so it never counts; name one")
      ]
    }
    guard let wrong = value.elements?.first(where: { $0.text == nil }) else { return [] }
    return [
      StatementFinding(.error, field, "`\(key.rawValue)` may hold names only, and here is \(wrong.noun)")
    ]
  }

  /// `[_ for _ in matched if _["effect"] != "allow"]`
  private var effectFindings: [StatementFinding] {
    guard let value = self[.effect] else {
      return [
        StatementFinding(
          .error, .effect, "without `effect` every request that the statement matches fails (KeyError)")
      ]
    }
    switch value {
    case "allow", "deny": return []
    case .string(let name):
      return [
        StatementFinding(
          .error, .effect, "`\(name)` is not `allow`: the statement denies; write `allow` or `deny`")
      ]
    default:
      return [
        StatementFinding(
          .error, .effect, "`effect` has to be `allow` or `deny` and not \(value.noun): the statement denies")
      ]
    }
  }

  /// Keys that nobody looks at are harmless, unless they were meant as another one.
  private static func unknownKey(_ key: Name) -> StatementFinding {
    let hint = meant(key, StatementKey.allCases.map(\.rawValue))
    return StatementFinding(
      hint.isEmpty ? .warning : .error, .statement, "the key `\(key)` is ignored\(hint)")
  }
}
