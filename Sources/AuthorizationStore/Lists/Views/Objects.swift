internal import Authorization
internal import GRDB

extension ListCatalog {
  /// The objects of one type: by name where a unique index gives that order, else by key.
  func objects(_ type: TypeName) throws -> ListPart? {
    guard let table = try reader.table(of: type) else { return nil }
    let key = "o.\(table.key.quoted)"
    let name = table.name.map { table.sql($0) }
    var order = [ListPart.Term(sql: key)]
    let catalog = try TableCatalog(reader.database)
    if let place = table.name, !place.isInherited, try catalog.isUnique(table.table, place.column), let name {
      order.insert(ListPart.Term(sql: name), at: 0)
    }
    // The parent has exactly one row for each: the two share the key.
    let joins =
      table.parent.map { " LEFT JOIN \($0.table.quoted) AS parent ON parent.\($0.key.quoted) = \(key)" } ?? ""
    let filler = ObjectFiller(table: table, joins: joins)
    return ListPart(
      from: "\(table.table.quoted) AS o", joins: joins, order: order, slices: key,
      filters: [name, "CAST(\(key) AS TEXT)"].compactMap { $0 },
      sorts: ["name": ListPart.Sort(sql: name ?? key), "key": ListPart.Sort(sql: key, canBeNull: false)],
      fill: filler.rows)
  }
}

/// Makes rows of objects, with the number of grants on each.
private struct ObjectFiller {
  let table: TypeTable
  let joins: String

  func rows(_ reader: AuthorizationReader, _ keys: [[DatabaseValue]]) throws -> [FilledRow?] {
    let name = table.name.map { table.sql($0) } ?? "NULL"
    let key = "o.\(table.key.quoted)"
    let statement = try reader.database.cachedStatement(
      sql: "SELECT \(name) FROM \(table.table.quoted) AS o\(joins) WHERE \(key) = ?")
    let grants = try ObjectGrantCounts(
      reader, table.type,
      texts: keys.map { key in
        key.last.flatMap { DatabaseKey($0) }.map { table.text($0) } ?? ""
      })
    return try keys.map { key -> FilledRow? in
      guard let value = key.last, let key = DatabaseKey(value),
        let row = try StoredRow.fetchOne(statement, arguments: [value])
      else { return nil }
      let text = table.text(key)
      let name = Name(row[0])
      return FilledRow(
        ref: EntityRef(kind: .object, key: key, name: name ?? text, type: table.type),
        cells: [
          name.map { .text($0.text) } ?? .none, .text(text.text), grants.cell(text, ofGroups: false),
          grants.cell(text, ofGroups: true),
        ])
    }
  }
}

/// The numbers of grants on the objects of a page.
///
/// guardian has no index that finds the grants of one object (it dropped the one it had), so they are counted
/// where the type has few, all at once, and left out where it has many.
private struct ObjectGrantCounts {
  private var counts: [Bool: [Name: Int]] = [:]

  private static let few = 10_000

  init(_ reader: AuthorizationReader, _ type: TypeName, texts: [Name]) throws {
    let type = reader.schema.concrete(type)
    guard reader.schema.has(.guardian), let typeKey = try reader.contentType(type), !texts.isEmpty else {
      return
    }
    for isGroup in [false, true] {
      if let direct = reader.schema.directGrants.first(where: { $0.type == type && $0.holdsGroups == isGroup }
      ) {
        counts[isGroup] = try Self.direct(reader, direct, texts)
      } else {
        counts[isGroup] = try Self.generic(reader, isGroup, typeKey, texts)
      }
    }
  }

  func cell(_ text: Name, ofGroups isGroup: Bool) -> CellValue {
    counts[isGroup].map { .count($0[text] ?? 0) } ?? .none
  }

  private static func generic(
    _ reader: AuthorizationReader, _ isGroup: Bool, _ typeKey: DatabaseKey, _ texts: [Name]
  ) throws -> [Name: Int]? {
    let table = isGroup ? "guardian_groupobjectpermission" : "guardian_userobjectpermission"
    let total = try Int.fetchOne(
      reader.database.cachedStatement(
        sql: "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE content_type_id = ? LIMIT \(few + 1)) AS n"),
      arguments: [typeKey.value])
    guard let total, total <= few else { return nil }
    let wanted = Set(texts)
    var counts: [Name: Int] = [:]
    let rows = try StoredRow.fetchCursor(
      reader.database.cachedStatement(
        sql: "SELECT object_pk, count(*) FROM \(table) WHERE content_type_id = ? GROUP BY object_pk"),
      arguments: [typeKey.value])
    while let row = try rows.next() {
      if let text = Name(row[0]), wanted.contains(text) { counts[text] = row.count(1) }
    }
    return counts
  }

  private static func direct(
    _ reader: AuthorizationReader, _ grants: Schema.DirectGrants, _ texts: [Name]
  ) throws -> [Name: Int] {
    let statement = try reader.database.cachedStatement(
      sql: """
        SELECT count(*) FROM (SELECT 1 FROM \(grants.table.quoted) WHERE content_object_id = ? \
        LIMIT \(BoundedCount.limit)) AS n
        """)
    let table = try reader.table(of: grants.type)
    var counts: [Name: Int] = [:]
    for text in texts {
      let key = table?.native(text) ?? .text(text)
      counts[text] = try Int.fetchOne(statement, arguments: [key.value]) ?? 0
    }
    return counts
  }
}

extension TableCatalog {
  /// Whether a unique index is on this column alone, and the column always has a value.
  func isUnique(_ table: String, _ column: String) throws -> Bool {
    guard try columns(table).contains(where: { $0.name == column && $0.isRequired }) else { return false }
    let indexes = try StoredValue.texts(
      database.cachedStatement(
        sql: "SELECT name FROM pragma_index_list(?) WHERE \"unique\" AND NOT partial"),
      arguments: [table])
    return try indexes.contains { index in
      try StoredValue.texts(
        database.cachedStatement(sql: "SELECT name FROM pragma_index_info(?)"), arguments: [index]) == [
          column
        ]
    }
  }
}
