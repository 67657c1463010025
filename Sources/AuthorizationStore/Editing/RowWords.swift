internal import Authorization
internal import GRDB

/// Names rows in the words of the screen: `user mira` instead of a table and a key.
struct RowWords {
  let reader: AuthorizationReader

  init(_ reader: AuthorizationReader) { self.reader = reader }

  private static let kinds: [EntityKind] = [
    .user, .group, .role, .tree, .policy, .domain, .task, .artifact, .endpoint, .session, .permission,
  ]

  /// What kind of row a table holds; nil for tables that only link others.
  func kind(_ table: String) -> EntityKind? {
    Self.kinds.first { RelationReader.place($0, reader.schema)?.table == table }
  }

  /// ``user `mira` ``, ``the row in `auth_user_groups` of user `mira` and group `release` ``.
  ///
  /// - Parameter image: what is known of the row, for one that is gone.
  func name(_ table: String, _ key: [ColumnValue], image: [ColumnValue]? = nil) throws -> String {
    if let kind = kind(table) { return try name(kind, table, key, image) }
    let image = try RowStore(reader.database).row(table, key) ?? image ?? []
    let holders = try TableCatalog(reader.database).foreignKeys(table).compactMap { link -> String? in
      guard let kind = kind(link.table), let value = image.value(of: link.column),
        let key = DatabaseKey(value.databaseValue)
      else { return nil }
      return "\(kind.title) `\(try reader.relations.name(of: kind, key: key) ?? Name("#\(key)"))`"
    }
    let numbers = key.map { SecretColumns.contains($0.column) ? "?" : RowComparison.words($0.value) }
    guard !holders.isEmpty else { return "row \(numbers.joined(separator: ", ")) of `\(table)`" }
    return "the row in `\(table)` of \(holders.joined(separator: " and "))"
  }

  private func name(_ kind: EntityKind, _ table: String, _ key: [ColumnValue], _ image: [ColumnValue]?) throws
    -> String
  {
    // The key of a session logs its bearer in.
    guard kind != .session else { return "the session" }
    let column = RelationReader.place(kind, reader.schema)?.name ?? ""
    let stored = try RowStore(reader.database).values(table, key, [column])?.first?.value
    let value = stored ?? image?.value(of: column)
    let name =
      value?.databaseValue.text ?? "#" + key.compactMap(\.value.databaseValue.text).joined(separator: ", ")
    return "\(kind.title) `\(name)`"
  }

  /// ``there is already a group `x` ``, for columns whose values must be unique.
  func taken(_ table: String, _ columns: [String], _ image: [ColumnValue]) throws -> String {
    if let kind = kind(table), let place = RelationReader.place(kind, reader.schema),
      columns.contains(place.name),
      let name = image.value(of: place.name)
    {
      let article = ["access policy", "artifact"].contains(kind.title) ? "an" : "a"
      return "there is already \(article) \(kind.title) \(RowComparison.words(name))"
    }
    let values = columns.compactMap { column in
      image.value(of: column).map {
        SecretColumns.contains(column) ? "this `\(column)`" : "`\(column)` \(RowComparison.words($0))"
      }
    }
    let noun = kind(table).map { "\($0.title)" } ?? "row in `\(table)`"
    return "there is already another \(noun) with \(values.joined(separator: " and "))"
  }
}
