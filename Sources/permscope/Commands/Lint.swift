import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope lint DB [--rule NAME…] [--limit N]`
struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract:
      "List what a person should look at, with the check that proves it and the command that fixes it.",
    discussion: """
      Exit status: 0 nothing found, 1 something found, 2 no answer.
      Example: permscope lint db.sqlite3 --rule public-write --rule stale-session

      Rules:
      \(FindingRule.allCases.map { "  \($0.rawValue)  \($0.title)" }.joined(separator: "\n"))
      """)

  @OptionGroup var options: QuestionOptions
  @Flag(help: "Print comma-separated values.") var csv = false
  @Option(parsing: .singleValue, help: "Look for this rule only; can be repeated.") var rule: [String] = []
  @Option(help: "How many findings of each rule are listed.") var limit = AuthorizationDatabase.findingLimit
  @Argument(help: "The database file.") var database: String

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit has to be 1 or more") }
    if !options.inGroup.isEmpty {
      throw ValidationError("--in-group is about one subject; lint asks for nobody")
    }
  }

  func run() throws {
    try Failure.reporting(json: options.json) {
      let rules = try wanted()
      let store = try options.open(database)
      let found = try rules.map { try store.findings(of: $0, limit: limit) }
      let report = LintReport(path: database, isJSON: options.json, isCSV: csv, found: found)
      try report.print()
      return report.count == 0 ? .success : ExitCode(1)
    }
  }

  private func wanted() throws -> [FindingRule] {
    let wanted = try rule.map { text in
      guard let rule = FindingRule(named: Name(text)) else {
        throw StoreError(
          .usage, "no rule `\(text)`; `lint --help` lists them",
          didYouMean: Suggestions.near(text, in: FindingRule.allCases.map(\.rawValue)))
      }
      return rule
    }
    return wanted.isEmpty ? FindingRule.allCases : FindingRule.allCases.filter(wanted.contains)
  }
}
