extension ConditionCall {
  /// What is wrong with one condition: its name, and the permission that Pulp's take.
  func findings(
    _ field: StatementFinding.Field, _ index: Int, _ context: StatementContext
  ) -> [StatementFinding] {
    func finding(_ severity: StatementFinding.Severity, _ text: String) -> [StatementFinding] {
      [StatementFinding(severity, field, index: index, text)]
    }
    // Own code comes second: the policy class and the modules of the settings may hold anything.
    if context.ownConditions.contains(name) { return [] }
    guard !name.text.isEmpty else {
      return finding(.error, "a condition without a name: every request that reaches it fails")
    }
    guard context.hasPulpConditions, let condition = PulpCondition.named(name) else {
      return finding(.warning, unknown(context))
    }
    guard let argument, !argument.text.isEmpty else {
      return finding(.error, "`\(name)` needs a permission: `\(name):app.codename`")
    }
    var found: [StatementFinding] = []
    let parts = permissions
    for part in parts where !Self.isPermission(part) {
      found += finding(.error, fault(part, condition))
    }
    if parts.count > 1, condition.asksModel, found.isEmpty {
      found += finding(
        .warning, "several permissions count only on the object of `\(name)`, not for a model or a domain")
    }
    return found
  }

  private func unknown(_ context: StatementContext) -> String {
    let shipped = context.hasPulpConditions ? PulpCondition.all.map(\.name) : []
    let hint = meant(name, context.ownConditions + shipped)
    let known = context.hasPulpConditions ? "is none of Pulp's conditions" : "is no condition known here"
    return "`\(name)` \(known): a request that reaches it fails unless the project has code for it\(hint)"
  }

  private func fault(_ part: Name, _ condition: PulpCondition) -> String {
    if !condition.takesSeveral, part.text.utf8.contains(UInt8(ascii: ",")) {
      return "`\(condition.name)` takes one permission and not several: write a condition for each"
    }
    if part.hasOuterSpace {
      return "`\(part)` has a space before or after it, which counts: no permission is named so"
    }
    return "`\(part)` is no permission: write `app.codename`, as in `file.view_filerepository`"
  }

  /// Whether there is an app, a dot and a codename, without spaces.
  private static func isPermission(_ name: Name) -> Bool {
    let parts = name.text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && !name.text.contains { $0.isWhitespace || $0 == "," || $0 == ":" }
  }
}

extension ConditionExpression {
  /// What is wrong with a `condition_expression`, and what of it is not read as it looks.
  static func findings(_ text: Name, _ index: Int, _ context: StatementContext) -> [StatementFinding] {
    func finding(_ text: String) -> StatementFinding {
      StatementFinding(.error, .conditionExpression, index: index, text)
    }
    let reading: ConditionReading
    do {
      reading = try read(text)
    } catch {
      switch error.kind {
      case .tooDeep: return [finding(error.description)]
      default: return [finding("\(error): every request that reaches it fails")]
      }
    }
    var found = reading.cuts.map { cut in
      finding("`\(cut.word)` is read as `\(cut.keyword) \(cut.rest)`: put a space or choose another name")
    }
    if !reading.ignored.text.isEmpty { found.append(finding(ignored(reading))) }
    var told: Set<Name> = []
    for name in reading.expression.conditions where told.insert(name).inserted {
      if keywords.contains(name), !context.ownConditions.contains(name) {
        found.append(finding("`\(name)` is taken for the name of a condition here"))
      } else {
        found += ConditionCall(name).findings(.conditionExpression, index, context)
      }
    }
    return found
  }

  private static let keywords: Set<Name> = ["and", "or", "True", "False"]

  private static func ignored(_ reading: ConditionReading) -> String {
    let rest = reading.ignored.text
    let reason: String
    switch rest.first {
    case ")": reason = "the `)` closes nothing"
    case ",": reason = "a `,` ends the expression"
    case "&", "|", "!": reason = "the operators are the words `and`, `or`, `not`"
    case let first? where first == "(" || first.isASCII && (first.isLetter || first.isNumber):
      let word = rest.prefix { $0.isLetter }
      let isOperator = ["and", "or", "not"].contains(word.lowercased()) && word != word.lowercased()
      reason = isOperator ? "operators are written in lower case" : "an operator is missing"
    default: reason = "a condition is made of ASCII letters, digits and `_:.*`"
    }
    return "`\(rest)` is ignored and only `\(reading.expression.text)` counts: \(reason)"
  }
}
