import ArgumentParser
import Authorization
import AuthorizationStore

/// What every question takes.
struct QuestionOptions: ParsableArguments {
  @Flag(help: "Print JSON for programs instead of words.")
  var json = false

  @Option(
    help: "The project's authentication backends in order, joined by +: model, guardian, rules, pulp-roles.")
  var backends: String?

  @Option(
    name: .customLong("in-group"), parsing: .upToNextOption,
    help: "Groups that the subject would be in besides those in the database (LDAP, single sign-on).")
  var inGroup: [String] = []

  /// Opens the database for reading, under the settings in force.
  func open(_ path: String) throws -> AuthorizationDatabase {
    try AuthorizationDatabase(path: path, options: Settings.load(for: path, backends: backends).options())
  }

  func subject(_ text: String, _ reader: AuthorizationReader) throws -> Subject {
    try reader.subject(SubjectArgument(text), inGroups: inGroup.map { Name($0) })
  }
}

/// Reads an object argument.
///
/// - Throws: a usage error that names the forms.
func parseObject(_ text: String?) throws -> ObjectArgument? {
  guard let text else { return nil }
  guard let argument = ObjectArgument(text) else {
    throw ValidationError(
      "`\(text)` is not an object; expected app.model:KEY, app.model:=NAME, tree:NAME or domain:NAME")
  }
  return argument
}
