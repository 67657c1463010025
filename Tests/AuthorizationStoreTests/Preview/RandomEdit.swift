import Authorization
import Foundation
import GRDB

/// Random rows that come, go and change, in a database that an `Organisation` was written to.
struct RandomEdit {
  private let database: Database
  private var random: SeededGenerator
  private(set) var rows: [RowChange] = []
  private var touched: Set<String> = []

  /// Rows besides those of the organisation: UUID keys, direct grants, grants on groups, domains and roles.
  static func extras(seed: UInt64) -> String {
    var random = SeededGenerator(seed &* 31 &+ 7)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    var lines = [
      """
      CREATE TABLE thing_box (id char(32) NOT NULL PRIMARY KEY, name text NOT NULL);
      CREATE TABLE thing_gadget (id integer NOT NULL PRIMARY KEY, name text NOT NULL);
      CREATE TABLE thing_gadgetuserobjectpermission (id integer NOT NULL PRIMARY KEY,
        permission_id integer NOT NULL REFERENCES auth_permission (id), user_id integer NOT NULL REFERENCES auth_user (id),
        content_object_id integer NOT NULL REFERENCES thing_gadget (id));
      INSERT INTO django_content_type (id, app_label, model)
        VALUES (901, 'thing', 'box'), (902, 'thing', 'gadget'), (903, 'thing', 'ghost');
      INSERT INTO auth_permission (id, content_type_id, codename, name) VALUES (9011, 901, 'view_box', ''),
        (9012, 902, 'view_gadget', ''), (9013, 902, 'paint_widget', ''), (9014, 903, 'view_ghost', ''),
        (9015, 9, 'view_usertaskstatus', ''), (9016, 17, 'paint', '');
      INSERT INTO thing_box VALUES ('\(Organisation.uuid(7001))', 'a'), ('\(Organisation.uuid(7002))', 'b');
      INSERT INTO thing_gadget VALUES (1, 'a'), (2, 'b');
      INSERT INTO user_tasks_usertaskartifact (id, created, modified, uuid, name, text, status_id, url)
        VALUES (1, '', '', '\(Organisation.uuid(3001))', 'a', '', 1, '');
      """
    ]
    for _ in 0..<pick(0...4) {
      lines.append(
        "INSERT INTO thing_gadgetuserobjectpermission (permission_id, user_id, content_object_id) VALUES (\(pick(9012...9013)), \(pick(1...4)), \(pick(1...3)));"
      )
    }
    let places = Self.places
    for table in ["user", "group"] {
      for _ in 0..<pick(0...5) {
        let place = places[pick(0...places.count - 1)]
        lines.append(
          "INSERT OR IGNORE INTO guardian_\(table)objectpermission (object_pk, content_type_id, \(table)_id, permission_id) VALUES ('\(place.object)', \(place.type), \(pick(1...4)), \(place.permission));"
        )
      }
    }
    for role in 0..<2 {
      lines.append(
        "INSERT OR IGNORE INTO core_role_permissions (role_id, permission_id) VALUES ('\(Organisation.uuid(role))', \([10, 66, 68, 76, 9011, 9012, 9016][pick(0...6)]));"
      )
    }
    return (lines + (seed % 2 == 1 ? proxies : [])).joined(separator: "\n")
  }

  /// Grants on groups by permissions that edits take away and rename: of the model, of its proxy, and of one alone;
  /// and rows under the proxy, which count for nothing.
  private static let proxies = [
    "INSERT INTO auth_permission (id, content_type_id, codename, name) VALUES (9021, 3, 'paint_group', ''), (9022, 18, 'paint_group', ''), (9023, 18, 'paint', '');",
    "INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, user_id, permission_id) VALUES ('1', 3, 2, 9021), ('1', 18, 3, 9022), ('2', 3, 3, 9022), ('2', 3, 1, 9021);",
    "INSERT INTO guardian_groupobjectpermission (object_pk, content_type_id, group_id, permission_id) VALUES ('1', 3, 1, 9021), ('2', 18, 1, 9021);",
  ]

  /// Permissions on objects of types that are not the organisation's own.
  private static let places: [(permission: Int, type: Int, object: String)] = [
    (9011, 901, dashed(7001)), (9011, 901, dashed(7002)), (9011, 901, dashed(7003)), (10, 3, "1"),
    (12, 3, "2"),
    (12, 3, "9"), (72, 18, "1"), (14, 4, "2"), (14, 4, "9"), (66, 17, dashed(501)), (68, 17, dashed(503)),
    (9016, 17, dashed(501)), (76, 19, dashed(0)), (50, 13, "1"), (46, 12, "2"), (9012, 902, "1"),
    (9013, 902, "1"),
    (9014, 903, "1"), (40, 10, "1"), (38, 10, "2"), (9015, 9, "1"), (9003, 901, "1"), (44, 11, "1"),
  ]

  private static func dashed(_ number: Int) -> String { Gate.dashed(Organisation.uuid(number)) }

  init(seed: UInt64, _ database: Database) throws {
    self.database = database
    random = SeededGenerator(seed &* 977 &+ 13)
    for _ in 0..<Int.random(in: 1...7, using: &random) {
      let done = rows.count
      try step()
      let fresh = rows[done...]
      rows.removeLast(fresh.count)
      // What a table refuses is no edit.
      for row in fresh {
        do {
          try Self.apply([row], database)
          rows.append(row)
        } catch is DatabaseError {
          continue
        }
      }
    }
  }

  /// Writes the changes as the application would.
  static func apply(_ rows: [RowChange], _ database: Database) throws {
    for row in rows {
      let match = row.key.map { "\"\($0.column)\" = ?" }.joined(separator: " AND ")
      let keys = row.key.map { value($0.value) }
      if let after = row.after, row.before != nil {
        let list = after.map { "\"\($0.column)\" = ?" }.joined(separator: ", ")
        try database.execute(
          sql: "UPDATE \"\(row.table)\" SET \(list) WHERE \(match)",
          arguments: StatementArguments(after.map { value($0.value) } + keys))
      } else if let after = row.after {
        let columns = after.map { "\"\($0.column)\"" }.joined(separator: ", ")
        let marks = after.map { _ in "?" }.joined(separator: ", ")
        try database.execute(
          sql: "INSERT INTO \"\(row.table)\" (\(columns)) VALUES (\(marks))",
          arguments: StatementArguments(after.map { value($0.value) }))
      } else {
        try database.execute(
          sql: "DELETE FROM \"\(row.table)\" WHERE \(match)", arguments: StatementArguments(keys))
      }
    }
  }

  private static func value(_ value: RowValue) -> DatabaseValue {
    switch value {
    case .null: .null
    case .integer(let integer): integer.databaseValue
    case .real(let double): double.databaseValue
    case .text(let name): name.text.databaseValue
    case .bytes(let bytes): Data(bytes).databaseValue
    }
  }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  private mutating func flip() -> Bool { pick(0...1) == 0 }

  private static let tables = [
    "auth_user", "auth_user", "auth_user_groups", "auth_user_groups", "auth_user_groups",
    "auth_user_user_permissions",
    "auth_group_permissions", "guardian_userobjectpermission", "guardian_groupobjectpermission",
    "core_role_permissions", "core_userrole", "core_grouprole", "core_domain", "datawarehouse_gittreepolicy",
    "datawarehouse_gittreepolicy", "datawarehouse_gittree", "datawarehouse_checkout",
    "user_tasks_usertaskstatus",
    "user_tasks_usertaskartifact", "thing_widget", "thing_box", "thing_gadget",
    "thing_gadgetuserobjectpermission",
    "auth_permission", "auth_group", "core_role", "django_content_type",
  ]

  private mutating func step() throws {
    let table = Self.tables[pick(0...Self.tables.count - 1)]
    let kind = pick(0...2)
    if kind == 0 { return try insert(table) }
    let found = try Row.fetchAll(database, sql: "SELECT * FROM \"\(table)\" ORDER BY 1")
    let candidates = table == "auth_permission" ? found.filter { ($0["id"] as Int) >= 9000 } : found
    let usable = table == "django_content_type" ? candidates.filter { ($0["id"] as Int) >= 900 } : candidates
    guard !usable.isEmpty else { return }
    let row = usable[pick(0...usable.count - 1)]
    let key = try self.key(table, row)
    guard touched.insert("\(table) \(key)").inserted else { return }
    if kind == 1 {
      rows.append(RowChange(table: table, key: key, before: Self.image(row), after: nil))
      if table == "auth_user", flip() { try deleteAll("auth_user_groups", "user_id", row["id"]) }
      if table == "auth_group" { try deleteAll("auth_user_groups", "group_id", row["id"]) }
      if table == "auth_group", flip() {
        try deleteAll("guardian_groupobjectpermission", "group_id", row["id"])
      }
    } else {
      try update(table, row, key)
    }
  }

  private mutating func deleteAll(_ table: String, _ column: String, _ value: Int) throws {
    for row in try Row.fetchAll(
      database, sql: "SELECT * FROM \"\(table)\" WHERE \"\(column)\" = ? ORDER BY 1", arguments: [value])
    {
      let key = try self.key(table, row)
      guard touched.insert("\(table) \(key)").inserted else { continue }
      rows.append(RowChange(table: table, key: key, before: Self.image(row), after: nil))
    }
  }

  private func key(_ table: String, _ row: Row) throws -> [ColumnValue] {
    let columns = try database.primaryKey(table).columns
    return columns.map { ColumnValue($0, Self.value(row[$0] as DatabaseValue)) }
  }

  private static func image(_ row: Row) -> [ColumnValue] {
    row.map { ColumnValue($0.0, value($0.1)) }
  }

  private static func value(_ value: DatabaseValue) -> RowValue {
    switch value.storage {
    case .null: .null
    case .int64(let integer): .integer(integer)
    case .double(let double): .real(double)
    case .string(let text): .text(Name(text))
    case .blob(let bytes): .bytes(Array(bytes))
    }
  }

  private mutating func insert(_ table: String) throws {
    let uuids = ["core_userrole", "core_grouprole", "core_role", "core_domain", "thing_box"]
    let keyColumn = uuids.contains(table) && table != "thing_box" ? "pulp_id" : "id"
    var image: [ColumnValue] = []
    let key: RowValue
    switch table {
    case "thing_box": key = .text(Name(Organisation.uuid(7003)))
    case "core_domain": key = .text(Name(Organisation.uuid(503)))
    case "auth_user", "auth_group": key = .integer(9)
    case "thing_widget": key = .integer(flip() ? 99 : 5)
    case "thing_gadget": key = .integer(3)
    case let table where uuids.contains(table): key = .text(Name(Organisation.uuid(pick(5000...6000))))
    default: key = .integer(Int64(pick(20_000...30_000)))
    }
    guard touched.insert("\(table) \([ColumnValue(keyColumn, key)])").inserted else { return }
    for column in try database.columns(in: table) {
      let value = column.name == keyColumn ? key : self.value(table, column.name)
      image.append(ColumnValue(column.name, value))
    }
    guard !image.contains(where: { $0.column == "id" && $0.value == .null }) else { return }
    rows.append(RowChange(table: table, key: [ColumnValue(keyColumn, key)], before: nil, after: image))
  }

  private mutating func update(_ table: String, _ row: Row, _ key: [ColumnValue]) throws {
    let names = row.columnNames.filter { name in !key.contains { $0.column == name } }
    let wanted: [String]
    switch table {
    case "auth_user":
      wanted = [["is_active"], ["is_superuser"], ["username"], ["is_active", "is_superuser"]][pick(0...3)]
    case "django_content_type": wanted = ["model"]
    case "auth_permission": wanted = ["codename"]
    default: wanted = names.filter { _ in flip() }
    }
    var before: [ColumnValue] = []
    var after: [ColumnValue] = []
    for name in wanted {
      let old = Self.value(row[name] as DatabaseValue)
      var new = value(table, name)
      if name.hasPrefix("is_") { new = .integer(old == .integer(0) ? 1 : 0) }
      guard new != old else { continue }
      before.append(ColumnValue(name, old))
      after.append(ColumnValue(name, new))
    }
    guard !after.isEmpty else { return }
    rows.append(RowChange(table: table, key: key, before: before, after: after))
  }

  /// A value that makes some sense in a column.
  private mutating func value(_ table: String, _ column: String) -> RowValue {
    switch column {
    case "user_id": return .integer(Int64(pick(1...5)))
    case "group_id": return .integer(Int64(pick(1...4)))
    case "read_group_id", "write_group_id": return flip() ? .null : .integer(Int64(pick(1...4)))
    case "policy_id", "tree_id", "checkout_id": return pick(0...3) == 0 ? .null : .integer(Int64(pick(1...3)))
    case "status_id", "content_object_id": return .integer(Int64(pick(1...3)))
    case "permission_id":
      return .integer(Int64([9001, 9002, 9003, 9004, 9005, 9011, 9012, 10, 66, 9015, 40][pick(0...10)]))
    case "content_type_id": return .integer(Int64([900, 900, 900, 901, 902, 3, 17, 10][pick(0...7)]))
    case "object_pk":
      return .text(Name(["1", "2", "3", "7", "007", "99", "5", Self.dashed(7001)][pick(0...7)]))
    case "object_id":
      return flip()
        ? .null : .text(Name(["1", "2", "99", "5", Self.dashed(501), Self.dashed(7002)][pick(0...5)]))
    case "domain_id": return flip() ? .null : .text(Name(Organisation.uuid(pick(501...503))))
    case "role_id": return .text(Name(Organisation.uuid(pick(0...2))))
    case "is_active", "is_superuser", "is_staff": return .integer(Int64(pick(0...1)))
    case "username": return .text(Name(flip() ? "AnonymousUser" : "somebody\(pick(1...99))"))
    case "name": return .text(Name("name\(pick(1...9999))"))
    case "codename": return .text(Name(["view_box", "view_widget", "mix_domain_x", "mix"][pick(0...3)]))
    case "model": return .text(Name(["widget", "box", "vapour"][pick(0...2)]))
    case "uuid", "task_id": return .text(Name(Organisation.uuid(pick(100_000...900_000))))
    case "app_label": return .text("thing")
    case "pulp_labels", "storage_settings": return .text("{}")
    case "parent_id", "description", "default_content_guard_id", "last_login", "file": return .null
    default:
      return column.hasSuffix("_steps") || column == "attempts" || column == "is_container"
        ? .integer(0) : .text("")
    }
  }
}
