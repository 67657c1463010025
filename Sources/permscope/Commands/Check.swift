import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope check DB SUBJECT PERMISSION [OBJECT]`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Tell whether a subject may do something, why, and what would change it.",
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

  @Flag(
    name: .customLong("no-fixes"),
    help: "Do not work out what would change the answer; that takes the time of some previews of edits.")
  var noFixes = false

  @Option(help: "Who would make the change: what they may not do is marked.") var `as`: String?

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
      try cases.requireFree()
      let question = CaseQuestion.check(
        subject: Name(subject), inGroups: options.inGroup.map { Name($0) }, permission: Name(permission),
        object: object, anyLevel: anyLevel)
      var answer = try options.read(database, asking: question) { reader, notes -> CheckAnswer in
        let target = try object.map { try reader.target($0) } ?? .general
        let known = try reader.askable(Name(self.permission), on: target)
        let asked = try options.subject(self.subject, reader)
        if case .object(let object) = target, !object.exists { throw try reader.orphan(object) }
        let check = AskedCheck(subject: asked, permission: known, target: target, isAtAnyLevel: anyLevel)
        var decision = try reader.decision(check)
        decision.warnings += notes
        // What would have helped then may have been done since.
        if options.asOf != nil { for link in decision.missing.indices { decision.missing[link].fix = nil } }
        var answer = CheckAnswer(asked: check, decision: decision, database: database)
        if let session {
          answer.session = try reader.sessionAnswer(Name(session), asked, known, target, decision)
          answer.decision.explanation.notConsidered.removeAll { $0 == Explanation.sessions }
        }
        return answer
      }
      // In reads of their own; a case has no sessions.
      let asked = answer.asked
      if session == nil, options.asOf == nil, asked.permission.isTreeMethod, !CaseFile.isCase(database) {
        answer.decision.warnings += try SessionWarnings.lines(
          options.open(database), asked.subject, asked.permission, asked.target, answer.decision)
      }
      // A case holds one answer, so that nothing can be counted in it.
      if !noFixes, options.asOf == nil, !CaseFile.isCase(database) {
        answer.remediation = try RemedyEditor.open(database, options, as: self.as).remediation(asked)
      }
      answer.print(json: options.json)
      try cases.write(question, options, database)
      if let raised = answer.decision.raised { throw raised }
      return answer.exitCode
    }
  }
}

/// Whoever would make the changes that commands propose.
enum RemedyEditor {
  static func open(_ path: String, _ options: QuestionOptions, as name: String?) throws -> Editor {
    let settings = try Settings.load(for: path, backends: options.backends)
    let database = try AuthorizationDatabase(path: path, options: settings.options())
    if let name { _ = try database.read { try $0.subject(.user(Name(name))) } }
    return Editor(
      database,
      options: Editor.Options(
        operatorName: Name(name ?? ""), limitedTo: name.map { Name($0) },
        confirmFactor: settings.confirmFactor.value))
  }
}
