internal import Authorization
internal import GRDB

/// Answers the question of a case as its command does.
public typealias CaseAnswering = (AuthorizationReader, CaseQuestion) throws -> CaseAnswer

/// Makes a case of an answer. One that does not give the same answer again is not made.
public struct CaseExport {
  private let reader: AuthorizationReader
  private let question: CaseQuestion
  private let program: String
  private let ask: CaseAnswering

  /// A list that is longer is not explained name by name.
  private static let listLimit = 2_000

  /// - Parameter program: the version that is running.
  public init(
    _ reader: AuthorizationReader, _ question: CaseQuestion, program: String, ask: @escaping CaseAnswering
  ) {
    self.reader = reader
    self.question = question
    self.program = program
    self.ask = ask
  }

  /// - Parameter renames: whether the names of users, groups, roles and objects are replaced.
  /// - Throws: `StoreError` where there is no answer, or where no slice of the data gives it again.
  public func make(renames: Bool) throws -> CaseFile {
    let recorder = RowRecorder()
    let recording = reader.recording(recorder)
    let answer = try ask(recording, question)
    let subjects = try explainList(recording)
    var slice = try CaseSlice(reader)
    try slice.add(recorder.rows)
    // Whoever looks at a case may ask about somebody who is not logged in as well, and without this row that raises.
    if let key = try reader.anonymous().standInKey { try slice.addUser(key) }
    var file = CaseFile(
      question: question, answer: answer, program: program, isRenamed: false,
      settings: try CaseSettings(reader), tables: try slice.tables(recorder.tables))
    // Rules of the project, and the listing that a request goes through, read more than stands on paths.
    var difference = try difference(file)
    for whole in [false, true] where difference != nil {
      for subject in subjects { try slice.addHoldings(of: subject, whole: whole) }
      file.tables = try slice.tables(recorder.tables)
      difference = try self.difference(file)
    }
    if let difference {
      throw StoreError(
        .badCase, "no small part of the database gives this answer again, so there is no case: \(difference)")
    }
    return renames ? try renamed(file) : file
  }

  /// What the case answers otherwise; nil where it proves itself.
  private func difference(_ file: CaseFile) throws -> String? {
    let found: CaseAnswer
    do {
      found = try CaseDatabase(file).database.read { try ask($0, file.question) }
    } catch let error as StoreError where error.code != .failed {
      return error.message
    } catch let raised as RaisedException {
      return "\(raised.className): \(raised.text)"
    }
    return found.difference(from: file.answer)
  }

  private func renamed(_ file: CaseFile) throws -> CaseFile {
    var names = try CaseNames(file, reader)
    var renamed = try names.renamed(file)
    let answer = try CaseDatabase(renamed).database.read { try ask($0, renamed.question) }
    guard answer.outcome == file.answer.outcome, answer.value.skeleton == file.answer.value.skeleton else {
      throw StoreError(
        .badCase, "with other names the answer is another, so there is no such case; try without --rename")
    }
    renamed.answer = answer
    return renamed
  }

  /// Lists come from plans of their own: each name on one is asked about by itself, so that its rows are known.
  ///
  /// - Returns: everybody whom the answer is about.
  private func explainList(_ recording: AuthorizationReader) throws -> [Subject] {
    switch question {
    case .check, .authorize: return try question.subject(recording).map { [$0] } ?? []
    case .whoCan(let name, let object):
      let target = try object.map { try recording.target($0) } ?? .general
      let permission = try recording.askable(name, on: target)
      var users: [Name] = []
      try reader.forEachWhoCan(permission, target) { user in
        users.append(user)
        guard users.count <= Self.listLimit else { throw Self.tooLong("users") }
      }
      let groups = try reader.whoCan(permission, target).groups
      let subjects = users.map { SubjectArgument.user($0) } + groups.map { SubjectArgument.group($0) }
      return try subjects.map { argument in
        let subject = try recording.subject(argument)
        try note(recording, subject, permission, target)
        return subject
      }
    case .listObjects(_, _, let name, let type):
      guard let subject = try question.subject(recording) else { return [] }
      let permission = try recording.knownPermission(name, on: type)
      let answer = try reader.listObjects(subject, permission, type: type)
      var keys: [Name] = []
      try reader.forEachObject(subject, permission, type: answer.type) { key in
        keys.append(key)
        guard keys.count <= Self.listLimit else { throw Self.tooLong("objects") }
      }
      for key in keys {
        let object = try recording.object(answer.type, key: key)
        try note(recording, subject, permission, .object(object))
      }
      return [subject]
    }
  }

  /// Notes the rows of one name on a list. Where the real system would raise for it, the list did not ask so far.
  private func note(
    _ recording: AuthorizationReader, _ subject: Subject, _ permission: Permission, _ target: Target
  ) throws {
    do {
      _ = try recording.explain(subject, permission, target, depth: .quick)
    } catch is RaisedException {
      return
    }
  }

  private static func tooLong(_ noun: String) -> StoreError {
    StoreError(.badCase, "the answer lists more than \(listLimit) \(noun), which is no case any more")
  }
}

extension CaseQuestion {
  /// Whom it is about; nil where it is about everybody.
  func subject(_ reader: AuthorizationReader) throws -> Subject? {
    switch self {
    case .whoCan: return nil
    case .check(let subject, let groups, _, _, _), .listObjects(let subject, let groups, _, _),
      .authorize(let subject, let groups, _):
      return try reader.subject(SubjectArgument(subject.text), inGroups: groups)
    }
  }
}

extension CaseAnswer {
  /// The first thing that is not as in another answer, in words; nil where both are the same.
  public func difference(from expected: CaseAnswer) -> String? {
    if outcome != expected.outcome { return "it is \(outcome.rawValue) and not \(expected.outcome.rawValue)" }
    for (found, line) in zip(lines, expected.lines) where Name(found) != Name(line) {
      return "it says `\(found)` and not `\(line)`"
    }
    guard lines.count == expected.lines.count else {
      let extra = lines.count > expected.lines.count
      let line = (extra ? lines : expected.lines).last ?? ""
      return extra ? "it says `\(line)` as well" : "it does not say `\(line)`"
    }
    return value == expected.value ? nil : "its JSON is another"
  }
}

extension JSONValue {
  /// The answer without names, for comparing one with the same under other names.
  fileprivate var skeleton: JSONValue { skeleton(of: "") }

  private static let kept: Set<Name> = [
    "kind", "key", "rule", "level", "effect", "action", "endpoint", "verdict",
  ]

  private func skeleton(of key: Name) -> JSONValue {
    switch self {
    case .string: Self.kept.contains(key) ? self : ""
    case .array(let values):
      // Names decide the order.
      .array(values.map { $0.skeleton(of: key) }.sorted { $0.compactText < $1.compactText })
    case .object(let object):
      .object(JSONObject(object.members.map { ($0.key, $0.value.skeleton(of: $0.key)) }))
    case .null, .bool, .integer, .number: self
    }
  }
}
