import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope endpoint list|show|set|create|delete|reset`
struct EndpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "endpoint", abstract: "List, show and edit the access policies of endpoints.",
    discussion: "Example: permscope endpoint show db.sqlite3 repositories/file/file",
    subcommands: [
      List.self, Show.self, EndpointSet.self, EndpointCreate.self, EndpointDelete.self, EndpointReset.self,
    ])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the access policies.", discussion: "Example: permscope endpoint list db.sqlite3")

    @OptionGroup var options: ReadOptions
    @Flag(help: "Print comma-separated values.") var csv = false
    @Argument(help: "The database file.") var database: String

    func run() throws {
      try Failure.reporting(json: options.json) {
        let found = try options.open(database).read { try $0.endpoints() }
        let texts = found.map { EndpointText($0.fields) }
        if options.json {
          Printer.json(.record(["endpoints": .array(texts.map(\.summary))]))
        } else {
          if csv { Printer.csv(["name", "statements", "customized", "scoping"]) }
          for text in texts {
            if csv { Printer.csv(text.cells) } else { Printer.line(text.line) }
          }
        }
        return found.isEmpty ? ExitCode(1) : .success
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show an access policy: statements, creation hooks, queryset scoping.",
      discussion: "Example: permscope endpoint show db.sqlite3 repositories/file/file")

    @OptionGroup var options: ReadOptions
    @OptionGroup var row: NamedRow

    func run() throws {
      try Failure.reporting(json: options.json) {
        let text = try options.open(row.database).read { reader in
          let found = try reader.endpoint(named: Name(row.name))
          return EndpointText(found.fields, warnings: try reader.warnings(of: found))
        }
        if options.json { Printer.json(text.value) } else { text.lines.forEach(Printer.line) }
        for warning in options.json ? [] : text.warnings { Printer.error("warning: \(warning)") }
        return .success
      }
    }
  }
}

/// An access policy in words and as JSON. A text that is no JSON is told as it stands.
struct EndpointText {
  let fields: EndpointFields
  /// What is not in force as it is written.
  let warnings: [String]

  init(_ fields: EndpointFields, warnings: [String] = []) {
    self.fields = fields
    self.warnings = warnings
  }

  private func parsed(_ text: Name?) -> JSONValue? { text.flatMap { try? JSONValue(parsing: $0.text) } }

  private var statements: [JSONValue]? { parsed(fields.statements)?.elements }

  private var parts: [(key: Name, title: String, text: Name?)] {
    [
      ("statements", "statements", fields.statements),
      ("creation_hooks", "creation hooks", fields.creationHooks),
      ("queryset_scoping", "queryset scoping", fields.querysetScoping),
    ]
  }

  private var scoping: String {
    guard let value = parsed(fields.querysetScoping) else { return fields.querysetScoping?.text ?? "" }
    return value.members?["function"]?.text?.text ?? (value.isNull ? "" : value.compactText)
  }

  var cells: [String] {
    [
      fields.name.text, statements.map { String($0.count) } ?? "not JSON", fields.customized ? "yes" : "no",
      scoping,
    ]
  }

  var line: String {
    let count = statements.map { Counted.words($0.count, "statement") } ?? "statements that are not JSON"
    let listings = scoping.isEmpty ? "listings not limited" : "listings limited by \(scoping)"
    return "\(fields.name)  \(count), \(listings)\(fields.customized ? ", customized" : "")"
  }

  var summary: JSONValue {
    .record([
      "name": .string(fields.name), "statements": statements.map { .integer(Int64($0.count)) } ?? .null,
      "customized": .bool(fields.customized), "scoping": scoping.isEmpty ? .null : JSONValue(scoping),
    ])
  }

  var value: JSONValue {
    var members: [(Name, JSONValue)] = [
      ("name", .string(fields.name)), ("customized", .bool(fields.customized)),
    ]
    members += parts.map { ($0.key, parsed($0.text) ?? .null) }
    members.append(("warnings", .array(warnings.map { JSONValue($0) })))
    return .object(JSONObject(members))
  }

  var lines: [String] {
    ["\(fields.name), \(fields.customized ? "customized" : "as shipped")"]
      + parts.flatMap { part -> [String] in
        guard let text = part.text else { return ["\(part.title): none"] }
        guard let value = parsed(text) else { return ["\(part.title):", "  \(text)"] }
        guard let elements = value.elements else { return ["\(part.title): \(value.compactText)"] }
        return ["\(part.title):"]
          + elements.enumerated().map { "  \($0.offset + 1)  \($0.element.compactText)" }
      }
  }
}
