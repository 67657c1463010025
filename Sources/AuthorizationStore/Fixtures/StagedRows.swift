internal import Authorization
internal import GRDB

/// Records, or fields of records, that no table has a place for yet.
///
/// They wait in a temporary table, as JSON, until every one has come: only then it is known what the columns hold.
final class StagedRows {
  struct Field {
    var name: Name
    /// The column of the temporary table.
    var column: String
    var shapes: FieldShapes = []
  }

  let model: TypeName
  /// In the order in which they came.
  let number: Int
  /// The table that gets new columns; nil where the model has no table yet.
  let known: ModelTable?
  private(set) var fields: [Field] = []
  private(set) var keyShapes: FieldShapes = []
  private(set) var lacksKeys = false
  private(set) var created = 0
  private(set) var replaced = 0
  let table: String
  private let database: Database
  private var places: [Name: Int] = [:]
  private var lower: [String: Name] = [:]

  init(_ model: TypeName, known: ModelTable?, number: Int, _ database: Database) throws {
    self.model = model
    self.known = known
    self.number = number
    self.database = database
    table = "permscope_staged_\(number)"
    try database.execute(
      sql: "CREATE TEMP TABLE \(table) (record integer NOT NULL, row_key UNIQUE)")
  }

  /// Keeps a whole record of a model without a table.
  func add(_ record: FixtureRecord) throws {
    if let key = record.key {
      guard [.integer, .uuid, .dateTime, .otherText].contains(FieldShapes(key)) else {
        throw FixtureError(
          "expected a whole number or a text, got \(key.noun)", record: record.index,
          model: Name(model.description), field: "pk")
      }
      keyShapes.formUnion(FieldShapes(key))
    } else {
      lacksKeys = true
    }
    let key = record.key.map { $0.pythonText.databaseValue } ?? .null
    try add(record.fields.members, key, record.index)
  }

  /// Keeps fields that a table has no column for.
  func add(_ extras: [JSONObject.Member], of key: RowValue, record: Int) throws {
    try add(extras, key.databaseValue, record)
  }

  private func add(_ members: [JSONObject.Member], _ key: DatabaseValue, _ record: Int) throws {
    var columns = ["record", "row_key"]
    var values: [DatabaseValue] = [record.databaseValue, key]
    for member in members {
      let place = try place(of: member.key, record)
      fields[place].shapes.formUnion(FieldShapes(member.value))
      if member.value.isNull { continue }
      if member.value.text?.text.utf8.contains(0) == true {
        throw FixtureError(
          "expected a text without NUL characters", record: record, model: Name(model.description),
          field: member.key)
      }
      columns.append(fields[place].column)
      values.append(member.value.pythonText.databaseValue)
    }
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let before = try isStaged(key)
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))"
    ).execute(arguments: StatementArguments(values))
    if before { replaced += 1 } else { created += 1 }
  }

  private func isStaged(_ key: DatabaseValue) throws -> Bool {
    guard !key.isNull else { return false }
    let statement = try database.cachedStatement(sql: "SELECT 1 FROM \(table) WHERE row_key = ?")
    return try StoredRow.fetchOne(statement, arguments: [key]) != nil
  }

  private func place(of name: Name, _ record: Int) throws -> Int {
    if let place = places[name] { return place }
    let model = Name(model.description)
    guard FixtureRecord.isIdentifier(name.text) else {
      throw FixtureError(
        "no name of a field; expected letters, digits and underscores", record: record, model: model,
        field: name)
    }
    if let other = lower.updateValue(name, forKey: name.text.lowercased()) {
      throw FixtureError(
        "differs from the field `\(other)` only by case, and SQLite takes both for one column",
        record: record, model: model, field: name)
    }
    let place = fields.count
    fields.append(Field(name: name, column: "f\(place)"))
    places[name] = place
    try database.execute(sql: "ALTER TABLE temp.\(table) ADD COLUMN f\(place)")
    return place
  }
}
