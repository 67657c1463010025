import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope group create|edit|delete`
struct GroupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "group", abstract: "Create, rename and delete groups.",
    discussion: "Example: permscope group create db.sqlite3 release-qe",
    subcommands: [Create.self, Edit.self, Delete.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a group.", discussion: "Example: permscope group create db.sqlite3 release-qe")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow

    func run() throws {
      try options.edit(row.database) { _ in Wanted([.createGroup(SubjectArgument.groupName(row.name))]) }
    }
  }

  struct Edit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Rename a group.",
      discussion: "Example: permscope group edit db.sqlite3 ci --rename continuous-integration")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow
    @Option(help: "The new name.") var rename: String

    func run() throws {
      try options.edit(row.database) { reader in
        Wanted([.renameGroup(try row.find(.group, reader), SubjectArgument.groupName(rename))])
      }
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a group with its memberships and grants; not one that a git tree policy names.",
      discussion: "Example: permscope group delete db.sqlite3 alumni --dry-run")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow

    func run() throws {
      try options.edit(row.database) { Wanted([.deleteGroup(try row.find(.group, $0))]) }
    }
  }
}

/// `DB NAME`
struct NamedRow: ParsableArguments {
  @Argument(help: "The database file.") var database: String
  @Argument(help: "The name.") var name: String

  func find(_ kind: EntityKind, _ reader: AuthorizationReader) throws -> DatabaseKey {
    try reader.entity(kind, named: Name(name)).key
  }
}

/// `permscope member add|remove`
struct MemberCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "member", abstract: "Add users to a group and remove them from it.",
    discussion: "Example: permscope member add db.sqlite3 release mira tomas",
    subcommands: [Add.self, Remove.self])

  struct Members: ParsableArguments {
    @Argument(help: "The database file.") var database: String
    @Argument(help: "The group.") var group: String
    @Argument(help: "NAME, user:NAME, user:#KEY or :anonymous.") var users: [String]

    func wanted(
      _ reader: AuthorizationReader, _ change: (DatabaseKey, DatabaseKey) -> Change
    ) throws -> Wanted {
      let group = try reader.group(named: Name(group)).key
      let holders = try users.map { try Holder.user($0, reader) }
      return Wanted(
        holders.map { change($0.grantee.key, group) }, warnings: holders.flatMap(\.warnings),
        namesAnyone: holders.contains(where: \.isAnonymous))
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add users to a group.",
      discussion: "Example: permscope member add db.sqlite3 release mira tomas")

    @OptionGroup var options: EditOptions
    @OptionGroup var members: Members

    func run() throws {
      try options.edit(members.database) { try members.wanted($0) { .addMember(user: $0, group: $1) } }
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove users from a group.",
      discussion: "Example: permscope member remove db.sqlite3 kernel-maintainers omar")

    @OptionGroup var options: EditOptions
    @OptionGroup var members: Members

    func run() throws {
      try options.edit(members.database) { try members.wanted($0) { .removeMember(user: $0, group: $1) } }
    }
  }
}
