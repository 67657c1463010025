internal import Authorization
internal import GRDB

extension BatchAnswerer {
  /// Pulp's `role_util.get_users_with_perms`, `get_groups_with_perms`, and what is attached to them.
  static let roleHolderHandlers: [Name: Handler] = [
    "pulp.get_users_with_perms": { session, query in
      let lists = try RoleHolders(session, query)
      let withSuperusers = try query.flag("with_superusers", default: false)
      guard try query.flag("attach_perms", default: false) else {
        return try JSONValue(sorted: lists.users(withSuperusers: withSuperusers))
      }
      return try lists.attached(to: .user, .permissions, withSuperusers: withSuperusers)
    },
    "pulp.get_users_with_perms_attached_roles": { session, query in
      try RoleHolders(session, query).attached(to: .user, .roles)
    },
    "pulp.get_groups_with_perms": { session, query in
      // The real function has no such parameter.
      let lists = try RoleHolders(session, query, isFiltered: false)
      guard try query.flag("attach_perms", default: false) else {
        return try JSONValue(sorted: lists.groups())
      }
      return try lists.attached(to: .group, .permissions)
    },
    "pulp.get_groups_with_perms_attached_roles": { session, query in
      try RoleHolders(session, query).attached(to: .group, .roles)
    },
  ]
}

/// Who has roles on an object, as `role_util` lists them.
///
/// Some of these lists take roles on *any* domain for model-level ones; they are followed in that.
private struct RoleHolders {
  enum Attached { case permissions, roles }

  let session: BatchSession
  let object: ObjectAddress
  let permissions: [PermissionRow]
  let withGroupUsers: Bool
  let includesDomain: Bool
  let includesModel: Bool

  init(_ session: BatchSession, _ query: BatchQuery, isFiltered: Bool = true) throws {
    try session.require(.roles)
    self.session = session
    object = try session.inDefaultDomain(session.requiredObject(query))
    withGroupUsers = try query.flag("with_group_users", default: true)
    includesDomain = try query.flag("include_domain_permissions", default: true)
    includesModel = try query.flag("include_model_permissions", default: true)
    let all = try session.reader.permissions(of: object.type)
    if isFiltered, let wanted = try query.optionalTexts("only_with_perms_in"), !wanted.isEmpty {
      let type = object.type
      let codenames = Set(
        wanted.compactMap { name -> Name? in
          let permission = Permission(name: name, rows: [])
          guard let app = permission.app else { return name }
          return app == type.app ? permission.codename : nil
        })
      permissions = all.filter { codenames.contains($0.codename) }
    } else {
      permissions = all
    }
  }

  func users(withSuperusers: Bool) throws -> Set<Name> {
    var found: Set<Name> = []
    if withSuperusers { found.formUnion(try superusers()) }
    guard !permissions.isEmpty else { return found }
    let marks = BatchSession.marks(permissions.count)
    let keys = permissions.map(\.key.value)
    for isGroup in withGroupUsers ? [false, true] : [false] {
      let place = place(modelIsStrict: true)
      let user = user(isGroup)
      let sql = """
        SELECT DISTINCT \(user.name) FROM \(table(isGroup)) AS a CROSS JOIN core_role_permissions AS rp \
        CROSS JOIN \(user.tables) WHERE \(place.sql) AND rp.role_id = a.role_id AND rp.permission_id IN \(marks) \
        AND \(user.condition)
        """
      found.formUnion(try session.names(sql, place.arguments + keys))
    }
    return found
  }

  func groups() throws -> Set<Name> {
    guard !permissions.isEmpty else { return [] }
    let place = place(modelIsStrict: false)
    let sql = """
      SELECT DISTINCT g.name FROM core_grouprole AS a CROSS JOIN core_role_permissions AS rp CROSS JOIN auth_group AS g \
      WHERE \(place.sql) AND rp.role_id = a.role_id \
      AND rp.permission_id IN \(BatchSession.marks(permissions.count)) AND g.id = a.group_id
      """
    return Set(try session.names(sql, place.arguments + permissions.map(\.key.value)))
  }

  /// Names with the codenames, or the roles, that are attached to them.
  func attached(to kind: EntityKind, _ what: Attached, withSuperusers: Bool = false) throws -> JSONValue {
    var held: [Name: Set<Name>] = [:]
    if withSuperusers {
      // The real list holds the rows themselves here.
      let rows = permissions.map { Name("Permission:\($0.codename)") }
      for name in try superusers() { held[name] = Set(rows) }
    }
    if !permissions.isEmpty {
      if kind == .group {
        try attach(what, table(true), ("auth_group AS g", "g.name", "g.id = a.group_id"), &held)
      } else {
        for isGroup in withGroupUsers ? [false, true] : [false] {
          try attach(what, table(isGroup), user(isGroup), &held)
        }
      }
    }
    return .object(JSONObject(held.sorted { $0.key < $1.key }.map { ($0.key, JSONValue(sorted: $0.value)) }))
  }

  private func attach(
    _ what: Attached, _ table: String, _ holder: (tables: String, name: String, condition: String),
    _ held: inout [Name: Set<Name>]
  ) throws {
    let place = place(modelIsStrict: false)
    let name = what == .roles ? "r.name" : "p.codename"
    let last = what == .roles ? "core_role AS r" : "auth_permission AS p"
    let join = what == .roles ? "r.pulp_id = a.role_id" : "p.id = rp.permission_id"
    let sql = """
      SELECT \(holder.name), \(name) FROM \(table) AS a CROSS JOIN core_role_permissions AS rp \
      CROSS JOIN \(holder.tables) CROSS JOIN \(last) WHERE \(place.sql) AND rp.role_id = a.role_id \
      AND rp.permission_id IN \(BatchSession.marks(permissions.count)) AND \(holder.condition) AND \(join)
      """
    let arguments = StatementArguments(place.arguments + permissions.map(\.key.value))
    for row in try StoredRow.fetchAll(session.database.cachedStatement(sql: sql), arguments: arguments) {
      if let holder = row.name(0), let value = row.name(1) { held[holder, default: []].insert(value) }
    }
  }

  private func table(_ isGroup: Bool) -> String { isGroup ? "core_grouprole" : "core_userrole" }

  /// The users behind assignments `a` of users or of groups.
  private func user(_ isGroup: Bool) -> (tables: String, name: String, condition: String) {
    let users = session.schema.users
    let member = session.schema.memberships
    let name = "u.\(users.username.quoted)"
    let user = "\(users.table.quoted) AS u"
    guard isGroup else { return (user, name, "u.\(users.key.quoted) = a.user_id") }
    return (
      "\(member.table.quoted) AS m CROSS JOIN \(user)", name,
      "m.\(member.to.quoted) = a.group_id AND u.\(users.key.quoted) = m.\(member.from.quoted)"
    )
  }

  /// `object_query`.
  ///
  /// - Parameter modelIsStrict: whether a role on some domain is none at model level, which only one of them says.
  private func place(modelIsStrict: Bool) -> (sql: String, arguments: [DatabaseValue]) {
    var parts = ["(a.content_type_id = ? AND a.object_id = ?)"]
    var arguments = [object.typeKey?.value ?? .null, object.text.value]
    if includesDomain, let domain = object.domain {
      parts.append("a.domain_id = ?")
      arguments.append(domain.value)
    }
    if includesModel {
      let isStrict = modelIsStrict && session.schema.hasDomains
      parts.append(isStrict ? "(a.object_id IS NULL AND a.domain_id IS NULL)" : "a.object_id IS NULL")
    }
    return ("(\(parts.joined(separator: " OR ")))", arguments)
  }

  private func superusers() throws -> [Name] {
    let users = session.schema.users
    guard let column = users.isSuperuser else { return [] }
    return try session.names(
      "SELECT \(users.username.quoted) FROM \(users.table.quoted) WHERE \(column.quoted)", [])
  }
}

extension BatchSession {
  /// Pulp: an object that was never saved is in the default domain (`default=get_domain_pk`).
  fileprivate func inDefaultDomain(_ object: ObjectAddress) throws -> ObjectAddress {
    guard !object.exists, try known(object.type)?.domain != nil,
      case .domain(let key, _)? = try? domain("default")
    else { return object }
    var object = object
    object.domain = key
    return object
  }
}
