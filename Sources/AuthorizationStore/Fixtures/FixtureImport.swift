internal import Authorization
public import Foundation
internal import GRDB

/// Reads a Django fixture into a database: all of it, or nothing.
public struct FixtureImport {
  /// How far it has come.
  public struct Progress: Sendable {
    public var records: Int
    public var bytes: Int64
  }

  public var path: String
  public var options: AuthorizationDatabase.Options
  /// Whether nothing is to be written; the report is the same.
  public var dryRun: Bool
  /// Where a copy of the database is written first.
  public var backupPath: String?
  public var now: Date
  /// Asked all the time; its yes ends the import as if it had failed.
  public var isCancelled: @Sendable () -> Bool
  public var progress: (Progress) -> Void

  public init(
    path: String, options: AuthorizationDatabase.Options, dryRun: Bool = false, backupPath: String? = nil,
    now: Date = Date(), isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping (Progress) -> Void = { _ in }
  ) {
    self.path = path
    self.options = options
    self.dryRun = dryRun
    self.backupPath = backupPath
    self.now = now
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Whether the database is going to be made: nothing has its name.
  public var makesDatabase: Bool {
    var status = stat()
    return lstat(path, &status) != 0 && errno == ENOENT
  }

  /// - Parameter source: a file, or `-` for standard input.
  /// - Throws: `StoreError` where the fixture is bad, `EditRefused` where the database may not be written.
  public func run(_ source: String) throws -> ImportReport {
    let input = try FixtureInput(source, isCancelled: isCancelled)
    do {
      return makesDatabase ? try create(input) : try edit(input)
    } catch let error as FixtureError {
      var stored = StoreError(.badFixture, "\(error.sentence); nothing was written")
      stored.didYouMean = error.didYouMean
      throw stored
    }
  }

  // MARK: A new database

  private func create(_ input: FixtureInput) throws -> ImportReport {
    let fill = { (database: Database, draft: String) in
      let report = try take(input, database, isFresh: true, path: draft)
      // There is nothing that could be looked at in a database without a row.
      guard !report.changesNothing else { throw NothingToImport(report: report) }
      return report
    }
    do {
      guard dryRun else { return try NewDatabase.make(at: path, mode: 0o600, fill) }
      return try TemporaryFile.inFolder { try NewDatabase.make(at: $0, mode: 0o600, fill) }
    } catch let nothing as NothingToImport {
      return nothing.report
    }
  }

  private struct NothingToImport: Error { var report: ImportReport }

  // MARK: A database that is there

  private func edit(_ input: FixtureInput) throws -> ImportReport {
    let database = try AuthorizationDatabase(path: path, options: options, takesBackUnfinishedWrites: !dryRun)
    if dryRun {
      // The application's own file is not even locked.
      return try TemporaryFile.inFolder { copy in
        try Backup(database: database).write(to: copy)
        return try write(input, DatabaseFile.examine(copy))
      }
    }
    if let reason = database.readOnlyReason {
      throw EditRefused(Refusal(.readOnly, "`\(path)` is open for reading only: \(reason)"))
    }
    let whole = try input.spooled()
    if let backupPath { try Backup(database: database).write(to: backupPath) }
    return try write(whole, database.connection.file)
  }

  private func write(_ input: FixtureInput, _ file: DatabaseFile) throws -> ImportReport {
    try WritingConnection.open(file).transaction { database, _ in
      let report = try take(input, database, isFresh: false, path: path)
      let tables = Set(report.models.map(\.table))
      var warned = report
      let triggers = try Triggers(database: database).names(on: tables)
      if !triggers.isEmpty {
        warned.warnings.append(
          "triggers run with this import, and what they write is not in the report: \(triggers.joined(separator: ", "))"
        )
      }
      return warned
    }
  }

  // MARK: Records

  private func take(
    _ input: FixtureInput, _ database: Database, isFresh: Bool, path: String
  ) throws -> ImportReport {
    let session = try ImportSession(database, isFresh: isFresh, now: now) { database in
      let catalog = try TableCatalog(database)
      let detection = SchemaDetection(
        catalog: catalog, path: path, userTable: options.userTable, treePathChoices: [:])
      return ModelTables(catalog: catalog, schema: try detection.detect())
    }
    var splitter = FixtureSplitter()
    var told = Progress(records: 0, bytes: 0)
    while let bytes = try input.next() {
      try splitter.feed(bytes) { piece in
        try session.take(piece)
        told.records += 1
      }
      told.bytes += Int64(bytes.count)
      progress(told)
    }
    try splitter.finish()
    var report = try session.finish()
    if !report.changesNothing {
      report.tables += try ImportMarker.note(
        database, source: input.name, records: report.records, models: report.models.map(\.model),
        isNew: isFresh, now: now)
    }
    return report
  }
}
