import Authorization
@testable import AuthorizationStore
import PermscopeResources
import Testing

@Suite struct RolePlanTests {
  private let bench: PlanningBench

  init() throws { bench = try PlanningBench() }

  @Test func `a new role is written as Pulp writes one`() throws {
    let fields = RoleFields(
      name: "acme.packer", description: "Packs\nthings",
      permissions: [Acme.viewRepository, Acme.viewRemote, Acme.viewRepository])
    let plan = try bench.apply(.createRole(fields))
    #expect(plan.refusal == nil)
    #expect(
      plan.text == [
        "create role acme.packer", "permit file.view_filerepository in role acme.packer",
        "permit file.view_fileremote in role acme.packer",
      ])
    var row = try #require(plan.rows.first).values
    let key = row["pulp_id"] ?? .null
    row["pulp_id"] = nil
    #expect(
      row == [
        "pulp_created": PlanningBench.stamp, "pulp_last_updated": PlanningBench.stamp,
        "name": .text("acme.packer"),
        "description": .text("Packs\nthings"), "locked": .integer(0),
      ])
    #expect(plan.rows[1].values == ["id": .integer(31), "role_id": key, "permission_id": .integer(98)])
    #expect(
      try bench.plan(.createRole(fields)).refusal?.text
        == "there is already a role `acme.packer`; take another name")
  }

  @Test func `the time of the last update moves with the role's own row`() throws {
    let edit = try bench.apply(.editRole(Acme.auditor, RoleEdit(name: "acme.reader", description: "")))
    #expect(
      edit.rows.map(\.after) == [
        [
          ColumnValue("pulp_last_updated", PlanningBench.stamp), ColumnValue("name", .text("acme.reader")),
          ColumnValue("description", .null),
        ]
      ])
    #expect(
      edit.text
        == ["rename role acme.auditor to acme.reader", "change the description of role acme.reader"].map {
          $0.replacing("role acme.reader", with: "role acme.auditor")
        })
    #expect(try bench.plan(.editRole(Acme.auditor, RoleEdit(name: "acme.reader", description: ""))).isEmpty)
    #expect(
      try bench.plan(.permit(role: Acme.auditor, permission: .integer(97))).rows.map(\.table) == [
        "core_role_permissions"
      ])
    #expect(try bench.plan(.permit(role: Acme.auditor, permission: Acme.viewRepository)).isEmpty)
    let forbidden = try bench.apply(.forbid(role: Acme.auditor, permission: Acme.viewRepository))
    #expect(forbidden.text == ["forbid file.view_filerepository in role acme.reader"])
    #expect(try bench.plan(.forbid(role: Acme.auditor, permission: Acme.viewRepository)).isEmpty)
  }

  @Test(arguments: [
    Change.editRole(Acme.viewer, RoleEdit(description: "x")), .deleteRole(Acme.viewer),
    .permit(role: Acme.viewer, permission: Acme.viewRemote),
    .forbid(role: Acme.viewer, permission: Acme.viewRepository),
  ])
  func `a locked role is not edited`(_ change: Change) throws {
    let refusal = try #require(try bench.plan(change).refusal)
    #expect(refusal.kind == .lockedRole)
    #expect(refusal.text.hasPrefix("the role `file.filerepository_viewer` is locked: a plugin ships it"))
  }

  @Test func `with a role go its permissions and assignments`() throws {
    let plan = try bench.apply(.deleteRole(Acme.syncer))
    #expect(
      plan.text == [
        "delete role acme.syncer", "> 1 role assignment: group ci",
        "> 2 permissions of a role: file.view_filerepository, file.sync_filerepository",
        "> 2 role assignments: ines, ines",
      ])
    #expect(plan.shape.last == "delete core_role(0a00000000004000800000000000000a)")
  }

  @Test func `an assignment is written as Pulp writes one`() throws {
    let everywhere = Assignment(Acme.viewer, to: .user(Acme.ines))
    let plan = try bench.apply(.assign(everywhere))
    #expect(plan.text == ["assign file.filerepository_viewer everywhere to ines"])
    var row = try #require(plan.rows.first).values
    #expect(row["pulp_id"]?.words.text.utf8.count == 32)
    row["pulp_id"] = nil
    #expect(
      row == [
        "pulp_created": PlanningBench.stamp, "pulp_last_updated": PlanningBench.stamp, "object_id": .null,
        "content_type_id": .null, "domain_id": .null, "role_id": RowValue(Acme.viewer),
        "user_id": .integer(5),
      ])
    #expect(try bench.plan(.assign(everywhere)).isEmpty)
    let partner = try bench.plan(.assign(Assignment(Acme.viewer, to: .group(Acme.ci), .domain(Acme.partner))))
    #expect(partner.text == ["assign file.filerepository_viewer on domain partner to group ci"])
    #expect(partner.rows.first?.values["domain_id"] == RowValue(Acme.partner))
    let web = try bench.plan(.assign(Assignment(Acme.viewer, to: .group(Acme.ci), .object(Acme.web))))
    #expect(web.rows.first?.values["object_id"] == .text(Acme.web.key))
    #expect(web.rows.first?.values["content_type_id"] == .integer(24))
    #expect(web.rows.first?.table == "core_grouprole")
    // A proxy has a content type of its own.
    let group = ObjectRef(type: TypeName(app: "core", model: "group"), key: "2")
    let owner = try bench.plan(.assign(Assignment(Acme.role("07"), to: .user(Acme.ines), .object(group))))
    #expect(owner.refusal == nil)
    let type = try #require(try bench.database.read { try $0.contentType(group.type) })
    #expect(owner.rows.first?.values["content_type_id"] == RowValue(type))
  }

  @Test(arguments: [
    (
      Assignment(Acme.role("05"), to: .user(Acme.ines), .object(Acme.web)),
      "the role `file.fileremote_viewer` carries no permission on `file.filerepository`, so that it gives nothing on `file.filerepository:0f000000-0000-4000-8000-000000000001`"
    ),
    (
      Assignment(Acme.role("07"), to: .user(Acme.ines), .domain(Acme.partner)),
      "the role `core.group_owner` carries no permission on a type with domains, so that it gives nothing on one"
    ),
    (
      Assignment(Acme.role("06"), to: .user(Acme.ines), .domain(Acme.partner)),
      "the role `core.domain_owner` carries no permission on a type with domains, so that it gives nothing on one"
    ),
    (
      Assignment(
        Acme.viewer, to: .user(Acme.ines),
        .object(ObjectRef(type: Acme.repository, key: "0f000000-0000-4000-8000-00000000beef"))),
      "there is no object `file.filerepository:0f000000-0000-4000-8000-00000000beef`"
    ),
  ])
  func `what Pulp refuses to assign is refused`(_ assignment: Assignment, _ text: String) throws {
    #expect(try bench.plan(.assign(assignment)).refusal == Refusal(.invalid, text))
  }

  @Test func `unassigning takes every row of it, and no other`() throws {
    let builds = ObjectRef(type: Acme.repository, key: "0f000000-0000-4000-8000-000000000002")
    let plan = try bench.apply(.unassign(Assignment(Acme.syncer, to: .user(Acme.ines), .object(builds))))
    #expect(
      plan.text == [
        "unassign acme.syncer on file.filerepository:0f000000-0000-4000-8000-000000000002 from ines (it was there 2 times)"
      ])
    #expect(plan.rows.count == 2)
    #expect(try bench.plan(.unassign(Assignment(Acme.viewer, to: .group(Acme.contractors)))).isEmpty)
    #expect(
      try bench.plan(.unassign(Assignment(Acme.viewer, to: .group(Acme.contractors), .domain(Acme.partner))))
        .shape.count
        == 1)
    let gone = ObjectRef(type: Acme.repository, key: "0f000000-0000-4000-8000-00000000dead")
    #expect(
      try bench.plan(.unassign(Assignment(Acme.role("01"), to: .user(Acme.kernelbot), .object(gone)))).rows
        .count == 1)
  }

  @Test func `roles and domains that are not there`() throws {
    let role = #expect(throws: StoreError.self) {
      try bench.plan(.assign(Assignment(.text("x"), to: .user(Acme.ines))))
    }
    #expect(role?.code == .unknownObject)
    let domain = #expect(throws: StoreError.self) {
      try bench.plan(.assign(Assignment(Acme.viewer, to: .user(Acme.ines), .domain(.text("x")))))
    }
    #expect(domain?.code == .unknownDomain)
  }
}
