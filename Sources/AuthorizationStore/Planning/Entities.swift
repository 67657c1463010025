internal import Authorization

/// A row that a change names, as the changes before it leave it.
struct PlannedRow {
  var table: String
  /// As it stands in the column, whatever the change wrote.
  var key: RowValue
  var image: RowImage
  var name: Name

  subscript(column: String) -> RowValue { image[column] }
}

extension PlanningSession {
  /// The row of a key.
  ///
  /// - Throws: `StoreError` where it is not there, or where the database has no such tables.
  func row(_ kind: EntityKind, _ key: DatabaseKey) throws -> PlannedRow {
    if case .created(let name) = key { return try createdRow(kind, name) }
    guard let found = try find(kind, RowValue(key)) else { throw Self.unknown(kind, key) }
    return found
  }

  /// Nil where it is not there.
  func find(_ kind: EntityKind, _ key: RowValue) throws -> PlannedRow? {
    guard let place = RelationReader.place(kind, reader.schema) else { return nil }
    try require(kind, place.table)
    guard let image = try state.row(of: place.table, place.key, key) else { return nil }
    return PlannedRow(
      table: place.table, key: image[place.key], image: image, name: image[place.name].words)
  }

  /// The row of this name that a change before this one created.
  private func createdRow(_ kind: EntityKind, _ name: Name) throws -> PlannedRow {
    let table = RelationReader.place(kind, reader.schema)?.table ?? ""
    let wanted = kind == .user ? Self.username(name) : Self.stripped(name)
    for key in created[table, default: []].reversed() {
      guard let row = try find(kind, key) else { continue }
      let own = kind == .permission ? try fullName(row) : row.name
      if own == wanted { return row }
    }
    throw Refused(
      .invalid,
      "no edit before this one creates the \(kind.title) `\(name)`; choose another, or create it first")
  }

  /// `app.model.codename`
  private func fullName(_ row: PlannedRow) throws -> Name {
    let permission = try permission(row)
    return Name("\(permission.type).\(permission.codename)")
  }

  private func require(_ kind: EntityKind, _ table: String) throws {
    guard state.catalog.has(table) else {
      throw StoreError(
        .missingSystem, "this database has no \(Counted.plural(kind.title)): no table `\(table)`")
    }
  }

  private static func unknown(_ kind: EntityKind, _ key: DatabaseKey) -> StoreError {
    let code: StoreError.Code =
      switch kind {
      case .user: .unknownSubject
      case .group: .unknownGroup
      case .permission: .unknownPermission
      case .domain: .unknownDomain
      case .type: .unknownType
      default: .unknownObject
      }
    return StoreError(code, "there is no \(kind.title) with the key `\(key)`, or it is gone")
  }

  /// The name of a row; its key where it is gone.
  func name(_ kind: EntityKind, _ key: RowValue) throws -> Name {
    try find(kind, key)?.name ?? Name("#\(key.words)")
  }

  /// `app_label.codename` of a row of `auth_permission`.
  func permissionName(_ key: RowValue) throws -> String {
    guard let row = try find(.permission, key) else { return "#\(key.words)" }
    return try permission(row).name.text
  }

  /// A permission by its key.
  func permission(_ key: DatabaseKey) throws -> (row: PlannedRow, permission: PermissionRow) {
    let row = try row(.permission, key)
    return (row, try permission(row))
  }

  private func permission(_ row: PlannedRow) throws -> PermissionRow {
    let typeKey = row["content_type_id"]
    guard let key = row.key.key, let native = typeKey.key, let type = try type(typeKey) else {
      throw StoreError(.failed, "the permission `\(row.name)` has no content type")
    }
    return PermissionRow(
      key: key, type: type, typeKey: native, codename: row.name, title: row["name"].words)
  }

  /// The type of a key of `django_content_type`.
  func type(_ key: RowValue) throws -> TypeName? {
    let rows = try state.rows(of: "django_content_type", where: [("id", key)])
    return rows.first.map { TypeName(app: $0["app_label"].words, model: $0["model"].words) }
  }

  /// The key of a type's content type.
  ///
  /// - Throws: `StoreError.unknownType` with names that are close.
  func typeKey(_ type: TypeName) throws -> RowValue {
    let rows = try state.rows(
      of: "django_content_type", where: [("app_label", .text(type.app)), ("model", .text(type.model))])
    guard let row = rows.first else { throw try reader.unknownType(type) }
    return row["id"]
  }

  /// Whoever gets a grant or a role.
  struct Holder {
    var row: PlannedRow
    var isGroup: Bool
    /// `mira`, `group release`.
    var words: String { isGroup ? "group \(row.name)" : row.name.text }
    /// The column of guardian's and Pulp's tables.
    var column: String { isGroup ? "group_id" : "user_id" }
  }

  func holder(_ grantee: Grantee) throws -> Holder {
    switch grantee {
    case .user(let key): Holder(row: try row(.user, key), isGroup: false)
    case .group(let key): Holder(row: try row(.group, key), isGroup: true)
    }
  }
}
