import Authorization
@testable import AuthorizationStore
import PermscopeResources
import Testing

/// Grants on objects of a proxy are written, shown and taken away where guardian keeps them.
@Suite struct ProxyEditTests {
  private static let group = TypeName(app: "core", model: "group")
  private static let five = ObjectRef(type: group, key: "5")
  private let bench: PlanningBench

  init() throws { bench = try PlanningBench() }

  private func key(_ name: Name, _ type: TypeName) throws -> DatabaseKey {
    try bench.database.read { try $0.permission(name, of: type).key }
  }

  @Test(arguments: ["core", "auth"])
  func `a grant is written under the model behind the proxy`(app: String) throws {
    let change = try key("change_group", TypeName(app: Name(app), model: "group"))
    let grant = Grant(.user(Acme.tomas), change, on: Self.five)
    let plan = try bench.apply(.grant(grant))
    #expect(plan.text == ["grant auth.change_group on auth.group:5 to tomas"])
    #expect(
      plan.warnings == [
        "`core.group` is a proxy of `auth.group`: django-guardian keeps the grants on its objects there"
      ])
    #expect(
      plan.rows.first?.values == [
        "id": .integer(13), "user_id": .integer(4), "permission_id": .integer(10),
        "content_type_id": .integer(3), "object_pk": .text("5"),
      ])
    #expect(try bench.plan(.grant(grant)).isEmpty)
    #expect(try bench.plan(.revoke(grant)).rows == plan.rows.map(\.inverse))
    #expect(try bench.plan(.revoke(grant)).text == ["revoke auth.change_group on auth.group:5 from tomas"])
  }

  @Test func `a permission that only the proxy has can be granted on no object`() throws {
    let grant = Grant(.user(Acme.tomas), try key("manage_roles_group", Self.group), on: Self.five)
    #expect(
      try bench.plan(.grant(grant)).refusal
        == Refusal(
          .invalid,
          "`core.group` is a proxy of `auth.group`, and django-guardian keeps the grants on its objects there: "
            + "`auth.group` has no permission `manage_roles_group`"))
    #expect(try bench.plan(.revoke(grant)).isEmpty)
  }

  @Test func `a permission of another type stays refused`() throws {
    let grant = Grant(.user(Acme.tomas), Acme.viewRemote, on: Self.five)
    #expect(try bench.plan(.grant(grant)).refusal?.text.contains("django-guardian refuses it there") == true)
  }

  @Test func `a row under the proxy, which counts for nothing, can be taken away`() throws {
    let bench = try PlanningBench(
      Resources.demo
        + "INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id) VALUES ('5', 18, 73, 4), ('5', 3, 12, 4);"
    )
    let (view, own) = (
      try key("view_group", Self.group), try key("view_group", TypeName(app: "auth", model: "group"))
    )
    #expect(
      try bench.plan(.revoke(Grant(.user(Acme.tomas), view, on: Self.five))).text == [
        "revoke core.view_group on core.group:5 from tomas"
      ])
    #expect(
      try bench.plan(.revoke(Grant(.user(Acme.tomas), own, on: Self.five))).text == [
        "revoke auth.view_group on auth.group:5 from tomas"
      ])
  }

  @Test func `the fix that a denial names gives what was missing`() throws {
    let change = try bench.database.read { try $0.knownPermission("core.change_group") }
    func decision() throws -> Decision {
      try bench.database.read { reader in
        let object = Target.object(try reader.object(Self.group, key: "5"))
        return try reader.explain(reader.subject(.user("tomas")), change, object)
      }
    }
    let fix = try #require(try decision().missing.compactMap(\.fix).last)
    #expect(fix.first == "grant" && fix.count == 5)
    let row = try bench.database.read { reader in
      let argument = try #require(ObjectArgument(fix[4]))
      guard case .object(let object) = try reader.target(argument) else {
        throw StoreError(.usage, "no object")
      }
      return (
        try reader.grantable(Name(fix[3]), on: object.type).key,
        ObjectRef(type: object.type, key: object.text)
      )
    }
    try bench.apply(.grant(Grant(.user(Acme.tomas), row.0, on: row.1)))
    #expect(try decision().outcome == .allowed)
  }

  @Test func `a preview counts the checks on the proxy's objects as well`() throws {
    let change = try key("change_group", Self.group)
    let plan = try bench.plan(.grant(Grant(.user(Acme.tomas), change, on: Self.five)))
    let preview = try EditPreview(bench.database, plan.rows, confirmFactor: 100)
    let impact = try preview.count(isCancelled: { false }, progress: { _ in })
    #expect(impact.gains == 2 && impact.losses == 0)
    let units = try preview.units(gains: true, from: 0, limit: 10).map {
      "\($0.permission) \($0.object ?? "-")"
    }
    #expect(units == ["auth.change_group auth.group:5", "core.change_group core.group:5"])
  }

  @Test func `details and the dialog show the grants that count`() throws {
    try bench.file.execute(
      "INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id) VALUES ('4', 18, 73, 4);"
    )
    try bench.database.read { reader in
      let contractors = EntityRef(kind: .object, key: .integer(4), name: "", type: Self.group)
      let granted = try reader.detail(of: contractors).sections.first { $0.id == .grantedTo }?.lines
      #expect(granted?.map { "\($0.text) \($0.note)" } == ["zoe change_group"])
      let tomas = try reader.detail(of: EntityRef(kind: .user, key: Acme.tomas, name: ""))
      let stray = tomas.sections.flatMap(\.lines).first { $0.text == "core.group contractors" }
      #expect(stray?.warns == true)
      #expect(stray?.note == "view_group; does not count: django-guardian looks under auth.group")
      let place = ObjectRef(type: Self.group, key: "4")
      let page = try reader.choices(
        ChoiceRequest(
          source: .permissions(Self.group), state: .objectPermissions(of: .user(.integer(13)), place),
          limit: 9))
      #expect(
        page.rows.map { ($0.isOn ? "+" : "") + $0.ref.name.text } == [
          "auth.add_group", "+auth.change_group", "auth.delete_group", "auth.view_group",
        ])
    }
  }
}
