import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope policy create|rename|delete|set-read|set-write`
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Create, rename and delete the policies of git trees, and set their groups.",
    discussion: "Example: permscope policy set-read db.sqlite3 upstream kernel-qe",
    subcommands: [Create.self, Rename.self, Delete.self, SetRead.self, SetWrite.self])

  /// A group, or nobody in particular.
  struct Access {
    static let anyone = ":anyone"

    var key: DatabaseKey?

    init(_ text: String, _ reader: AuthorizationReader) throws {
      key = try ReservedWord.find(text, .group, unless: Self.anyone, reader)
    }
  }

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Create a policy. Both groups have to be given: without a group the trees are open to anyone.",
      discussion: "Example: permscope policy create db.sqlite3 lab --read :anyone --write kernel-qe")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow
    @Option(help: "The group that may read; :anyone needs no login.") var read: String?
    @Option(help: "The group that may write; :anyone needs no login.") var write: String?

    func validate() throws { _ = try groupNames }

    private var groupNames: [String] {
      get throws {
        guard let read, let write else {
          throw ValidationError(
            "give --read and --write: without a group the trees are open to anyone, so say it with :anyone")
        }
        return [read, write]
      }
    }

    func run() throws {
      try options.edit(row.database) { reader in
        let groups = try groupNames.map { try Access($0, reader).key }
        return Wanted(
          [.createPolicy(Name(row.name), read: groups[0], write: groups[1])],
          namesAnyone: groups.contains(nil))
      }
    }
  }

  struct Rename: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Rename a policy.",
      discussion: "Example: permscope policy rename db.sqlite3 draft contractors")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow
    @Argument(help: "The new name.") var new: String

    func run() throws {
      try options.edit(row.database) { Wanted([.renamePolicy(try row.find(.policy, $0), Name(new))]) }
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a policy that no git tree has.",
      discussion: "Example: permscope policy delete db.sqlite3 draft")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow

    func run() throws {
      try options.edit(row.database) { Wanted([.deletePolicy(try row.find(.policy, $0))]) }
    }
  }

  struct AccessArguments: ParsableArguments {
    @OptionGroup var row: NamedRow
    @Argument(help: "The group; :anyone needs no login.") var group: String

    func wanted(_ method: TreeMethod, _ reader: AuthorizationReader) throws -> Wanted {
      let access = try Access(group, reader)
      return Wanted(
        [.setAccess(policy: try row.find(.policy, reader), method, group: access.key)],
        namesAnyone: access.key == nil)
    }
  }

  struct SetRead: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set-read", abstract: "Set the group that may read the trees of a policy.",
      discussion: "Example: permscope policy set-read db.sqlite3 upstream kernel-qe")

    @OptionGroup var options: EditOptions
    @OptionGroup var arguments: AccessArguments

    func run() throws {
      try options.edit(arguments.row.database) { try arguments.wanted(.read, $0) }
    }
  }

  struct SetWrite: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set-write", abstract: "Set the group that may write to the trees of a policy.",
      discussion: "Example: permscope policy set-write db.sqlite3 upstream kernel-maintainers")

    @OptionGroup var options: EditOptions
    @OptionGroup var arguments: AccessArguments

    func run() throws {
      try options.edit(arguments.row.database) { try arguments.wanted(.write, $0) }
    }
  }
}
