import Authorization
@testable import AuthorizationStore
import PermscopeResources
import Testing

@Suite struct GrantPlanTests {
  private let bench: PlanningBench

  init() throws { bench = try PlanningBench() }

  @Test(arguments: [
    (
      Grant(.user(Acme.ines), Acme.viewRepository), "auth_user_user_permissions",
      "grant file.view_filerepository to ines",
      ["id": RowValue.integer(7), "user_id": .integer(5), "permission_id": .integer(98)]
    ),
    (
      Grant(.group(Acme.ci), Acme.viewRepository), "auth_group_permissions",
      "grant file.view_filerepository to group ci",
      ["id": .integer(12), "group_id": .integer(5), "permission_id": .integer(98)]
    ),
    (
      Grant(.user(Acme.ines), Acme.viewRepository, on: Acme.web), "guardian_userobjectpermission",
      "grant file.view_filerepository on file.filerepository:0f000000-0000-4000-8000-000000000001 to ines",
      [
        "id": .integer(13), "user_id": .integer(5), "permission_id": .integer(98),
        "content_type_id": .integer(24),
        "object_pk": .text("0f000000-0000-4000-8000-000000000001"),
      ]
    ),
    (
      Grant(
        .group(Acme.ci), .integer(115), on: ObjectRef(type: GitTrees.tree, key: "9")),
      "guardian_groupobjectpermission", "grant datawarehouse.trigger_gittree on tree:linux-2.6 to group ci",
      [
        "id": .integer(8), "group_id": .integer(5), "permission_id": .integer(115),
        "content_type_id": .integer(12),
        "object_pk": .text("9"),
      ]
    ),
  ])
  func `grants are written where Django and guardian write them`(
    _ grant: Grant, _ table: String, _ line: String, _ values: [String: RowValue]
  ) throws {
    let plan = try bench.apply(.grant(grant))
    #expect(plan.refusal == nil)
    #expect(plan.text == [line])
    #expect(plan.rows.map(\.table) == [table])
    #expect(plan.rows.first?.values == values)
    #expect(try bench.plan(.grant(grant)).isEmpty)
    #expect(try bench.plan(.revoke(grant)).rows == plan.rows.map(\.inverse))
    let words = line.replacing("grant", with: "revoke").replacing(" to ", with: " from ")
    #expect(try bench.plan(.revoke(grant)).text == [words])
    try bench.apply(.revoke(grant))
    #expect(try bench.plan(.revoke(grant)).isEmpty)
  }

  @Test func `a key without dashes is the same object`() throws {
    let bare = ObjectRef(type: Acme.repository, key: "0F000000000040008000000000000001")
    #expect(try bench.plan(.grant(Grant(.user(Acme.mira), Acme.viewRepository, on: bare))).isEmpty)
    #expect(
      try bench.plan(.revoke(Grant(.user(Acme.mira), Acme.viewRepository, on: bare))).shape == [
        "delete guardian_userobjectpermission(1)"
      ])
  }

  @Test(arguments: [
    (
      Grant(.user(Acme.ines), Acme.viewRemote, on: Acme.web),
      "`file.view_fileremote` is a permission of `file.fileremote`, not of `file.filerepository`: django-guardian refuses it there"
    ),
    (
      Grant(
        .user(Acme.ines), Acme.viewRepository,
        on: ObjectRef(type: Acme.repository, key: "0f000000-0000-4000-8000-00000000beef")),
      "there is no object `file.filerepository:0f000000-0000-4000-8000-00000000beef`"
    ),
    (
      Grant(.user(Acme.ines), .integer(115), on: ObjectRef(type: GitTrees.tree, key: "007")),
      "there is no object `datawarehouse.gittree:007`"
    ),
  ])
  func `what guardian refuses is refused`(_ grant: Grant, _ text: String) throws {
    #expect(try bench.plan(.grant(grant)).refusal == Refusal(.invalid, text))
  }

  @Test func `grants on what does not exist can be taken away`() throws {
    let view = try #require(
      try bench.database.read { try $0.knownPermission("datawarehouse.view_gittree").rows.first?.key })
    let odd = ObjectRef(type: GitTrees.tree, key: "007")
    #expect(
      try bench.plan(.revoke(Grant(.user(.integer(10)), view, on: odd))).shape == [
        "delete guardian_userobjectpermission(11)"
      ])
  }

  @Test func `without guardian nothing is granted on one object`() throws {
    let bench = try PlanningBench(
      Resources.demo + "DROP TABLE guardian_userobjectpermission; DROP TABLE guardian_groupobjectpermission;")
    let error = #expect(throws: StoreError.self) {
      try bench.plan(.grant(Grant(.user(Acme.ines), Acme.viewRepository, on: Acme.web)))
    }
    #expect(error?.code == .missingSystem)
    #expect(try bench.plan(.grant(Grant(.user(Acme.ines), Acme.viewRepository))).rows.count == 1)
  }

  @Test func `where a type has a direct table, guardian writes there`() throws {
    let bench = try PlanningBench(
      Resources.demo + """
        CREATE TABLE "acme_treegrant" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
        "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id"), \
        "user_id" integer NOT NULL REFERENCES "auth_user" ("id"), \
        "content_object_id" integer NOT NULL REFERENCES "datawarehouse_gittree" ("id"));
        """)
    let tree = ObjectRef(type: GitTrees.tree, key: "9")
    let own = Grant(.user(Acme.ines), .integer(115), on: tree)
    let plan = try bench.apply(.grant(own))
    #expect(
      plan.rows.map(\.values) == [
        [
          "id": .integer(1), "permission_id": .integer(115), "user_id": .integer(5),
          "content_object_id": .integer(9),
        ]
      ])
    #expect(plan.rows.first?.table == "acme_treegrant")
    #expect(try bench.plan(.grant(own)).isEmpty)
    #expect(try bench.plan(.revoke(own)).shape == ["delete acme_treegrant(1)"])
    let shared = try bench.plan(.grant(Grant(.group(Acme.ci), .integer(115), on: tree)))
    #expect(shared.shape == ["insert guardian_groupobjectpermission(8)"])
    #expect(
      try bench.plan(.deleteTree(.integer(9))).text == [
        "delete git tree linux-2.6",
        "> 1 object grant: datawarehouse.trigger_gittree on datawarehouse.gittree:9",
      ])
  }

  @Test func `all rows of a grant go, duplicates too`() throws {
    let bench = try PlanningBench(
      Resources.demo + """
        DROP INDEX guardian_userobjectpermission_user_id_permission_id_object_pk_b0b3d2fc_uniq;
        INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id)
        SELECT object_pk, content_type_id, permission_id, user_id FROM guardian_userobjectpermission WHERE id = 1;
        """)
    let plan = try bench.plan(.revoke(Grant(.user(Acme.mira), Acme.viewRepository, on: Acme.web)))
    #expect(plan.shape.count == 2)
    #expect(plan.lines.count == 1)
  }

  /// The grant on `007` stays, as guardian's own cleaning leaves it.
  @Test func `orphans are what guardian takes for orphans`() throws {
    let plan = try bench.apply(.removeOrphans)
    #expect(
      plan.text == [
        "remove 1 object grant of users on objects of datawarehouse.checkout that do not exist",
        "remove 1 object grant of groups on objects of file.fileremote that do not exist",
        "remove 1 role assignment of users on objects of file.filerepository that do not exist",
      ])
    #expect(
      plan.shape
        == [
          "delete guardian_userobjectpermission(10)",
          "delete guardian_groupobjectpermission(7)",
          "delete core_userrole(0b00000000000040008000000000000b0b)",
        ].map { $0.replacing("0b00000000000040008000000000000b0b", with: "0b00000000004000800000000000000b") }
    )
    #expect(try bench.plan(.removeOrphans).isEmpty)
  }

  @Test func `orphans of objects that were just deleted are found too`() throws {
    try bench.apply(.removeOrphans)
    let plan = try bench.apply(.deleteUser(Acme.kerning), .removeOrphans)
    #expect(
      plan.shape == ["delete auth_user(7)", "delete core_userrole(0b000000000040008000000000000008)"])
  }
}
