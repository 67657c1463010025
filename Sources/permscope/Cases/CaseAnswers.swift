import Authorization
import AuthorizationStore

/// Answers the questions of cases as the commands do, without the name of a database.
enum CaseAnswers {
  /// What stands for the database in commands of an answer.
  static let database = "DB"

  static func answer(_ reader: AuthorizationReader, _ question: CaseQuestion) throws -> CaseAnswer {
    switch question {
    case .check(let subject, let groups, let permission, let object, let anyLevel):
      return try check(
        reader, reader.subject(SubjectArgument(subject.text), inGroups: groups), permission, object,
        anyLevel: anyLevel)
    case .whoCan(let permission, let object): return try whoCan(reader, permission, object)
    case .listObjects(let subject, let groups, let permission, let type):
      return try listObjects(
        reader, reader.subject(SubjectArgument(subject.text), inGroups: groups), permission, type)
    case .authorize(let subject, let groups, let asked):
      let subject = try reader.subject(SubjectArgument(subject.text), inGroups: groups)
      let request = try reader.request(subject, asked)
      let report = AuthorizeReport(
        subject: subject, request: request, answer: try reader.authorize(request, supplied: nil))
      return CaseAnswer(value: report.value, lines: report.lines, outcome: report.answer.outcome)
    }
  }

  private static func target(_ reader: AuthorizationReader, _ object: ObjectArgument?) throws -> Target {
    let target = try object.map { try reader.target($0) } ?? .general
    if case .object(let address) = target, !address.exists { throw try reader.orphan(address) }
    return target
  }

  private static func check(
    _ reader: AuthorizationReader, _ subject: Subject, _ permission: Name, _ object: ObjectArgument?,
    anyLevel: Bool
  ) throws -> CaseAnswer {
    let target = try target(reader, object)
    let known = try reader.askable(permission, on: target)
    let asked = AskedCheck(subject: subject, permission: known, target: target, isAtAnyLevel: anyLevel)
    let answer = CheckAnswer(asked: asked, decision: try reader.decision(asked), database: database)
    return CaseAnswer(value: answer.value, lines: answer.lines, outcome: answer.decision.outcome)
  }

  private static func whoCan(_ reader: AuthorizationReader, _ permission: Name, _ object: ObjectArgument?)
    throws
    -> CaseAnswer
  {
    let target = try target(reader, object)
    let known = try reader.askable(permission, on: target)
    let answer = try reader.whoCan(known, target)
    var users: [Name] = []
    try reader.forEachWhoCan(known, target) { users.append($0) }
    let value = JSONValue.record([
      "everyone": .bool(answer.everyone), "users": JSONValue(users), "groups": JSONValue(answer.groups),
      "count": .integer(Int64(users.count)), "complete": .bool(answer.complete),
      "warnings": .array(answer.warnings.map { JSONValue($0) }),
    ])
    let everyone = answer.everyone ? ["everyone, also without logging in"] : []
    let lines =
      everyone + users.map(\.text) + answer.groups.map { "group:\($0)" }
      + answer.warnings.map { "warning: \($0)" }
    return CaseAnswer(
      value: value, lines: lines,
      outcome: outcome(!users.isEmpty || answer.everyone || answer.anonymous, answer.complete))
  }

  private static func listObjects(
    _ reader: AuthorizationReader, _ subject: Subject, _ permission: Name, _ type: TypeName?
  ) throws -> CaseAnswer {
    let known = try reader.knownPermission(permission, on: type)
    let answer = try reader.listObjects(subject, known, type: type)
    var objects: [Name] = []
    try reader.forEachObject(subject, known, type: answer.type) {
      objects.append(Name("\(answer.type):\($0)"))
    }
    let value = JSONValue.record([
      "all": .bool(answer.all), "objects": JSONValue(objects), "count": .integer(Int64(objects.count)),
      "complete": .bool(answer.complete), "warnings": .array(answer.warnings.map { JSONValue($0) }),
    ])
    return CaseAnswer(
      value: value, lines: objects.map(\.text) + answer.warnings.map { "warning: \($0)" },
      outcome: outcome(!objects.isEmpty, answer.complete))
  }

  private static func outcome(_ isFound: Bool, _ isComplete: Bool) -> Outcome {
    isFound ? .allowed : isComplete ? .denied : .undetermined
  }
}
