import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope who-can DB PERMISSION [OBJECT]`
struct WhoCanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "who-can", abstract: "List everybody who may do something.",
    discussion: "Example: permscope who-can db.sqlite3 write tree:linux-mainline")

  @OptionGroup var options: QuestionOptions
  @OptionGroup var cases: CaseOptions
  @Flag(help: "Print comma-separated values.") var csv = false
  @Argument(help: "The database file.") var database: String
  @Argument(help: "app_label.codename; on a git tree also read or write.") var permission: String
  @Argument(help: "app.model:KEY, app.model:=NAME, tree:NAME or domain:NAME.") var object: String?

  func validate() throws {
    _ = try parseObject(object)
    try cases.refusePast(options)
  }

  func run() throws {
    let object = try parseObject(object)
    if !options.inGroup.isEmpty {
      throw ValidationError("--in-group is about one subject; who-can asks for all of them")
    }
    try Failure.reporting(json: options.json) {
      try cases.requireFree()
      let out = StreamedOutput()
      let question = CaseQuestion.whoCan(permission: Name(permission), object: object)
      let (answer, count) = try options.read(database, asking: question) {
        reader, notes -> (WhoCanAnswer, Int) in
        let target = try object.map { try reader.target($0) } ?? .general
        let known = try reader.askable(Name(self.permission), on: target)
        if case .object(let object) = target, !object.exists { throw try reader.orphan(object) }
        var answer = try reader.whoCan(known, target)
        answer.warnings += notes
        return (answer, try gather(answer, reader, known, target, out))
      }
      try out.print()
      try cases.write(question, options, database)
      if !options.json { answer.warnings.forEach { Printer.error("warning: \($0)") } }
      if count > 0 || answer.everyone || answer.anonymous { return .success }
      return ExitCode(answer.complete ? 1 : 2)
    }
  }

  private func gather(
    _ answer: WhoCanAnswer, _ reader: AuthorizationReader, _ permission: Permission, _ target: Target,
    _ out: StreamedOutput
  ) throws -> Int {
    var count = 0
    if options.json {
      try out.write("{\"everyone\":\(answer.everyone),\"users\":[")
      try reader.forEachWhoCan(permission, target) { name in
        try out.write((count == 0 ? "" : ",") + JSONValue(name.text).compactText)
        count += 1
      }
      let rest: [(Name, JSONValue)] = [
        ("groups", .array(answer.groups.map { JSONValue($0.text) })), ("count", .integer(Int64(count))),
        ("complete", .bool(answer.complete)), ("warnings", .array(answer.warnings.map { JSONValue($0) })),
      ]
      try out.write(
        "]" + rest.map { ",\(JSONValue($0.text).compactText):\($1.compactText)" }.joined() + "}\n")
      return count
    }
    if csv { try out.write(CSV.record(["username"])) }
    if answer.everyone && !csv { try out.write("everyone, also without logging in; among them all users:\n") }
    try reader.forEachWhoCan(permission, target) { name in
      try out.write(csv ? CSV.record([name.text]) : StreamedOutput.line(name.text))
      count += 1
    }
    return count
  }
}
