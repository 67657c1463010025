import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope permission create|delete`
struct PermissionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "permission", abstract: "Create and delete the permissions of a type.",
    discussion: "Example: permscope permission create db.sqlite3 datawarehouse.gittree archive_gittree",
    subcommands: [Create.self, Delete.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a permission of a type, or those of add, change, delete and view that it lacks.",
      discussion: """
        Example: permscope permission create db.sqlite3 datawarehouse.gittree archive_gittree --name 'Can archive'
        """)

    @OptionGroup var options: EditOptions
    @Argument(help: "The database file.") var database: String
    @Argument(help: "app_label.model.") var type: String
    @Argument(help: "What code asks for.") var codename: String?
    @Option(help: "What people read; made from the codename where it is left out.") var name: String?
    @Flag(help: "Create those of add, change, delete and view that the type lacks.") var defaults = false

    func validate() throws {
      _ = try parseType(type)
      guard defaults == (codename == nil) else {
        throw ValidationError("give a CODENAME or --defaults, one of the two")
      }
      if defaults, name != nil { throw ValidationError("--defaults names its permissions itself") }
    }

    func run() throws {
      let type = try parseType(type)
      try options.edit(database) { _ in
        guard let codename else { return Wanted([.createDefaultPermissions(type)]) }
        let title = name ?? "Can " + codename.replacing("_", with: " ")
        return Wanted([.createPermission(type, codename: Name(codename), title: Name(title))])
      }
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a permission with every grant of it.",
      discussion: "Example: permscope permission delete db.sqlite3 datawarehouse.gittree trigger_gittree")

    @OptionGroup var options: EditOptions
    @Argument(help: "The database file.") var database: String
    @Argument(help: "app_label.model.") var type: String
    @Argument(help: "What code asks for.") var codename: String

    func validate() throws { _ = try parseType(type) }

    func run() throws {
      let type = try parseType(type)
      try options.edit(database) {
        Wanted([.deletePermission(try $0.permission(Name(codename), of: type).key)])
      }
    }
  }
}

/// Reads a type argument.
///
/// - Throws: a usage error that names the form.
func parseType(_ text: String) throws -> TypeName {
  guard let type = TypeName(text) else {
    throw ValidationError("`\(text)` is not a type; expected app_label.model in lower case")
  }
  return type
}
