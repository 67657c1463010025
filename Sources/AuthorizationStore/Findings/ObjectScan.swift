internal import Authorization
internal import GRDB

/// Goes through what is granted on objects, type by type, in short reads.
enum ObjectScan {
  /// Calls `found` for the rows that a condition on `g` picks.
  ///
  /// - Parameter condition: told the rows' table, their type, and the table of the objects, nil where there is none; nil
  ///   where none of the rows are wanted.
  static func forEach(
    _ scan: FindingScan,
    where condition: (AuthorizationReader, ObjectRows, TypeName, TypeTable?) throws -> String?,
    found: (ObjectRow) throws -> Void
  ) throws {
    var wanted: [(rows: ObjectRows, type: TypeName, key: DatabaseValue, condition: String)] = []
    try scan.read { reader in
      for rows in try ObjectRows.all(reader) {
        for (type, key) in try rows.types(reader) {
          guard let sql = try condition(reader, rows, type, try reader.table(of: type)) else { continue }
          wanted.append((rows, type, key, sql))
        }
      }
    }
    for (place, part) in wanted.enumerated() {
      let key = "g.\(part.rows.key)"
      // The plus keeps an index away: rows of roles are found by the slice of their own keys.
      let ofType = "\(part.rows.isRole ? "+" : "")g.content_type_id = \(part.key.mark)"
      let share = Double(place) / Double(wanted.count)...Double(place + 1) / Double(wanted.count)
      // The index of the content type has whole numbers in order; keys of roles would be sorted for every slice.
      let (conditions, arguments): ([String], StatementArguments) =
        part.rows.isRole ? ([], []) : ([ofType], [part.key])
      try scan.slices(
        "\(part.rows.table.quoted) AS g", by: key, where: conditions, arguments, share: share
      ) { reader, slice in
        let sql = """
          SELECT \(ObjectRow.columns(part.rows)) FROM \(part.rows.table.quoted) AS g \
          WHERE \(ofType) AND \(slice.condition) AND \(part.condition) ORDER BY \(key)
          """
        let all = try StoredRow.fetchAll(
          reader.database.makeStatement(sql: sql),
          arguments: [part.key] + StatementArguments(slice.arguments))
        let words = FindingWords(reader)
        for row in all { try ObjectRow(row, part.rows, part.type, words).map(found) }
      }
    }
  }
}
