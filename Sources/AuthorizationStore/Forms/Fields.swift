public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// The fields of a row as a dialog shows them; nil where the row is gone.
  public func fields(of ref: EntityRef) throws -> EntityFields? {
    guard let form = form(ref.kind) else { return nil }
    let columns = try TableCatalog(database).columns(form.table).map(\.name)
    let present = form.columns.filter { columns.contains($0.column) }
    let list = present.map(\.column.quoted).joined(separator: ", ")
    let statement = try database.cachedStatement(
      sql: "SELECT \(list.isEmpty ? "1" : list) FROM \(form.table.quoted) WHERE \(form.key.quoted) = ?")
    guard let row = try StoredRow.fetchOne(statement, arguments: [ref.key.value]) else { return nil }
    var fields = EntityFields(ref: ref, values: [:])
    for (index, column) in present.enumerated() {
      fields.values[column.field] = try value(row[index], column.kind)
    }
    if let name = fields.values[.username] ?? fields.values[.name], case .text(let text) = name {
      fields.ref.name = text
    }
    return fields
  }

  private func value(_ value: DatabaseValue, _ kind: Form.Kind) throws -> FieldValue {
    switch kind {
    case .text: return Name(value).map { .text($0) } ?? .null
    case .flag: return .flag(value.bool ?? false)
    case .reference(let kind):
      guard let key = DatabaseKey(value) else { return .reference(nil) }
      let name = try relations.name(of: kind, key: key) ?? Name("#\(key)")
      return .reference(EntityRef(kind: kind, key: key, name: name))
    }
  }

  /// Where the fields of a kind of row are.
  private func form(_ kind: EntityKind) -> Form? {
    switch kind {
    case .user:
      let users = schema.users
      let texts: [(FieldID, String?)] = [
        (.username, users.username), (.firstName, users.firstName), (.lastName, users.lastName),
        (.email, users.email),
      ]
      let flags: [(FieldID, String?)] = [
        (.isActive, users.isActive), (.isStaff, users.isStaff), (.isSuperuser, users.isSuperuser),
      ]
      return Form(
        table: users.table, key: users.key,
        columns: texts.compactMap { field, name in name.map { Form.Column(field, $0, .text) } }
          + flags.compactMap { field, name in name.map { Form.Column(field, $0, .flag) } })
    case .group: return Form(table: "auth_group", key: "id", columns: [.init(.name, "name", .text)])
    case .role:
      return Form(
        table: "core_role", key: "pulp_id",
        columns: [
          .init(.name, "name", .text), .init(.description, "description", .text),
          .init(.locked, "locked", .flag),
        ])
    case .tree:
      return Form(
        table: "datawarehouse_gittree", key: "id",
        columns: [.init(.name, "name", .text), .init(.policy, "policy_id", .reference(.policy))])
    case .policy:
      return Form(
        table: "datawarehouse_gittreepolicy", key: "id",
        columns: [
          .init(.name, "name", .text), .init(.readGroup, "read_group_id", .reference(.group)),
          .init(.writeGroup, "write_group_id", .reference(.group)),
        ])
    case .permission:
      return Form(
        table: "auth_permission", key: "id",
        columns: [.init(.name, "codename", .text), .init(.description, "name", .text)])
    case .endpoint:
      return Form(
        table: "core_accesspolicy", key: "pulp_id",
        columns: [
          .init(.name, "viewset_name", .text), .init(.statements, "statements", .text),
          .init(.creationHooks, "creation_hooks", .text),
          .init(.querysetScoping, "queryset_scoping", .text), .init(.customized, "customized", .flag),
        ])
    default: return nil
    }
  }
}

/// A table with the columns that a dialog shows.
private struct Form {
  enum Kind {
    case text, flag
    case reference(EntityKind)
  }

  struct Column {
    var field: FieldID
    var column: String
    var kind: Kind

    init(_ field: FieldID, _ column: String, _ kind: Kind) {
      self.field = field
      self.column = column
      self.kind = kind
    }
  }

  var table: String
  var key: String
  var columns: [Column]
}
