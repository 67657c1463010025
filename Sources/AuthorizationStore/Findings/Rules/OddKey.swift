internal import Authorization
internal import GRDB

/// Grants and role assignments whose key is not how the table of the objects writes it.
enum OddKey: FindingSearch {
  static let rule = FindingRule.oddKey

  static func search(_ scan: FindingScan) throws {
    try ObjectScan.forEach(scan) { reader, rows, type, table in
      // A foreign key of a direct table has no spelling: it is the object's own key, or an orphan.
      guard let table, rows.onlyType == nil, table.isInteger || table.isUUID else { return nil }
      let text = "g.\(rows.object.quoted)"
      // What is an orphan is told there.
      return "\(text) IS NOT NULL AND NOT (\(table.isCanonicalSQL(text))) "
        + "AND NOT (\(table.orphanSQL(text, isGuardian: !rows.isRole)))"
    } found: { reader, row in
      try scan.add(
        Finding(
          rule, "\(row.words), which is not how the key is written: it gives nothing", about: row.holder.ref,
          fix: row.fix, proof: row.check(on: try meant(row.object, reader))))
    }
  }

  /// The object that the key looks like, whose check shows that the grant is none on it.
  private static func meant(_ odd: ObjectRef, _ reader: AuthorizationReader) throws -> ObjectRef {
    guard let table = try reader.table(of: odd.type) else { return odd }
    let sql =
      "SELECT \(table.textSQL) FROM \(table.table.quoted) AS o WHERE o.\(table.key.quoted) = \(table.nativeSQL("?"))"
    let key = try StoredValue.fetchOne(
      reader.database.cachedStatement(sql: sql), arguments: [odd.key.value]
    ).flatMap { Name($0) }
    return key.map { ObjectRef(type: odd.type, key: $0) } ?? odd
  }
}
