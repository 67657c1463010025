internal import Authorization
import Foundation
internal import GRDB

/// Writes a database as a Django fixture, which `manage.py loaddata` reads.
public struct FixtureExport {
  /// Whether rows are named by natural keys, as the options of `dumpdata` say.
  public struct Natural: Sendable {
    public var foreign: Bool
    public var primary: Bool

    public init(foreign: Bool = false, primary: Bool = false) {
      self.foreign = foreign
      self.primary = primary
    }
  }

  public var natural: Natural
  /// Asked all the time; its yes ends the export.
  public var isCancelled: @Sendable () -> Bool
  /// Records and bytes so far.
  public var progress: (Int, Int64) -> Void

  public init(
    natural: Natural = Natural(), isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping (Int, Int64) -> Void = { _, _ in }
  ) {
    self.natural = natural
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Writes to a file, which appears whole or not at all and never replaces another. Who may read it is who may read
  /// the database: there are hashes of passwords in it.
  ///
  /// - Throws: `StoreError.exists` where something has the name already.
  public func run(_ database: AuthorizationDatabase, to path: String) throws -> ExportReport {
    try NewFile.requireFree(path)
    var status = stat()
    let mode = stat(database.path, &status) == 0 ? status.st_mode & 0o777 : 0o600
    let draft = "\(path).\(getpid()).new"
    let failing = "cannot write `\(path)`"
    let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY, mode | 0o600)
    guard descriptor >= 0 else {
      throw StoreError(.failed, "\(failing): \(String(cString: strerror(errno)))")
    }
    defer { unlink(draft) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let report = try run(database) { text in
      do {
        try handle.write(contentsOf: Data(text.utf8))
      } catch {
        throw StoreError(.failed, "\(failing): \(String(cString: strerror(errno)))")
      }
    }
    // Closed with the handle, which nothing else keeps.
    defer { withExtendedLifetime(handle) {} }
    guard fsync(descriptor) == 0, fchmod(descriptor, mode) == 0 else {
      throw StoreError(.failed, "\(failing): \(String(cString: strerror(errno)))")
    }
    try NewFile.publish(draft, as: path, failing: failing)
    return report
  }

  /// Hands the text over in pieces.
  ///
  /// It is read from a copy, made in one go: a read that is as slow as its reader would make the application wait.
  public func run(_ database: AuthorizationDatabase, _ write: (String) throws -> Void) throws -> ExportReport
  {
    try TemporaryFile.inFolder { copy in
      try Backup(database: database).write(to: copy)
      return try Connection.open(DatabaseFile.examine(copy)).read { copied in
        let catalog = try TableCatalog(copied)
        return try export(copied, ExportModels(ModelTables(catalog: catalog, schema: database.schema)), write)
      }
    }
  }

  private func export(
    _ database: Database, _ models: ExportModels, _ write: (String) throws -> Void
  ) throws -> ExportReport {
    var report = ExportReport()
    var bytes: Int64 = 0
    var piece = "["
    let names = NaturalNames(database, models.tables.schema.users)
    for model in models.models {
      var count = 0
      try RecordReader(model, database, natural, names).forEach { record in
        piece += (report.records == 0 ? "\n" : ",\n") + record.compactText
        count += 1
        report.records += 1
        guard piece.utf8.count > Self.pieceSize else { return }
        if isCancelled() { throw StoreError(.interrupted, "stopped before everything was written") }
        bytes += Int64(piece.utf8.count)
        progress(report.records, bytes)
        try write(piece)
        piece = ""
      }
      if count > 0 {
        report.models.append(ExportReport.Model(model: Name(model.type.description), records: count))
      }
    }
    try write(piece + "\n]\n")
    for table in try models.leftOut.filter({ try Self.hasRows($0, database) }) {
      report.warnings.append("the rows of `\(table)` are not in it: it is no table of a model that is known")
    }
    return report
  }

  /// In bytes.
  private static let pieceSize = 1 << 16

  private static func hasRows(_ table: String, _ database: Database) throws -> Bool {
    try StoredRow.fetchOne(database.makeStatement(sql: "SELECT 1 FROM \(table.quoted) LIMIT 1")) != nil
  }
}
