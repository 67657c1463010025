internal import Authorization
internal import GRDB

/// What becomes of the fields of records of one model that have the same names in the same order, as those of a dump do.
struct FieldPlan {
  enum Part {
    /// At this place among the columns of the statements.
    case column(FieldColumn, place: Int)
    case link(LinkTable)
    /// The table has no column for it yet.
    case extra
  }

  let names: [Name]
  let hasKey: Bool
  let parts: [Part]
  /// The columns that get a value from the record, then those that get what the model gives a new row.
  let columns: [FieldColumn]
  let defaults: [(column: FieldColumn, value: RowValue)]
  let insert: Statement
  let update: Statement?

  /// - Throws: `FixtureError` where two fields are one column, or the record lacks one that must have a value.
  init(_ record: FixtureRecord, _ model: ModelTable, _ database: Database, now: String) throws {
    names = record.fields.members.map(\.key)
    hasKey = record.key != nil
    var columns: [FieldColumn] = []
    var parts: [Part] = []
    for name in names {
      if let link = model.links[name] {
        parts.append(.link(link))
      } else if let column = model.column(name) {
        guard !columns.contains(where: { $0.name == column.name }) else {
          throw FixtureError(
            "another field of the record is the column `\(column.name)` too", record: record.index,
            model: Name(record.model.description), field: name)
        }
        parts.append(.column(column, place: columns.count))
        columns.append(column)
      } else {
        parts.append(.extra)
      }
    }
    self.parts = parts
    self.columns = columns
    let absent = model.columns.filter { column in
      column.isRequired && !column.hasDefault && !columns.contains { $0.name == column.name }
    }
    defaults = try absent.map { column in
      guard let value = ModelDefaults.value(column, now: now) else {
        throw FixtureError(
          "is missing, and `\(column.name)` of `\(model.table)` must have a value", record: record.index,
          model: Name(record.model.description), field: column.fieldName)
      }
      return (column, value)
    }
    let written = columns.map(\.name) + defaults.map(\.column.name) + (hasKey ? [model.key.name] : [])
    let table = model.table.quoted
    let marks = written.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    let conflict = hasKey ? " ON CONFLICT (\(model.key.name.quoted)) DO NOTHING" : ""
    insert = try database.makeStatement(
      sql: written.isEmpty
        ? "INSERT INTO \(table) DEFAULT VALUES"
        : "INSERT INTO \(table) (\(written.map(\.quoted).joined(separator: ", "))) VALUES (\(marks))\(conflict)"
    )
    guard !columns.isEmpty else {
      update = nil
      return
    }
    // SQLite compares as the columns do: a decimal that comes as text equals the number that is stored.
    let sets = columns.enumerated().map { "\($1.name.quoted) = ?\($0 + 1)" }.joined(separator: ", ")
    let differs = columns.enumerated().map { "\($1.name.quoted) IS NOT ?\($0 + 1)" }.joined(separator: " OR ")
    update = try database.makeStatement(
      sql:
        "UPDATE \(table) SET \(sets) WHERE \(model.key.name.quoted) = ?\(columns.count + 1) AND (\(differs))")
  }

  func fits(_ record: FixtureRecord) -> Bool {
    let members = record.fields.members
    guard hasKey == (record.key != nil), members.count == names.count else { return false }
    return zip(members, names).allSatisfy { $0.key == $1 }
  }
}

/// What Django's models give a new row where a fixture is silent.
enum ModelDefaults {
  /// Nil where nobody here knows.
  static func value(_ column: FieldColumn, now: String) -> RowValue? {
    switch (column.name, column.kind) {
    // `AbstractUser`
    case ("is_active", .boolean): RowValue(true)
    case ("is_staff", .boolean), ("is_superuser", .boolean): RowValue(false)
    case ("date_joined", .dateTime): .text(Name(now))
    // Pulp: `BaseModel`, `Role`, `AccessPolicy`, `Domain`
    case ("pulp_created", .dateTime): .text(Name(now))
    case ("locked", .boolean), ("customized", .boolean), ("hide_guarded_distributions", .boolean):
      RowValue(false)
    case ("redirect_to_object_storage", .boolean): RowValue(true)
    case ("pulp_labels", .json), ("storage_settings", .json): .text("{}")
    // `Field.get_default`: texts are empty, everything else is null.
    case (_, .text): column.target == nil ? .text("") : nil
    default: nil
    }
  }
}
