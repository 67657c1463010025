internal import Authorization

/// Access policies that let in whoever is not logged in. Requests are not among the units of a preview, so the
/// statements are looked at.
enum PolicyConfirmations {
  /// One for each access policy that gets a statement for everybody.
  static func of(_ rows: [RowChange], name: (DatabaseKey) throws -> Name?) rethrows -> [Confirmation] {
    try rows.compactMap { row in
      guard row.table == "core_accesspolicy", let after = row.after?.value(of: "statements") else {
        return nil
      }
      let before = opening(row.before?.value(of: "statements"))
      let opening = opening(after)
      let fresh = opening.filter { !before.contains($0) }
      // What is open already opens further where a refusal is taken away.
      let kept = closing(after)
      let lifted = closing(row.before?.value(of: "statements")).contains { !kept.contains($0) }
      guard let first = fresh.first ?? (lifted ? opening.first : nil) else { return nil }
      let key = row.key.first.flatMap { DatabaseKey($0.value.databaseValue) }
      let endpoint = row.after?.value(of: "viewset_name").flatMap { Name($0.databaseValue) }
      guard let endpoint = try endpoint ?? key.flatMap(name) else { return nil }
      let actions = first.action.map(\.text).joined(separator: ", ")
      return Confirmation(
        .anonymous,
        "a statement for everybody, logged in or not, would allow `\(actions)` at the endpoint `\(endpoint)`",
        word: endpoint)
    }
  }

  /// Statements that allow something to everybody.
  private static func opening(_ value: RowValue?) -> [AccessStatement] {
    everybodys(value).filter(\.allows)
  }

  /// Statements that refuse something to everybody.
  private static func closing(_ value: RowValue?) -> [AccessStatement] {
    everybodys(value).filter { !$0.allows }
  }

  private static func everybodys(_ value: RowValue?) -> [AccessStatement] {
    guard let text = value.flatMap({ Name($0.databaseValue) }) else { return [] }
    let statements = (try? AccessStatements.parse(text).elements) ?? []
    return statements.filter { $0.principal.contains { $0 == "*" || $0 == "anonymous" } }
  }
}
