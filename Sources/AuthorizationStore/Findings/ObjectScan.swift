internal import Authorization
internal import GRDB

/// Goes through what is granted on objects, type by type, in short reads.
enum ObjectScan {
  /// Rows of one type in one table.
  private struct Part {
    var rows: ObjectRows
    var type: TypeName
    /// The key of the type; nil where all rows of the table have it.
    var typeKey: DatabaseValue?
    /// Which of them are wanted.
    var condition: String
  }

  /// Calls `found` for the rows that a condition on `g` picks, while they are read.
  ///
  /// - Parameter condition: told the rows' table, their type, and the table of the objects, nil where there is none; nil
  ///   where none of the rows are wanted.
  static func forEach(
    _ scan: FindingScan,
    where condition: (AuthorizationReader, ObjectRows, TypeName, TypeTable?) throws -> String?,
    found: (AuthorizationReader, ObjectRow) throws -> Void
  ) throws {
    var wanted: [Part] = []
    try scan.read { reader in
      for (rows, type, key) in try places(reader) {
        guard let sql = try condition(reader, rows, type, try reader.table(of: type)) else { continue }
        wanted.append(Part(rows: rows, type: type, typeKey: key, condition: sql))
      }
    }
    for (place, part) in wanted.enumerated() {
      let key = "g.\(part.rows.key.quoted)"
      // The plus keeps an index away: rows of roles are found by the slice of their own keys.
      let ofType = part.typeKey.map { "\(part.rows.isRole ? "+" : "")g.content_type_id = \($0.mark)" }
      let typeArguments = StatementArguments([part.typeKey].compactMap { $0 })
      // The index of the content type has whole numbers in order; keys of roles would be sorted for every slice.
      let isIndexed = !part.rows.isRole
      let share = Double(place) / Double(wanted.count)...Double(place + 1) / Double(wanted.count)
      try scan.slices(
        "\(part.rows.table.quoted) AS g", by: key, where: isIndexed ? [ofType].compactMap { $0 } : [],
        isIndexed ? typeArguments : [], share: share
      ) { reader, slice in
        let conditions = [ofType, slice.condition, part.condition].compactMap { $0 }
        let sql = """
          SELECT \(ObjectRow.columns(part.rows)) FROM \(part.rows.table.quoted) AS g \
          WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(key)
          """
        let all = try StoredRow.fetchAll(
          reader.database.makeStatement(sql: sql),
          arguments: typeArguments + StatementArguments(slice.arguments))
        let words = FindingWords(reader)
        for row in all { try ObjectRow(row, part.rows, part.type, words).map { try found(reader, $0) } }
      }
    }
  }

  /// The tables with the types that their rows are about. Where a type has a direct table, django-guardian does not look
  /// at its generic rows, and no grant that is written or taken away is one of them.
  private static func places(_ reader: AuthorizationReader) throws -> [(ObjectRows, TypeName, DatabaseValue?)]
  {
    let direct = try ObjectRows.direct(reader)
    let named = try ObjectRows.all(reader).flatMap { rows in
      try rows.types(reader).map { (rows, $0.type, Optional($0.key)) }
    }
    return named.filter { rows, type, _ in
      rows.isRole || !direct.contains { $0.onlyType == type && $0.isGroup == rows.isGroup }
    } + direct.compactMap { rows in rows.onlyType.map { (rows, $0, nil) } }
  }
}
