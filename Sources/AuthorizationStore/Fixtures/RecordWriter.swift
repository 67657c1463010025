internal import Authorization
import Foundation
internal import GRDB

/// Writes records into tables that are there, as `loaddata` does: a row with the same key is
/// updated. Fields that a record does not have keep their values; `loaddata` would write their defaults.
final class RecordWriter {
  enum Outcome { case created, updated, unchanged }

  enum Result {
    /// - extras: the fields that the table has no column for.
    case written(Outcome, key: RowValue, extras: [JSONObject.Member])
    /// It names a row by a natural key that is not there yet.
    case waits(for: MissingRow)
  }

  /// A row that was named by its natural key.
  struct MissingRow {
    var table: String
    var parts: [JSONValue]
    var error: FixtureError
  }

  private struct Waiting: Error { var row: MissingRow }

  let database: Database
  let natural: NaturalKeys
  let references: ForwardReferences
  private let links: LinkWriter
  private let now: String
  private var plans: [TypeName: FieldPlan] = [:]

  init(_ database: Database, _ natural: NaturalKeys, _ references: ForwardReferences, now: String) {
    self.database = database
    self.natural = natural
    self.references = references
    self.now = now
    links = LinkWriter(database)
  }

  func write(_ record: FixtureRecord, _ model: ModelTable) throws -> Result {
    do {
      return try written(record, model)
    } catch let waiting as Waiting {
      return .waits(for: waiting.row)
    }
  }

  private func written(_ record: FixtureRecord, _ model: ModelTable) throws -> Result {
    let record = try keyed(record, model)
    let plan = try plan(record, model)
    var values: [RowValue] = []
    var linked: [(link: LinkTable, field: Name, values: [RowValue])] = []
    var extras: [JSONObject.Member] = []
    values.reserveCapacity(plan.columns.count)
    for (member, part) in zip(record.fields.members, plan.parts) {
      switch part {
      case .column(let column, _): values.append(try value(member.value, column, member.key, record))
      case .link(let link):
        linked.append((link, member.key, try targets(member.value, link, member.key, record)))
      case .extra: extras.append(member)
      }
    }
    let (outcome, key) = try store(values, plan, record, model)
    for (column, value) in zip(plan.columns, values) {
      guard let target = column.target, value != .null else { continue }
      try references.note(value, target, record, field: column.fieldName)
    }
    if let target = model.key.target { try references.note(key, target, record, field: "pk") }
    var changesLinks = false
    for (link, field, values) in linked {
      if try links.set(link, of: key, to: values, isNew: outcome == .created) { changesLinks = true }
      for value in values { try references.note(value, link.target, record, field: field) }
    }
    return .written(
      outcome == .unchanged && changesLinks ? .updated : outcome, key: key, extras: extras)
  }

  /// The record without the link to the parent of multi-table inheritance, which is the key once more: `dumpdata` adds
  /// it with `--natural-primary`.
  private func keyed(_ record: FixtureRecord, _ model: ModelTable) throws -> FixtureRecord {
    guard let target = model.key.target, let link = record.fields[model.key.fieldName] else { return record }
    var keyed = record
    keyed.fields[model.key.fieldName] = nil
    guard record.key == nil else { return keyed }
    if let parts = link.elements {
      let key = try row(parts, target, model.key.fieldName, record)
      keyed.key = ExportValue.json(key.databaseValue, model.key.kind)
    } else {
      keyed.key = link
    }
    return keyed
  }

  // MARK: Rows

  private func store(
    _ values: [RowValue], _ plan: FieldPlan, _ record: FixtureRecord, _ model: ModelTable
  ) throws -> (Outcome, RowValue) {
    do {
      if let key = try key(record, plan, values, model) {
        let bound = values.map(\.databaseValue)
        let defaults = plan.defaults.map(\.value.databaseValue)
        if plan.hasKey {
          try plan.insert.execute(arguments: StatementArguments(bound + defaults + [key.databaseValue]))
          if database.changesCount == 1 { return (.created, key) }
        }
        guard let update = plan.update else { return (.unchanged, key) }
        try update.execute(arguments: StatementArguments(bound + [key.databaseValue]))
        guard database.changesCount > 0 else { return (.unchanged, key) }
        natural.forget(model.table)
        return (.updated, key)
      }
      let written = values + plan.defaults.map(\.value)
      return (.created, try insertWithFreshKey(written, plan, record, model))
    } catch let error as DatabaseError {
      throw FixtureConstraint.error(error, record, model) ?? error
    }
  }

  /// The key of the row that the record is about; nil where the row has to be made with a key of its own.
  private func key(
    _ record: FixtureRecord, _ plan: FieldPlan, _ values: [RowValue], _ model: ModelTable
  ) throws -> RowValue? {
    if let given = record.key {
      if case .bool = given { throw wrong(given, model.key, "pk", record) }
      guard let key = FixtureValue.stored(given, model.key.kind, column: model.key.name) else {
        throw wrong(given, model.key, "pk", record)
      }
      return key
    }
    let places = model.naturalKey.map { name in plan.columns.firstIndex { $0.name == name } }
    let found = places.compactMap { $0.map { values[$0] } }
    guard !model.naturalKey.isEmpty, found.count == places.count else { return nil }
    let conditions = model.naturalKey.map { "\($0.quoted) = ?" }.joined(separator: " AND ")
    let statement = try database.cachedStatement(
      sql: "SELECT \(model.key.name.quoted) FROM \(model.table.quoted) WHERE \(conditions)")
    return try StoredRow.fetchOne(statement, arguments: StatementArguments(found.map(\.databaseValue)))
      .map { RowValue($0[0]) }
  }

  private func insertWithFreshKey(
    _ values: [RowValue], _ plan: FieldPlan, _ record: FixtureRecord, _ model: ModelTable
  ) throws -> RowValue {
    switch model.key.kind {
    case .integer where model.key.target == nil:
      try plan.insert.execute(arguments: StatementArguments(values.map(\.databaseValue)))
      return .integer(database.lastInsertedRowID)
    case .uuid where model.key.target == nil:
      let key = UUID().uuidString.lowercased().filter { $0 != "-" }
      var keyed = record
      keyed.key = .string(Name(key))
      let plan = try FieldPlan(keyed, model, database, now: now)
      try plan.insert.execute(
        arguments: StatementArguments(values.map(\.databaseValue) + [key.databaseValue]))
      return .text(Name(key))
    default:
      throw FixtureError(
        "is missing, and no key can be drawn for `\(model.table)`", record: record.index,
        model: Name(record.model.description), field: "pk")
    }
  }

  private func plan(_ record: FixtureRecord, _ model: ModelTable) throws -> FieldPlan {
    if let plan = plans[record.model], plan.fits(record) { return plan }
    let plan = try FieldPlan(record, model, database, now: now)
    plans[record.model] = plan
    return plan
  }

  // MARK: Values

  private func value(
    _ value: JSONValue, _ column: FieldColumn, _ field: Name, _ record: FixtureRecord
  ) throws -> RowValue {
    if value.isNull {
      guard column.isRequired else { return .null }
      // JSON has a null of its own.
      if column.kind == .json { return .text("null") }
      throw FixtureError(
        "must not be null", record: record.index, model: Name(record.model.description), field: field)
    }
    if let target = column.target, let parts = value.elements {
      return try row(parts, target, field, record)
    }
    guard let stored = FixtureValue.stored(value, column.kind, column: column.name) else {
      throw wrong(value, column, field, record)
    }
    return stored
  }

  /// The keys of the rows that a many-to-many field names, each once.
  private func targets(
    _ value: JSONValue, _ link: LinkTable, _ field: Name, _ record: FixtureRecord
  ) throws -> [RowValue] {
    guard let elements = value.elements else {
      throw FixtureError(
        "expected a list of keys, got \(value.noun)", record: record.index,
        model: Name(record.model.description), field: field)
    }
    var seen: Set<RowValue> = []
    var found: [RowValue] = []
    let column = FieldColumn(name: link.to, kind: link.target.kind, isRequired: true, hasDefault: false)
    for element in elements {
      let key =
        if let parts = element.elements {
          try row(parts, link.target, field, record)
        } else {
          try self.value(element, column, field, record)
        }
      if seen.insert(key).inserted { found.append(key) }
    }
    return found
  }

  private func row(
    _ parts: [JSONValue], _ target: FieldColumn.Target, _ field: Name, _ record: FixtureRecord
  ) throws -> RowValue {
    do {
      if let key = try natural.key(target, parts) { return key }
    } catch var error as FixtureError {
      (error.record, error.model, error.field) = (record.index, Name(record.model.description), field)
      throw error
    }
    let shown = JSONValue.array(parts).compactText
    throw Waiting(
      row: MissingRow(
        table: target.table, parts: parts,
        error: FixtureError(
          "names `\(shown)` of `\(target.table)`, which is neither in the file nor in the database",
          record: record.index, model: Name(record.model.description), field: field)))
  }

  private func wrong(
    _ value: JSONValue, _ column: FieldColumn, _ field: Name, _ record: FixtureRecord
  ) -> FixtureError {
    var shown = value.compactText
    if shown.unicodeScalars.count > 60 {
      shown = String(String.UnicodeScalarView(shown.unicodeScalars.prefix(60))) + "…"
    }
    let nul = value.text?.text.utf8.contains(0) == true ? " without NUL characters" : ""
    return FixtureError(
      "expected \(column.kind.expectation)\(nul), got `\(shown)`", record: record.index,
      model: Name(record.model.description), field: field)
  }
}
