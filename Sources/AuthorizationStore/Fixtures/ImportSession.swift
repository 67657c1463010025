internal import Authorization
import Foundation
internal import GRDB

/// One import, inside the transaction that holds all of it.
final class ImportSession {
  private struct Counts {
    var created = 0
    var updated = 0
    var unchanged = 0
  }

  private enum Place {
    case known(ModelTable)
    case new(StagedRows)
  }

  private let database: Database
  private var tables: ModelTables
  /// Whether the file decides everything: the database is made for it.
  private let isFresh: Bool
  private let detect: (Database) throws -> ModelTables
  private let references: ForwardReferences
  private let now: String
  private var writer: RecordWriter
  private let waiting: WaitingRecords
  private let seeds: Seeds?
  private var places: [TypeName: Place] = [:]
  private var extras: [TypeName: StagedRows] = [:]
  private var staged: [StagedRows] = []
  private var stagedCount = 0
  private var models: [TypeName] = []
  private var counts: [TypeName: Counts] = [:]
  private var owners: [String: TypeName] = [:]
  private var report = ImportReport()

  /// - Parameter detect: reads the schema, which changes while an import makes tables.
  init(
    _ database: Database, isFresh: Bool, now: Date, detect: @escaping (Database) throws -> ModelTables
  ) throws {
    self.database = database
    self.isFresh = isFresh
    self.detect = detect
    self.now = DjangoText.time(now)
    tables = try detect(database)
    try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
    references = try ForwardReferences(database)
    writer = RecordWriter(database, NaturalKeys(tables, database), references, now: self.now)
    waiting = try WaitingRecords(database)
    seeds = isFresh ? try Seeds(database) : nil
  }

  // MARK: Records

  func take(_ piece: FixtureSplitter.Piece) throws {
    let record = try FixtureRecord(piece)
    report.records += 1
    if try !write(record, isRetry: false) { try waiting.keep(piece) }
  }

  /// - Returns: false where it waits for another record.
  private func write(_ record: FixtureRecord, isRetry: Bool) throws -> Bool {
    switch try place(record) {
    case .new(let rows):
      try rows.add(record)
      return true
    case .known(let model):
      switch try writer.write(record, model) {
      case .waits(let row):
        guard isRetry, let seeds, try seeds.make(row) else { return try refuse(row, isRetry: isRetry) }
        return try write(record, isRetry: true)
      case .written(let outcome, let key, let members):
        count(outcome, record.model)
        if !members.isEmpty {
          try extras(of: record.model, model).add(members, of: key, record: record.index)
        }
        return true
      }
    }
  }

  private func refuse(_ row: RecordWriter.MissingRow, isRetry: Bool) throws -> Bool {
    if isRetry, isLast { throw row.error }
    return false
  }

  /// Whether records that still wait wait in vain.
  private var isLast = false

  private func count(_ outcome: RecordWriter.Outcome, _ model: TypeName) {
    switch outcome {
    case .created: counts[model, default: Counts()].created += 1
    case .updated: counts[model, default: Counts()].updated += 1
    case .unchanged: counts[model, default: Counts()].unchanged += 1
    }
  }

  private func place(_ record: FixtureRecord) throws -> Place {
    if let place = places[record.model] { return place }
    let name = tables.tableName(record.model)
    if let other = owners.updateValue(record.model, forKey: name.lowercased()),
      tables.schema.concrete(other) != tables.schema.concrete(record.model)
    {
      throw FixtureError(
        "would have the same table as `\(other)`: SQLite takes `\(name)` for the same name",
        record: record.index,
        model: Name(record.model.description))
    }
    try refuseReserved(name, record)
    let place: Place
    if let known = try tables.find(record.model) {
      place = .known(known)
    } else {
      try refuseTaken(name, record)
      let rows = try StagedRows(record.model, known: nil, number: nextNumber(), database)
      staged.append(rows)
      place = .new(rows)
    }
    places[record.model] = place
    models.append(record.model)
    return place
  }

  private func nextNumber() -> Int {
    stagedCount += 1
    return stagedCount
  }

  private func extras(of type: TypeName, _ model: ModelTable) throws -> StagedRows {
    if let rows = extras[type] { return rows }
    let rows = try StagedRows(type, known: model, number: nextNumber(), database)
    staged.append(rows)
    extras[type] = rows
    return rows
  }

  /// Permscope's own tables and SQLite's are nobody's models.
  private func refuseReserved(_ name: String, _ record: FixtureRecord) throws {
    guard ["permscope_", "sqlite_"].contains(where: name.lowercased().hasPrefix) else { return }
    throw FixtureError(
      "its table would be `\(name)`, which is a reserved name", record: record.index,
      model: Name(record.model.description))
  }

  /// A view in the place of a table could do anything with what is written to it.
  private func refuseTaken(_ name: String, _ record: FixtureRecord) throws {
    let model = Name(record.model.description)
    let statement = try database.cachedStatement(
      sql: "SELECT type, sql FROM main.sqlite_master WHERE name = ? COLLATE NOCASE")
    guard let row = try StoredRow.fetchOne(statement, arguments: [name]) else { return }
    let what =
      row.text(0) != "table"
      ? "is a \(row.text(0) ?? "view")"
      : row.text(1)?.uppercased().hasPrefix("CREATE VIRTUAL") == true
        ? "is a virtual table" : "is spelled otherwise, or has no primary key of one column"
    throw FixtureError(
      "its table `\(name)` \(what) in the database; an import writes to plain tables only",
      record: record.index,
      model: model)
  }

  // MARK: The end

  /// Makes what has to be made, and checks what refers to what.
  ///
  /// - Throws: `FixtureError` where a record refers to a row that never came.
  func finish() throws -> ImportReport {
    if let seeds {
      // Keys of the file must not meet rows that this program numbered.
      try references.check(only: Seeds.tables.filter { !isFromFile($0) })
      try seeds.fill(Seeds.tables.filter { !isFromFile($0) })
    }
    // What fields refer to is found among the rows, so that as many as can be are written before.
    try retry(mayFail: false)
    if let users = try newUserTable() { try replaceUserTable(by: users) }
    try makeTables()
    try retry(mayFail: true)
    // Records that waited can have fields of their own that no column is there for.
    try makeTables()
    try references.check(only: nil)
    try DanglingRows.refuse(database)
    for model in models { report.models.append(row(model)) }
    return report
  }

  /// Makes what has been staged a part of the database.
  private func makeTables() throws {
    guard !staged.isEmpty else { return }
    var maker = TableMaker(database, tables, staged)
    try maker.make()
    report.tables += maker.madeTables
    report.columns += maker.madeColumns
    report.warnings += maker.warnings
    staged = []
    extras = [:]
    try lookAgain()
  }

  private func isFromFile(_ table: String) -> Bool { owners[table] != nil }

  private func row(_ model: TypeName) -> ImportReport.Model {
    var row = ImportReport.Model(model: Name(model.description), table: tables.tableName(model))
    if case .new(let rows)? = places[model] {
      (row.created, row.updated) = (rows.created, rows.replaced)
    }
    let counted = counts[model] ?? Counts()
    row.created += counted.created
    row.updated += counted.updated
    row.unchanged += counted.unchanged
    return row
  }

  /// Writes the records that waited for others, as long as that gets on.
  ///
  /// - Parameter mayFail: whether those that then still wait, wait in vain.
  private func retry(mayFail: Bool) throws {
    isLast = false
    while try waiting.count() > 0 {
      let before = try waiting.count()
      try waiting.drain { piece in try write(FixtureRecord(piece), isRetry: true) }
      guard try waiting.count() == before else { continue }
      guard mayFail else { return }
      isLast = true
    }
  }

  // MARK: A user model of the project

  /// The model that is the project's own user model, in a database that is made for the file.
  private func newUserTable() throws -> StagedRows? {
    guard isFresh, owners[tables.schema.users.table] == nil else { return nil }
    return staged.first { rows in
      let fields = rows.fields.map(\.name)
      return rows.known == nil
        && ["password", "groups", "user_permissions"].allSatisfy { fields.contains($0) }
    }
  }

  /// Lets every table that refers to Django's own user table, which is empty, refer to the project's.
  private func replaceUserTable(by users: StagedRows) throws {
    let old = tables.schema.users.table
    let new = tables.tableName(users.model)
    for link in [tables.schema.memberships.table, tables.schema.userPermissions.table] {
      try database.execute(sql: "DROP TABLE main.\(link.quoted)")
    }
    // Renaming it renames it in the foreign keys of other tables, and dropping it leaves them as they are.
    try database.execute(sql: "ALTER TABLE main.\(old.quoted) RENAME TO \(new.quoted)")
    try database.execute(sql: "DROP TABLE main.\(new.quoted)")
    references.rename(old, to: new)
    tables = ModelTables(catalog: try TableCatalog(database), schema: tables.schema)
  }

  /// Reads the schema anew: tables have been made, and perhaps another user table.
  private func lookAgain() throws {
    tables = try detect(database)
    for (type, place) in places {
      guard case .known = place, let model = try tables.find(type) else { continue }
      places[type] = .known(model)
    }
    writer = RecordWriter(database, NaturalKeys(tables, database), references, now: now)
  }
}
