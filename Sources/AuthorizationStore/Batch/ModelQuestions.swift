internal import Authorization
internal import GRDB

extension BatchAnswerer {
  /// `django.contrib.auth.backends.ModelBackend` asked directly.
  static let modelHandlers: [Name: Handler] = [
    "model.has_perm": { session, query in
      let subject = try session.subject(query)
      return .bool(try session.allows(subject, query.text("perm"), nil, session.only(.model)))
    },
    "model.has_module_perms": { session, query in
      .bool(try session.modelHasModulePermissions(session.subject(query), query.text("app")))
    },
    "model.all_permissions": { session, query in
      try JSONValue(session.modelPermissions(session.subject(query), [.user, .group]))
    },
    "model.user_permissions": { session, query in
      try JSONValue(session.modelPermissions(session.subject(query), [.user]))
    },
    "model.group_permissions": { session, query in
      try JSONValue(session.modelPermissions(session.subject(query), [.group]))
    },
    "model.with_perm": { session, query in try JSONValue(session.usersWithPermission(query)) },
  ]
}

/// Where model-level grants are written down.
enum ModelGrants: Hashable {
  case user, group

  /// `FROM` and conditions that lead from one user (`?`) to `p.id`, with `p` the permission.
  func path(_ schema: Schema) -> (tables: String, condition: String) {
    switch self {
    case .user:
      let link = schema.userPermissions
      return ("\(link.table.quoted) AS g", "g.\(link.from.quoted) = ? AND p.id = g.\(link.to.quoted)")
    case .group:
      let member = schema.memberships
      let link = schema.groupPermissions
      return (
        "\(member.table.quoted) AS m CROSS JOIN \(link.table.quoted) AS g",
        "m.\(member.from.quoted) = ? AND g.\(link.from.quoted) = m.\(member.to.quoted) AND p.id = g.\(link.to.quoted)"
      )
    }
  }
}

extension BatchSession {
  private static let name = "ct.app_label || '.' || p.codename"
  private static let permission = "auth_permission AS p CROSS JOIN django_content_type AS ct"

  /// ModelBackend: `get_all_permissions` and its two halves. For an active superuser each half is everything there is.
  func modelPermissions(_ subject: Subject, _ grants: [ModelGrants]) throws -> [Name] {
    guard case .user(let key) = subject.kind, subject.isActive else { return [] }
    if subject.isSuperuser {
      return try names("SELECT \(Self.name) FROM \(Self.permission) WHERE ct.id = p.content_type_id", [])
    }
    let selects = grants.map { grant in
      let path = grant.path(schema)
      return "SELECT \(Self.name) FROM \(path.tables) CROSS JOIN \(Self.permission) "
        + "WHERE \(path.condition) AND ct.id = p.content_type_id"
    }
    return try names(selects.joined(separator: " UNION "), grants.map { _ in key.value })
  }

  /// ModelBackend: `has_module_perms`, which compares the whole app label.
  func modelHasModulePermissions(_ subject: Subject, _ app: Name) throws -> Bool {
    guard case .user(let key) = subject.kind, subject.isActive else { return false }
    let label = app.text.databaseValue
    if subject.isSuperuser {
      let sql =
        "SELECT 1 FROM django_content_type AS ct CROSS JOIN auth_permission AS p "
        + "WHERE ct.app_label = ? AND p.content_type_id = ct.id LIMIT 1"
      return try StoredValue.fetchOne(database.cachedStatement(sql: sql), arguments: [label]) != nil
    }
    return try [ModelGrants.user, .group].contains { grant in
      let path = grant.path(schema)
      let sql =
        "SELECT 1 FROM \(path.tables) CROSS JOIN \(Self.permission) "
        + "WHERE \(path.condition) AND ct.id = p.content_type_id AND ct.app_label = ? LIMIT 1"
      return try StoredValue.fetchOne(database.cachedStatement(sql: sql), arguments: [key.value, label])
        != nil
    }
  }

  /// Django: `User.objects.with_perm` with `ModelBackend`.
  func usersWithPermission(_ query: BatchQuery) throws -> [Name] {
    guard query.fields["perm"]?.isNull != true else {
      throw RaisedException("TypeError", "the permission must be a string")
    }
    let perm = try query.text("perm")
    let isActive = try query.optionalFlag("is_active", default: true)
    let withSuperusers = try query.flag("include_superusers", default: true)
    let parts = perm.text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw RaisedException("ValueError", "`\(perm)` is not of the form `app_label.codename`")
    }
    // Asked about an object it lists nobody, superusers neither.
    guard try query.object() == nil else { return [] }
    return try holders(permission(perm).rows.map(\.key), isActive, withSuperusers)
  }

  private func holders(_ keys: [DatabaseKey], _ isActive: Bool?, _ withSuperusers: Bool) throws -> [Name] {
    let users = schema.users
    let (own, shared, member) = (schema.userPermissions, schema.groupPermissions, schema.memberships)
    let marks = Self.marks(keys.count)
    var selects: [String] = []
    if !keys.isEmpty {
      selects.append(
        "SELECT g.\(own.from.quoted) AS k FROM \(own.table.quoted) AS g WHERE g.\(own.to.quoted) IN \(marks)")
      selects.append(
        "SELECT m.\(member.from.quoted) AS k FROM \(shared.table.quoted) AS g CROSS JOIN \(member.table.quoted) AS m "
          + "WHERE g.\(shared.to.quoted) IN \(marks) AND m.\(member.to.quoted) = g.\(shared.from.quoted)")
    }
    if withSuperusers, let superuser = users.isSuperuser {
      selects.append("SELECT \(users.key.quoted) AS k FROM \(users.table.quoted) WHERE \(superuser.quoted)")
    }
    guard !selects.isEmpty else { return [] }
    var sql =
      "SELECT u.\(users.username.quoted) FROM (\(selects.joined(separator: " UNION "))) AS h "
      + "CROSS JOIN \(users.table.quoted) AS u WHERE u.\(users.key.quoted) = h.k"
    if let isActive, let column = users.isActive { sql += " AND \(isActive ? "" : "NOT ")u.\(column.quoted)" }
    return try names(sql, keys.map(\.value) + keys.map(\.value))
  }

  /// `(?, ?, ?)`.
  static func marks(_ count: Int) -> String {
    "(" + repeatElement("?", count: count).joined(separator: ", ") + ")"
  }
}
