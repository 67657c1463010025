import ArgumentParser
import Authorization
import AuthorizationStore
import Foundation
import Terminal

/// `permscope import DB FILE|-`
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Read a Django fixture (`manage.py dumpdata`) into a database.",
    discussion: """
      Example: python manage.py dumpdata | permscope import site.db -

      A database that does not exist is made; the file then decides its content types and permissions, and it is marked \
      as an imported copy. Into a database that exists rows are written as `manage.py loaddata` does: a row with the \
      same key is replaced, others are added. Models and fields that have no table or column get one; it is said which.

      All records are written or none. The database is locked against other writers meanwhile. An import cannot be \
      undone: --backup-to writes a copy first.
      """)

  @Flag(help: "Print JSON for programs instead of words.") var json = false
  @Flag(name: .customLong("dry-run"), help: "Tell what would be written; write nothing.") var dryRun = false
  @Option(
    name: [.customLong("backup-to"), .customLong("backup")],
    help: "Write a copy of the database to this path first.")
  var backupPath: String?
  @Argument(help: "The database file; it is made where there is none.") var database: String
  @Argument(help: "The fixture, JSON in UTF-8; - is standard input.") var file: String

  func run() throws {
    try Failure.reporting(json: json) {
      let line = RecordProgress("importing")
      let interrupt = Interrupt([SIGINT, SIGTERM, SIGHUP])
      let fixtures = FixtureImport(
        path: database, options: try Settings.load(for: database).options(), dryRun: dryRun,
        backupPath: backupPath, isCancelled: interrupt.hasCome,
        progress: { line.show(records: $0.records, bytes: $0.bytes) })
      let makes = fixtures.makesDatabase
      if makes, backupPath != nil {
        throw StoreError(.usage, "`\(database)` does not exist, so that there is nothing to back up")
      }
      let words = ImportWords(json: json, path: database, makesDatabase: makes)
      defer { interrupt.end() }
      do {
        defer { line.erase() }
        let report = try fixtures.run(file)
        line.erase()
        return words.tell(report, dryRun: dryRun)
      } catch let refused as EditRefused {
        return words.refused(refused.refusal.text)
      } catch let error as StoreError where error.code == .interrupted {
        Printer.error("permscope: \(error.message)")
        interrupt.end()
        Terminal.end(bySignal: interrupt.number ?? SIGINT)
        throw error
      }
    }
  }
}

/// What is printed of an import.
struct ImportWords {
  let json: Bool
  let path: String
  let makesDatabase: Bool

  func tell(_ report: ImportReport, dryRun: Bool) -> ExitCode {
    let code = report.changesNothing ? ExitCode(1) : .success
    guard !json else {
      print(report, applied: !dryRun && !report.changesNothing, refused: nil)
      return code
    }
    for warning in report.warnings { Printer.error("warning: \(warning)") }
    for model in report.models {
      let parts = [(model.created, "created"), (model.updated, "updated"), (model.unchanged, "unchanged")]
        .filter { $0.0 > 0 }.map { "\(Digits.grouped($0.0)) \($0.1)" }
      Printer.line("\(model.model): \(parts.joined(separator: ", "))")
    }
    if !report.tables.isEmpty { Printer.line("tables made: \(report.tables.joined(separator: ", "))") }
    if !report.columns.isEmpty { Printer.line("columns added: \(report.columns.joined(separator: ", "))") }
    if report.changesNothing {
      Printer.line("nothing to change")
    } else if dryRun {
      Printer.line("dry run: nothing was written")
    } else {
      let what = makesDatabase ? "made \(path) from" : "wrote"
      let undo = makesDatabase ? "" : "; an import is not in the history and cannot be undone"
      Printer.line("\(what) \(Counted.words(report.records, "record"))\(undo)")
    }
    return code
  }

  func refused(_ text: String) -> ExitCode {
    if json {
      print(ImportReport(), applied: false, refused: text)
    } else {
      Printer.error("permscope: not done: \(text)")
    }
    return ExitCode(2)
  }

  private func print(_ report: ImportReport, applied: Bool, refused: String?) {
    Printer.json(
      .record([
        "applied": .bool(applied), "makes_database": .bool(makesDatabase && !report.changesNothing),
        "records": .integer(Int64(report.records)),
        "models": .array(
          report.models.map {
            .record([
              "model": .string($0.model), "table": JSONValue($0.table),
              "created": .integer(Int64($0.created)),
              "updated": .integer(Int64($0.updated)), "unchanged": .integer(Int64($0.unchanged)),
            ])
          }),
        "tables": .array(report.tables.map { JSONValue($0) }),
        "columns": .array(report.columns.map { JSONValue($0) }),
        "refused": refused.map { JSONValue($0) } ?? .null,
        "warnings": .array(report.warnings.map { JSONValue($0) }),
      ]))
  }
}
