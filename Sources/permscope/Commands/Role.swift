import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope role create|edit|delete|permit|forbid|assign|unassign`
struct RoleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "role", abstract: "Create, edit, delete and assign roles.",
    discussion: "Example: permscope role assign db.sqlite3 acme.auditor group:release domain:default",
    subcommands: [
      Create.self, Edit.self, Delete.self, Permit.self, Forbid.self, RoleAssign.self, RoleUnassign.self,
    ])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a role.",
      discussion:
        "Example: permscope role create db.sqlite3 acme.viewer --permission file.view_filerepository")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow
    @Option(help: "What the role is for.") var description: String?
    @Option(parsing: .upToNextOption, help: "Permissions that the role gives.") var permission: [String] = []

    func run() throws {
      try options.edit(row.database) { reader in
        let permissions = try permission.map { try reader.grantable(Name($0)).key }
        return Wanted([
          .createRole(
            RoleFields(
              name: Name(row.name), description: description.map { Name($0) }, permissions: permissions))
        ])
      }
    }
  }

  struct Edit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change the name or the description of a role.",
      discussion: "Example: permscope role edit db.sqlite3 acme.auditor --description 'Reads everything'")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow
    @Option(help: "The new name.") var rename: String?
    @Option(help: "What the role is for; an empty text takes the description away.") var description: String?

    func validate() throws {
      if rename == nil, description == nil {
        throw ValidationError("say what to change: --rename or --description")
      }
    }

    func run() throws {
      let edit = RoleEdit(name: rename.map { Name($0) }, description: description.map { Name($0) })
      try options.edit(row.database) { Wanted([.editRole(try row.find(.role, $0), edit)]) }
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a role with its assignments.",
      discussion: "Example: permscope role delete db.sqlite3 acme.dormant --dry-run")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow

    func run() throws {
      try options.edit(row.database) { Wanted([.deleteRole(try row.find(.role, $0))]) }
    }
  }

  struct Permissions: ParsableArguments {
    @OptionGroup var row: NamedRow
    @Argument(help: "app_label.codename; app_label.model.codename where two models have it.")
    var permissions: [String]

    func wanted(
      _ reader: AuthorizationReader, _ change: (DatabaseKey, DatabaseKey) -> Change
    ) throws -> Wanted {
      let role = try row.find(.role, reader)
      return Wanted(try permissions.map { change(role, try reader.grantable(Name($0)).key) })
    }
  }

  struct Permit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let a role give permissions.",
      discussion: "Example: permscope role permit db.sqlite3 acme.auditor file.view_fileremote")

    @OptionGroup var options: EditOptions
    @OptionGroup var arguments: Permissions

    func run() throws {
      try options.edit(arguments.row.database) {
        try arguments.wanted($0) { .permit(role: $0, permission: $1) }
      }
    }
  }

  struct Forbid: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let a role no longer give permissions.",
      discussion: "Example: permscope role forbid db.sqlite3 acme.auditor file.view_fileremote")

    @OptionGroup var options: EditOptions
    @OptionGroup var arguments: Permissions

    func run() throws {
      try options.edit(arguments.row.database) {
        try arguments.wanted($0) { .forbid(role: $0, permission: $1) }
      }
    }
  }
}
