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

  @Option(
    name: .customLong("as-of"),
    help:
      "Ask as the database was before what was edited at this time or later (2026-11-28T12:00Z), or before an entry of the history (#12)."
  )
  var asOf: String?

  func validate() throws {
    guard let asOf, HistoryMoment(asOf) == nil else { return }
    throw ValidationError(
      "`\(asOf)` is no moment; expected a date, a time with its zone such as 2026-11-28T12:00Z, or an entry of the history such as '#12'"
    )
  }

  /// Reads the database as it is, or as it was.
  ///
  /// - Parameters:
  ///   - question: what is asked, as a case would hold it; nil where no case can.
  ///   - body: gets what has to be said of answers about the past.
  func read<Value>(
    _ path: String, asking question: CaseQuestion?,
    _ body: (AuthorizationReader, _ warnings: [String]) throws -> Value
  ) throws -> Value {
    // What a browser on a case copies is asked of the case again.
    if CaseFile.isCase(path) {
      let file = try CaseFile(path: path)
      // The rows of one question answer no other: what is left out would be told as absent.
      guard file.question == question else {
        throw StoreError(
          .usage,
          "`\(path)` is a case, which answers one question only: `permscope replay` asks it; ask others of the database"
        )
      }
      return try CaseDatabase(file).database.read { try body($0, []) }
    }
    let database = try open(path)
    guard let moment = asOf.flatMap({ HistoryMoment($0) }) else {
      return try database.read { try body($0, []) }
    }
    return try PastDatabase(database).read(moment, body)
  }

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
