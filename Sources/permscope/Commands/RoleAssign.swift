import ArgumentParser
import Authorization
import AuthorizationStore

/// `DB ROLE SUBJECT [OBJECT or domain:NAME]`
struct AssignmentArguments: ParsableArguments {
  @Argument(help: "The database file.") var database: String
  @Argument(help: "The role.") var role: String
  @Argument(help: "NAME, user:NAME, user:#KEY or group:NAME.") var subject: String
  @Argument(help: "app.model:KEY, app.model:=NAME, tree:NAME or domain:NAME; nothing for everywhere.")
  var place: String?

  func validate() throws { _ = try parseObject(place) }

  func wanted(_ reader: AuthorizationReader, _ change: (Assignment) -> Change) throws -> Wanted {
    let role = try reader.entity(.role, named: Name(role)).key
    let holder = try Holder(subject, reader)
    var assignment = Assignment(role, to: holder.grantee)
    switch try parseObject(place) {
    case nil: break
    case .domain(let name)?: assignment.place = .domain(try reader.entity(.domain, named: name).key)
    case let object?: assignment.place = .object(try ObjectPlace(object, reader).ref)
    }
    return Wanted([change(assignment)], warnings: holder.warnings, namesAnyone: holder.isAnonymous)
  }
}

struct RoleAssign: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign",
    abstract: "Give a role to a user or a group: everywhere, on a domain, or on an object.",
    discussion: "Example: permscope role assign db.sqlite3 acme.auditor group:release domain:default")

  @OptionGroup var options: EditOptions
  @OptionGroup var arguments: AssignmentArguments

  func run() throws {
    try options.edit(arguments.database) { try arguments.wanted($0) { .assign($0) } }
  }
}

struct RoleUnassign: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unassign", abstract: "Take a role from a user or a group where it was given.",
    discussion: "Example: permscope role unassign db.sqlite3 acme.auditor group:release domain:default")

  @OptionGroup var options: EditOptions
  @OptionGroup var arguments: AssignmentArguments

  func run() throws {
    try options.edit(arguments.database) { try arguments.wanted($0) { .unassign($0) } }
  }
}
