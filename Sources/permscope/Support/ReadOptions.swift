import ArgumentParser
import AuthorizationStore

/// What the lists take that are no questions about permissions.
struct ReadOptions: ParsableArguments {
  @Flag(help: "Print JSON for programs instead of words.") var json = false

  /// Opens the database under the settings in force.
  ///
  /// - Parameter edits: whether something is going to be written.
  func open(_ path: String, edits: Bool = false) throws -> AuthorizationDatabase {
    try AuthorizationDatabase(
      path: path, options: Settings.load(for: path).options(), takesBackUnfinishedWrites: edits)
  }
}
