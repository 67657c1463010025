internal import Authorization
internal import GRDB

/// Reads the rows of a model as records of a fixture.
struct RecordReader {
  private let model: ModelTable
  private let database: Database
  private let options: FixtureExport.Natural
  private let names: NaturalNames
  /// By name, so that the same database always gives the same text.
  private let links: [(field: Name, link: LinkTable, statement: Statement)]

  init(_ model: ModelTable, _ database: Database, _ options: FixtureExport.Natural, _ names: NaturalNames)
    throws
  {
    self.model = model
    self.database = database
    self.options = options
    self.names = names
    links = try model.links.sorted { $0.key < $1.key }.map { field, link in
      let statement = try database.makeStatement(
        sql: """
          SELECT \(link.to.quoted) FROM \(link.table.quoted) WHERE \(link.from.quoted) = ? ORDER BY \(link.to.quoted)
          """)
      return (field, link, statement)
    }
  }

  /// Hands over each row in the order of the keys.
  func forEach(_ body: (JSONValue) throws -> Void) throws {
    let columns = ([model.key] + model.columns).map(\.name.quoted).joined(separator: ", ")
    let statement = try database.makeStatement(
      sql: "SELECT \(columns) FROM \(model.table.quoted) ORDER BY \(model.key.name.quoted)")
    let rows = try StoredRow.fetchCursor(statement)
    while let row = try rows.next() { try body(record(row)) }
  }

  private func record(_ row: StoredRow) throws -> JSONValue {
    var members: [(Name, JSONValue)] = [("model", JSONValue(model.type.description))]
    if !(options.primary && names.has(model.table)) {
      members.append(("pk", ExportValue.json(row[0], model.key.kind)))
    }
    var fields: [(Name, JSONValue)] = []
    // As Django does, although the key is there (`serializers.base.Serializer`, `pk_parent`).
    if options.primary, let target = model.key.target {
      fields.append((model.key.fieldName, try value(row[0], model.key.kind, target)))
    }
    for (place, column) in model.columns.enumerated() {
      fields.append((column.fieldName, try value(row[place + 1], column.kind, column.target)))
    }
    for (field, link, statement) in links {
      let keys = try StoredRow.fetchAll(statement, arguments: [row[0]]).map { $0[0] }
      let kind = link.target.kind
      fields.append((field, .array(try keys.map { try value($0, kind, link.target) })))
    }
    members.append(("fields", .object(JSONObject(fields))))
    return .object(JSONObject(members))
  }

  private func value(
    _ value: DatabaseValue, _ kind: FieldKind, _ target: FieldColumn.Target?
  ) throws -> JSONValue {
    if options.foreign, let target, !value.isNull, let name = try names.name(value, target) { return name }
    return ExportValue.json(value, kind)
  }
}
