public import Authorization

extension AuthorizationDatabase {
  /// What the header of the browser says; people are counted later, in the background.
  ///
  /// - Parameter isLimited: whether edits are limited to what the operator may do (`--as`).
  public func summary(operatorName: String, isLimited: Bool) -> DatabaseSummary {
    var summary = DatabaseSummary(
      fileName: String(path.split(separator: "/").last ?? "?"), systems: schema.systems,
      readOnlyReason: readOnlyReason, operatorName: operatorName, operatorIsLimited: isLimited)
    // Pulp runs on PostgreSQL only, so that its tables in a marked file are always a copy.
    summary.isImportedCopy = isImported && (schema.has(.roles) || schema.has(.policies))
    return summary
  }
}
