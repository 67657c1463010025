internal import Authorization
internal import GRDB

/// What findings are about, in words and as the command line names it.
struct FindingWords {
  let reader: AuthorizationReader

  /// Somebody who holds something.
  struct Holder {
    var grantee: Grantee
    var ref: EntityRef
    /// `mira`, `group:release`
    var argument: String
    /// `mira`, `group release`
    var words: String
  }

  init(_ reader: AuthorizationReader) { self.reader = reader }

  /// Nil where the row is gone.
  func holder(_ value: DatabaseValue, isGroup: Bool) throws -> Holder? {
    guard let key = DatabaseKey(value),
      let name = try reader.relations.name(of: isGroup ? .group : .user, key: key)
    else { return nil }
    if isGroup {
      return Holder(
        grantee: .group(key), ref: EntityRef(kind: .group, key: key, name: name), argument: "group:\(name)",
        words: "group \(name)")
    }
    return Holder(
      grantee: .user(key), ref: EntityRef(kind: .user, key: key, name: name, type: reader.userType),
      argument: SubjectArgument.text(ofUser: name), words: name.text)
  }

  func permission(_ value: DatabaseValue) throws -> PermissionRow? {
    try DatabaseKey(value).flatMap { try reader.permissions(keys: [$0]).first }
  }

  /// The permission as `grant` and `revoke` take it: with its model where another one has the name too.
  func grantable(_ row: PermissionRow) throws -> String {
    let twins = try reader.permission(row.name).rows
    return twins.count > 1 ? "\(row.type).\(row.codename)" : row.name.text
  }

  /// The type of a content type; nil where there is none.
  func type(_ value: DatabaseValue) throws -> TypeName? {
    try DatabaseKey(value).flatMap { try reader.type(key: $0) }
  }

  /// Where an assignment holds, in words, and as an argument of unassign`; nil where its domain is gone.
  func place(_ place: Assignment.Place) throws -> (words: String, argument: [String])? {
    switch place {
    case .everywhere: return ("everywhere", [])
    case .domain(let key):
      guard let name = try reader.relations.name(of: .domain, key: key) else { return nil }
      return ("on domain \(name)", ["domain:\(name)"])
    case .object(let ref): return ("on \(ref.type):\(ref.key)", ["\(ref.type):\(ref.key)"])
    }
  }

  /// What takes one grant away.
  func revoke(_ holder: Holder, _ permission: PermissionRow, on object: ObjectRef? = nil) throws -> FindingFix
  {
    let place = object.map { "\($0.type):\($0.key)" }
    return FindingFix(
      "revoke \(permission.name)\(place.map { " on \($0)" } ?? "") from \(holder.words)",
      [.revoke(Grant(holder.grantee, permission.key, on: object))],
      commands: [
        ["permscope", "revoke", "DB", holder.argument, try grantable(permission)] + (place.map { [$0] } ?? [])
      ])
  }
}

/// A table of grants or assignments on objects, with what its columns are called.
struct ObjectRows {
  var table: String
  var key: String
  var object: String
  var isGroup: Bool
  var isRole: Bool
  /// The type of all its objects, where it is one of django-guardian's direct tables: those have a foreign key in the
  /// place of a text.
  var onlyType: TypeName?

  var holder: String { isGroup ? "group_id" : "user_id" }

  /// Those that the database has and that name objects by the text of their key.
  static func all(_ reader: AuthorizationReader) throws -> [ObjectRows] {
    let guardian = ObjectTables.grants.enumerated().map { place, table in
      ObjectRows(table: table.0, key: "id", object: table.1, isGroup: place == 1, isRole: false)
    }
    return (reader.schema.has(.guardian) ? guardian : [])
      + (reader.schema.has(.roles) ? roles : [])
  }

  /// django-guardian's direct tables. The generic rows of such a type are looked at by nobody.
  static func direct(_ reader: AuthorizationReader) throws -> [ObjectRows] {
    let catalog = try TableCatalog(reader.database)
    return try reader.schema.directGrants.map { grants in
      ObjectRows(
        table: grants.table, key: try catalog.primaryKey(grants.table)?.name ?? "id",
        object: "content_object_id",
        isGroup: grants.holdsGroups, isRole: false, onlyType: grants.type)
    }
  }

  static let roles = ObjectTables.roles.enumerated().map { place, table in
    ObjectRows(table: table.0, key: "pulp_id", object: table.1, isGroup: place == 1, isRole: true)
  }

  /// The types that its rows are about, each found by the index of the content type.
  func types(_ reader: AuthorizationReader) throws -> [(type: TypeName, key: DatabaseValue)] {
    let sql = """
      SELECT t.id, t.app_label, t.model FROM django_content_type AS t WHERE EXISTS \
      (SELECT 1 FROM \(table.quoted) AS g WHERE g.content_type_id = t.id) ORDER BY t.id
      """
    return try StoredRow.fetchAll(reader.database.cachedStatement(sql: sql)).compactMap { row in
      guard let app = row.name(1), let model = row.name(2) else { return nil }
      return (TypeName(app: app, model: model), row[0])
    }
  }
}

/// A row of one of those tables: who has what, on which object.
struct ObjectRow {
  var holder: FindingWords.Holder
  var object: ObjectRef
  /// `file.view_filerepository`, or the name of a role.
  var what: Name
  /// A permission that it gives, or, where it gives none on that type, one that there is.
  var permission: String
  /// Whether it gives that permission.
  var counts = true
  /// What takes it away.
  var fix: FindingFix

  /// The object as `check` takes it.
  var argument: String { "\(object.type):\(object.key)" }

  /// The check of what it gives, on its own object or on another.
  func check(on other: ObjectRef? = nil) -> [String] {
    let place = other ?? object
    return ["permscope", "check", "DB", holder.argument, permission, "\(place.type):\(place.key)"]
  }

  /// `mira has file.view_filerepository on file.filerepository:7`
  var words: String { "\(holder.words) has \(what) on \(object.type):\(object.key)" }

  /// The columns that `init` reads: holder, permission or role, text of the object's key.
  static func columns(_ rows: ObjectRows) -> String {
    "g.\(rows.holder), g.\(rows.isRole ? "role_id" : "permission_id"), g.\(rows.object)"
  }

  /// Nil where a row that it refers to is gone.
  init?(_ row: StoredRow, _ rows: ObjectRows, _ type: TypeName, _ words: FindingWords) throws {
    guard let holder = try words.holder(row[0], isGroup: rows.isGroup),
      let key = rows.onlyType == nil ? row.name(2) : try words.text(row[2], type)
    else { return nil }
    self.holder = holder
    object = ObjectRef(type: type, key: key)
    if rows.isRole {
      guard let role = DatabaseKey(row[1]), let name = try words.reader.relations.name(of: .role, key: role)
      else { return nil }
      what = name
      let given = try words.permissions(ofRole: role).first { $0.type == type }
      counts = given != nil
      permission =
        try (given ?? words.reader.permissions(of: type).first)?.name.text
        ?? "\(type.app).view_\(type.model)"
      fix = try words.unassign(role, name, holder, .object(object))
    } else {
      guard let permission = try words.permission(row[1]) else { return nil }
      what = permission.name
      self.permission = permission.name.text
      fix = try words.revoke(holder, permission, on: object)
    }
  }
}

extension FindingWords {
  /// The key of an object as text; nil where it is none.
  func text(_ native: DatabaseValue, _ type: TypeName) throws -> Name? {
    guard let key = DatabaseKey(native) else { return nil }
    return try reader.table(of: type)?.text(key) ?? Name(key.text)
  }

  func permissions(ofRole role: DatabaseKey) throws -> [PermissionRow] {
    let keys = try StoredValue.fetchAll(
      reader.database.cachedStatement(
        sql: "SELECT permission_id FROM core_role_permissions WHERE role_id = ? ORDER BY permission_id"),
      arguments: [role.value])
    return try reader.permissions(keys: keys.compactMap { DatabaseKey($0) })
  }

  /// The commands that give a role; none where its name would be taken for an option.
  func assign(_ name: Name, _ holder: Holder, _ place: Assignment.Place) throws -> [[String]] {
    guard name.isArgument, let spot = try self.place(place) else { return [] }
    return [["permscope", "role", "assign", "DB", name.text, holder.argument] + spot.argument]
  }

  /// What takes a role away where it was given.
  func unassign(_ role: DatabaseKey, _ name: Name, _ holder: Holder, _ place: Assignment.Place) throws
    -> FindingFix
  {
    let spot = try self.place(place)
    return FindingFix(
      "unassign \(name) \(spot?.words ?? "") from \(holder.words)",
      [.unassign(Assignment(role, to: holder.grantee, place))],
      commands: name.isArgument
        ? spot.map { [["permscope", "role", "unassign", "DB", name.text, holder.argument] + $0.argument] }
          ?? []
        : [])
  }
}

extension Name {
  /// Whether a command takes it as it is for a name, and not for an option.
  var isArgument: Bool { !text.hasPrefix("-") && !text.isEmpty }
}

extension FindingRule {
  /// What shows a finding where no command can name its row.
  var proof: [String] { ["permscope", "lint", "DB", "--rule", rawValue] }
}
