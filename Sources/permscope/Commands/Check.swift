import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope check DB SUBJECT PERMISSION [OBJECT]`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Tell whether a subject may do something, and why.",
    discussion: "Example: permscope check db.sqlite3 mira file.view_filerepository file.filerepository:7")

  @OptionGroup var options: QuestionOptions
  @OptionGroup var cases: CaseOptions
  @Argument(help: "The database file.") var database: String
  @Argument(help: "NAME, user:NAME, user:#KEY, group:NAME or :anonymous.") var subject: String
  @Argument(help: "app_label.codename; on a git tree also read or write.") var permission: String
  @Argument(help: "app.model:KEY, app.model:=NAME, tree:NAME or domain:NAME.") var object: String?
  @Flag(
    name: .customLong("any-level"),
    help: "Take a grant at model, domain or object level, as has_model_or_domain_or_obj_perms does.")
  var anyLevel = false

  @Option(
    help: "The beginning of a session's key: what a request with it would get, beside the database's answer.")
  var session: String?

  func validate() throws {
    _ = try parseObject(object)
    try cases.refusePast(options)
    if session != nil, options.asOf != nil {
      throw ValidationError("--session is about a request of now; leave out --as-of")
    }
    if session != nil, !options.inGroup.isEmpty {
      throw ValidationError("a session knows no groups that are only assumed; leave out --in-group")
    }
  }

  func run() throws {
    let object = try parseObject(object)
    try Failure.reporting(json: options.json) {
      let answer = try options.read(database) { reader, notes -> CheckAnswer in
        let target = try object.map { try reader.target($0) } ?? .general
        let known = try reader.askable(Name(self.permission), on: target)
        let asked = try options.subject(self.subject, reader)
        if case .object(let object) = target, !object.exists { throw try reader.orphan(object) }
        var decision =
          anyLevel
          ? try reader.explainAtAnyLevel(asked, known, target)
          : try reader.explain(asked, known, target)
        decision.warnings += notes
        // What would have helped then may have been done since.
        if options.asOf != nil { for link in decision.missing.indices { decision.missing[link].fix = nil } }
        var answer = CheckAnswer(
          subject: asked, permission: known.name, target: target, decision: decision, database: database)
        if let session {
          answer.session = try reader.sessionAnswer(Name(session), asked, known, target, decision)
        } else if options.asOf == nil {
          answer.decision.warnings += try SessionWarnings.lines(reader, asked, known, target, decision)
        }
        return answer
      }
      answer.print(json: options.json)
      try cases.write(
        .check(
          subject: Name(subject), inGroups: options.inGroup.map { Name($0) }, permission: Name(permission),
          object: object, anyLevel: anyLevel), options, database)
      return answer.exitCode
    }
  }
}

/// The answer of `check`, as words and as JSON.
struct CheckAnswer {
  let subject: Subject
  let permission: Name
  let target: Target
  var decision: Decision
  let database: String
  /// What a request with one session would get; nil where none was asked about.
  var session: SessionAnswer?

  var exitCode: ExitCode {
    switch session?.outcome ?? decision.outcome {
    case .allowed: .success
    case .denied: ExitCode(1)
    case .undetermined: ExitCode(2)
    }
  }

  private var objectArgument: String? {
    switch target {
    case .general: nil
    case .object(let object): object.argument
    case .domain(_, let name): "domain:\(name)"
    }
  }

  func print(json: Bool) {
    if json { Printer.json(value) } else { lines.forEach(Printer.line) }
  }

  var lines: [String] {
    let place = objectArgument.map { " on \($0)" } ?? ""
    var lines = ["\(decision.outcome.rawValue): \(subject.argument) \(permission)\(place)"]
    lines += decision.reasons.map { "  through: \($0.text)" }
    for link in decision.missing {
      lines.append("  missing: \(link.text)")
      if let fix = command(link.fix) { lines.append("      fix: \(fix)") }
    }
    if let trace = decision.trace { lines += ["  rule:"] + trace.lines.map { "    \($0)" } }
    lines += decision.warnings.map { "  warning: \($0)" }
    if let session {
      lines.append("\(session.isStale ? "! " : "")\(session.sentence)")
      if let fix = command(session.fix) { lines.append("      fix: \(fix)") }
    }
    return lines
  }

  private func command(_ fix: [String]?) -> String? {
    // Only commands that this version has are worth proposing.
    guard let first = fix?.first, Permscope.commandNames.contains(first) else { return nil }
    return fix.map { words in
      "permscope " + words.map { ShellWord.quote($0 == "DB" ? database : $0) }.joined(separator: " ")
    }
  }

  var value: JSONValue {
    let allowed: JSONValue =
      switch decision.outcome {
      case .allowed: .bool(true)
      case .denied: .bool(false)
      case .undetermined: .null
      }
    return .record([
      "allowed": allowed, "subject": JSONValue(subject.argument), "permission": JSONValue(permission.text),
      "object": objectArgument.map { JSONValue($0) } ?? .null, "level": JSONValue(decision.level.rawValue),
      "reasons": .array(
        decision.reasons.map {
          .record(["rule": JSONValue($0.rule), "text": JSONValue($0.text), "path": path($0.path)])
        }),
      "missing": .array(
        decision.missing.map {
          .record([
            "kind": JSONValue($0.kind.rawValue), "text": JSONValue($0.text), "path": path($0.path),
            "fix": command($0.fix).map { JSONValue($0) } ?? .null,
          ])
        }),
      "trace": decision.trace.map(trace) ?? .null, "session": session.map(value) ?? .null,
      "warnings": .array(decision.warnings.map { JSONValue($0) }),
    ])
  }

  private func value(_ session: SessionAnswer) -> JSONValue {
    let allowed: JSONValue = session.outcome == .undetermined ? .null : .bool(session.outcome == .allowed)
    return .record([
      "key": .string(session.key), "state": JSONValue(session.state), "allowed": allowed,
      "stale": .bool(session.isStale), "text": JSONValue(session.text),
      "expires": JSONValue(session.expires), "fix": command(session.fix).map { JSONValue($0) } ?? .null,
    ])
  }

  private func trace(_ trace: PredicateTrace) -> JSONValue {
    .record([
      "name": .string(trace.name), "answer": JSONValue(trace.answer.rawValue),
      "parts": .array(trace.parts.map(self.trace)),
    ])
  }

  private func path(_ elements: [PathElement]) -> JSONValue {
    .array(
      elements.map {
        .record([
          "kind": JSONValue($0.kind), "name": JSONValue($0.name.text), "key": JSONValue($0.key),
          "text": JSONValue($0.text),
        ])
      })
  }
}
