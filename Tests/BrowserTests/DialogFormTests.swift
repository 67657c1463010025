import Authorization
import Testing

@testable import Browser

@Suite("The dialogs mean")
struct DialogFormTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var keys: String
    var changes: [Change]
    var testDescription: String { keys }
  }

  private static let mira = Organisation.mira.key
  private static let qe = Organisation.kernelQE.key
  private static let release = Organisation.release.key
  private static let contractors = Organisation.contractors.key
  private static let role = Organisation.kernelRole.key
  private static let endpoint = Organisation.endpoint.key
  private static let web = ObjectRef(type: TypeName(app: "file", model: "filerepository"), key: "0191-7")
  private static let mainline = ObjectRef(type: GitTrees.tree, key: "1")

  static let cases: [Case] = [
    Case(
      keys: "1 a \"neo\" Tab \"Neo\" Tab Tab \"n@e.org\" Tab Tab Tab Space Tab Space C-s",
      changes: [
        .createUser(
          UserFields(username: "neo", firstName: "Neo", email: "n@e.org", isSuperuser: true),
          groups: [contractors])
      ]),
    Case(
      keys: "1 / \"mira\" Enter e Down Enter Space Down Down Space C-s",
      changes: [.addMember(user: mira, group: contractors), .removeMember(user: mira, group: release)]),
    Case(keys: "1 / \"mira\" Enter Enter a Space C-s", changes: [.addMember(user: mira, group: contractors)]),
    Case(
      keys: "1 / \"mira\" Enter Enter d Left Left Left Enter", changes: [.removeMember(user: mira, group: qe)]
    ),
    Case(
      keys: "1 / \"mira\" Enter e Down Down Enter / \"user\" Enter Down Space C-s",
      changes: [.revoke(Grant(.user(mira), .integer(4)))]),
    Case(
      keys:
        "1 / \"mira\" Enter e Down Down Down Enter Tab \"file.filerepository:0191-7\" Tab Down Space C-s",
      changes: [.grant(Grant(.user(mira), .integer(22), on: web))]),
    Case(
      keys:
        "1 / \"mira\" Enter e Down Down Down Enter Enter \"repo\" Enter Tab Enter Enter Tab Tab Space C-s",
      changes: [.grant(Grant(.user(mira), .integer(21), on: web))]),
    Case(keys: "2 Down e Enter C-u \"qe\" C-s", changes: [.renameGroup(qe, "qe")]),
    Case(
      keys: "2 Down e Down Enter / \"kernelbot\" Enter Space C-s",
      changes: [.addMember(user: .integer(3), group: qe)]),
    Case(keys: "2 d Left Left Left Enter", changes: [.deleteGroup(contractors)]),
    Case(
      keys: "2 Space Space d Left Left Left Enter", changes: [.deleteGroup(contractors), .deleteGroup(qe)]),
    Case(
      keys: "3 a \"acme.auditor\" Tab \"reads\" Tab Space C-s",
      changes: [
        .createRole(RoleFields(name: "acme.auditor", description: "reads", permissions: [.integer(1)]))
      ]),
    Case(keys: "3 e Enter Tab \"owns\" C-s", changes: [.editRole(role, RoleEdit(description: "owns"))]),
    Case(
      keys: "3 e Down Enter Space Down Down Space C-s",
      changes: [.permit(role: role, permission: .integer(3)), .forbid(role: role, permission: .integer(1))]),
    Case(
      keys: "1 / \"mira\" Enter e Down Down Down Down Enter Tab Enter Enter Tab Space Tab Enter Enter C-s",
      changes: [.assign(Assignment(role, to: .user(mira), .domain(.text("d1"))))]),
    Case(
      keys:
        "3 e Down Down Enter Tab Space Tab Enter Enter Tab Space Space Tab Tab \"file.filerepository:0191-7\" C-s",
      changes: [.assign(Assignment(role, to: .group(contractors), .object(web)))]),
    Case(
      keys: "2 Space Space a Down Enter Enter Enter C-s",
      changes: [
        .assign(Assignment(role, to: .group(contractors))), .assign(Assignment(role, to: .group(qe))),
      ]),
    Case(keys: "4 a \"next\" C-s", changes: [.createTree("next", policy: nil)]),
    Case(
      keys: "4 a \"next\" Tab Enter \"up\" Enter C-s", changes: [.createTree("next", policy: .integer(1))]),
    Case(
      keys: "4 e Enter C-u \"main\" Tab BS C-s",
      changes: [.renameTree(.integer(1), "main"), .setPolicy(tree: .integer(1), policy: nil)]),
    Case(
      keys: "4 Space Space a Enter Enter Down Enter C-s",
      changes: [
        .setPolicy(tree: .integer(1), policy: .integer(1)),
        .setPolicy(tree: .integer(2), policy: .integer(1)),
      ]),
    Case(
      keys: "5 a \"open\" Tab Enter Enter Tab Enter \"rel\" Enter C-s",
      changes: [.createPolicy("open", read: nil, write: release)]),
    Case(
      keys: "5 e Enter C-u \"up\" Tab Tab Enter \"qe\" Enter C-s",
      changes: [.renamePolicy(.integer(1), "up"), .setAccess(policy: .integer(1), .write, group: qe)]),
    Case(
      keys: "6 a Enter \"retrigger\" Tab \"May retrigger\" C-s",
      changes: [.createPermission(GitTrees.tree, codename: "retrigger", title: "May retrigger")]),
    Case(
      keys: "7 a Down Enter Enter \"repo\" Enter C-s",
      changes: [.createDefaultPermissions(TypeName(app: "file", model: "filerepository"))]),
    Case(keys: "6 a Down Enter C-s", changes: [.createDefaultPermissions(GitTrees.tree)]),
    Case(keys: "6 e Down Enter C-s", changes: [.createDefaultPermissions(GitTrees.tree)]),
    Case(keys: "7 d Left Left Left Enter", changes: [.deletePermission(.integer(4))]),
    Case(
      keys: "1 Space Space a Down Enter Tab Space C-s",
      changes: [
        .grant(Grant(.user(.integer(8)), .integer(1))), .grant(Grant(.user(.integer(7)), .integer(1))),
      ]),
    Case(
      keys: "4 Space Space a Down Enter Tab Enter \"lena\" Enter Tab Space C-s",
      changes: [
        .grant(Grant(.user(.integer(2)), .integer(31), on: mainline)),
        .grant(Grant(.user(.integer(2)), .integer(31), on: ObjectRef(type: GitTrees.tree, key: "2"))),
      ]),
    Case(
      keys: "8 a \"remotes/file/git\" Tab a Tab \"list, retrieve\" C-s C-s",
      changes: [
        .createEndpoint(
          EndpointFields(
            name: "remotes/file/git",
            statements:
              #"[{"action": ["list", "retrieve"], "principal": "authenticated", "effect": "allow"}]"#))
      ]),
    Case(
      keys: "8 e Enter J C-s",
      changes: [
        .editEndpoint(
          endpoint,
          EndpointEdit(
            statements:
              #"[{"action": ["create"], "principal": "authenticated", "effect": "allow", "condition": "has_model_perms:file.add_fileremote"}, {"action": ["list"], "principal": "authenticated", "effect": "allow"}]"#
          ))
      ]),
    Case(
      keys: "8 e Enter Enter Tab Tab C-u \"deny\" C-s Down d C-s",
      changes: [
        .editEndpoint(
          endpoint,
          EndpointEdit(statements: #"[{"action": ["list"], "principal": "authenticated", "effect": "deny"}]"#)
        )
      ]),
    Case(keys: "8 e Down Down Down Enter Left Left Left Enter", changes: [.resetEndpoint(endpoint, to: nil)]),
    Case(keys: "0 d Left Left Left Enter", changes: [.endSession(.text("abc"))]),
    Case(keys: ": \"clean orph\" Enter Left Left Left Enter", changes: [.removeOrphans]),
    Case(keys: "- d Left Left Enter", changes: [.undo(entry: 4)]),
    Case(keys: "- C-r Left Left Enter", changes: [.redo(entry: 4)]),
  ]

  @Test("exactly these changes", arguments: cases)
  func changes(of test: Case) {
    var driver = Driver.writable()
    driver.press(test.keys)
    #expect(driver.saved == (test.changes.isEmpty ? [] : [test.changes]))
  }

  @Test("nothing where a policy's groups are left open: the trees would be public")
  func policyNeedsChoice() {
    var driver = Driver.writable()
    driver.press("5 a \"open\" C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("choose who may read: a group, or anyone"))
  }

  @Test("NULL by an empty text, and nothing by a text that is no JSON")
  func texts() {
    var driver = Driver.writable()
    driver.press("8 e Down Enter End BS C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("this is not JSON yet"))
    driver.press("Esc Esc e Down Down Enter Down Down End C-u BS C-u BS C-u C-s")
    #expect(
      driver.saved == [[.editEndpoint(Organisation.endpoint.key, EndpointEdit(querysetScoping: .null))]])
  }

  @Test("the removal of exactly the assignment whose line was switched off")
  func assignments() {
    let here = Assignment(Organisation.kernelRole.key, to: .user(Organisation.mira.key))
    let there = Assignment(
      Organisation.kernelRole.key, to: .user(Organisation.mira.key), .domain(Organisation.domain.key))
    var driver = Driver.writable { store in
      store.details[Organisation.mira]?.sections.append(
        DetailSection(
          id: .roles, title: "Roles", count: 3,
          lines: [
            DetailLine("owner", note: "everywhere", target: Organisation.kernelRole, edit: .assignment(here)),
            DetailLine(
              "owner", note: "on partner", target: Organisation.kernelRole, edit: .assignment(there)),
            DetailLine("owner", note: "everywhere, through release", target: Organisation.kernelRole),
          ]))
    }
    driver.press("1 / \"mira\" Enter e Down Down Down Down Enter")
    #expect(!driver.screen.contains("through release"))
    driver.press("Down Space C-s")
    #expect(driver.saved == [[.unassign(there)]])
    // The same from the line of the detail.
    driver.press("Enter G k k d Left Left Left Enter")
    #expect(driver.saved.last == [.unassign(here)])
  }

  @Test("all that a line of a detail stands for")
  func grants() {
    let web = ObjectRef(type: TypeName(app: "file", model: "filerepository"), key: "0191-7")
    let grants = [21, 22].map { Grant(.user(Organisation.mira.key), .integer($0), on: web) }
    var driver = Driver.writable { store in
      store.details[Organisation.mira]?.sections = [
        DetailSection(
          id: .objectGrants, title: "Object grants", count: 1,
          lines: [DetailLine("file.filerepository web", note: "change, view", edit: .grants(grants))])
      ]
    }
    driver.press("1 / \"mira\" Enter Enter d Left Left Left Enter")
    #expect(driver.saved == [grants.map { .revoke($0) }])
  }

  @Test("many memberships at once, from the list of a section")
  func section() {
    var driver = Driver.writable()
    driver.press("2 Down Enter j j Enter Space Space d")
    #expect(driver.screen.contains("take away 2 lines"))
    driver.press("Left Left Left Enter")
    #expect(
      driver.saved == [
        [
          .removeMember(user: .integer(8), group: Organisation.kernelQE.key),
          .removeMember(user: .integer(7), group: Organisation.kernelQE.key),
        ]
      ])
    #expect(driver.list?.marks.isEmpty == true)
  }
}
