/// The words for the answer to a request, for the command line and the browser alike.
public enum RequestWords {
  /// The reason, the statements part by part, and what else is to know.
  public static func lines(_ answer: RequestAnswer) -> [String] {
    var lines = ["why: \(answer.sentence)"]
    if let raised = answer.raised { lines.append("raises: \(raised.className)") }
    lines += answer.explanation.lines
    lines += later(answer)
    lines += answer.explanation.notConsidered.map { "not considered: \($0)" }
    return lines + answer.warnings.map { "warning: \($0)" }
  }

  /// What follows where the request is allowed: checks in tasks, and what creating an object does.
  public static func later(_ answer: RequestAnswer) -> [String] {
    answer.taskChecks.map(line) + answer.effects.map { "if one is created: \($0.text)" }
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
