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
    let sql = """
      SELECT p.codename FROM \(table(isGroup)) AS g CROSS JOIN auth_permission AS p WHERE g.\(column) = ? \
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
        return try Self.grant(reader, type, Name(text.text), sql, [holder.value] + StatementArguments(key))
      }
    }
    return [generic]
      + schema.directGrants.filter { $0.holdsGroups == isGroup }.map { direct($0, holder, column) }
  }

  private func direct(_ grants: Schema.DirectGrants, _ holder: DatabaseKey, _ column: String) -> ListPart {
    let sql = """
      SELECT p.codename FROM \(grants.table.quoted) AS g CROSS JOIN auth_permission AS p WHERE g.\(column) = ? \
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
        return try Self.grant(reader, grants.type, text, sql, [holder.value] + StatementArguments(key))
      }
    }
  }

  private static func grant(
    _ reader: AuthorizationReader, _ type: TypeName, _ text: Name, _ sql: String,
    _ arguments: StatementArguments
  ) throws -> FilledRow? {
    let codenames = try StoredValue.texts(reader.database.cachedStatement(sql: sql), arguments: arguments)
    guard !codenames.isEmpty else { return nil }
    let object = try reader.object(type, key: text)
    let note = codenames.joined(separator: ", ") + (object.exists ? "" : "; no such object")
    return FilledRow(object.ref, "\(type) \(object.name ?? text)", note: note, warns: !object.exists)
  }

  /// Users, then groups, with grants on one object.
  ///
  /// guardian has no index that finds the grants of one object, so they are searched permission by permission.
  func grantees(_ object: ObjectAddress) throws -> [ListPart] {
    guard schema.has(.guardian), let typeKey = object.typeKey else { return [] }
    return [false, true].map { isGroup in
      let column = isGroup ? "group_id" : "user_id"
      if let direct = schema.directGrants.first(where: { $0.type == object.type && $0.holdsGroups == isGroup }
      ) {
        return grantees(
          isGroup, from: "\(direct.table.quoted) AS g", conditions: ["g.content_object_id = ?"],
          arguments: [object.native?.value ?? .null], access: .sortedWhenFew(otherwise: nil))
      }
      // Adding nothing to the type keeps SQLite from its index, which would look up every grant on the type;
      // the index by permission has all that is needed.
      return grantees(
        isGroup, from: "auth_permission AS p CROSS JOIN \(table(isGroup)) AS g",
        conditions: [
          "p.content_type_id = ?", "g.permission_id = p.id", "g.content_type_id + 0 = ?", "g.object_pk = ?",
        ], arguments: [typeKey.value, typeKey.value, object.text.text],
        codenames: "g.\(column) = ? AND g.content_type_id = ? AND g.object_pk = ?",
        codenameArguments: [typeKey.value, object.text.text], access: .listed(isWalked: false), isSliced: true
      )
    }
  }

  private func grantees(
    _ isGroup: Bool, from: String, conditions: [String], arguments: StatementArguments,
    codenames: String? = nil, codenameArguments: StatementArguments? = nil, access: ListPart.Access,
    isSliced: Bool = false
  ) -> ListPart {
    let users = schema.users
    let column = isGroup ? "group_id" : "user_id"
    let key = isGroup ? "h.id" : "h.\(users.key.quoted)"
    let name = isGroup ? "h.name" : "h.\(users.username.quoted)"
    let holders = isGroup ? "auth_group" : users.table.quoted
    let grants = from.components(separatedBy: "CROSS JOIN ").last ?? from
    let sql = """
      SELECT p.codename FROM \(grants) CROSS JOIN auth_permission AS p WHERE \
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
        let found = try StoredValue.texts(
          reader.database.cachedStatement(sql: sql), arguments: [value] + (codenameArguments ?? arguments))
        return FilledRow(
          EntityRef(kind: kind, key: key, name: holder, type: isGroup ? nil : reader.userType),
          isGroup ? "group \(holder)" : holder.text, note: found.joined(separator: ", "))
      }
    }
  }
}

extension ObjectAddress {
  /// The object as something to open.
  var ref: EntityRef { EntityRef(kind: .object, key: native ?? .text(text), name: name ?? text, type: type) }
}
