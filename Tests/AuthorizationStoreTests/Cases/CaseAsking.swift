import Authorization

@testable import AuthorizationStore

/// Answers questions of cases with everything that an answer says.
enum CaseAsking {
  static func answer(_ reader: AuthorizationReader, _ question: CaseQuestion) throws -> CaseAnswer {
    switch question {
    case .check(let subject, let groups, let name, let object, let anyLevel):
      let target = try object.map { try reader.target($0) } ?? .general
      let subject = try reader.subject(SubjectArgument(subject.text), inGroups: groups)
      let permission = try reader.askable(name, on: target)
      let decision =
        anyLevel
        ? try reader.explainAtAnyLevel(subject, permission, target)
        : try reader.explain(subject, permission, target)
      let value = JSONValue.object(
        JSONObject([
          ("reasons", .array(decision.reasons.map { path($0.rule, $0.path) })),
          ("missing", .array(decision.missing.map { path($0.kind.rawValue, $0.path) })),
        ]))
      let lines =
        decision.reasons.map(\.text) + decision.missing.map(\.text) + decision.warnings
        + (decision.trace?.lines ?? []) + decision.explanation.considered.flatMap(lines)
        + decision.explanation.notConsidered
      return CaseAnswer(value: value, lines: lines, outcome: decision.outcome)
    case .whoCan(let name, let object):
      let target = try object.map { try reader.target($0) } ?? .general
      let permission = try reader.askable(name, on: target)
      let answer = try reader.whoCan(permission, target)
      var users: [Name] = []
      try reader.forEachWhoCan(permission, target) { users.append($0) }
      return CaseAnswer(
        value: .object(
          JSONObject([
            ("everyone", .bool(answer.everyone)), ("users", JSONValue(users)),
            ("groups", JSONValue(answer.groups)),
          ])), lines: answer.warnings, outcome: users.isEmpty ? .denied : .allowed)
    case .listObjects(let subject, let groups, let name, let type):
      let subject = try reader.subject(SubjectArgument(subject.text), inGroups: groups)
      let permission = try reader.knownPermission(name, on: type)
      let answer = try reader.listObjects(subject, permission, type: type)
      var keys: [Name] = []
      try reader.forEachObject(subject, permission, type: answer.type) { keys.append($0) }
      return CaseAnswer(
        value: .object(JSONObject([("all", .bool(answer.all)), ("key", JSONValue(keys))])),
        lines: answer.warnings, outcome: keys.isEmpty ? .denied : .allowed)
    case .authorize(let subject, let groups, let asked):
      let subject = try reader.subject(SubjectArgument(subject.text), inGroups: groups)
      let answer = try reader.authorize(reader.request(subject, asked))
      return CaseAnswer(
        value: .object(JSONObject([("status", .integer(Int64(answer.status ?? 0)))])),
        lines: [answer.sentence] + answer.steps.map(\.text) + answer.warnings, outcome: answer.outcome)
    }
  }

  private static func path(_ rule: String, _ path: [PathElement]) -> JSONValue {
    .object(
      JSONObject([
        ("rule", JSONValue(rule)),
        (
          "path",
          .array(
            path.map {
              .object(
                JSONObject([
                  ("kind", JSONValue($0.kind)), ("key", JSONValue($0.key)), ("name", .string($0.name)),
                ]))
            })
        ),
      ]))
  }

  private static func lines(_ consideration: Consideration) -> [String] {
    ["\(consideration.verdict.sign) \(consideration.rule) \(consideration.text)"]
      + consideration.parts.flatMap(lines)
  }
}
