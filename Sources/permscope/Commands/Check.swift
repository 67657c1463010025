import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope check DB SUBJECT PERMISSION [OBJECT]`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Tell whether a subject may do something, and why.",
    discussion: "Example: permscope check db.sqlite3 mira file.view_filerepository file.filerepository:7")

  @OptionGroup var options: QuestionOptions
  @Argument(help: "The database file.") var database: String
  @Argument(help: "NAME, user:NAME, user:#KEY, group:NAME or :anonymous.") var subject: String
  @Argument(help: "app_label.codename; on a git tree also read or write.") var permission: String
  @Argument(help: "app.model:KEY, app.model:=NAME, tree:NAME or domain:NAME.") var object: String?
  @Flag(
    name: .customLong("any-level"),
    help: "Take a grant at model, domain or object level, as has_model_or_domain_or_obj_perms does.")
  var anyLevel = false

  @Flag(
    name: .customLong("no-fixes"),
    help: "Do not work out what would change the answer; that takes the time of some previews of edits.")
  var noFixes = false
  @Option(help: "Who would make the change: what they may not do is marked.") var `as`: String?

  func validate() throws { _ = try parseObject(object) }

  func run() throws {
    let object = try parseObject(object)
    try Failure.reporting(json: options.json) {
      let settings = try Settings.load(for: self.database, backends: options.backends)
      let database = try AuthorizationDatabase(path: self.database, options: settings.options())
      let (answer, asked) = try database.read { reader -> (CheckAnswer, Question) in
        let target = try object.map { try reader.target($0) } ?? .general
        let known = try reader.askable(Name(self.permission), on: target)
        let subject = try options.subject(self.subject, reader)
        if case .object(let object) = target, !object.exists { throw try reader.orphan(object) }
        if let name = self.as { _ = try reader.subject(.user(Name(name))) }
        let decision =
          anyLevel
          ? try reader.explainAtAnyLevel(subject, known, target)
          : try reader.consider(subject, known, target)
        return (
          CheckAnswer(
            subject: subject, permission: known, target: target, decision: decision, database: self.database),
          Question(subject: subject, permission: known, target: target)
        )
      }
      var complete = answer
      if !noFixes, !anyLevel { complete.remediation = try remediation(asked, database, settings) }
      complete.print(json: options.json)
      if let raised = complete.decision.raised { throw raised }
      return complete.exitCode
    }
  }

  private struct Question {
    let subject: Subject
    let permission: Permission
    let target: Target
  }

  private func remediation(
    _ asked: Question, _ database: AuthorizationDatabase, _ settings: Settings
  ) throws -> Remediation {
    let editor = Editor(
      database,
      options: Editor.Options(
        operatorName: Name(self.as ?? ""), limitedTo: self.as.map { Name($0) },
        confirmFactor: settings.confirmFactor.value))
    return try editor.remediation(asked.subject, asked.permission, asked.target)
  }
}

/// The answer of `check`, as words and as JSON.
struct CheckAnswer {
  let subject: Subject
  let permission: Permission
  let target: Target
  let decision: Decision
  let database: String
  /// What would change it; nil where that was not asked for.
  var remediation: Remediation?

  var exitCode: ExitCode {
    switch decision.outcome {
    case .allowed: .success
    case .denied: ExitCode(1)
    case .undetermined: ExitCode(2)
    }
  }

  func print(json: Bool) {
    guard json else { return lines.forEach(Printer.line) }
    // An exception is told by the error alone.
    if decision.raised == nil { Printer.json(value) }
  }

  private var lines: [String] {
    let report = CheckReport(subject, permission, target, decision)
    var lines = report.lines
    if let remediation {
      lines += RemedyWords.lines(
        remediation, asked: AskedCheck(subject, permission, target), command: command)
    }
    return [report.headline] + lines.map { "  \($0)" }
  }

  private func command(_ words: [String]) -> String {
    "permscope " + words.map { ShellWord.quote($0 == "DB" ? database : $0) }.joined(separator: " ")
  }

  private func command(_ link: MissingLink) -> String? {
    // Only commands that this version has are worth proposing.
    guard let first = link.fix?.first, Permscope.commandNames.contains(first) else { return nil }
    return link.fix.map(command)
  }

  var value: JSONValue {
    let allowed: JSONValue =
      switch decision.outcome {
      case .allowed: .bool(true)
      case .denied: .bool(false)
      case .undetermined: .null
      }
    return .record([
      "allowed": allowed, "subject": JSONValue(subject.argument),
      "permission": JSONValue(permission.name.text),
      "object": target.argument.map { JSONValue($0) } ?? .null, "level": JSONValue(decision.level.rawValue),
      "reasons": .array(
        decision.reasons.map {
          .record(["rule": JSONValue($0.rule), "text": JSONValue($0.text), "path": path($0.path)])
        }),
      "missing": .array(
        decision.missing.map {
          .record([
            "kind": JSONValue($0.kind.rawValue), "text": JSONValue($0.text), "path": path($0.path),
            "fix": command($0).map { JSONValue($0) } ?? .null,
            "alternative": .integer(Int64($0.alternative)),
          ])
        }),
      "sentence": JSONValue(CheckReport(subject, permission, target, decision).sentence),
      "considered": .array(decision.explanation.considered.map(ExplanationValues.consideration)),
      "not_considered": .array(decision.explanation.notConsidered.map { JSONValue($0) }),
      "remedies": remediation.map { RemedyValues(command: command).value($0) } ?? .null,
      "trace": decision.trace.map(trace) ?? .null,
      "warnings": .array(decision.warnings.map { JSONValue($0) }),
    ])
  }

  private func trace(_ trace: PredicateTrace) -> JSONValue {
    .record([
      "name": .string(trace.name), "answer": JSONValue(trace.answer.rawValue),
      "parts": .array(trace.parts.map(self.trace)),
    ])
  }

  private func path(_ elements: [PathElement]) -> JSONValue { ExplanationValues.path(elements) }
}
