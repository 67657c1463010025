import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope replay FILE`
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Answer a case again, and say whether the answer is still the same.",
    discussion: """
      Cases are written by `check`, `authorize`, `who-can` and `list-objects` with --case FILE. The rows in it become a
      private database, the question is asked of it, and the answer and its explanation are compared with those in the file.
      Exit status: the question's where they are the same; 2 where they differ, or where the file is no case.
      Example: permscope replay ticket-4711.case
      """)

  @OptionGroup var options: ReplayOptions
  @Argument(help: "The case file.") var file: String

  struct ReplayOptions: ParsableArguments {
    @Flag(help: "Print JSON for programs instead of words.") var json = false
  }

  func run() throws {
    try Failure.reporting(json: options.json) {
      let made = try CaseFile(path: file)
      let opened = try CaseDatabase(made)
      let answer = try opened.database.read { try CaseAnswers.answer($0, made.question) }
      let difference = answer.difference(from: made.answer)
      if options.json {
        Printer.json(
          .record([
            "same": .bool(difference == nil), "difference": difference.map { JSONValue($0) } ?? .null,
            "program": JSONValue(made.program), "renamed": .bool(made.isRenamed),
            "command": JSONValue(made.question.command), "answer": answer.value,
            "explanation": .array(answer.lines.map { JSONValue($0) }),
            "expected": difference == nil ? .null : made.answer.value,
          ]))
      } else {
        answer.lines.forEach(Printer.line)
        let origin = "permscope \(made.program)\(made.isRenamed ? ", with other names" : "")"
        if let difference {
          Printer.line("differs from what \(origin) answered: \(difference)")
          made.answer.lines.forEach { Printer.line("  then: \($0)") }
        } else {
          Printer.line("the same as \(origin) answered")
        }
      }
      guard difference == nil else { return ExitCode(2) }
      switch answer.outcome {
      case .allowed: return .success
      case .denied: return ExitCode(1)
      case .undetermined: return ExitCode(2)
      }
    }
  }
}
