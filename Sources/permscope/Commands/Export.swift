import ArgumentParser
import Authorization
import AuthorizationStore
import Foundation
import Terminal

/// `permscope export DB [FILE]`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a database as a Django fixture, as `manage.py dumpdata` does.",
    discussion: """
      Example: permscope export site.db --natural-foreign --natural-primary site.json

      `manage.py loaddata` and `permscope import` read it. As in dumpdata, hashes of passwords and sessions are in it: \
      keep it as safe as the database. Permscope's own tables and the record of migrations are not. With --json and a \
      FILE it is told what was written; without a FILE the fixture itself is printed.
      """)

  @Flag(help: "Print JSON for programs instead of words.") var json = false
  @Flag(
    name: .customLong("natural-foreign"),
    help: "Name users, groups, permissions and content types by what they are called, not by their keys.")
  var naturalForeign = false
  @Flag(name: .customLong("natural-primary"), help: "Leave out the keys of rows that have natural keys.")
  var naturalPrimary = false
  @Argument(help: "The database file.") var database: String
  @Argument(help: "The file to make; it must not exist. Standard output where it is left out.") var file:
    String?

  func run() throws {
    try Failure.reporting(json: json) {
      let store = try AuthorizationDatabase(path: database, options: Settings.load(for: database).options())
      let line = RecordProgress("exporting")
      let interrupt = Interrupt([SIGINT, SIGTERM, SIGHUP])
      defer { interrupt.end() }
      let export = FixtureExport(
        natural: FixtureExport.Natural(foreign: naturalForeign, primary: naturalPrimary),
        isCancelled: interrupt.hasCome, progress: { line.show(records: $0, bytes: $1) })
      do {
        defer { line.erase() }
        let report = try file.map { try export.run(store, to: $0) } ?? export.run(store) { Printer.write($0) }
        line.erase()
        tell(report)
        return .success
      } catch let error as StoreError where error.code == .interrupted {
        Printer.error("permscope: \(error.message)")
        interrupt.end()
        Terminal.end(bySignal: interrupt.number ?? SIGINT)
        throw error
      }
    }
  }

  private func tell(_ report: ExportReport) {
    guard let file, json else {
      for warning in report.warnings { Printer.error("warning: \(warning)") }
      if let file { Printer.line("wrote \(Counted.words(report.records, "record")) to \(file)") }
      return
    }
    Printer.json(
      .record([
        "file": JSONValue(file), "records": .integer(Int64(report.records)),
        "models": .array(
          report.models.map {
            .record(["model": .string($0.model), "records": .integer(Int64($0.records))])
          }),
        "warnings": .array(report.warnings.map { JSONValue($0) }),
      ]))
  }
}
