import ArgumentParser
import Foundation

/// The program: one file for each command in `Commands`.
@main
struct Permscope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "permscope",
    abstract: "See and explain who may do what in a Django authorization database.",
    discussion: """
      `permscope DATABASE` opens the browser. Every question of the browser is also a command.

      SUBJECT is NAME, user:NAME, user:#KEY, group:NAME or :anonymous.
      PERMISSION is app_label.codename; on a git tree also read and write.
      OBJECT is app.model:KEY, app.model:=NAME, tree:NAME or domain:NAME.

      Exit status of questions: 0 allowed or something found, 1 denied or nothing, 2 no answer, 64 wrong usage.
      Exit status of edits: 0 applied, 1 nothing to change, 2 not applied. --dry-run tells what would change.
      """,
    version: Version.text,
    subcommands: [
      BrowseCommand.self, DemoCommand.self, InitCommand.self, CheckCommand.self, PermissionsCommand.self,
      WhoCanCommand.self, ListObjectsCommand.self, AuthorizeCommand.self, BatchCommand.self,
      GrantCommand.self, RevokeCommand.self,
      UserCommand.self, GroupCommand.self, MemberCommand.self, RoleCommand.self, TreeCommand.self,
      PolicyCommand.self, EndpointCommand.self, PermissionCommand.self, SessionCommand.self,
      CleanOrphansCommand.self, ImportCommand.self, ExportCommand.self, ArtifactCommand.self,
      HistoryCommand.self, UndoCommand.self, RedoCommand.self, SettingsCommand.self, LintCommand.self,
      TestCommand.self, ReplayCommand.self,
    ],
    defaultSubcommand: BrowseCommand.self)
}

extension Permscope {
  /// Runs the command that was asked for. Wrong usage is told as JSON where JSON was asked for.
  static func main() {
    openStandardStreams()
    do {
      try requireText()
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let isUsage = exitCode(for: error) == .validationFailure
      if isUsage, CommandLine.arguments.contains("--json") {
        let text = message(for: error)
        Failure.report("usage", text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text, [], json: true)
      }
      exit(withError: error)
    }
  }

  /// Where a standard stream is closed, the next file that is opened would take its place: answers would be written into
  /// the database, or the database be read as questions.
  private static func openStandardStreams() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY)
    }
  }

  /// - Throws: where an argument is not UTF-8, which would otherwise become another text on its way here.
  private static func requireText() throws {
    for (place, argument) in UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
      .enumerated()
    {
      guard let argument, String(validatingCString: argument) == nil else { continue }
      throw ValidationError(
        "argument \(place), `\(String(cString: argument))`, is not UTF-8; nothing was done")
    }
  }

  /// The commands that this version has.
  static var commandNames: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }
}

enum Version {
  static let text = "0.1.0"
}
