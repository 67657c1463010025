import Authorization
import AuthorizationStore
import Foundation
import GRDB
import PermscopeResources
import Testing

/// SQLite takes any value in any column. Whatever it is, nothing traps, nothing runs for ever, and what cannot be
/// answered is refused in words.
@Suite struct OddValuesTests {
  /// The values, as SQL.
  private static let values = ["NULL", "x'ff00fe'", "'maybe'", "5", "3.5", "'a' || char(0) || 'b' || rowid"]

  /// What the program reads.
  private static let readColumns: [String: [String]] = [
    "auth_user": [
      "last_login", "is_superuser", "username", "last_name", "email", "is_staff", "is_active", "first_name",
    ],
    "auth_group": ["name"],
    "auth_permission": ["content_type_id", "codename", "name"],
    "django_content_type": ["app_label", "model"],
    "auth_user_groups": ["user_id", "group_id"],
    "auth_user_user_permissions": ["user_id", "permission_id"],
    "auth_group_permissions": ["group_id", "permission_id"],
    "django_session": ["session_data", "expire_date"],
    "guardian_userobjectpermission": ["object_pk", "content_type_id", "permission_id", "user_id"],
    "guardian_groupobjectpermission": ["object_pk", "content_type_id", "permission_id", "group_id"],
    "core_role": ["name", "description", "locked"],
    "core_role_permissions": ["role_id", "permission_id"],
    "core_userrole": ["object_id", "content_type_id", "domain_id", "role_id", "user_id"],
    "core_grouprole": ["object_id", "content_type_id", "domain_id", "role_id", "group_id"],
    "core_domain": ["name", "description"],
    "core_accesspolicy": ["creation_hooks", "statements", "viewset_name", "customized", "queryset_scoping"],
    "core_repository": ["name", "pulp_domain_id"],
    "datawarehouse_gittree": ["name", "policy_id"],
    "datawarehouse_gittreepolicy": ["name", "read_group_id", "write_group_id"],
    "datawarehouse_checkout": ["name", "tree_id"],
    "datawarehouse_build": ["name", "checkout_id"],
    "datawarehouse_test": ["name", "build_id"],
    "user_tasks_usertaskstatus": [
      "created", "modified", "task_class", "name", "state", "completed_steps", "total_steps", "parent_id",
      "user_id",
    ],
    "user_tasks_usertaskartifact": ["created", "name", "file", "text", "status_id", "url"],
  ]
  private static let tables = readColumns.keys.sorted()

  /// The sample organisation without the constraints that would refuse odd values.
  private static let loose: String = {
    var sql = Resources.schema + "\n" + Resources.demo
    for pattern in [
      #" CHECK \(\(.*?\)\)"#, #" CHECK \("\w+" >= 0\)"#, " NOT NULL", #"(?<=NULL|\)) UNIQUE\b"#,
    ] {
      sql = sql.replacingOccurrences(of: pattern, with: "", options: .regularExpression)
    }
    return sql.replacingOccurrences(of: " UNIQUE", with: "")
  }()

  @Test("one column after the other, every row with another value", arguments: tables)
  func columns(_ table: String) throws {
    let template = try TestDatabase(schema: Self.loose)
    // Some rows stay as they are: an odd row must not hide the others, nor stop them.
    for column in Self.readColumns[table] ?? [] {
      let cases = Self.values.enumerated().map { "WHEN \($0.offset) THEN \($0.element)" }
      for shift in [0, 3] {
        let value = "CASE (rowid + \(shift)) % 7 \(cases.joined(separator: " ")) ELSE \(column) END"
        let copy = try Self.copy(template, "UPDATE \(table) SET \(column) = \(value)")
        try Sweep(database: copy.open(), name: "\(table).\(column) + \(shift)").run(thoroughly: false)
      }
    }
  }

  @Test("all columns of a table at once", arguments: tables)
  func whole(_ table: String) throws {
    let template = try TestDatabase(schema: Self.loose)
    for value in Self.values {
      let changes = (Self.readColumns[table] ?? []).map { "\($0) = \(value)" }
      let copy = try Self.copy(template, "UPDATE \(table) SET \(changes.joined(separator: ", "))")
      let isWorst = value == Self.values.first || value == Self.values.last
      try Sweep(database: copy.open(), name: "\(table) = \(value)").run(thoroughly: isWorst)
    }
  }

  @Test(
    "odd keys where a key can be anything",
    arguments: ["django_session", "core_role", "core_userrole", "core_domain", "core_accesspolicy"])
  func keys(_ table: String) throws {
    let template = try TestDatabase(schema: Self.loose)
    let key = table == "django_session" ? "session_key" : "pulp_id"
    for value in ["NULL", "CAST('k' || char(0) || rowid AS BLOB)", "'k' || char(0) || rowid", "rowid + 0.5"] {
      let copy = try Self.copy(template, "UPDATE \(table) SET \(key) = \(value) WHERE rowid % 3 <> 2")
      try Sweep(database: copy.open(), name: "\(table).\(key) = \(value)").run(thoroughly: true)
    }
  }

  @Test("a name with a NUL is a name of its own")
  func nul() throws {
    let file = try TestDatabase(Resources.demo)
    try file.execute(
      "UPDATE auth_user SET username = 'mira' || char(0) || 'evil' WHERE id = 4; DELETE FROM django_session")
    let database = try file.open()
    let evil: Name = "mira\0evil"
    try database.read { reader in
      var names: [Name] = []
      let permission = try reader.knownPermission("read")
      try reader.forEachWhoCan(permission, reader.target(.tree("linux-next"))) { names.append($0) }
      #expect(names.contains(evil) && names.contains("mira"))
      #expect(try reader.user(named: evil)?.kind == .user(.integer(4)))
      #expect(try reader.user(named: "mira")?.kind == .user(.integer(3)))
      #expect(try reader.user(named: "mira\0else") == nil)
      let ref = EntityRef(kind: .user, key: .integer(4), name: "", type: nil)
      #expect(try reader.detail(of: ref).ref.name == evil)
      let group = try reader.detail(of: EntityRef(kind: .group, key: .integer(1), name: "", type: nil))
      #expect(group.sections.first { $0.id == .members }?.lines.contains { $0.text == evil.text } == true)
    }
    let walk = ListWalk(lists: Lists(database), source: .view(.users), limit: 1)
    let names = try walk.names()
    #expect(names.filter { $0.hasPrefix("mira") } == ["mira", evil.text])
    let whoCan = ListWalk(lists: Lists(database), source: .whoCan(permission: "read", object: Sweep.tree))
    try whoCan.prepare()
    #expect(try whoCan.names().contains(evil.text))
  }

  @Test(
    "a truth value is what SQLite takes for one",
    arguments: [
      ("NULL", false), ("0", false), ("5", true), ("0.5", true), ("'maybe'", false), ("'true'", false),
      ("' 1x'", true), ("'0.0'", false), ("'.5'", true), ("'-3'", true), ("x'31'", true), ("x'ff'", false),
    ])
  func truth(_ value: String, _ isTrue: Bool) throws {
    let template = try TestDatabase(schema: Self.loose)
    // A column without a type, so that the value stays what it is.
    let copy = try Self.copy(
      template,
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_master SET sql = replace(sql, '"is_active" bool', '"is_active"') WHERE name = 'auth_user';
      PRAGMA writable_schema = RESET; UPDATE auth_user SET is_active = \(value) WHERE id = 4
      """)
    try copy.open().read { reader in
      #expect(try reader.user(key: .integer(4))?.isActive == isTrue)
      let permission = try reader.knownPermission("auth.change_user")
      var names: [Name] = []
      try reader.forEachWhoCan(permission, .general) { names.append($0) }
      let user = try reader.subject(.user("tomas"))
      #expect(try reader.allows(user, permission, .general) == names.contains("tomas"))
    }
  }

  /// Another file like the template, with the changes; foreign keys are not looked at.
  private static func copy(_ template: TestDatabase, _ changes: String) throws -> TestDatabase {
    let copy = try TestDatabase(schema: "SELECT 1")
    try FileManager.default.removeItem(atPath: copy.path)
    try FileManager.default.copyItem(atPath: template.path, toPath: copy.path)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: copy.path, configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: changes) }
    try queue.close()
    return copy
  }
}

/// Everything that the program reads of a database.
private struct Sweep {
  let database: AuthorizationDatabase
  let name: String

  static let tree = EntityRef(kind: .tree, key: .integer(2), name: "linux-next", type: GitTrees.tree)

  /// - Parameter thoroughly: also every list of every section, every filter and every order.
  func run(thoroughly: Bool) throws {
    var refs: Set<EntityRef> = []
    for view in ViewDescription.all {
      refs.formUnion(try rows(.view(view.id)))
      guard thoroughly else { continue }
      for filter in ["a", "ä"] { try prepared(.view(view.id), filter, nil) }
      for column in view.columns where column.sortable {
        try prepared(.view(view.id), "", ListOrder(column: column.id, descending: true))
      }
    }
    for type in refs.compactMap({ $0.kind == .type ? $0.type : nil }) {
      refs.formUnion(try rows(.objects(type)).prefix(3))
    }
    // Of permissions and types some are enough.
    let some = Dictionary(grouping: refs) { $0.kind }.flatMap { kind, refs in
      refs.sorted { $0.name < $1.name }.prefix(kind == .permission || kind == .type ? 5 : .max)
    }
    for ref in some {
      guard let detail = try answer({ try $0.detail(of: ref) }) else { continue }
      guard thoroughly else { continue }
      for section in detail.sections { _ = try rows(.section(of: ref, section: section.id)) }
    }
    try questions(refs)
    try batch()
  }

  private func questions(_ refs: Set<EntityRef>) throws {
    let users = refs.filter { $0.kind == .user }.sorted { $0.name < $1.name }.prefix(4)
    let objects: [EntityRef?] = [nil, Self.tree] + refs.filter { $0.kind == .object }.prefix(2).map { $0 }
    for object in objects {
      try answer { _ = try $0.inspect(.anonymous, object) }
      for user in users { try answer { _ = try $0.inspect(.user(user), object) } }
      let target = try answer { reader in
        try object.map { try Target.object(reader.object($0.type ?? GitTrees.tree, key: Name($0.key.text))) }
          ?? .general
      }
      guard let target else { continue }
      for user in users {
        try answer { _ = try $0.heldPermissions($0.subject(.user(user)), target) }
        for permission: Name in ["read", "auth.change_user"] {
          try answer { reader in
            let asked = try reader.knownPermission(permission)
            try reader.forEachObject(reader.subject(.user(user)), asked, type: GitTrees.tree) { _ in }
          }
        }
      }
      for permission: Name in ["read", "auth.change_user", "user_tasks.view_usertaskstatus"] {
        try answer { reader in
          let asked = try reader.askable(permission, on: target)
          _ = try reader.whoCan(asked, target)
          try reader.forEachWhoCan(asked, target) { _ in }
        }
      }
    }
    try prepared(.whoCan(permission: "read", object: Self.tree), "", nil)
    try answer { _ = try $0.subject(.user("mirra")) }
    try answer { _ = try $0.knownPermission("auth.chang_user") }
  }

  private func batch() throws {
    let object = #"["datawarehouse.gittree", "2"]"#
    let queries = [
      #"{"kind": "guardian.get_users_with_perms", "obj": \#(object), "attach_perms": true}"#,
      #"{"kind": "guardian.get_groups_with_perms", "obj": \#(object), "attach_perms": true}"#,
      #"{"kind": "guardian.get_perms", "user": "mira", "obj": \#(object)}"#,
      #"{"kind": "guardian.get_objects_for_user", "user": "mira", "perms": ["datawarehouse.change_gittree"]}"#,
      #"{"kind": "user.all_permissions", "user": "mira"}"#,
      #"{"kind": "model.with_perm", "perm": "auth.change_user"}"#,
      #"{"kind": "tree.list", "user": "mira", "method": "read"}"#,
      #"{"kind": "tasks.list", "user": "mira", "model": "user_tasks.usertaskstatus"}"#,
    ]
    for query in queries {
      try answer { _ = try BatchAnswerer($0).respond(to: #"{"id": 1, "query": \#(query)}"#) }
    }
  }

  /// An answer, or nil where it is refused as the command line understands a refusal.
  @discardableResult
  private func answer<Value>(_ body: (AuthorizationReader) throws -> Value) throws -> Value? {
    try refused { try database.read(body) }
  }

  private func refused<Value>(_ body: () throws -> Value) throws -> Value? {
    do {
      return try body()
    } catch is StoreError {
      return nil
    } catch is RaisedException {
      return nil
    } catch {
      Issue.record("\(name): \(error)")
      return nil
    }
  }

  private func prepared(_ source: ListSource, _ filter: String, _ order: ListOrder?) throws {
    let lists = Lists(database)
    guard
      try refused({ try lists.prepare(source, filter: filter, order: order, isCancelled: { false }) { _ in } }
      )
        != nil
    else { return }
    _ = try rows(source, lists, filter, order)
  }

  /// What all pages of a list show, from the start to the end.
  private func rows(
    _ source: ListSource, _ lists: Lists? = nil, _ filter: String = "", _ order: ListOrder? = nil
  ) throws -> [EntityRef] {
    let lists = lists ?? Lists(database)
    var anchor = PageRequest.Anchor.start
    var refs: [EntityRef] = []
    for _ in 0..<300 {
      let request = PageRequest(source: source, filter: filter, order: order, anchor: anchor, limit: 25)
      guard let page = try refused({ try lists.page(request) }) else { return refs }
      refs += page.rows.map(\.ref)
      guard !page.reachesEnd, let last = page.rows.last else { return refs }
      anchor = .after(last.position)
    }
    Issue.record("\(name): \(source) has no end")
    return refs
  }
}
