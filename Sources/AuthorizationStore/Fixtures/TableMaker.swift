internal import Authorization
internal import GRDB

/// Makes tables for models that the database does not know, and columns for fields, from what has been staged.
struct TableMaker {
  let database: Database
  let tables: ModelTables
  let staged: [StagedRows]
  private(set) var madeTables: [String] = []
  private(set) var madeColumns: [String] = []
  private(set) var warnings: [String] = []

  init(_ database: Database, _ tables: ModelTables, _ staged: [StagedRows]) {
    self.database = database
    self.tables = tables
    self.staged = staged
  }

  /// The key of a table that is going to be made.
  private struct Key {
    var column: String
    var kind: FieldKind
    var parent: ReferenceFinder.Candidate?
  }

  mutating func make() throws {
    for rows in staged where rows.known == nil { try giveKeys(rows) }
    let plain = try candidates(parents: [:])
    // What extends another table is known only when all tables are.
    var parents: [TypeName: ReferenceFinder.Candidate] = [:]
    let first = ReferenceFinder(candidates: plain, database: database)
    for rows in staged where rows.known == nil { parents[rows.model] = try first.parent(of: rows) }
    let finder = ReferenceFinder(candidates: try candidates(parents: parents), database: database)
    // All decisions come before the first table: a table that is made does not change what a field refers to.
    let decided = try staged.map { rows in
      // The link to a parent is the key once more.
      let key = rows.known?.key.name ?? key(of: rows, parent: parents[rows.model]).column
      return (rows, try StagedColumns(rows, finder, except: key))
    }
    let new = decided.filter { rows, _ in rows.known == nil }
    // SQLite writes no row that refers to a table that is not there.
    for (rows, columns) in new { try create(rows, columns, key(of: rows, parent: parents[rows.model])) }
    for (rows, columns) in new { try fill(rows, columns, key(of: rows, parent: parents[rows.model])) }
    for (rows, columns) in decided { if let known = rows.known { try extend(rows, columns, known) } }
  }

  // MARK: Keys

  private func key(of rows: StagedRows, parent: ReferenceFinder.Candidate?) -> Key {
    if let parent { return Key(column: "\(parent.model)_ptr_id", kind: .uuid, parent: parent) }
    let kind: FieldKind =
      switch rows.keyShapes {
      case .integer, []: .integer
      case .uuid: .uuid
      default: .text
      }
    // Pulp's `BaseModel`; Django's own name otherwise. A field of that name means that the key has another.
    if rows.fields.contains(where: { $0.name == "pulp_created" }) {
      return Key(column: "pulp_id", kind: kind)
    }
    let isTaken = rows.fields.contains { $0.name.text.lowercased() == "id" }
    return Key(column: isTaken ? "pk" : "id", kind: kind)
  }

  /// Numbers the records that came without a key.
  private func giveKeys(_ rows: StagedRows) throws {
    guard rows.lacksKeys else { return }
    guard rows.keyShapes.isSubset(of: .integer) else {
      throw FixtureError(
        "has records with `pk` and records without, and no key can be drawn",
        model: Name(rows.model.description))
    }
    let statement = try database.makeStatement(
      sql: "SELECT ifnull(max(CAST(row_key AS INTEGER)), 0) FROM temp.\(rows.table)")
    let greatest = try StoredRow.fetchOne(statement)?.integer(0) ?? 0
    guard greatest < 1 << 62 else {
      throw FixtureError(
        "has records without `pk`, and no key is left above \(greatest)", model: Name(rows.model.description))
    }
    try database.execute(
      sql: "UPDATE temp.\(rows.table) SET row_key = CAST(? + rowid AS TEXT) WHERE row_key IS NULL",
      arguments: [max(greatest, 0)])
  }

  private func candidates(
    parents: [TypeName: ReferenceFinder.Candidate]
  ) throws -> [ReferenceFinder.Candidate] {
    var found: [ReferenceFinder.Candidate] = []
    for table in tables.catalog.tables where !table.hasPrefix("sqlite_") && !table.hasPrefix("permscope_") {
      guard let key = try tables.catalog.primaryKey(table), let type = try type(of: table),
        try !tables.isLink(table)
      else { continue }
      let isChild = try tables.catalog.foreignKeys(table).contains { $0.column == key.name }
      found.append(
        ReferenceFinder.Candidate(
          model: type.model, app: type.app,
          target: FieldColumn.Target(
            table: table, column: key.name, kind: FieldKind(declared: key.type, isJSON: false)),
          isChild: isChild))
    }
    for rows in staged where rows.known == nil {
      let parent = parents[rows.model]
      let key = key(of: rows, parent: parent)
      found.append(
        ReferenceFinder.Candidate(
          model: rows.model.model, app: rows.model.app,
          target: FieldColumn.Target(
            table: tables.tableName(rows.model), column: key.column, kind: key.kind),
          staged: rows, isChild: parent != nil))
    }
    return found
  }

  private func type(of table: String) throws -> TypeName? {
    if table == tables.schema.users.table {
      return tables.schema.userType ?? TypeName(app: "auth", model: "user")
    }
    return try TypeTables.named(table, tables.catalog)
  }

  // MARK: Statements

  private mutating func create(_ rows: StagedRows, _ columns: StagedColumns, _ key: Key) throws {
    let table = tables.tableName(rows.model)
    let texts = [keyText(key)] + columns.plain.map(\.declaration)
    try database.execute(sql: "CREATE TABLE main.\(table.quoted) (\(texts.joined(separator: ", ")))")
    madeTables.append(table)
    for column in columns.plain where column.target != nil { try index(table, column.name) }
  }

  private mutating func fill(_ rows: StagedRows, _ columns: StagedColumns, _ key: Key) throws {
    let table = tables.tableName(rows.model)
    let names = [key.column.quoted] + columns.plain.map(\.name.quoted)
    let values = [keyValue(key)] + columns.plain.map(\.value)
    try database.execute(
      sql: """
        INSERT INTO main.\(table.quoted) (\(names.joined(separator: ", ")))
        SELECT \(values.joined(separator: ", ")) FROM temp.\(rows.table) AS s ORDER BY s.rowid
        """)
    for link in columns.links {
      try makeLink(rows, link, owner: (table, key.column, key.kind), key: keyValue(key))
    }
  }

  private mutating func extend(_ rows: StagedRows, _ columns: StagedColumns, _ known: ModelTable) throws {
    let table = known.table
    let empty = rows.fields.filter { $0.shapes.isEmpty }
    for field in empty {
      warnings.append("`\(field.name)` of `\(rows.model)` is null in every record, and gets no column")
    }
    let plain = columns.plain.filter { column in !empty.contains { $0.column == column.staged } }
    for column in plain {
      try database.execute(sql: "ALTER TABLE main.\(table.quoted) ADD COLUMN \(column.declaration)")
      madeColumns.append("\(table).\(column.name)")
      if column.target != nil { try index(table, column.name) }
    }
    if !plain.isEmpty {
      let sets = plain.map { "\($0.name.quoted) = \($0.value)" }.joined(separator: ", ")
      try database.execute(
        sql: """
          UPDATE main.\(table.quoted) SET \(sets) FROM temp.\(rows.table) AS s
          WHERE main.\(table.quoted).\(known.key.name.quoted) = s.row_key
          """)
    }
    for link in columns.links {
      try makeLink(rows, link, owner: (table, known.key.name, known.key.kind), key: "s.row_key")
    }
  }

  private mutating func makeLink(
    _ rows: StagedRows, _ link: StagedColumns.Link, owner: (table: String, column: String, kind: FieldKind),
    key: String
  ) throws {
    let table = "\(owner.table)_\(link.field.name)"
    let isSelf = owner.table == link.target.target.table
    let from = (isSelf ? "from_" : "") + "\(rows.model.model)_id"
    let to = (isSelf ? "to_" : "") + "\(link.target.model)_id"
    try database.execute(
      sql: """
        CREATE TABLE main.\(table.quoted) ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
          \(from.quoted) \(owner.kind.declared) NOT NULL REFERENCES \(owner.table.quoted) (\(owner.column.quoted)) \
        DEFERRABLE INITIALLY DEFERRED,
          \(to.quoted) \(link.target.target.kind.declared) NOT NULL REFERENCES \(link.target.target.table.quoted) \
        (\(link.target.target.column.quoted)) DEFERRABLE INITIALLY DEFERRED)
        """)
    try database.execute(
      sql: """
        CREATE UNIQUE INDEX main.\("\(table)_uniq".quoted) ON \(table.quoted) (\(from.quoted), \(to.quoted))
        """)
    try index(table, to)
    try database.execute(
      sql: """
        INSERT INTO main.\(table.quoted) (\(from.quoted), \(to.quoted))
        SELECT DISTINCT \(key), \(link.value) FROM temp.\(rows.table) AS s, json_each(s.\(link.field.column)) AS j
        ORDER BY s.rowid
        """)
    madeTables.append(table)
  }

  private func index(_ table: String, _ column: String) throws {
    try database.execute(
      sql: "CREATE INDEX main.\("\(table)_\(column)_idx".quoted) ON \(table.quoted) (\(column.quoted))")
  }

  private func keyText(_ key: Key) -> String {
    let type = key.kind == .text ? "varchar(255)" : key.kind.declared
    let increment = key.kind == .integer && key.parent == nil ? " AUTOINCREMENT" : ""
    let reference = key.parent.map { " " + StagedColumns.reference($0.target) } ?? ""
    return "\(key.column.quoted) \(type) NOT NULL PRIMARY KEY\(increment)\(reference)"
  }

  private func keyValue(_ key: Key) -> String { StagedValue.sql("s.row_key", key.kind) }
}

extension FieldKind {
  /// The type that Django's SQLite backend declares.
  var declared: String {
    switch self {
    case .boolean: "bool"
    case .integer: "integer"
    case .real: "real"
    case .decimal: "decimal"
    case .text, .json: "text"
    case .uuid: "char(32)"
    case .dateTime: "datetime"
    case .date: "date"
    case .time: "time"
    case .bytes: "BLOB"
    }
  }
}
