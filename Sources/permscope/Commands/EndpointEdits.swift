import ArgumentParser
import Authorization
import AuthorizationStore

/// The parts of an access policy as files.
struct EndpointParts: ParsableArguments {
  @Option(help: "A file with the statements, a JSON list; - is standard input.") var statements: String?
  @Option(
    name: .customLong("creation-hooks"), help: "A file with the creation hooks; the word null for none.")
  var creationHooks: String?
  @Option(
    name: .customLong("queryset-scoping"), help: "A file with the queryset scoping; the word null for none.")
  var querysetScoping: String?

  func validate() throws {
    if [statements, creationHooks, querysetScoping].filter({ $0 == "-" }).count > 1 {
      throw ValidationError("standard input can be only one of the parts")
    }
  }
}

struct EndpointSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Replace parts of an access policy.",
    discussion: "Example: permscope endpoint set db.sqlite3 remotes/file/git --statements git.json")

  @OptionGroup var options: EditOptions
  @OptionGroup var row: NamedRow
  @OptionGroup var parts: EndpointParts

  func validate() throws {
    if parts.statements == nil, parts.creationHooks == nil, parts.querysetScoping == nil {
      throw ValidationError("say what to replace: --statements, --creation-hooks or --queryset-scoping")
    }
  }

  func run() throws {
    try options.edit(row.database) { reader in
      let stored = try reader.endpoint(named: Name(row.name))
      let edit = EndpointEdit(
        statements: try parts.statements.map { try PolicyFile.text($0, like: stored.fields.statements) },
        creationHooks: try parts.creationHooks.map {
          try PolicyFile.optional($0, like: stored.fields.creationHooks)
        },
        querysetScoping: try parts.querysetScoping.map {
          try PolicyFile.optional($0, like: stored.fields.querysetScoping)
        })
      return Wanted([.editEndpoint(stored.ref.key, edit)])
    }
  }
}

struct EndpointCreate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create an access policy.",
    discussion:
      "Example: permscope endpoint create db.sqlite3 exporters/core/pulp --statements exporters.json")

  @OptionGroup var options: EditOptions
  @OptionGroup var row: NamedRow
  @OptionGroup var parts: EndpointParts

  func validate() throws {
    if parts.statements == nil { throw ValidationError("an access policy needs --statements") }
  }

  func run() throws {
    try options.edit(row.database) { _ in
      var fields = EndpointFields(name: Name(row.name), statements: "[]")
      if let path = parts.statements { fields.statements = try PolicyFile.text(path, like: nil) }
      if case .json(let text)? = try parts.creationHooks.map({ try PolicyFile.optional($0, like: nil) }) {
        fields.creationHooks = text
      }
      if case .json(let text)? = try parts.querysetScoping.map({ try PolicyFile.optional($0, like: nil) }) {
        fields.querysetScoping = text
      }
      return Wanted([.createEndpoint(fields)])
    }
  }
}

struct EndpointDelete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete an access policy; the endpoint falls back on its own default.",
    discussion: "Example: permscope endpoint delete db.sqlite3 remotes/file/git")

  @OptionGroup var options: EditOptions
  @OptionGroup var row: NamedRow

  func run() throws {
    try options.edit(row.database) { Wanted([.deleteEndpoint(try row.find(.endpoint, $0))]) }
  }
}

struct EndpointReset: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Bring the shipped text of an access policy back, from the history or a file.",
    discussion: "Example: permscope endpoint reset db.sqlite3 remotes/file/git --from pulp.json")

  @OptionGroup var options: EditOptions
  @OptionGroup var row: NamedRow
  @Option(help: "A Django fixture that has the access policy; - is standard input.") var from: String?

  func run() throws {
    try options.edit(row.database) { reader in
      let stored = try reader.endpoint(named: Name(row.name))
      let shipped = try from.map { try PolicyFile.shipped($0, stored.fields) }
      return Wanted([.resetEndpoint(stored.ref.key, to: shipped)])
    }
  }
}
