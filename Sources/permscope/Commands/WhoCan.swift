import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope who-can DB PERMISSION [OBJECT]`
struct WhoCanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "who-can", abstract: "List everybody who may do something.",
    discussion: "Example: permscope who-can db.sqlite3 write tree:linux-mainline")

  @OptionGroup var options: QuestionOptions
  @Flag(help: "Print comma-separated values.") var csv = false
  @Argument(help: "The database file.") var database: String
  @Argument(help: "app_label.codename; on a git tree also read or write.") var permission: String
  @Argument(help: "app.model:KEY, app.model:=NAME, tree:NAME or domain:NAME.") var object: String?

  func validate() throws { _ = try parseObject(object) }

  func run() throws {
    let object = try parseObject(object)
    try Failure.reporting(json: options.json) {
      try options.open(database).read { reader in
        let target = try object.map { try reader.target($0) } ?? .general
        let permission = try reader.askable(Name(permission), on: target)
        let answer = try reader.whoCan(permission, target)
        if case .object(let object) = target, !object.exists {
          throw try reader.orphan(object, Decision(outcome: .denied, level: .object))
        }
        let count = try print(answer, reader, permission, target)
        if !options.json { answer.warnings.forEach { Printer.error("warning: \($0)") } }
        return count > 0 || answer.everyone || answer.anonymous ? .success : ExitCode(1)
      }
    }
  }

  /// Prints names as they come, so that a long list needs no memory.
  private func print(
    _ answer: WhoCanAnswer, _ reader: AuthorizationReader, _ permission: Permission, _ target: Target
  ) throws -> Int {
    var out = StreamedOutput()
    var count = 0
    if options.json {
      out.write("{\"everyone\":\(answer.everyone),\"users\":[")
      try reader.forEachWhoCan(permission, target) { name in
        out.write((count == 0 ? "" : ",") + JSONValue(name.text).compactText)
        count += 1
      }
      let rest: [(Name, JSONValue)] = [
        ("groups", .array(answer.groups.map { JSONValue($0.text) })), ("count", .integer(Int64(count))),
        ("complete", .bool(answer.complete)), ("warnings", .array(answer.warnings.map { JSONValue($0) })),
      ]
      out.write("]" + rest.map { ",\(JSONValue($0.text).compactText):\($1.compactText)" }.joined() + "}\n")
    } else {
      if csv { out.write(CSV.record(["username"])) }
      if answer.everyone && !csv { out.write("everyone, also without logging in; among them all users:\n") }
      try reader.forEachWhoCan(permission, target) { name in
        out.write(csv ? CSV.record([name.text]) : StreamedOutput.line(name.text))
        count += 1
      }
    }
    out.flush()
    return count
  }
}
