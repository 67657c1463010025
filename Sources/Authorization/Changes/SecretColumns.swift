/// Columns that change by themselves, at a login or with every write: they are nobody's edit and no conflict.
public enum VolatileColumns {
  public static func contains(_ column: String) -> Bool { names.contains(column) }

  private static let names: Set<String> = ["last_login", "password", "pulp_last_updated"]
}

/// Which columns of rows are never shown, wherever rows are.
public enum SecretColumns {
  /// Whether the values of a column are never shown: who reads them could log in with them.
  ///
  /// A project's own columns could hold anything, so that only those are shown whose meaning is known.
  public static func contains(_ column: String) -> Bool {
    let name = column.lowercased()
    return !(shown.contains(name) || name.hasSuffix("_id") || name.hasPrefix("is_"))
  }

  /// The columns of Django's, guardian's, Pulp's and the other tables that edits write.
  private static let shown: Set<String> = [
    "action_flag", "action_time", "app_label", "attempts", "change_message", "codename", "completed_steps",
    "created", "creation_hooks", "customized", "date_joined", "description", "email", "expire_date",
    "first_name", "full_name", "id", "key", "label", "last_login", "last_name", "locked", "model", "modified",
    "name", "object_pk", "object_repr", "pulp_created", "pulp_last_updated", "queryset_scoping", "slug",
    "state",
    "statements", "task_class", "title", "total_steps", "username", "uuid", "viewset_name",
  ]
}
