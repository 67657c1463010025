public import Authorization
internal import GRDB

extension AuthorizationReader {
  private static let columns = "p.id, ct.app_label, ct.model, ct.id, p.codename, p.name"

  /// A permission by name, with every row that carries it; rows are empty where none does.
  ///
  /// - Parameter type: for a bare codename, the type of the object that it is asked about.
  public func permission(_ name: Name, on type: TypeName? = nil) throws -> Permission {
    var permission = Permission(name: name, rows: [])
    if permission.isTreeMethod { return permission }
    if let app = permission.app {
      permission.rows = try rows(
        "ct.app_label = ? AND p.codename = ?", [app.value, permission.codename.value])
    } else if let type {
      permission.rows = try rows(
        "ct.app_label = ? AND ct.model = ? AND p.codename = ?",
        [type.app.value, type.model.value, name.value])
    }
    permission.concreteRows = try concreteRows(permission, on: type)
    return permission
  }

  /// The rows of models behind proxies that guardian takes for those of a permission.
  ///
  /// - Parameter type: for a bare codename, the type of the object that it is asked about.
  func concreteRows(_ permission: Permission, on type: TypeName? = nil) throws -> [PermissionRow] {
    try schema.concreteTypes(of: permission, on: type).flatMap { type in
      try rows(
        "ct.app_label = ? AND ct.model = ? AND p.codename = ?",
        [type.app.value, type.model.value, permission.codename.value])
    }
  }

  /// A permission that must exist.
  ///
  /// - Throws: `StoreError.unknownPermission` with names that are close.
  public func knownPermission(_ name: Name, on type: TypeName? = nil) throws -> Permission {
    let permission = try permission(name, on: type)
    if !permission.rows.isEmpty || schema.ruleNames.contains(name) { return permission }
    // A bare codename is the permission of the model behind a proxy as well.
    if permission.app == nil, !permission.concreteRows.isEmpty { return permission }
    if permission.isTreeMethod {
      guard schema.has(.trees) else {
        throw StoreError(
          .missingSystem, "`\(name)` is a permission on git trees, which this database does not have")
      }
      return permission
    }
    let names = try StoredValue.texts(
      database.cachedStatement(
        sql: """
          SELECT ct.app_label || '.' || p.codename FROM auth_permission AS p \
          JOIN django_content_type AS ct ON ct.id = p.content_type_id ORDER BY 1 LIMIT 5000
          """))
    let close =
      permission.app == nil
      ? names.filter { $0.hasSuffix(".\(name)") }.prefix(3).map { $0 }
      : Suggestions.near(name.text, in: names)
    // Half a name is mostly one that was not typed to its end; a tree's permission has no app.
    let half = close.isEmpty ? names.filter { $0.hasPrefix(name.text) }.prefix(3).map { $0 } : close
    let methods = Suggestions.near(name.text, in: [GitTrees.read.text, GitTrees.write.text])
    throw StoreError(
      .unknownPermission,
      "no permission `\(name)`; expected `app_label.codename`. Django itself would say yes to an active superuser even so",
      didYouMean: half.isEmpty ? methods : half)
  }

  /// The permissions of a type, by codename.
  public func permissions(of type: TypeName) throws -> [PermissionRow] {
    try rows("ct.app_label = ? AND ct.model = ?", [type.app.value, type.model.value])
  }

  /// All rows of `auth_permission` with these keys.
  func permissions(keys: [DatabaseKey]) throws -> [PermissionRow] {
    guard !keys.isEmpty else { return [] }
    let marks = repeatElement("?", count: keys.count).joined(separator: ", ")
    return try StoredRow.fetchAll(
      database.makeStatement(
        sql: """
          SELECT \(Self.columns) FROM auth_permission AS p CROSS JOIN django_content_type AS ct \
          WHERE ct.id = p.content_type_id AND p.id IN (\(marks)) ORDER BY ct.app_label, p.codename, ct.model
          """), arguments: StatementArguments(keys.map(\.value))
    ).compactMap(Self.row)
  }

  /// All rows of `auth_permission`. Projects have hundreds of them.
  func allPermissionRows() throws -> [PermissionRow] { try rows("1 = 1", []) }

  private func rows(_ condition: String, _ values: [DatabaseValue]) throws -> [PermissionRow] {
    let sql = """
      SELECT \(Self.columns) FROM django_content_type AS ct CROSS JOIN auth_permission AS p \
      WHERE \(condition) AND p.content_type_id = ct.id ORDER BY p.codename, ct.model
      """
    let found = try StoredRow.fetchAll(
      database.cachedStatement(sql: sql), arguments: StatementArguments(values)
    ).compactMap(Self.row)
    if let recorder = relations.recorder {
      for row in found { recorder.add("auth_permission", "id", row.key) }
    }
    return found
  }

  /// Nil where something is missing that every permission has.
  private static func row(_ row: StoredRow) -> PermissionRow? {
    guard let key = DatabaseKey(row[0]), let app = row.name(1), let model = row.name(2),
      let typeKey = DatabaseKey(row[3]), let codename = row.name(4)
    else { return nil }
    return PermissionRow(
      key: key, type: TypeName(app: app, model: model), typeKey: typeKey, codename: codename,
      title: row.name(5) ?? "")
  }
}
