import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope user create|edit|delete`
struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Create, edit and delete users.",
    discussion: "Example: permscope user create db.sqlite3 nadia --email nadia@acme.example --group release",
    subcommands: [Create.self, Edit.self, Delete.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a user, with a password that nobody can log in with.",
      discussion: "Example: permscope user create db.sqlite3 nadia --email nadia@acme.example --group release"
    )

    @OptionGroup var options: EditOptions
    @Argument(help: "The database file.") var database: String
    @Argument(help: "The username.") var name: String
    @Option(help: "The e-mail address.") var email: String?
    @Option(name: .customLong("first-name"), help: "The first name.") var firstName: String?
    @Option(name: .customLong("last-name"), help: "The last name.") var lastName: String?
    @Flag(help: "May log into the admin.") var staff = false
    @Flag(help: "Has every permission.") var superuser = false
    @Flag(help: "Cannot log in.") var inactive = false
    @Option(parsing: .upToNextOption, help: "Groups to be in.") var group: [String] = []

    func run() throws {
      let fields = UserFields(
        username: SubjectArgument.username(name), firstName: Name(firstName ?? ""),
        lastName: Name(lastName ?? ""),
        email: Name(email ?? ""), isActive: !inactive, isStaff: staff, isSuperuser: superuser)
      try options.edit(database) { reader in
        let groups = try group.map { try reader.group(named: Name($0)).key }
        return Wanted([.createUser(fields, groups: groups)])
      }
    }
  }

  struct Edit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change the fields of a user.",
      discussion: "Example: permscope user edit db.sqlite3 mira --inactive --reason 'left the company'")

    enum Activity: String, EnumerableFlag { case active, inactive }

    @OptionGroup var options: EditOptions
    @Argument(help: "The database file.") var database: String
    @Argument(help: "NAME, user:NAME or user:#KEY.") var name: String
    @Option(help: "The new username.") var rename: String?
    @Option(help: "The e-mail address.") var email: String?
    @Option(name: .customLong("first-name"), help: "The first name.") var firstName: String?
    @Option(name: .customLong("last-name"), help: "The last name.") var lastName: String?
    @Flag(help: "Whether they can log in.") var activity: Activity?
    @Flag(inversion: .prefixedNo, help: "Whether they may log into the admin.") var staff: Bool?
    @Flag(inversion: .prefixedNo, help: "Whether they have every permission.") var superuser: Bool?

    private var edit: UserEdit {
      UserEdit(
        username: rename.map { SubjectArgument.username($0) }, firstName: firstName.map { Name($0) },
        lastName: lastName.map { Name($0) }, email: email.map { Name($0) },
        isActive: activity.map { $0 == .active }, isStaff: staff, isSuperuser: superuser)
    }

    func validate() throws {
      if edit == UserEdit() {
        throw ValidationError("say what to change: --rename, --email, --active, --no-staff, …")
      }
    }

    func run() throws {
      try options.edit(database) { reader in
        let user = try Holder.user(name, reader)
        return Wanted(
          [.editUser(user.grantee.key, edit)], warnings: user.warnings, namesAnyone: user.isAnonymous)
      }
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a user with everything that Django would delete with it.",
      discussion: "Example: permscope user delete db.sqlite3 kerning --dry-run")

    @OptionGroup var options: EditOptions
    @Argument(help: "The database file.") var database: String
    @Argument(help: "NAME, user:NAME or user:#KEY.") var name: String

    func run() throws {
      try options.edit(database) { reader in
        let user = try Holder.user(name, reader)
        return Wanted([.deleteUser(user.grantee.key)], warnings: user.warnings)
      }
    }
  }
}
