import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope permissions DB SUBJECT [OBJECT]`
struct PermissionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "permissions",
    abstract: "List every permission that a subject has, with the path that gives it.",
    discussion: "Example: permscope permissions db.sqlite3 mira tree:linux-mainline")

  @OptionGroup var options: QuestionOptions
  @Flag(help: "Print comma-separated values.") var csv = false
  @Argument(help: "The database file.") var database: String
  @Argument(help: "NAME, user:NAME, user:#KEY, group:NAME or :anonymous.") var subject: String
  @Argument(help: "app.model:KEY, app.model:=NAME, tree:NAME or domain:NAME.") var object: String?

  func validate() throws { _ = try parseObject(object) }

  func run() throws {
    let object = try parseObject(object)
    try Failure.reporting(json: options.json) {
      let (asked, place, held, unknown, notes) = try options.read(database, asking: nil) {
        reader, notes -> (Subject, Target, [HeldPermission], String?, [String]) in
        let target = try object.map { try reader.target($0) } ?? .general
        let asked = try options.subject(self.subject, reader)
        if case .object(let object) = target, !object.exists { throw try reader.orphan(object) }
        return (
          asked, target, try reader.heldPermissions(asked, target), reader.djangoChain.incompleteness, notes
        )
      }
      let warnings = (unknown.map { [$0] } ?? []) + notes
      print(asked, place, held, isComplete: unknown == nil, warnings)
      if !options.json { warnings.forEach { Printer.error("warning: \($0)") } }
      return held.isEmpty ? ExitCode(unknown == nil ? 1 : 2) : .success
    }
  }

  private func print(
    _ subject: Subject, _ target: Target, _ held: [HeldPermission], isComplete: Bool, _ warnings: [String]
  ) {
    if options.json {
      var object: JSONValue = .null
      if case .object(let address) = target { object = JSONValue(address.argument) }
      if case .domain(_, let name) = target { object = JSONValue("domain:\(name)") }
      let items = held.map { item in
        JSONValue.record([
          "permission": JSONValue(item.permission.text), "level": JSONValue(item.decision.level.rawValue),
          "paths": .array(item.decision.reasons.map { JSONValue($0.text) }),
          "warnings": .array(item.decision.warnings.map { JSONValue($0) }),
        ])
      }
      Printer.json(
        .record([
          "subject": JSONValue(subject.argument), "object": object, "permissions": .array(items),
          "count": .integer(Int64(held.count)), "complete": .bool(isComplete),
          "warnings": .array(warnings.map { JSONValue($0) }),
        ]))
      return
    }
    if csv {
      Printer.csv(["permission", "path"])
      for item in held {
        for reason in item.decision.reasons { Printer.csv([item.permission.text, reason.text]) }
      }
      return
    }
    let width = held.map { $0.permission.text.count }.max() ?? 0
    for item in held {
      let name = item.permission.text.padding(toLength: width, withPad: " ", startingAt: 0)
      for (index, reason) in item.decision.reasons.enumerated() {
        Printer.line("\(index == 0 ? name : String(repeating: " ", count: width))  \(reason.text)")
      }
    }
    if held.isEmpty { Printer.error("no permission") }
  }
}
