import ArgumentParser
import AuthorizationStore

/// What the lists take that are no questions about permissions.
struct ReadOptions: ParsableArguments {
  @Flag(help: "Print JSON for programs instead of words.") var json = false

  /// Opens the database for reading, under the settings in force.
  func open(_ path: String) throws -> AuthorizationDatabase {
    try AuthorizationDatabase(path: path, options: Settings.load(for: path).options())
  }
}
