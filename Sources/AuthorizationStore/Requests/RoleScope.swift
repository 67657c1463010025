internal import Authorization
internal import GRDB

/// Objects of one type, as a condition over its table (`o`, `parent`); what Pulp's `role_util` makes a queryset of.
enum RoleScope {
  case all
  case matching(sql: String, arguments: [DatabaseValue])

  static let none = RoleScope.matching(sql: "0", arguments: [])

  static func && (left: RoleScope, right: RoleScope) -> RoleScope {
    switch (left, right) {
    case (.all, let other), (let other, .all): other
    case (.matching(let a, let x), .matching(let b, let y)):
      .matching(sql: "(\(a)) AND (\(b))", arguments: x + y)
    }
  }

  static func || (left: RoleScope, right: RoleScope) -> RoleScope {
    switch (left, right) {
    case (.all, _), (_, .all): .all
    case (.matching(let a, let x), .matching(let b, let y)):
      .matching(sql: "(\(a)) OR (\(b))", arguments: x + y)
    }
  }

  /// The condition with its arguments, to follow `AND`.
  var condition: (sql: String, arguments: [DatabaseValue]) {
    switch self {
    case .all: ("1", [])
    case .matching(let sql, let arguments): ("(\(sql))", arguments)
    }
  }
}

/// Which objects somebody's roles give, level by level (`pulpcore.app.role_util`).
struct RoleScopes {
  enum Holder {
    case user(DatabaseKey, useGroups: Bool)
    case group(DatabaseKey)
  }

  let reader: AuthorizationReader
  let holder: Holder
  let table: TypeTable
  var acceptsDomain = true
  var acceptsGlobal = true
  /// The domain that a view set has already limited its queryset to.
  var filteredDomain: DatabaseKey?

  /// `get_objects_for_user_roles` and `get_objects_for_group_roles`, for one permission.
  ///
  /// - Throws: `RaisedException` of `Permission.objects.get`, with and without an app label.
  func objects(_ permission: Name) throws -> RoleScope {
    let key = try reader.onePermission(permission)
    if acceptsGlobal, try exists(key, "a.object_id IS NULL" + (hasDomains ? " AND a.domain_id IS NULL" : ""))
    {
      return .all
    }
    var scope = objectLevel(key)
    guard acceptsDomain, hasDomains, let domain = table.domain else { return scope }
    if let filteredDomain {
      if try exists(key, "a.domain_id = ?", [filteredDomain.value]) { return .all }
    } else {
      for assignments in assignments {
        let inner = assignments.sql("a.domain_id", "a.domain_id IS NOT NULL")
        scope =
          scope
          || .matching(
            sql: "\(table.sql(domain)) IN (\(inner))", arguments: [assignments.holder.value, key.value])
      }
    }
    return scope
  }

  private func objectLevel(_ key: DatabaseKey) -> RoleScope {
    assignments.map { assignments in
      let condition = table.isCanonicalSQL("a.object_id") + (hasDomains ? " AND a.domain_id IS NULL" : "")
      let inner = assignments.sql(table.nativeSQL("a.object_id"), "a.object_id IS NOT NULL AND \(condition)")
      return RoleScope.matching(
        sql: "o.\(table.key.quoted) IN (\(inner))", arguments: [assignments.holder.value, key.value])
    }.reduce(.none) { $0 || $1 }
  }

  private func exists(_ key: DatabaseKey, _ condition: String, _ more: [DatabaseValue] = []) throws -> Bool {
    try assignments.contains { assignments in
      let statement = try reader.database.cachedStatement(
        sql: assignments.sql("1", condition) + " LIMIT 1")
      let arguments = StatementArguments([assignments.holder.value, key.value] + more)
      return try StoredValue.fetchOne(statement, arguments: arguments) != nil
    }
  }

  private var hasDomains: Bool { reader.schema.hasDomains }

  /// A table of assignments, from one holder (`?`) and one permission (`?`).
  private struct Assignments {
    var tables: String
    var condition: String
    var holder: DatabaseKey

    func sql(_ column: String, _ more: String) -> String {
      """
      SELECT \(column) FROM \(tables) CROSS JOIN core_role_permissions AS rp WHERE \(condition) \
      AND rp.role_id = a.role_id AND rp.permission_id = ? AND \(more)
      """
    }
  }

  private var assignments: [Assignments] {
    switch holder {
    case .group(let key):
      return [Assignments(tables: "core_grouprole AS a", condition: "a.group_id = ?", holder: key)]
    case .user(let key, let useGroups):
      let own = Assignments(tables: "core_userrole AS a", condition: "a.user_id = ?", holder: key)
      let member = reader.schema.memberships
      let shared = Assignments(
        tables: "\(member.table.quoted) AS m CROSS JOIN core_grouprole AS a",
        condition: "m.\(member.from.quoted) = ? AND a.group_id = m.\(member.to.quoted)", holder: key)
      return useGroups ? [own, shared] : [own]
    }
  }
}

extension AuthorizationReader {
  /// Pulp: `Permission.objects.get(content_type__app_label=…, codename=…)`, or by codename alone.
  ///
  /// - Throws: `RaisedException`: `DoesNotExist`, `MultipleObjectsReturned`.
  func onePermission(_ name: Name) throws -> DatabaseKey {
    let permission = Permission(name: name, rows: [])
    let app = permission.app.map { _ in "ct.app_label = ? AND " } ?? ""
    let statement = try database.cachedStatement(
      sql: """
        SELECT p.id FROM auth_permission AS p CROSS JOIN django_content_type AS ct \
        WHERE \(app)p.codename = ? AND ct.id = p.content_type_id LIMIT 2
        """)
    let arguments =
      (permission.app.map { [$0.value] } ?? []) + [permission.codename.value]
    let keys = try StoredValue.fetchAll(statement, arguments: StatementArguments(arguments))
      .compactMap { DatabaseKey($0) }
    guard let key = keys.first else { throw RaisedException("DoesNotExist", "no permission `\(name)`") }
    guard keys.count == 1 else {
      throw RaisedException("MultipleObjectsReturned", "several permissions are called `\(name)`")
    }
    return key
  }

  /// The keys of the objects in a scope as canonical text, each once, in code-point order.
  func keys(_ scope: RoleScope, _ table: TypeTable) throws -> [Name] {
    try column(table.textSQL, scope, table).sorted()
  }

  /// One column of the objects in a scope.
  func column(_ column: String, _ scope: RoleScope, _ table: TypeTable) throws -> [Name] {
    let condition = scope.condition
    let sql = """
      SELECT \(column) FROM \(table.source) WHERE \(condition.sql)\(table.join.map { " AND \($0)" } ?? "")
      """
    return try StoredValue.fetchAll(
      database.cachedStatement(sql: sql), arguments: StatementArguments(condition.arguments)
    ).compactMap { Name($0) }
  }
}
