import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope authorize DB SUBJECT ACTION ENDPOINT [OBJECT]`
struct AuthorizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "authorize", abstract: "Tell what a client sees of a request to an endpoint, and why.",
    discussion: """
      Examples:
        permscope authorize db.sqlite3 mira destroy remotes/file/file file.fileremote:=kernel-org
        permscope authorize db.sqlite3 mira "GET /pulp/default/api/v3/remotes/file/file/"
        permscope authorize db.sqlite3 mira cancel tasks user_tasks.usertaskstatus:3

      The answer is that of the access policy in the database, statement by statement, with the HTTP status. Endpoints are
      Pulp's, and `tasks` and `artifacts` of django-user-tasks.
      """)

  @OptionGroup var options: QuestionOptions
  @OptionGroup var cases: CaseOptions
  @Option(help: "The HTTP method; without it the one that reaches the action.") var method: String?
  @Option(help: "The domain of the request; without it the object's, or default.") var domain: String?
  @Option(
    name: .customLong("param"),
    help: "A parameter in the body, as NAME=VALUE; VALUE is JSON or a text. Repeatable.")
  var parameters: [String] = []
  @Option(help: "The key of the parent in the URL of a nested endpoint, such as a repository's versions.")
  var parent: String?
  @Option(help: "A JSON file with the statements, or a whole access policy, in the place of the stored one.")
  var statements: String?
  @Flag(name: .customLong("no-fixes"), help: "Do not work out what would let a denied request in.")
  var noFixes = false
  @Option(help: "Who would make the change: what they may not do is marked.") var `as`: String?
  @Argument(help: "The database file.") var database: String
  @Argument(help: "NAME, user:NAME, user:#KEY, group:NAME or :anonymous.") var subject: String
  @Argument(help: "An action such as list or partial_update; or a request, as \"GET /pulp/api/v3/…\".")
  var action: String
  @Argument(help: "The endpoint, such as remotes/file/file.") var endpoint: String?
  @Argument(help: "app.model:KEY, app.model:=NAME, or the key alone.") var object: String?

  func validate() throws {
    _ = try body()
    try cases.refusePast(options)
    if cases.file != nil, statements != nil {
      throw ValidationError("a case is about the policy in the database; leave out --statements or --case")
    }
  }

  func run() throws {
    let asked = RequestDescription(
      action: action, endpoint: endpoint.map { Name($0) }, object: object,
      method: method.map { Name($0) }, domain: domain.map { Name($0) }, parentKey: parent.map { Name($0) },
      body: try body())
    try Failure.reporting(json: options.json) {
      try cases.requireFree()
      let supplied = try statements.map { try PolicyFile.policy($0) }
      let question = CaseQuestion.authorize(
        subject: Name(subject), inGroups: options.inGroup.map { Name($0) }, asked)
      var report = try options.read(database, asking: supplied == nil ? question : nil) {
        reader, notes -> AuthorizeReport in
        let subject = try options.subject(self.subject, reader)
        let request = try reader.request(subject, asked, hasStatements: supplied != nil)
        var answer = try reader.authorize(request, supplied: supplied)
        answer.warnings += notes
        return AuthorizeReport(subject: subject, request: request, answer: answer)
      }
      if !noFixes, options.asOf == nil, !CaseFile.isCase(database), report.answer.outcome == .denied {
        let editor = try RemedyEditor.open(database, options, as: self.as)
        report.remedies = try editor.remedies(report.request, supplied: supplied)
        report.database = database
      }
      if options.json { Printer.json(report.value) } else { report.lines.forEach(Printer.line) }
      try cases.write(question, options, database)
      switch report.answer.outcome {
      case .allowed: return .success
      case .denied: return ExitCode(1)
      case .undetermined: return ExitCode(2)
      }
    }
  }

  private func body() throws -> JSONObject {
    var body = JSONObject()
    for parameter in parameters {
      guard let sign = parameter.firstIndex(of: "="), sign != parameter.startIndex else {
        throw ValidationError("`--param \(parameter)` is not of the form NAME=VALUE")
      }
      let text = String(parameter[parameter.index(after: sign)...])
      body[Name(String(parameter[..<sign]))] = (try? JSONValue(parsing: text)) ?? JSONValue(text)
    }
    return body
  }
}
