import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope list-objects DB SUBJECT PERMISSION [TYPE]`
struct ListObjectsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list-objects", abstract: "List the objects that a subject may do something to.",
    discussion: "Example: permscope list-objects db.sqlite3 mira file.view_filerepository")

  @OptionGroup var options: QuestionOptions
  @OptionGroup var cases: CaseOptions
  @Flag(help: "Print comma-separated values.") var csv = false
  @Argument(help: "The database file.") var database: String
  @Argument(help: "NAME, user:NAME, user:#KEY, group:NAME or :anonymous.") var subject: String
  @Argument(help: "app_label.codename; on git trees also read or write.") var permission: String
  @Argument(help: "app.model, where the permission does not say which type is meant.") var type: String?

  func validate() throws {
    try cases.refusePast(options)
    if let type, TypeName(type) == nil {
      throw ValidationError("`\(type)` is not a type; expected app.model")
    }
  }

  func run() throws {
    try Failure.reporting(json: options.json) {
      try cases.requireFree()
      let out = StreamedOutput()
      let question = CaseQuestion.listObjects(
        subject: Name(subject), inGroups: options.inGroup.map { Name($0) }, permission: Name(permission),
        type: type.flatMap { TypeName($0) })
      let (answer, count) = try options.read(database, asking: question) {
        reader, notes -> (ListObjectsAnswer, Int) in
        let wanted = self.type.flatMap { TypeName($0) }
        let asked = try options.subject(self.subject, reader)
        let known = try reader.knownPermission(Name(self.permission), on: wanted)
        var answer = try reader.listObjects(asked, known, type: wanted)
        answer.warnings += notes
        return (answer, try gather(answer, reader, asked, known, out))
      }
      try out.print()
      try cases.write(question, options, database)
      if !options.json { answer.warnings.forEach { Printer.error("warning: \($0)") } }
      if count > 0 { return .success }
      return ExitCode(answer.complete ? 1 : 2)
    }
  }

  private func gather(
    _ answer: ListObjectsAnswer, _ reader: AuthorizationReader, _ subject: Subject, _ permission: Permission,
    _ out: StreamedOutput
  ) throws -> Int {
    var count = 0
    if options.json { try out.write("{\"all\":\(answer.all),\"objects\":[") }
    if csv { try out.write(CSV.record(["object"])) }
    try reader.forEachObject(subject, permission, type: answer.type) { key in
      let name = "\(answer.type):\(key)"
      if options.json {
        try out.write((count == 0 ? "" : ",") + JSONValue(name).compactText)
      } else {
        try out.write(csv ? CSV.record([name]) : StreamedOutput.line(name))
      }
      count += 1
    }
    if options.json {
      let rest: [(Name, JSONValue)] = [
        ("count", .integer(Int64(count))), ("complete", .bool(answer.complete)),
        ("warnings", .array(answer.warnings.map { JSONValue($0) })),
      ]
      try out.write(
        "]" + rest.map { ",\(JSONValue($0.text).compactText):\($1.compactText)" }.joined() + "}\n")
    }
    return count
  }
}
