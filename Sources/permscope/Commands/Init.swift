import Authorization
import ArgumentParser
import AuthorizationStore

/// `permscope init DB`
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make an empty authorization database that Django and django-guardian work on.",
    discussion: "Example: permscope init new.sqlite3")

  @Flag(help: "Print JSON for programs instead of words.") var json = false
  @Argument(help: "The file to make; it must not exist.") var database: String

  func run() throws {
    try Failure.reporting(json: json) {
      try NewDatabase.create(at: database, .empty)
      if json {
        Printer.json(.record(["created": JSONValue(database)]))
      } else {
        Printer.line("made \(database), an empty authorization database")
      }
      return .success
    }
  }
}
