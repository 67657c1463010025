internal import Authorization

/// Finds what a condition expression was meant to be that is not read as it looks.
struct ExpressionRepair {
  let reader: AuthorizationReader

  private static let operators = ["and", "or", "not"]

  init(_ reader: AuthorizationReader) { self.reader = reader }

  /// The whole expression with its operators as the library knows them, and with the conditions and permissions that
  /// there are in the place of misspelt ones. Nil where it is not read whole even so, or where it asks for a permission
  /// that is near to none.
  func meant(_ written: Name) throws -> Name? {
    let words = written.text.split(separator: " ", omittingEmptySubsequences: false).map { word($0) }
    let text = Name(words.joined(separator: " "))
    guard let reading = try? ConditionExpression.read(text), reading.cuts.isEmpty else { return nil }
    // A parenthesis that closes nothing means nothing; every other rest is something that somebody wrote.
    guard reading.ignored.text.allSatisfy({ $0 == ")" || $0 == " " }) else { return nil }
    guard let repaired = try repaired(reading.expression) else { return nil }
    return repaired == reading.expression && reading.ignored.text.isEmpty ? text : repaired.text
  }

  /// `and` for `AND`; `not has_model_perms:…` where the operator runs into a condition that there is.
  private func word(_ word: Substring) -> String {
    let lower = word.lowercased()
    if Self.operators.contains(lower) { return lower }
    for start in Self.operators where word.hasPrefix(start) {
      let rest = Name(String(word.dropFirst(start.count)))
      if PulpCondition.named(ConditionCall(rest).name) != nil { return "\(start) \(rest)" }
    }
    return String(word)
  }

  private func repaired(_ expression: ConditionExpression) throws -> ConditionExpression? {
    func all(_ parts: [ConditionExpression]) throws -> [ConditionExpression]? {
      let found = try parts.compactMap { try repaired($0) }
      return found.count == parts.count ? found : nil
    }
    switch expression {
    case .condition(let text): return try repaired(ConditionCall(text)).map { .condition($0) }
    case .not(let inner): return try repaired(inner).map { .not($0) }
    case .and(let parts): return try all(parts).map { .and($0) }
    case .or(let parts): return try all(parts).map { .or($0) }
    }
  }

  /// A condition with the name and the permissions that are meant; nil where a permission is not to be found. A name
  /// that is near to none of Pulp's is the project's own.
  private func repaired(_ call: ConditionCall) throws -> Name? {
    var call = call
    let known = PulpCondition.all.map(\.name.text)
    guard let name = Suggestions.near(call.name.text, in: known, limit: 1).first else { return call.text }
    // Without a permission it raises, and which one was meant nobody knows.
    guard call.argument != nil else { return nil }
    call.name = Name(name)
    let permissions = try call.permissions.compactMap { name in
      try reader.permission(name).rows.isEmpty ? try reader.nearestPermission(name) : name
    }
    guard permissions.count == call.permissions.count else { return nil }
    return Name("\(name):\(permissions.map(\.text).joined(separator: ","))")
  }
}
