internal import Authorization

extension TypeTable {
  /// SQL for whether a text is the key of no object.
  ///
  /// A key in another spelling (`007`) gives nothing either, but django-guardian's `clean_orphan_obj_perms` reads it as
  /// the object's and leaves the row; so do we. Role assignments are compared as text by Pulp.
  ///
  /// - Parameter isGuardian: whether the row is one of django-guardian's.
  func orphanSQL(_ text: String, isGuardian: Bool) -> String {
    let exact = isGuardian && isInteger ? "" : guardSQL(text).map { " AND \($0)" } ?? ""
    return """
      \(text) IS NOT NULL AND NOT EXISTS \
      (SELECT 1 FROM \(table.quoted) AS o WHERE o.\(key.quoted) = \(nativeSQL(text))\(exact))
      """
  }
}
