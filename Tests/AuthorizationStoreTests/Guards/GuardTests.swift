import Authorization
import AuthorizationStore
import PermscopeResources
import Testing

/// What is forbidden to whom, on the sample organisation.
@Suite struct GuardTests {
  private let file: TestDatabase
  private let database: AuthorizationDatabase

  init() throws {
    file = try TestDatabase(Resources.demo)
    database = try file.open()
  }

  private static let people: [Name: Int64] = [
    "admin": 2, "mira": 3, "ines": 5, "omar": 8, "oldroot": 9, "zoe": 13, "ravi": 14,
  ]
  private static let groups: [Name: Int64] = [
    "kernel-qe": 1, "kernel-maintainers": 2, "contractors": 4, "alumni": 8,
  ]

  private static func user(_ name: Name) -> DatabaseKey { .integer(people[name] ?? 0) }
  private static func group(_ name: Name) -> DatabaseKey { .integer(groups[name] ?? 0) }
  private static let web = ObjectRef(
    type: TypeName(app: "file", model: "filerepository"), key: "0f000000-0000-4000-8000-000000000001")
  private static let builds = ObjectRef(type: web.type, key: "0f000000-0000-4000-8000-000000000002")

  private func permission(_ name: Name) throws -> DatabaseKey {
    try #require(try database.read { try $0.knownPermission(name) }.rows.first?.key)
  }

  private func role(_ name: Name) throws -> DatabaseKey {
    let choices = try database.read { try $0.choices(ChoiceRequest(source: .roles, limit: 100)) }
    return try #require(choices.rows.first { $0.ref.name == name }?.ref.key)
  }

  private func refusal(_ changes: [Change], as name: Name? = nil) throws -> Refusal? {
    let options = Editor.Options(operatorName: name ?? "tester", limitedTo: name)
    return try Editor(database, options: options).plan(changes).refusal
  }

  @Test(
    "somebody who can do everything is left",
    arguments: [
      ([Change.editUser(user("admin"), UserEdit(isSuperuser: false))], Refusal.Kind.lastSuperuser),
      ([.editUser(user("admin"), UserEdit(isActive: false))], .lastSuperuser),
      ([.deleteUser(user("admin"))], .lastSuperuser),
      ([.editUser(user("admin"), UserEdit(email: "root@acme.example"))], nil),
      (
        [
          .editUser(user("mira"), UserEdit(isSuperuser: true)),
          .editUser(user("admin"), UserEdit(isSuperuser: false)),
        ], nil
      ),
      ([.editUser(user("oldroot"), UserEdit(isActive: true)), .deleteUser(user("admin"))], nil),
      ([.editUser(user("oldroot"), UserEdit(isSuperuser: false))], nil),
    ] as [([Change], Refusal.Kind?)])
  func superusers(changes: [Change], expected: Refusal.Kind?) throws {
    #expect(try refusal(changes)?.kind == expected)
  }

  @Test("a group that a policy of git trees names stays")
  func policyGroup() throws {
    let found = try #require(try refusal([.deleteGroup(Self.group("kernel-qe"))]))
    #expect(found.kind == .namedByPolicy)
    #expect(found.text.contains("upstream"))
  }

  @Test(
    "an operator does what Django's permissions allow, and gives nothing that they lack",
    arguments: [
      // mira may change users, and has what her groups give.
      ("mira", Change.addMember(user: user("ravi"), group: group("kernel-qe")), nil),
      ("mira", .addMember(user: user("ravi"), group: group("kernel-maintainers")), .escalation),
      ("mira", .createGroup("testers"), .notPermitted),
      ("mira", .editUser(user("ravi"), UserEdit(email: "ravi@acme.example")), nil),
      ("mira", .editUser(user("ravi"), UserEdit(isSuperuser: true)), .escalation),
      ("mira", .editUser(user("mira"), UserEdit(isActive: false)), .lockout),
      ("mira", .deleteUser(user("mira")), .lockout),
      ("mira", .editUser(user("mira"), UserEdit(username: "mira2")), .lockout),
      // An inactive superuser, and a member of a group that mira is not in.
      ("mira", .editUser(user("oldroot"), UserEdit(isActive: true)), .escalation),
      ("mira", .editUser(user("omar"), UserEdit(isActive: true)), .escalation),
      ("mira", .deleteUser(user("ravi")), .notPermitted),
      ("mira", .setAccess(policy: .integer(1), .read, group: nil), .notPermitted),
      // zoe may change one group, by a grant on it.
      ("zoe", .addMember(user: user("ravi"), group: group("alumni")), .notPermitted),
      ("zoe", .addMember(user: user("ravi"), group: group("contractors")), .escalation),
      ("zoe", .renameGroup(group("contractors"), "partners"), nil),
      ("omar", .createGroup("testers"), .notPermitted),
      ("admin", .createGroup("testers"), nil),
      ("admin", .addMember(user: user("ravi"), group: group("kernel-maintainers")), nil),
    ] as [(Name, Change, Refusal.Kind?)])
  func operators(name: Name, change: Change, expected: Refusal.Kind?) throws {
    let found = try refusal([change], as: name)
    #expect(found?.kind == expected, "\(found?.text ?? "allowed")")
  }

  @Test("grants and roles on an object ask for the right to change it and to manage its roles")
  func objects() throws {
    let view = try permission("file.view_filerepository")
    let viewer = try role("file.filerepository_viewer")
    let ravi = Grantee.user(Self.user("ravi"))
    #expect(try refusal([.grant(Grant(ravi, view, on: Self.web))], as: "mira") == nil)
    let feed = ObjectRef(
      type: TypeName(app: "file", model: "fileremote"), key: "0e000000-0000-4000-8000-000000000003")
    let viewRemote = try permission("file.view_fileremote")
    let other = try #require(try refusal([.grant(Grant(ravi, viewRemote, on: feed))], as: "mira"))
    #expect(other.kind == .notPermitted)
    #expect(other.text.contains("`file.change_fileremote`, which mira lacks"))
    #expect(try refusal([.assign(Assignment(viewer, to: ravi, .object(Self.web)))], as: "mira") == nil)
    let builds = try refusal([.assign(Assignment(viewer, to: ravi, .object(Self.builds)))], as: "mira")
    #expect(builds?.text.contains("`file.manage_roles_filerepository`") == true)
  }

  @Test("nobody takes from themselves what the edit itself needs")
  func ownPermission() throws {
    let change = try permission("auth.change_user")
    let found = try refusal([.revoke(Grant(.user(Self.user("mira")), change))], as: "mira")
    #expect(found?.kind == .lockout, "\(found?.text ?? "allowed")")
  }

  @Test("an access policy that is opened to everybody has to be confirmed by its name")
  func openPolicy() throws {
    let editor = Editor(database, options: .init(operatorName: "tester"))
    let endpoint = try #require(
      try database.read { try $0.endpoints() }.first { $0.fields.name == "repositories/file/file" })
    func confirmations(_ statements: Name) throws -> [Name] {
      let plan = try editor.plan([.editEndpoint(endpoint.ref.key, EndpointEdit(statements: statements))])
      #expect(plan.refusal == nil, "\(plan.refusal?.text ?? "")")
      return try editor.preview(plan).count(isCancelled: { false }, progress: { _ in }).confirmations.map(
        \.word)
    }
    #expect(
      try confirmations(#"[{"action": "list", "principal": "*", "effect": "allow"}]"#)
        == ["repositories/file/file"])
    #expect(try confirmations(#"[{"action": "list", "principal": "admin", "effect": "allow"}]"#).isEmpty)
    #expect(try confirmations(#"[{"action": "list", "principal": "*", "effect": "deny"}]"#).isEmpty)
    // Taking a refusal away opens what was open to everybody else.
    try file.execute(
      #"""
      UPDATE core_accesspolicy SET statements = '[{"action": "list", "principal": "*", "effect": "allow"},
      {"action": "list", "principal": "anonymous", "effect": "deny"}]' WHERE viewset_name = 'repositories/file/file'
      """#)
    #expect(
      try confirmations(#"[{"action": "list", "principal": "*", "effect": "allow"}]"#)
        == ["repositories/file/file"])
  }

  @Test(
    "statements over which the real system would stumble are refused",
    arguments: [
      #"[{"action": "list", "principal": "*"}]"#, #"["x"]"#,
      #"[{"action": "list", "principal": 5, "effect": "allow"}]"#,
      #"[{"action": "list", "principal": "*", "effect": "Allow"}]"#,
      #"[{"action": "list", "principal": "*", "effect": "allow", "condition_expression": "a and (b"}]"#,
    ])
  func statements(text: String) throws {
    let endpoint = try #require(try database.read { try $0.endpoints() }.first)
    let found = try refusal([.editEndpoint(endpoint.ref.key, EndpointEdit(statements: Name(text)))])
    #expect(found?.kind == .invalid)
    #expect(found?.text.hasPrefix("statement 1: ") == true, "\(found?.text ?? "")")
  }

  @Test("the text of a column's type never becomes SQL of a preview")
  func hostileType() throws {
    try file.execute(
      """
      ALTER TABLE datawarehouse_gittree ADD COLUMN note [int); CREATE TEMP VIEW IF NOT EXISTS \
      datawarehouse_gittreepolicy AS SELECT * FROM main.datawarehouse_gittreepolicy WHERE 0;--]
      """)
    let editor = Editor(try file.open(), options: .init(operatorName: "tester"))
    let plan = try editor.plan([.setPolicy(tree: .integer(5), policy: .integer(2))])
    let impact = try editor.preview(plan).count(isCancelled: { false }, progress: { _ in })
    #expect(impact.gains == 64)
    #expect(impact.confirmations.map(\.kind) == [.anonymous])
  }

  @Test("trees that come under a policy after its preview are not published unseen")
  func race() throws {
    let editor = Editor(database, options: .init(operatorName: "tester"))
    // The policy `draft` has no trees yet.
    let plan = try editor.plan([.setAccess(policy: .integer(7), .read, group: nil)])
    let impact = try editor.preview(plan).count(isCancelled: { false }, progress: { _ in })
    #expect(impact.confirmations.isEmpty)
    try file.execute("UPDATE datawarehouse_gittree SET policy_id = 7 WHERE id = 8")
    let refused = #expect(throws: EditRefused.self) {
      try editor.apply(plan, reason: nil, impact: impact, confirmed: [])
    }
    #expect(refused?.refusal.kind == .conflict)
  }

  @Test("what an operator lacks disables the edits that need it")
  func lacking() throws {
    let lacks = try database.read { try $0.lacking("mira") }
    #expect(lacks[.changeUser] == nil)
    #expect(lacks[.addGroup] == "auth.add_group")
    #expect(lacks[.changeTree] == nil, "mira may change one tree")
    #expect(try database.read { try $0.lacking("admin") }.isEmpty)
    #expect(try database.read { try $0.lacking("zoe") }[.changeGroup] == nil, "zoe may change one group")
  }
}
