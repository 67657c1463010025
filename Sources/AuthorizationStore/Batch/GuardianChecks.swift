internal import Authorization

extension BatchAnswerer {
  /// guardian's backend asked directly, and what one user or group has on one object.
  static let guardianCheckHandlers: [Name: Handler] = [
    "guardian.has_perm": { session, query in
      let subject = try session.subject(query)
      return .bool(
        try session.allows(subject, query.text("perm"), session.object(query), session.only(.guardian)))
    },
    "guardian.get_perms": { session, query in
      try session.require(.guardian)
      let object = try session.guardianObject(query)
      switch try session.identity(query) {
      case .user(let subject): return try JSONValue(sorted: session.objectPermissions(subject, object))
      case .group(let key): return try JSONValue(sorted: Set(session.objectPermissions(ofGroup: key, object)))
      }
    },
    "guardian.get_user_perms": { session, query in
      try session.require(.guardian)
      let object = try session.guardianObject(query)
      // Asked about a group it compares the user with nothing.
      guard case .user(let subject) = try session.identity(query) else { return [] }
      return try JSONValue(sorted: session.ownObjectPermissions(subject, object))
    },
    "guardian.get_group_perms": { session, query in
      try session.require(.guardian)
      let object = try session.guardianObject(query)
      switch try session.identity(query) {
      case .user(let subject):
        return try JSONValue(sorted: Set(session.sharedObjectPermissions(subject, object)))
      case .group(let key): return try JSONValue(sorted: Set(session.objectPermissions(ofGroup: key, object)))
      }
    },
  ]
}

/// guardian: `get_identity`.
enum GuardianIdentity {
  case user(Subject)
  case group(DatabaseKey)
}

extension BatchSession {
  func identity(_ query: BatchQuery) throws -> GuardianIdentity {
    if query.fields["user"] == nil, let group = try query.optionalText("group") {
      return .group(try self.group(group))
    }
    return .user(try row(for: subject(query)))
  }

  /// guardian: `ObjectPermissionChecker.get_perms` of a user. A superuser has all permissions of the model.
  func objectPermissions(_ subject: Subject, _ object: ObjectAddress) throws -> Set<Name> {
    guard subject.isActive else { return [] }
    if subject.isSuperuser { return Set(try reader.permissions(of: object.type).map(\.codename)) }
    return try Set(ownObjectPermissions(subject, object) + sharedObjectPermissions(subject, object))
  }

  /// guardian: `get_user_perms`, grants to the user alone, for superusers too.
  func ownObjectPermissions(_ subject: Subject, _ object: ObjectAddress) throws -> [Name] {
    guard case .user(let key) = subject.kind, subject.isActive else { return [] }
    let grants = grants(object.type, toGroups: false)
    return try codenames(object, grants, from: [], where: "\(grants.holderSQL) = ?", key)
  }

  /// guardian: `get_group_perms` of a user.
  func sharedObjectPermissions(_ subject: Subject, _ object: ObjectAddress) throws -> [Name] {
    guard case .user(let key) = subject.kind, subject.isActive else { return [] }
    let grants = grants(object.type, toGroups: true)
    let member = schema.memberships
    return try codenames(
      object, grants, from: ["\(member.table.quoted) AS m"],
      where: "m.\(member.from.quoted) = ? AND \(grants.holderSQL) = m.\(member.to.quoted)", key)
  }

  /// guardian: `get_group_perms` of a group.
  func objectPermissions(ofGroup key: DatabaseKey, _ object: ObjectAddress) throws -> [Name] {
    let grants = grants(object.type, toGroups: true)
    return try codenames(object, grants, from: [], where: "\(grants.holderSQL) = ?", key)
  }
}
