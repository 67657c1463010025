/// The words for the answer to a request, for the command line and the browser alike.
public enum RequestWords {
  /// The reason, the statements part by part, and what else is to know.
  public static func lines(_ answer: RequestAnswer) -> [String] {
    var lines = ["why: \(answer.sentence)"]
    if let raised = answer.raised { lines.append("raises: \(raised.className)") }
    lines += answer.steps.map { "step: \($0.text): \(word($0.passed))" }
    let others = answer.statements.filter { !$0.action }.map { String($0.index + 1) }
    if !others.isEmpty {
      let word = others.count == 1 ? "statement" : "statements"
      lines.append("\(word) \(others.joined(separator: ", ")): not about this action")
    }
    for statement in answer.statements where statement.action { lines += self.lines(statement) }
    if answer.hiddenByScope { lines.append("the listing hides the object from this user") }
    lines += answer.taskChecks.map(line)
    lines += answer.effects.map { "if one is created: \($0.text)" }
    return lines + answer.warnings.map { "warning: \($0)" }
  }

  private static func lines(_ trace: StatementTrace) -> [String] {
    let effect = trace.effect.map { "`\($0)`" } ?? "no effect"
    guard trace.principal else {
      return ["statement \(trace.index + 1) (\(effect)): does not mean this user"]
    }
    let counts = trace.counts.map { $0 ? "counts" : "does not count" } ?? "may count"
    let head = "statement \(trace.index + 1) (\(effect)): \(counts)"
    return [head] + trace.conditions.flatMap { self.lines($0, "  ") }
  }

  private static func lines(_ trace: ConditionTrace, _ indent: String) -> [String] {
    let sign =
      switch trace.result {
      case .holds: "+"
      case .fails: "-"
      case .notEvaluated: "·"
      case .undetermined: "?"
      case .raises: "!"
      }
    let note = note(trace.result).map { ": \($0)" } ?? ""
    let own = "\(indent)\(sign) \(trace.isExpression ? "expression " : "")\(trace.text)\(note)"
    return [own] + trace.parts.flatMap { lines($0, indent + "  ") }
  }

  /// What there is to say of a condition that did not answer yes or no.
  public static func note(_ result: ConditionTrace.Result) -> String? {
    switch result {
    case .holds, .fails: nil
    case .notEvaluated: "not evaluated"
    case .undetermined(let why): why
    case .raises(let raised): "raises \(raised.className): \(raised.text)"
    }
  }

  private static func line(_ check: TaskCheck) -> String {
    var parts = ["in general \(word(check.general))"]
    if let domain = check.domain { parts.append("on the domain \(word(domain))") }
    if let object = check.object { parts.append("on the object \(word(object))") }
    return "in task code: has_perm(\"\(check.permission)\") \(parts.joined(separator: ", "))"
  }

  private static func word(_ answer: Bool?) -> String { answer.map { $0 ? "yes" : "no" } ?? "not told" }
}
