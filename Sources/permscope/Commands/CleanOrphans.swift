import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope clean-orphans DB`
struct CleanOrphansCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean-orphans",
    abstract: "Take away the grants and role assignments on objects that do not exist.",
    discussion: "Example: permscope clean-orphans db.sqlite3 --dry-run")

  @OptionGroup var options: EditOptions
  @Argument(help: "The database file.") var database: String

  func run() throws { try options.edit(database) { _ in Wanted([.removeOrphans]) } }
}
