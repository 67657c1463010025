internal import Authorization
internal import GRDB

/// Reads relations from the open database, inside one `read`.
final class RelationReader: RelationReading {
  let database: Database
  let schema: Schema
  let compiler: LayerCompiler
  /// Where it is noted which rows answers rest on; nil where nobody asks.
  var recorder: RowRecorder?
  /// Statements stay prepared between questions; texts are remembered by the shape of the question.
  private let texts: StatementTexts
  private var names: [EntityKind: [DatabaseKey: Name]] = [:]

  init(_ database: Database, schema: Schema, texts: StatementTexts) {
    self.database = database
    self.schema = schema
    self.texts = texts
    compiler = LayerCompiler(schema: schema)
  }

  func holds(_ layers: [Layer], _ question: RelationQuestion) throws -> Bool {
    let text = texts.text(layers, question, .existence) { layers, question in
      compiler.existence(layers, question).map { Fragment(sql: "SELECT " + $0.sql, slots: $0.slots) }
        ?? .nothing
    }
    guard !text.sql.isEmpty else { return false }
    let statement = try database.cachedStatement(sql: text.sql)
    let answer = try Bool.fetchOne(statement, arguments: text.arguments(question)) ?? false
    if answer, recorder != nil { _ = try derivations(layers, question, limit: RowRecorder.pathLimit) }
    return answer
  }

  func derivations(_ layers: [Layer], _ question: RelationQuestion, limit: Int) throws -> [Derivation] {
    var found: [Derivation] = []
    for layer in layers {
      let columns = try compiler.rowColumns(layer, question, keyColumns)
      let text = texts.text([layer], question, .path, limit: limit) { _, question in
        guard let part = compiler.compile(layer, question, .path, rows: columns) else { return .nothing }
        return Fragment(sql: part.sql + " LIMIT \(limit)", slots: part.slots)
      }
      guard !text.sql.isEmpty else { continue }
      let statement = try database.cachedStatement(sql: text.sql)
      let rows = try StoredRow.fetchCursor(statement, arguments: text.arguments(question))
      while let row = try rows.next() {
        var derivation = derivation(layer, row)
        derivation.rows = identities(columns, row, from: 4 + layer.steps.count)
        if let recorder { derivation.rows.forEach(recorder.add) }
        found.append(derivation)
      }
    }
    return found
  }

  /// The columns of a table's primary key. What stands in the table's place in a preview has none of its own.
  private func keyColumns(_ table: String) throws -> [String] {
    if let known = texts.keyColumns[table] { return known }
    let statement = try database.cachedStatement(
      sql: "SELECT name FROM pragma_table_info(?, 'main') WHERE pk > 0 ORDER BY pk")
    let columns = try StoredValue.fetchAll(statement, arguments: [table]).compactMap { Name($0)?.text }
    texts.keyColumns[table] = columns
    return columns
  }

  private func identities(
    _ columns: [LayerCompiler.RowColumn], _ row: StoredRow, from first: Int
  ) -> [RowIdentity] {
    var found: [RowIdentity] = []
    var alias: String?
    for (index, column) in columns.enumerated() {
      let value = ColumnValue(column.column, RowValue(row[first + index]))
      if column.alias == alias, let last = found.indices.last {
        found[last].key.append(value)
      } else {
        found.append(RowIdentity(table: column.table, key: [value]))
      }
      alias = column.alias
    }
    return found
  }

  private func derivation(_ layer: Layer, _ row: StoredRow) -> Derivation {
    Derivation(
      layer: layer, group: DatabaseKey(row[0]), permissionKey: DatabaseKey(row[1]),
      object: DatabaseKey(row[2]),
      domain: DatabaseKey(row[3]),
      steps: layer.steps.enumerated().compactMap { index, step in
        DatabaseKey(row[4 + index]).map { Derivation.Step(kind: step.kind, key: $0, wording: step.wording) }
      })
  }

  func name(of kind: EntityKind, key: DatabaseKey) throws -> Name? {
    if let known = names[kind]?[key] { return known }
    guard let place = Self.place(kind, schema) else { return nil }
    let sql = "SELECT \(place.name.quoted) FROM \(place.table.quoted) WHERE \(place.key.quoted) = ?"
    let value = try StoredValue.fetchOne(database.cachedStatement(sql: sql), arguments: [key.value])
    guard let name = value.flatMap({ Name($0) }) else { return nil }
    names[kind, default: [:]][key] = name
    recorder?.add(place.table, place.key, key)
    return name
  }

  /// Where rows of a kind have their names.
  static func place(_ kind: EntityKind, _ schema: Schema) -> (table: String, key: String, name: String)? {
    switch kind {
    case .user: (schema.users.table, schema.users.key, schema.users.username)
    case .group: ("auth_group", "id", "name")
    case .role: ("core_role", "pulp_id", "name")
    case .tree: ("datawarehouse_gittree", "id", "name")
    case .policy: ("datawarehouse_gittreepolicy", "id", "name")
    case .domain: ("core_domain", "pulp_id", "name")
    case .task: ("user_tasks_usertaskstatus", "id", "name")
    case .artifact: ("user_tasks_usertaskartifact", "id", "name")
    case .endpoint: ("core_accesspolicy", "pulp_id", "viewset_name")
    case .session: ("django_session", "session_key", "session_key")
    case .permission: ("auth_permission", "id", "codename")
    case .type, .object, .entry, .finding: nil
    }
  }
}
