import ArgumentParser
import Authorization
import AuthorizationStore

/// What questions take that can be exported as cases.
struct CaseOptions: ParsableArguments {
  @Option(
    name: .customLong("case"),
    help: "Also write the answer, with what it takes to give it again, to this file, for `permscope replay`.")
  var file: String?
  @Flag(
    help:
      "Replace what is the organisation's own in the case: names of users, groups, roles, domains and objects, classes of tasks. Code stays: permissions, types, endpoints, conditions; and so do keys."
  )
  var rename = false

  func validate() throws {
    if rename, file == nil { throw ValidationError("--rename is about a case; give its file with --case") }
  }

  /// A case is about the database as it is; what is said of the past is not in its rows.
  func refusePast(_ options: QuestionOptions) throws {
    if file != nil, options.asOf != nil {
      throw ValidationError("a case is about the database as it is; leave out --as-of or --case")
    }
  }

  /// Refuses before anything is answered what could not be written afterwards.
  func requireFree() throws {
    if let file { try CaseFile.requireFree(file) }
  }

  /// Makes the case and writes it, where one is asked for.
  func write(_ question: CaseQuestion, _ options: QuestionOptions, _ database: String)
    throws
  {
    guard let file else { return }
    let made = try options.read(database, asking: question) { reader, _ in
      try CaseExport(reader, question, program: Version.text, ask: CaseAnswers.answer).make(renames: rename)
    }
    try made.write(to: file)
    if !options.json { Printer.error("wrote the case `\(file)`, \(Counted.words(made.rowCount, "row"))") }
  }
}
