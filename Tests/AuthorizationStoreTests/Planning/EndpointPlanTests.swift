import Authorization
@testable import AuthorizationStore
import PermscopeResources
import Testing

/// Permissions, access policies and sessions.
@Suite struct EndpointPlanTests {
  private let bench: PlanningBench
  private let files = Acme.endpoint("02")

  init() throws { bench = try PlanningBench() }

  @Test func `permissions of one's own`() throws {
    let plan = try bench.apply(.createPermission(Acme.repository, codename: "pack", title: "Can pack"))
    #expect(plan.text == ["create permission file.pack on file.filerepository"])
    #expect(
      plan.rows.map(\.values) == [
        [
          "id": .integer(117), "content_type_id": .integer(24), "codename": .text("pack"),
          "name": .text("Can pack"),
        ]
      ])
    #expect(
      try bench.plan(.createPermission(Acme.repository, codename: "pack", title: "x")).refusal?.text
        == "there is already a permission `pack` on `file.filerepository`; take another codename")
    #expect(
      try bench.plan(.createPermission(Acme.repository, codename: "p", title: "")).refusal?.text
        == "the name of the permission is empty; give one")
    #expect(
      try bench.plan(
        .createPermission(Acme.repository, codename: Name(String(repeating: "p", count: 101)), title: "x")
      ).refusal?.kind == .invalid)
    let remote = TypeName(app: "file", model: "fileremote")
    #expect(
      try bench.plan(.createPermission(remote, codename: "pack", title: "x")).warnings.first?.contains(
        "stands on `file.filerepository` too") == true)
    let error = #expect(throws: StoreError.self) {
      try bench.plan(
        .createPermission(TypeName(app: "file", model: "filerepositroy"), codename: "p", title: "x"))
    }
    #expect(error?.code == .unknownType)
    #expect(error?.didYouMean == ["file.filerepository"])
  }

  @Test func `the four of every model`() throws {
    #expect(try bench.plan(.createDefaultPermissions(Acme.repository)).isEmpty)
    try bench.file.execute(
      "INSERT INTO django_content_type (id, app_label, model) VALUES (90, 'shop', 'widget')")
    try bench.file.execute(
      "INSERT INTO auth_permission (content_type_id, codename, name) VALUES (90, 'delete_widget', 'mine')")
    let plan = try bench.apply(.createDefaultPermissions(TypeName(app: "shop", model: "widget")))
    #expect(
      plan.rows.map { $0.values["name"] } == [
        .text("Can add widget"), .text("Can change widget"), .text("Can view widget"),
      ])
    #expect(plan.rows.map { $0.values["codename"]?.words } == ["add_widget", "change_widget", "view_widget"])
  }

  @Test func `with a permission go all its grants`() throws {
    let plan = try bench.apply(.deletePermission(Acme.viewRepository))
    #expect(plan.refusal == nil)
    #expect(
      plan.text.prefix(3) == [
        "delete permission file.view_filerepository of file.filerepository",
        "> 2 permissions: group release, group visitors",
        "> 2 permissions: mira, omar",
      ])
    #expect(plan.lines.filter(\.isConsequence).count == 5)
    #expect(plan.warnings.contains { $0.contains("2 locked roles too") })
    #expect(plan.warnings.contains { $0.contains("the next `migrate` makes it again") })
    #expect(try bench.plan(.deletePermission(.integer(115))).warnings == [])
  }

  @Test func `a text that did not change keeps its bytes`() throws {
    let text = try #require(
      try bench.database.read { reader in
        try PlanningState(reader.database).rows(
          of: "core_accesspolicy", where: [("pulp_id", RowValue(files))]
        ).first?[
          "statements"]
      }
    ).words
    let same = EndpointEdit(
      statements: text, querysetScoping: .json("{\"function\": \"scope_queryset\"}"))
    #expect(try bench.plan(.editEndpoint(files, same)).isEmpty)
    let plan = try bench.apply(.editEndpoint(files, EndpointEdit(statements: "[ ]", creationHooks: .null)))
    #expect(
      plan.rows.first?.after == [
        ColumnValue("pulp_last_updated", PlanningBench.stamp), ColumnValue("creation_hooks", .null),
        ColumnValue("statements", .text("[ ]")), ColumnValue("customized", .integer(1)),
      ])
    #expect(
      plan.text == [
        "change the statements, creation hooks of access policy remotes/file/file",
        "> remove statement 1: allow authenticated: list, retrieve",
        "> remove statement 2: allow authenticated: create if has_model_or_domain_perms:file.add_fileremote",
        "> remove statement 3: allow authenticated: update, partial_update, destroy "
          + "if has_model_or_domain_or_obj_perms:file.change_fileremote",
        "> mark access policy remotes/file/file as customized",
      ])
  }

  @Test func `each statement that is another one is said`() throws {
    let statements = ["list", "create", "destroy"].map {
      #"{"action": ["\#($0)"], "principal": "authenticated", "effect": "allow"}"#
    }
    func text(_ parts: [String]) -> Name { Name("[\(parts.joined(separator: ", "))]") }
    let heading = "change the statements of access policy remotes/file/file"
    _ = try bench.apply(.editEndpoint(files, EndpointEdit(statements: text(statements))))
    func lines(_ parts: [String]) throws -> [String] {
      try bench.plan(.editEndpoint(files, EndpointEdit(statements: text(parts)))).text
    }
    #expect(
      try lines([statements[1], statements[0], statements[2]]) == [
        heading, "> move statement 1 to 2: allow authenticated: list",
      ])
    #expect(
      try lines(Array(statements[..<2])) == [heading, "> remove statement 3: allow authenticated: destroy"])
    #expect(
      try lines([statements[0], statements[1].replacing("allow", with: "deny"), statements[2], statements[0]])
        == [
          heading, "> change statement 2: effect `allow` to `deny`",
          "> add statement 4: allow authenticated: list",
        ])
    #expect(
      try lines([statements[0] + " ", statements[1], statements[2]])
        == [heading, "> the statements stay what they are, written otherwise"])
    let many = (0..<60).map { #"{"action": ["a\#($0)"], "principal": "admin", "effect": "allow"}"# }
    let long = try lines(statements + many)
    #expect(long.count == 52)
    #expect(long.last == "> 10 more changes of statements")
    let huge = (0..<1_000).map { #"{"action": ["a\#($0)"], "principal": "admin", "effect": "allow"}"# }
    #expect(try lines(huge) == [heading, "> other statements: 3 before, 1,000 after"])
    let fields = EndpointFields(name: "remotes/file/file", statements: text(Array(statements[1...])))
    #expect(
      try bench.plan(.resetEndpoint(files, to: fields)).text == [
        "reset access policy remotes/file/file to the text that was shipped",
        "> remove statement 1: allow authenticated: list",
      ])
  }

  @Test func `names that nothing has are said, also of a statement that is not whole yet`() throws {
    for text in [
      #"[{"action": [], "principal": ["group:nobody", "id:999"], "effect": "allow"}]"#,
      #"[{"action": ["list"], "principal": ["group:nobody", "id:999"], "effect": "allow"}]"#,
    ] {
      for change in [
        Change.editEndpoint(files, EndpointEdit(statements: Name(text))),
        .createEndpoint(EndpointFields(name: "", statements: Name(text))),
      ] {
        let plan = try bench.plan(change)
        #expect(plan.warnings.contains("statement 1: there is no group `nobody`"))
        #expect(plan.warnings.contains("statement 1: there is no user with the key `999`"))
      }
    }
    #expect(
      try bench.plan(
        .editEndpoint(
          files, EndpointEdit(statements: #"[{"action": [], "principal": [], "effect": "allow"}]"#))
      )
      .refusal?.text == "statement 1: no principal is named, so it never counts; name one")
  }

  @Test(arguments: [
    (
      EndpointEdit(statements: "[{\n  \"a\": 1,}]"),
      "the statements are not JSON: expected a key in quotes at line 2, column 10"
    ),
    (EndpointEdit(statements: "{}"), "the statements have to be a list in JSON, not an object"),
    (EndpointEdit(statements: "null"), "the statements have to be a list in JSON, not null"),
    (
      EndpointEdit(creationHooks: .json("\"x\"")),
      "the creation hooks have to be a list in JSON, not a string"
    ),
    (
      EndpointEdit(querysetScoping: .json("[]")),
      "the queryset scoping has to be an object in JSON, not a list"
    ),
    (
      EndpointEdit(querysetScoping: .json("")),
      "the queryset scoping is not JSON: unexpected end of the text at line 1, column 1"
    ),
  ])
  func `what is no JSON of the kind is refused`(_ edit: EndpointEdit, _ text: String) throws {
    #expect(try bench.plan(.editEndpoint(files, edit)).refusal == Refusal(.invalid, text))
  }

  @Test func `access policies come, go and are reset`() throws {
    let fields = EndpointFields(name: "tasks", statements: "[]", querysetScoping: "{\"function\": \"f\"}")
    var row = try #require(try bench.apply(.createEndpoint(fields)).rows.first).values
    row["pulp_id"] = nil
    #expect(
      row == [
        "pulp_created": PlanningBench.stamp, "pulp_last_updated": PlanningBench.stamp,
        "creation_hooks": .null,
        "statements": .text("[]"), "viewset_name": .text("tasks"), "customized": .integer(1),
        "queryset_scoping": .text("{\"function\": \"f\"}"),
      ])
    #expect(
      try bench.plan(.createEndpoint(fields)).refusal?.text
        == "there is already an access policy `tasks`; take another name")
    let gone = try bench.plan(.deleteEndpoint(files))
    #expect(gone.text == ["delete access policy remotes/file/file"])
    let customized = Acme.endpoint("03")
    #expect(
      try bench.plan(.resetEndpoint(customized, to: nil)).refusal
        == Refusal(
          .invalid, "the shipped text of `remotes/file/git` is not in the history; give it with --from FILE"))
    let shipped = EndpointFields(name: "remotes/file/git", statements: "[1]")
    let plan = try bench.plan([.resetEndpoint(customized, to: nil)], shippedText: { _ in shipped })
    #expect(
      plan.text == [
        "reset access policy remotes/file/git to the text that was shipped",
        "> remove statement 1: allow *: <safe_methods>",
        "> remove statement 2: allow staff, id:4: <method:patch>",
        "> remove statement 3: allow group:kernel-maintainers: *",
        "> remove statement 4: deny anonymous: destroy",
        "> remove statement 5: allow group:release: partial_udpate", "> add statement 1: 1",
      ])
    #expect(plan.rows.first?.values["customized"] == .integer(0))
    #expect(plan.rows.first?.values["statements"] == .text("[1]"))
    #expect(
      try bench.plan(.resetEndpoint(customized, to: fields)).refusal?.text
        == "the text given is for `tasks`, not for `remotes/file/git`")
  }

  @Test func `of a session that ends nothing is kept`() throws {
    let plan = try bench.apply(.endSession(.text("demomira020000000000000000000000")))
    #expect(plan.text == ["end the session demomira… of mira"])
    #expect(plan.irreversible == "a session that was ended cannot be brought back: its data is not kept")
    #expect(plan.rows.first?.before?.map(\.column) == ["session_key", "expire_date"])
    #expect(plan.shape == ["delete django_session(demomira020000000000000000000000)"])
    #expect(try bench.plan(.createGroup("g")).irreversible == nil)
  }

  @Test func `undoing is not planned here`() throws {
    #expect(throws: StoreError.self) { try bench.plan(.undo(entry: 1)) }
    #expect(throws: StoreError.self) { try bench.plan(.redo(entry: 1)) }
  }
}
