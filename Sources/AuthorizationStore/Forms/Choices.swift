public import Authorization
internal import GRDB

extension AuthorizationReader {
  /// Some choices of a checklist, in the order of their names.
  public func choices(_ request: ChoiceRequest) throws -> ChoicePage {
    if let problem = try problem(request.source) {
      return ChoicePage(rows: [], reachesEnd: true, on: 0, problem: problem)
    }
    let filter = TextFilter(request.filter)
    let added = request.added.filter { filter?.matches($0.name.text) ?? true }
    guard let list = try ChoiceList(self, request.source) else {
      return ChoicePage(rows: [], reachesEnd: true, on: 0, added: added)
    }
    let gone = try request.added.filter { try !exists($0.key, list) }
    let state = ChoiceStateSQL(self, request.state)
    let on = state?.condition(list.key)
    var conditions = list.conditions
    var arguments = list.arguments
    if request.onlyOn {
      guard let state else { return ChoicePage(rows: [], reachesEnd: true, on: 0, added: added, gone: gone) }
      let only = state.membership(list.key)
      conditions.append(only.sql)
      arguments += only.arguments
    }
    if let filter {
      conditions.append(filter.condition([list.label]))
      arguments += StatementArguments(filter.arguments([list.label]))
    }
    if let after = request.after, case .text(let name) = after.sortValue {
      let value = name.text.databaseValue
      conditions.append(
        "(\(list.label) > \(value.mark) OR (\(list.label) = \(value.mark) AND \(list.key) > ?))")
      arguments += [value.bound, value.bound, after.key.value]
    }
    let sql = """
      SELECT \(list.key), \(list.label), \(list.note), \(on.map { "(\($0.sql))" } ?? "0 = 1") FROM \(list.from)\
      \(ListPart.filter(conditions)) ORDER BY \(list.label), \(list.key)
      """
    let cursor = try StoredRow.fetchCursor(
      database.cachedStatement(sql: sql), arguments: (on?.arguments ?? []) + arguments)
    var rows: [ChoiceRow] = []
    while rows.count <= request.limit, let found = try cursor.next() {
      guard let choice = row(found, list), filter?.matches(choice.ref.name.text) ?? true else { continue }
      rows.append(choice)
    }
    return ChoicePage(
      rows: Array(rows.prefix(request.limit)), reachesEnd: rows.count <= request.limit,
      on: try state?.count(database) ?? 0, added: added, gone: gone)
  }

  /// Whether there is such a choice, whatever the filter.
  private func exists(_ key: DatabaseKey, _ list: ChoiceList) throws -> Bool {
    let sql = "SELECT 1 FROM \(list.from)\(ListPart.filter(list.conditions + ["\(list.key) = ?"]))"
    return try Bool.fetchOne(
      database.cachedStatement(sql: sql), arguments: list.arguments + [key.value]) ?? false
  }

  /// Why there can be no such choices.
  private func problem(_ source: ChoiceSource) throws -> String? {
    guard case .permissions(let type?) = source, try contentType(type) == nil else { return nil }
    return try unknownType(type).sentence
  }

  private func row(_ row: StoredRow, _ list: ChoiceList) -> ChoiceRow? {
    guard let key = DatabaseKey(row[0]) else { return nil }
    let label = row.name(1) ?? Name("#\(key)")
    return ChoiceRow(
      ref: EntityRef(kind: list.kind, key: key, name: label, type: list.type(label)),
      note: row.text(2) ?? "", isOn: row.bool(3) ?? false,
      position: RowPosition(sortValue: .text(label), key: key))
  }
}

/// Where choices come from.
struct ChoiceList {
  var kind: EntityKind
  var from: String
  var key: String
  var label: String
  var note: String
  var conditions: [String] = []
  var arguments: StatementArguments = []
  /// The table of the objects, where objects are chosen.
  var table: TypeTable?
  private var ownType: TypeName?

  /// Nil where the database has no such rows.
  init?(_ reader: AuthorizationReader, _ source: ChoiceSource) throws {
    let schema = reader.schema
    switch source {
    case .users:
      let users = schema.users
      self.init(
        .user, "\(users.table.quoted) AS r", "r.\(users.key.quoted)", "r.\(users.username.quoted)",
        note: users.isActive.map { "CASE WHEN r.\($0.quoted) THEN '' ELSE 'inactive' END" })
      ownType = reader.userType
    case .groups: self.init(.group, "auth_group AS r", "r.id", "r.name")
    case .roles:
      guard schema.has(.roles) else { return nil }
      self.init(
        .role, "core_role AS r", "r.pulp_id", "r.name", note: "CASE WHEN r.locked THEN 'locked' ELSE '' END")
    case .policies:
      guard schema.has(.trees) else { return nil }
      self.init(.policy, "datawarehouse_gittreepolicy AS r", "r.id", "r.name")
    case .trees:
      guard schema.has(.trees) else { return nil }
      self.init(.tree, "datawarehouse_gittree AS r", "r.id", "r.name")
      ownType = GitTrees.tree
    case .domains:
      guard schema.hasDomains else { return nil }
      self.init(.domain, "core_domain AS r", "r.pulp_id", "r.name")
      ownType = Gate.domainType
    case .types:
      self.init(.type, "django_content_type AS r", "r.id", "r.app_label || '.' || r.model")
    case .permissions(let type):
      self.init(
        .permission, "django_content_type AS ct CROSS JOIN auth_permission AS r", "r.id",
        "ct.app_label || '.' || r.codename",
        // Two models of an app can have permissions of the same name; the four default ones say the model.
        note: """
          CASE WHEN r.codename LIKE '%\\_' || ct.model ESCAPE '\\' THEN r.name \
          ELSE 'on ' || ct.model || ': ' || r.name END
          """)
      conditions = ["r.content_type_id = ct.id"]
      if let type = type.map(schema.concrete) {
        conditions += ["ct.app_label = ?", "ct.model = ?"]
        arguments = [type.app.value, type.model.value]
      }
    case .objects(let type):
      guard let table = try reader.table(of: type) else { return nil }
      let name = table.name.map(table.sql)
      self.init(
        .object, table.source, "o.\(table.key.quoted)", name ?? table.textSQL,
        note: name == nil ? nil : table.textSQL)
      conditions = [table.join].compactMap { $0 }
      self.table = table
      ownType = type
    }
  }

  private init(_ kind: EntityKind, _ from: String, _ key: String, _ label: String, note: String? = nil) {
    self.kind = kind
    self.from = from
    self.key = key
    self.label = label
    self.note = note ?? "''"
  }

  /// The type of a choice: that of the list, or the one that the choice is.
  func type(_ label: Name) -> TypeName? { kind == .type ? TypeName(label.text) : ownType }
}

/// What is on in a checklist, as SQL.
private struct ChoiceStateSQL {
  let table: String
  let column: String
  let conditions: [String]
  let arguments: StatementArguments

  init?(_ reader: AuthorizationReader, _ state: ChoiceState) {
    let schema = reader.schema
    func link(_ table: String, _ column: String, _ owner: String, _ key: DatabaseKey) -> ChoiceStateSQL {
      ChoiceStateSQL(table, column, ["s.\(owner.quoted) = ?"], [key.value])
    }
    switch state {
    case .nothing: return nil
    case .members(let group):
      self = link(schema.memberships.table, schema.memberships.from, schema.memberships.to, group)
    case .groups(let user):
      self = link(schema.memberships.table, schema.memberships.to, schema.memberships.from, user)
    case .permissions(of: let grantee):
      let own = grantee.isGroup ? schema.groupPermissions : schema.userPermissions
      self = link(own.table, own.to, own.from, grantee.key)
    case .rolePermissions(of: let key):
      guard schema.has(.roles) else { return nil }
      self = link("core_role_permissions", "permission_id", "role_id", key)
    case .objectPermissions(of: let grantee, let object):
      guard schema.has(.guardian), let found = Self.grants(reader, grantee, object) else { return nil }
      self = found
    }
  }

  private init(_ table: String, _ column: String, _ conditions: [String], _ arguments: StatementArguments) {
    self.table = table
    self.column = column
    self.conditions = conditions
    self.arguments = arguments
  }

  private static func grants(
    _ reader: AuthorizationReader, _ grantee: Grantee, _ object: ObjectRef
  ) -> ChoiceStateSQL? {
    let isGroup = grantee.isGroup
    let owner = isGroup ? "s.group_id = ?" : "s.user_id = ?"
    let type = reader.schema.concrete(object.type)
    let direct = reader.schema.directGrants.first { $0.type == type && $0.holdsGroups == isGroup }
    if let direct {
      guard let table = try? reader.table(of: type), let native = table.native(object.key) else {
        return nil
      }
      return ChoiceStateSQL(
        direct.table, "permission_id", [owner, "s.content_object_id = ?"],
        [grantee.key.value, native.value])
    }
    guard let typeKey = try? reader.contentType(type) else { return nil }
    return ChoiceStateSQL(
      isGroup ? "guardian_groupobjectpermission" : "guardian_userobjectpermission", "permission_id",
      [owner, "s.content_type_id = ?", "s.object_pk = ?"],
      [grantee.key.value, typeKey.value, object.key.value])
  }

  /// The keys that are on, found from their own side.
  func membership(_ key: String) -> (sql: String, arguments: StatementArguments) {
    let all = conditions.joined(separator: " AND ")
    return ("\(key) IN (SELECT s.\(column.quoted) FROM \(table.quoted) AS s WHERE \(all))", arguments)
  }

  /// Whether the choice with this key is on.
  func condition(_ key: String) -> (sql: String, arguments: StatementArguments) {
    let all = (conditions + ["s.\(column.quoted) = \(key)"]).joined(separator: " AND ")
    return ("EXISTS (SELECT 1 FROM \(table.quoted) AS s WHERE \(all))", arguments)
  }

  func count(_ database: Database) throws -> Int {
    let statement = try database.cachedStatement(
      sql: """
        SELECT count(DISTINCT s.\(column.quoted)) FROM \(table.quoted) AS s WHERE \(conditions.joined(separator: " AND "))
        """)
    return try Int.fetchOne(statement, arguments: arguments) ?? 0
  }
}
