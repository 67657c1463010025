internal import Authorization

/// Rows of `auth_permission`.
extension PlanningSession {
  private static let permissions = "auth_permission"

  func createPermission(_ type: TypeName, codename: Name, title: Name) throws {
    let typeKey = try typeKey(type)
    try TextRules(session: self, table: Self.permissions, column: "codename", what: "codename").check(
      codename)
    try TextRules(session: self, table: Self.permissions, column: "name", what: "name of the permission")
      .check(title)
    let same = try state.rows(
      of: Self.permissions, where: [("content_type_id", typeKey), ("codename", .text(codename))])
    guard same.isEmpty else {
      throw Refused(
        .invalid, "there is already a permission `\(codename)` on `\(type)`; take another codename")
    }
    try insertPermission(typeKey, codename, title)
    say("create permission \(type.app).\(codename) on \(type)")
    let twins = try state.rows(of: Self.permissions, where: [("codename", .text(codename))]).compactMap {
      try self.type($0["content_type_id"])
    }.filter { $0.app == type.app && $0 != type }
    if let twin = twins.first {
      warn(
        "`\(type.app).\(codename)` stands on `\(twin)` too: Django cannot tell them apart at model level, and Pulp raises MultipleObjectsReturned"
      )
    }
  }

  /// Those that a type lacks of the four that `migrate` gives every model. Django words them with the verbose name,
  /// which is in the code only; the name of the model stands for it.
  func createDefaultPermissions(_ type: TypeName) throws {
    let typeKey = try typeKey(type)
    for verb in Self.verbs {
      let codename = Name("\(verb)_\(type.model)")
      let same = try state.rows(
        of: Self.permissions, where: [("content_type_id", typeKey), ("codename", .text(codename))])
      guard same.isEmpty else { continue }
      try insertPermission(typeKey, codename, Name("Can \(verb) \(type.model)"))
      say("create permission \(type.app).\(codename) on \(type)")
    }
  }

  private static let verbs = ["add", "change", "delete", "view"]

  private func insertPermission(_ typeKey: RowValue, _ codename: Name, _ title: Name) throws {
    try insert(
      Self.permissions, ["content_type_id": typeKey, "codename": .text(codename), "name": .text(title)])
  }

  func deletePermission(_ key: DatabaseKey) throws {
    let (row, permission) = try permission(key)
    say("delete permission \(permission.name) of \(permission.type)")
    try warnOfLockedRoles(row.key, permission.name)
    try Deletion(session: self).delete(
      row.table, row.image, called: "the permission `\(permission.name)`")
    try warnOfOrphans(
      [TypeName(app: "auth", model: "permission")], row.key, called: "the permission `\(permission.name)`")
    if !permission.isCustom {
      warn(
        "`\(permission.name)` is one of the four of every model: the next `migrate` makes it again, without its grants"
      )
    }
  }

  /// A locked role is not edited; that it loses a permission with the permission itself has to be said at least.
  private func warnOfLockedRoles(_ key: RowValue, _ name: Name) throws {
    guard reader.schema.has(.roles) else { return }
    let keys = try state.rows(of: "core_role_permissions", where: [("permission_id", key)]).map {
      $0["role_id"]
    }
    let locked = try state.rows(of: "core_role", "pulp_id", in: keys).filter { $0["locked"].isTrue }
    guard !locked.isEmpty else { return }
    warn("`\(name)` goes from \(Counted.words(locked.count, "locked role")) too: \(Self.listed(locked))")
  }
}
