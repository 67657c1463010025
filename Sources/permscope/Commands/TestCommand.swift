import ArgumentParser
import Authorization
import AuthorizationStore
import PermscopeResources

/// `permscope test DB FILE`
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Compare a database with a file that says who may do what.",
    discussion: """
      The file is YAML: a list `tests`, each with a `name` and one or more of

        allowed:   {subject, permission, object, level: any, in_group: [NAME], via: NAME}
        denied:    {subject, permission, object, level: any, in_group: [NAME]}
        who_can:   {permission, object, users: [NAME], groups: [NAME], everyone: true}
        can:       {subject, permission, type, objects: [OBJECT], all: true}
        authorize: {subject, request: "GET /pulp/…", status: 200}
        authorize: {subject, action, endpoint, object, method, domain, parent, params, status: 403}

      or a list of such. `via` is the name of a group, role or policy on some path, or its rule; lists are exact.
      `permscope test --example` prints a file for the sample organisation, with comments.

      Exit status: 0 all pass, 1 some fail, 2 the file or the database cannot be read.
      Example: permscope test db.sqlite3 policy.yaml
      """)

  @OptionGroup var options: ReadOptions
  @Flag(help: "Print the tests of the sample organisation.") var example = false
  @Argument(help: "The database file.") var database: String?
  @Argument(help: "The file with tests.") var file: String?

  func validate() throws {
    if example, database != nil { throw ValidationError("--example takes neither a database nor a file") }
    if !example, file == nil { throw ValidationError("give the database and the file with tests") }
  }

  func run() throws {
    if example { return Printer.write(Resources.sampleTests) }
    guard let database, let file else { return }
    try Failure.reporting(json: options.json) {
      let tests = try PolicyTestFile.read(file)
      let store = try options.open(database)
      var report = PolicyTestReport(file: file, printsWords: !options.json)
      for test in tests {
        // Between tests no read is open, for that would make the application wait.
        report.add(test, try store.read { try PolicyTestRun(reader: $0).differences(test) })
      }
      report.finish()
      return report.failed == 0 ? .success : ExitCode(1)
    }
  }
}
