internal import Authorization
internal import GRDB

/// A list over one table: what its columns show, and what they are filtered and sorted by.
struct ViewList {
  /// What one column shows.
  struct Field {
    var sql: [String]
    /// What the column is sorted by, where that is not what it shows.
    var sort: String?
    var canBeNull = true
    var cell: ([DatabaseValue]) -> CellValue
  }

  var kind: EntityKind
  var type: TypeName?
  /// The table, as `r`, and what its natural order needs.
  var from: String
  /// The same tables in the order that suits a search by key, where that is another one.
  var byKey: String?
  var joins = ""
  var conditions: [String] = []
  var key: String
  /// The text that names a row.
  var name: String
  /// The natural order without the key, which always ends it.
  var order: [ListPart.Term]
  var keyDescends = false
  var filters: [String]
  /// The columns that the filters are made of.
  var searched: [String]?
  /// SQL that is true for rows that are drawn dim.
  var faded: String?
  var fields: [String: Field]

  func part(_ columns: [Authorization.Column]) -> ListPart {
    let fill = RowFiller(list: self, columns: columns)
    var sorts: [String: ListPart.Sort] = [:]
    for column in columns where column.sortable {
      guard let field = fields[column.id], let sql = field.sort ?? field.sql.first else { continue }
      sorts[column.id] = ListPart.Sort(sql: sql, canBeNull: field.canBeNull)
    }
    return ListPart(
      from: from, byKey: byKey, joins: joins, conditions: conditions,
      order: order + [ListPart.Term(sql: key, descending: keyDescends)], slices: key, filters: filters,
      searched: searched, sorts: sorts, fill: fill.rows)
  }
}

/// Makes rows of a view from keys.
private struct RowFiller {
  let list: ViewList
  let columns: [Authorization.Column]

  func rows(_ reader: AuthorizationReader, _ keys: [[DatabaseValue]]) throws -> [FilledRow?] {
    let fields = columns.map { list.fields[$0.id] }
    let select = [list.name, list.faded ?? "NULL"] + fields.flatMap { $0?.sql ?? [] }
    let conditions = list.conditions + ["\(list.key) = ?"]
    let statement = try reader.database.cachedStatement(
      sql:
        "SELECT \(select.joined(separator: ", ")) FROM \(list.byKey ?? list.from)\(list.joins)\(ListPart.filter(conditions))"
    )
    return try keys.map { key -> FilledRow? in
      guard let value = key.last, let key = DatabaseKey(value),
        let row = try StoredRow.fetchOne(statement, arguments: [value])
      else { return nil }
      var place = 2
      let cells = fields.map { field -> CellValue in
        guard let field else { return .none }
        defer { place += field.sql.count }
        return field.cell((place..<(place + field.sql.count)).map { row[$0] })
      }
      return FilledRow(
        ref: EntityRef(kind: list.kind, key: key, name: Name(row[0]) ?? Name(key.text), type: list.type),
        cells: cells, faded: row.bool(1) ?? false)
    }
  }
}

extension ViewList.Field {
  static func text(_ sql: String?) -> Self {
    Self(sql: [sql ?? "NULL"]) { Cell.text($0[0]) }
  }

  static func flag(_ sql: String?, else value: Bool) -> Self {
    Self(sql: [sql ?? (value ? "1" : "0")]) { .flag($0[0].bool ?? false) }
  }

  static func count(_ sql: String) -> Self {
    Self(sql: [sql], canBeNull: false) { .count($0[0].integer.map { Int($0) } ?? 0) }
  }

  static func date(_ sql: String?) -> Self {
    Self(sql: [sql ?? "NULL"]) { Cell.date($0[0]) }
  }

  /// Who an operation is open to, from the policy's key, the group's key and the group's name.
  static func audience(policy: String, group: String, name: String) -> Self {
    Self(
      sql: [policy, group, name],
      sort: "CASE WHEN \(policy) IS NULL THEN 'nobody' WHEN \(group) IS NULL THEN 'anyone' ELSE \(name) END"
    ) { .audience(Cell.audience($0[0], $0[1], $0[2])) }
  }
}

/// Values of columns as people read them.
enum Cell {
  static func text(_ value: DatabaseValue) -> CellValue {
    value.text.map { .text($0) } ?? .none
  }

  static func date(_ value: DatabaseValue) -> CellValue {
    guard case .string(let text) = value.storage else { return Self.text(value) }
    return .text(minutes(text))
  }

  /// A date and time of the database without its seconds.
  static func minutes(_ text: String) -> String {
    String(text.prefix(16).enumerated().map { $0.offset == 10 && $0.element == "T" ? " " : $0.element })
  }

  static func audience(_ policy: DatabaseValue, _ group: DatabaseValue, _ name: DatabaseValue) -> Audience {
    guard !policy.isNull else { return .nobody }
    guard let key = DatabaseKey(group) else { return .anyone }
    return .group(Name(name) ?? Name("#\(key)"))
  }
}
