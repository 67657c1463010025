internal import Authorization

/// Permissions of Django's and guardian's.
extension PlanningSession {
  /// Where a grant is written.
  private struct GrantPlace {
    var table: String
    /// What the rows of the grant have in these columns.
    var columns: [(String, RowValue)]
    var words: String
    /// For grants on objects: the column with the object's key, and the texts it may have.
    var keys: (column: String, texts: [RowValue])?
  }

  func grant(_ asked: Grant) throws {
    let holder = try holder(asked.grantee)
    let grant = try concrete(asked) ?? asked
    let (row, permission) = try permission(grant.permission)
    var place = try place(grant, holder, row)
    if let ref = grant.object {
      try refuseForeign(permission, ref.type)
      let object = try existingObject(ref)
      guard let keys = place.keys else { return }
      place.columns.append(
        (keys.column, keys.column == "object_pk" ? .text(object.text) : object.native ?? .null))
    }
    guard try state.rows(of: place.table, where: place.columns).isEmpty else { return }
    try insert(place.table, Dictionary(place.columns) { first, _ in first })
    say("grant \(permission.name)\(place.words) to \(holder.words)")
    try warnOfTwins(permission)
    if let proxy = asked.object?.type, let type = grant.object?.type, proxy != type {
      warn("`\(proxy)` is a proxy of `\(type)`: django-guardian keeps the grants on its objects there")
    }
    if grant.object == nil, !holder.isGroup, reader.schema.has(.guardian),
      holder.row.name == reader.options.anonymousName
    {
      warn(
        "`\(holder.row.name)` stands for everybody who is not logged in: no check of theirs looks at this grant, but "
          + "django-guardian's lists of objects (get_objects_for_user) then show them every object of the type"
      )
    }
  }

  func revoke(_ asked: Grant) throws {
    let holder = try holder(asked.grantee)
    // A row that stands under a proxy is none of guardian's, and can be taken away all the same.
    if try revoke(asked, from: holder) { return }
    if let grant = try concrete(asked) { _ = try revoke(grant, from: holder) }
  }

  /// Whether there was anything to take away.
  private func revoke(_ grant: Grant, from holder: Holder) throws -> Bool {
    let (row, permission) = try permission(grant.permission)
    let place = try place(grant, holder, row)
    var rows = try state.rows(of: place.table, where: place.columns)
    if let keys = place.keys {
      let wanted = Set(keys.texts)
      rows = rows.filter { wanted.contains($0[keys.column]) }
    }
    guard !rows.isEmpty else { return false }
    for row in rows { try state.delete(place.table, row) }
    say("revoke \(permission.name)\(place.words) from \(holder.words)")
    return true
  }

  /// A grant on an object of a proxy as guardian writes it: under the model behind it, and with that model's
  /// permission of the same codename. Nil where the grant is on no proxy, or where there is no such permission.
  private func concrete(_ grant: Grant) throws -> Grant? {
    guard let ref = grant.object, reader.schema.has(.guardian), let type = reader.schema.proxies[ref.type]
    else { return nil }
    let permission = try permission(grant.permission).permission
    var found = grant
    found.object = ObjectRef(type: type, key: ref.key)
    guard permission.type == ref.type else { return found }
    let rows = try state.rows(
      of: "auth_permission",
      where: [("content_type_id", typeKey(type)), ("codename", .text(permission.codename))])
    guard let key = rows.first?["id"].key else { return nil }
    found.permission = key
    return found
  }

  private func place(
    _ grant: Grant, _ holder: Holder, _ row: PlannedRow
  ) throws -> GrantPlace {
    let schema = reader.schema
    guard let ref = grant.object else {
      let link = holder.isGroup ? schema.groupPermissions : schema.userPermissions
      return GrantPlace(
        table: link.table, columns: [(link.from, holder.row.key), (link.to, row.key)], words: "")
    }
    guard schema.has(.guardian) else {
      throw StoreError(
        .missingSystem,
        "this database has no django-guardian, so that nothing can be granted on one object; leave the object out"
      )
    }
    let object = try object(ref)
    var place = GrantPlace(
      table: "", columns: [("permission_id", row.key), (holder.column, holder.row.key)],
      words: " on \(object.words)")
    if let direct = schema.directGrants.first(where: {
      $0.type == ref.type && $0.holdsGroups == holder.isGroup
    }) {
      place.table = direct.table
      place.keys = ("content_object_id", object.native.map { [$0] } ?? [])
    } else {
      place.table = ObjectTables.grants[holder.isGroup ? 1 : 0].0
      place.columns.append(("content_type_id", object.typeKey))
      place.keys = ("object_pk", [.text(object.text), .text(try existing(ref).key)])
    }
    return place
  }

  /// guardian takes a permission for objects of its own type only (`BaseObjectPermission.save`).
  private func refuseForeign(_ permission: PermissionRow, _ type: TypeName) throws {
    guard permission.type == type else {
      throw Refused(
        .invalid,
        "`\(permission.name)` is a permission of `\(permission.type)`, not of `\(type)`: "
          + "django-guardian refuses it there")
    }
    // What is left under a proxy here has no counterpart among the permissions that guardian looks at.
    if let real = reader.schema.proxies[type] {
      throw Refused(
        .invalid,
        "`\(type)` is a proxy of `\(real)`, and django-guardian keeps the grants on its objects there: "
          + "`\(real)` has no permission `\(permission.codename)`")
    }
  }

  /// One codename on two types of an app: Django looks at the name alone.
  private func warnOfTwins(_ permission: PermissionRow) throws {
    let others = try state.rows(of: "auth_permission", where: [("codename", .text(permission.codename))])
    let types = try others.compactMap { try type($0["content_type_id"]) }.filter {
      $0.app == permission.type.app && $0 != permission.type
    }
    guard let other = types.first else { return }
    warn(
      "`\(permission.name)` stands on `\(permission.type)` and on `\(other)`: at model level Django cannot tell them apart"
    )
  }
}
