import ArgumentParser

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
      """,
    version: Version.text,
    subcommands: [
      BrowseCommand.self, DemoCommand.self, InitCommand.self, CheckCommand.self, PermissionsCommand.self,
      WhoCanCommand.self, ListObjectsCommand.self, BatchCommand.self, SettingsCommand.self,
    ],
    defaultSubcommand: BrowseCommand.self)
}

extension Permscope {
  /// The commands that this version has.
  static var commandNames: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }
}

enum Version {
  static let text = "0.1.0"
}
