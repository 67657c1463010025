internal import Authorization
internal import GRDB

/// Finds in the history the text of an access policy before anybody customized it here.
struct ShippedText {
  let reader: AuthorizationReader

  /// The text as it was shipped; nil where the history does not reach back to it without a gap.
  func fields(_ key: DatabaseKey) throws -> EndpointFields? {
    let row = RowIdentity(table: "core_accesspolicy", key: [ColumnValue("pulp_id", RowValue(key))])
    guard var image = try RowStore(reader.database).row(row.table, row.key) else { return nil }
    for change in try JournalReader(reader.database).changes(of: row, after: 0) {
      if isShipped(image) { break }
      guard let before = change.row.before, let after = change.row.after else { return nil }
      // Another program may have written in between: then this is not the row that the entry left.
      let current = after.map { ColumnValue($0.column, image.value(of: $0.column) ?? .null) }
      guard RowComparison.difference(after, current) == nil else { return nil }
      image = image.map { value in
        ColumnValue(value.column, before.value(of: value.column) ?? value.value)
      }
    }
    guard isShipped(image), let name = text(image, "viewset_name"), let statements = text(image, "statements")
    else {
      return nil
    }
    return EndpointFields(
      name: name, statements: statements, creationHooks: text(image, "creation_hooks"),
      querysetScoping: text(image, "queryset_scoping"), customized: false)
  }

  private func isShipped(_ image: [ColumnValue]) -> Bool {
    image.value(of: "customized")?.databaseValue.bool == false
  }

  private func text(_ image: [ColumnValue], _ column: String) -> Name? {
    image.value(of: column).flatMap { Name($0.databaseValue) }
  }
}
