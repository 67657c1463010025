internal import Authorization
internal import GRDB

/// guardian's grants on single objects.
extension Sections {
  private func table(_ isGroup: Bool) -> String {
    isGroup ? "guardian_groupobjectpermission" : "guardian_userobjectpermission"
  }

  /// The objects that somebody has grants on, each with the permissions.
  func objectGrants(_ holder: DatabaseKey, isGroup: Bool) -> [ListPart] {
    let column = isGroup ? "group_id" : "user_id"
    let grantee: Grantee = isGroup ? .group(holder) : .user(holder)
    let sql = """
      SELECT p.codename, p.id FROM \(table(isGroup)) AS g CROSS JOIN auth_permission AS p WHERE g.\(column) = ? \
      AND g.content_type_id = ? AND g.object_pk = ? AND p.id = g.permission_id ORDER BY p.codename
      """
    let generic = ListPart(
      from: "\(table(isGroup)) AS g", conditions: ["g.\(column) = ?"], arguments: [holder.value],
      isDistinct: true,
      order: ["g.content_type_id", "g.object_pk"].map { ListPart.Term(sql: $0) }, identity: 2
    ) { reader, keys in
      try keys.map { key -> FilledRow? in
        guard let type = try DatabaseKey(key[0]).flatMap({ try reader.type(key: $0) }),
          let text = DatabaseKey(key[1])
        else { return nil }
        return try Self.grant(
          reader, grantee, ObjectRef(type: type, key: Name(text.text)), sql,
          [holder.value] + StatementArguments(key))
      }
    }
    return [generic]
      + schema.directGrants.filter { $0.holdsGroups == isGroup }.map { direct($0, grantee, column) }
  }

  private func direct(_ grants: Schema.DirectGrants, _ grantee: Grantee, _ column: String) -> ListPart {
    let holder = grantee.key
    let sql = """
      SELECT p.codename, p.id FROM \(grants.table.quoted) AS g CROSS JOIN auth_permission AS p WHERE g.\(column) = ? \
      AND g.content_object_id = ? AND p.id = g.permission_id ORDER BY p.codename
      """
    return ListPart(
      from: "\(grants.table.quoted) AS g", conditions: ["g.\(column) = ?"], arguments: [holder.value],
      isDistinct: true, order: [ListPart.Term(sql: "g.content_object_id")]
    ) { reader, keys in
      let table = try reader.table(of: grants.type)
      return try keys.map { key -> FilledRow? in
        guard let native = DatabaseKey(key[0]) else { return nil }
        let text = table?.text(native) ?? Name(native.text)
        return try Self.grant(
          reader, grantee, ObjectRef(type: grants.type, key: text), sql,
          [holder.value] + StatementArguments(key))
      }
    }
  }

  private static func grant(
    _ reader: AuthorizationReader, _ grantee: Grantee, _ place: ObjectRef, _ sql: String,
    _ arguments: StatementArguments
  ) throws -> FilledRow? {
    let permissions = try held(reader, sql, arguments)
    guard !permissions.isEmpty else { return nil }
    let object = try reader.object(place.type, key: place.key)
    // guardian never writes such a row, and looks at none.
    let behind = reader.schema.proxies[place.type]
    let remark = behind.map { "; does not count: django-guardian looks under \($0)" }
    let note = words(permissions) + (remark ?? "") + (object.exists ? "" : "; no such object")
    return FilledRow(
      object.ref, "\(place.type) \(object.name ?? place.key)", note: note,
      warns: !object.exists || behind != nil,
      edit: .grants(permissions.map { Grant(grantee, $0.key, on: place) }))
  }

  private static func words(_ permissions: [(codename: String, key: DatabaseKey)]) -> String {
    permissions.map(\.codename).joined(separator: ", ")
  }

  /// The permissions on one line.
  private static func held(
    _ reader: AuthorizationReader, _ sql: String, _ arguments: StatementArguments
  ) throws -> [(codename: String, key: DatabaseKey)] {
    try StoredRow.fetchAll(reader.database.cachedStatement(sql: sql), arguments: arguments).compactMap {
      row in
      DatabaseKey(row[1]).map { (row.text(0) ?? "?", $0) }
    }
  }

  /// Users, then groups, with grants on one object.
  ///
  /// guardian has no index that finds the grants of one object, so they are searched permission by permission.
  func grantees(_ object: ObjectAddress) throws -> [ListPart] {
    let object = object.concrete(schema.proxies)
    guard schema.has(.guardian), let typeKey = object.typeKey else { return [] }
    let place = ObjectRef(type: object.type, key: object.text)
    return [false, true].map { isGroup in
      let column = isGroup ? "group_id" : "user_id"
      if let direct = schema.directGrants.first(where: { $0.type == object.type && $0.holdsGroups == isGroup }
      ) {
        return grantees(
          isGroup, place, from: "\(direct.table.quoted) AS g", conditions: ["g.content_object_id = ?"],
          arguments: [object.native?.value ?? .null], access: .sortedWhenFew(otherwise: nil))
      }
      // Adding nothing to the type keeps SQLite from its index, which would look up every grant on the type;
      // the index by permission has all that is needed.
      return grantees(
        isGroup, place, from: "auth_permission AS p CROSS JOIN \(table(isGroup)) AS g",
        conditions: [
          "p.content_type_id = ?", "g.permission_id = p.id", "g.content_type_id + 0 = ?", "g.object_pk = ?",
        ], arguments: [typeKey.value, typeKey.value, object.text.value],
        codenames: "g.\(column) = ? AND g.content_type_id = ? AND g.object_pk = ?",
        codenameArguments: [typeKey.value, object.text.value], access: .listed(isWalked: false),
        isSliced: true
      )
    }
  }

  private func grantees(
    _ isGroup: Bool, _ place: ObjectRef, from: String, conditions: [String],
    arguments: StatementArguments, codenames: String? = nil, codenameArguments: StatementArguments? = nil,
    access: ListPart.Access,
    isSliced: Bool = false
  ) -> ListPart {
    let users = schema.users
    let column = isGroup ? "group_id" : "user_id"
    let key = isGroup ? "h.id" : "h.\(users.key.quoted)"
    let name = isGroup ? "h.name" : "h.\(users.username.quoted)"
    let holders = isGroup ? "auth_group" : users.table.quoted
    let grants = from.components(separatedBy: "CROSS JOIN ").last ?? from
    let sql = """
      SELECT p.codename, p.id FROM \(grants) CROSS JOIN auth_permission AS p WHERE \
      \(codenames ?? "g.\(column) = ? AND g.content_object_id = ?") AND p.id = g.permission_id ORDER BY p.codename
      """
    return ListPart(
      access: access, from: "\(from) CROSS JOIN \(holders) AS h",
      conditions: conditions + ["\(key) = g.\(column)"],
      arguments: arguments, isDistinct: true, order: [name, key].map { ListPart.Term(sql: $0) },
      // A long search goes from holder to holder.
      slices: isSliced ? "g.\(column)" : nil, sliceEnds: isSliced ? ("\(holders) AS h", key) : nil,
      filters: [name]
    ) { reader, keys in
      let kind: EntityKind = isGroup ? .group : .user
      return try keys.map { key -> FilledRow? in
        guard let value = key.last, let key = DatabaseKey(value),
          let holder = try reader.relations.name(of: kind, key: key)
        else { return nil }
        let found = try Self.held(reader, sql, [value] + (codenameArguments ?? arguments))
        let grantee: Grantee = isGroup ? .group(key) : .user(key)
        return FilledRow(
          EntityRef(kind: kind, key: key, name: holder, type: isGroup ? nil : reader.userType),
          isGroup ? "group \(holder)" : holder.text, note: Self.words(found),
          edit: .grants(found.map { Grant(grantee, $0.key, on: place) }))
      }
    }
  }
}

extension ObjectAddress {
  /// The object as something to open.
  var ref: EntityRef { EntityRef(kind: .object, key: native ?? .text(text), name: name ?? text, type: type) }
}
