import Authorization
import AuthorizationStore

/// What a client sees of a request, in words and as JSON.
struct AuthorizeReport {
  let subject: Subject
  let request: AskedRequest
  let answer: RequestAnswer
  /// What would let it in; nil where that was not asked for.
  var remedies: Remedies?
  /// The database as the command line names it.
  var database = ""

  var lines: [String] {
    let report = RequestReport(
      subject: subject.argument, action: request.action, place: request.place, answer: answer)
    let fixes = remedies.map { RemedyWords.lines(.fixes($0), asked: nil, command: command) } ?? []
    return [report.headline] + (report.lines + fixes).map { "  \($0)" }
  }

  private func command(_ words: [String]) -> String {
    ShellWord.command(words, database: database)
  }

  var value: JSONValue {
    let allowed: JSONValue =
      switch answer.outcome {
      case .allowed: .bool(true)
      case .denied: .bool(false)
      case .undetermined: .null
      }
    var members: [(Name, JSONValue)] = [
      ("allowed", allowed), ("status", answer.status.map { .integer(Int64($0)) } ?? .null),
      ("reason", JSONValue(answer.sentence)), ("endpoint", .string(request.endpoint)),
      ("action", .string(request.action)), ("method", .string(request.method)),
      ("statements", .array(answer.statements.map(statement))), ("steps", .array(answer.steps.map(step))),
      ("considered", .array(answer.explanation.considered.map(ExplanationValues.consideration))),
      ("missing", .array(answer.missing.map(missing))),
    ]
    members += [
      ("remedies", remedies.map { RemedyValues(command: command).value(.fixes($0)) } ?? .null),
      ("hidden_by_scope", .bool(answer.hiddenByScope)),
      ("raised", answer.raised.map { JSONValue($0.className) } ?? .null),
      ("in_task_code", .array(answer.taskChecks.map(task))),
      ("roles_that_follow", .array(answer.effects.map(effect))),
      ("warnings", .array(answer.warnings.map { JSONValue($0) })),
    ]
    return .object(JSONObject(members))
  }

  private func step(_ step: RequestStep) -> JSONValue {
    .record(["text": JSONValue(step.text), "passed": step.passed.map { .bool($0) } ?? .null])
  }

  private func missing(_ link: MissingLink) -> JSONValue {
    .record([
      "kind": JSONValue(link.kind.rawValue), "text": JSONValue(link.text),
      "rule": link.rule.map { JSONValue($0) } ?? .null, "alternative": .integer(Int64(link.alternative)),
    ])
  }

  private func statement(_ trace: StatementTrace) -> JSONValue {
    .record([
      "index": .integer(Int64(trace.index)), "effect": trace.effect.map { .string($0) } ?? .null,
      "principal": .bool(trace.principal), "action": .bool(trace.action),
      "conditions": .array(trace.conditions.map(condition)),
      "counts": trace.counts.map { .bool($0) } ?? .null,
    ])
  }

  private func condition(_ trace: ConditionTrace) -> JSONValue {
    let result: JSONValue =
      switch trace.result {
      case .holds: .bool(true)
      case .fails: .bool(false)
      case .notEvaluated, .undetermined, .raises: .null
      }
    var members: [(Name, JSONValue)] = [("text", .string(trace.text)), ("result", result)]
    if let note = RequestWords.note(trace.result) { members.append(("note", JSONValue(note))) }
    if !trace.parts.isEmpty { members.append(("parts", .array(trace.parts.map(condition)))) }
    return .object(JSONObject(members))
  }

  private func task(_ check: TaskCheck) -> JSONValue {
    func value(_ answer: Bool?) -> JSONValue { answer.map { .bool($0) } ?? .null }
    return .record([
      "permission": .string(check.permission), "general": value(check.general),
      "domain": value(check.domain), "object": value(check.object),
    ])
  }

  private func effect(_ effect: HookEffect) -> JSONValue {
    .record([
      "hook": .string(effect.function), "role": .string(effect.role),
      "holder": effect.holder.map { JSONValue("\($0.kind.rawValue):\($0.name)") } ?? .null,
      "problem": effect.problem.map { JSONValue($0) } ?? .null,
    ])
  }
}
