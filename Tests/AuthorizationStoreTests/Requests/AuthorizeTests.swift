import Authorization
import AuthorizationStore
import PermscopeResources
import Testing

/// Requests against the sample organisation's access policies.
@Suite struct AuthorizeTests {
  private func answer(
    _ user: String, _ action: String, _ endpoint: Name? = nil, _ object: String? = nil,
    options: AuthorizationDatabase.Options = .init(), sql: String = "", body: JSONObject = JSONObject(),
    policy: EndpointPolicy? = nil
  ) throws -> RequestAnswer {
    try TestDatabase(Resources.demo + sql).open(options).read { reader in
      let subject = try reader.subject(SubjectArgument(user))
      let asked = RequestDescription(action: action, endpoint: endpoint, object: object, body: body)
      return try reader.authorize(
        reader.request(subject, asked, hasStatements: policy != nil), supplied: policy)
    }
  }

  @Test(
    "status and reason",
    arguments: [
      ("mira", "list", "repositories/file/file", nil, 200),
      (":anonymous", "list", "repositories/file/file", nil, 401),
      ("mira", "sync", "repositories/file/file", "file.filerepository:=web", 403),
      ("mira", "retrieve", "domains", "domain:partner", 404),
      ("mira", "list_roles", "repositories/file/file", "file.filerepository:=partner-drop", 403),
      (":anonymous", "list", "remotes/file/git", nil, 200),
      ("admin", "list", "users", nil, 200), ("mira", "list", "users", nil, 403),
    ] as [(String, String, Name, String?, Int)])
  func statuses(user: String, action: String, endpoint: Name, object: String?, status: Int) throws {
    #expect(try answer(user, action, endpoint, object).status == status)
  }

  @Test("a condition that Pulp does not ship leaves the answer open, with its name")
  func unknownCondition() throws {
    let open = try answer("mira", "list", "distributions/file/file")
    #expect(open.outcome == .undetermined && open.status == nil)
    #expect(open.sentence.contains("`is_office_hours`"))
  }

  @Test("creation hooks say which roles follow")
  func hooks() throws {
    let created = try answer("mira", "create", "repositories/file/file", body: JSONObject([("name", "x")]))
    #expect(
      created.effects.map(\.text) == [
        "role file.filerepository_owner for user mira", "role file.filerepository_viewer for group kernel-qe",
        "role file.filerepository_viewer for group release",
      ])
  }

  @Test(
    "a creation hook that fails says why, and nothing follows it",
    arguments: [
      (#"[{"function": "nosuch"}]"#, "Pulp registers no such hook"),
      (
        #"[{"function": "add_roles_for_users", "parameters": {"roles": "acme.auditor"}}]"#,
        "it needs the parameter `users`"
      ),
      (
        #"[{"function": "add_roles_for_users", "parameters": {"roles": "acme.auditor", "users": "nobody"}}]"#,
        "there is no user `nobody`"
      ),
      (
        #"[{"function": "add_roles_for_object_creator", "parameters": {"roles": "nosuch"}}, {"function": "nosuch"}]"#,
        "there is no role `nosuch`"
      ),
      (
        #"[{"function": "add_roles_for_object_creator", "parameters": {"roles": "core.domain_owner"}}]"#,
        "the role `core.domain_owner` carries no permission on `file.filerepository`"
      ),
    ])
  func failingHooks(hooks: String, problem: String) throws {
    let policy = EndpointPolicy(
      statements: [], creationHooks: try JSONValue(parsing: hooks), source: .supplied)
    let created = try answer("mira", "create", "repositories/file/file", policy: policy)
    #expect(created.effects.map(\.problem) == [problem])
  }

  @Test("a body is validated before one parameter of it is looked at")
  func bodies() throws {
    let policy = EndpointPolicy(
      statements: [
        [
          "principal": "*", "action": "*", "effect": "allow",
          "condition": "has_remote_param_obj_perms:file.view_fileremote",
        ]
      ], source: .supplied)
    func status(_ body: [(Name, JSONValue)]) throws -> Int? {
      try answer("mira", "create", "repositories/file/file", body: JSONObject(body), policy: policy).status
    }
    #expect(try status([("name", "x")]) == 200)
    #expect(try status([]) == 400)
    #expect(try status([("name", "x"), ("nosuch", 1)]) == 400)
    #expect(try status([("name", "web")]) == 400)
    #expect(try status([("name", "x"), ("remote", "file.filerepository:=web")]) == 400)
    #expect(try status([("name", "x"), ("remote", "file.fileremote:=partner-feed")]) == 400)
    #expect(try status([("name", "x"), ("remote", "file.fileremote:=kernel-org")]) == 403)
    #expect(try status([("name", "x"), ("autopublish", "maybe")]) == 400)
  }

  @Test("what a real request raises is named, and no answer is made up")
  func raising() throws {
    let broken = EndpointPolicy(
      statements: [["principal": "*", "action": "*", "effect": "allow", "condition_expression": "(a"]],
      source: .supplied)
    let raised = try answer("mira", "list", "anything", policy: broken)
    #expect(raised.outcome == .undetermined && raised.raised?.className == "ParseException")
    let stored = try answer(
      "mira", "list", "groups",
      sql: "UPDATE core_accesspolicy SET statements = '5' WHERE viewset_name = 'groups';")
    #expect(stored.raised?.className == "TypeError" && stored.status == nil)
  }

  @Test("an endpoint that there is none of is named, with one that is close")
  func unknown() throws {
    let error = #expect(throws: StoreError.self) { try answer("mira", "list", "repositories/file/fil") }
    #expect(error?.code == .unknownEndpoint && error?.didYouMean == ["repositories/file/file"])
    #expect(throws: StoreError.self) { try answer("mira", "GET /pulp/api/v3/nosuch/") }
    #expect(throws: StoreError.self) {
      try answer("mira", "retrieve", "repositories/file/file", "file.fileremote:=kernel-org")
    }
  }

  @Test("where domains are off no domain is asked")
  func domains() throws {
    let policy = EndpointPolicy(
      statements: [
        [
          "principal": "*", "action": "*", "effect": "allow",
          "condition": "has_domain_perms:file.view_filerepository",
        ]
      ], source: .supplied)
    var options = AuthorizationDatabase.Options()
    let on = try answer("lena", "list", "repositories/file/file", options: options, policy: policy)
    #expect(on.taskChecks.first?.domain != nil)
    options.domains = false
    let off = try answer("lena", "list", "repositories/file/file", options: options, policy: policy)
    #expect(off.status == 403 && off.taskChecks.first.map { $0.domain == nil } == true)
  }

  @Test(
    "user_tasks asks the permission in general, the list filter, and the permission on the object",
    arguments: [
      ("mira", "retrieve", "1", 200), ("ravi", "retrieve", "1", 404), ("ravi", "cancel", "1", 404),
      ("mira", "update", "1", 403), ("admin", "update", "1", 200), (":anonymous", "list", nil, 403),
      ("ravi", "list", nil, 200),
    ] as [(String, String, String?, Int)])
  func tasks(user: String, action: String, object: String?, status: Int) throws {
    #expect(try answer(user, action, "user_tasks/tasks", object).status == status)
  }

  @Test("without a list filter the object decides, and a filter of the project leaves the answer open")
  func taskFilters() throws {
    var options = AuthorizationDatabase.Options()
    options.taskFilters = TaskFilters(status: .none)
    #expect(try answer("ravi", "retrieve", "user_tasks/tasks", "1", options: options).status == 404)
    options.taskFilters = TaskFilters(status: .custom)
    #expect(
      try answer("ravi", "retrieve", "user_tasks/tasks", "1", options: options).outcome == .undetermined)
    var model = AuthorizationDatabase.Options(backends: [.model])
    model.taskFilters = TaskFilters(status: .none)
    let alone = try answer("mira", "retrieve", "user_tasks/tasks", "1", options: model)
    #expect(alone.status == 403 && alone.warnings.contains { $0.contains("ModelBackend alone") })
  }

  @Test("where a backend of the project may still say yes, no request is denied for good")
  func unknownBackend() throws {
    let options = AuthorizationDatabase.Options(backends: [.model], unknownBackends: ["acme.Backend"])
    #expect(try answer("zoe", "list", "user_tasks/tasks", options: options).outcome == .undetermined)
    let created = try answer(
      "zoe", "create", "repositories/file/file", options: options, body: JSONObject([("name", "x")]))
    #expect(created.outcome == .undetermined && created.sentence.contains("acme.Backend"))
    // A deny that counts is certain all the same.
    let destroyed = try answer(
      "mira", "destroy", "repositories/file/file", "file.filerepository:=web", options: options)
    #expect(destroyed.outcome == .denied)
  }

  @Test("a domain in the URL is named where domains are off, and an action that a view has not is none")
  func urls() throws {
    var off = AuthorizationDatabase.Options()
    off.domains = false
    let listed = try answer("mira", "GET /pulp/teamx/api/v3/remotes/file/file/", options: off)
    #expect(listed.warnings.contains { $0.contains("`teamx`") })
    let task = "10000000-0000-4000-8000-000000000001"
    #expect(try answer("mira", "POST /api/tasks/\(task)/cancel/").status == 200)
    #expect(throws: StoreError.self) { try answer("mira", "GET /api/tasks/\(task)/cancel/") }
    #expect(throws: StoreError.self) { try answer("mira", "GET /api/tasks/\(task)/bogus/") }
    #expect(try answer("ravi", "OPTIONS /api/tasks/\(task)/").status == 200)
  }

  @Test("a path that is all slashes costs no more than another")
  func longPath() throws {
    let policy = EndpointPolicy(
      statements: [
        [
          "principal": "*", "action": "*", "effect": "allow",
          "condition": "has_publication_param_model_or_obj_perms:file.view_filepublication",
        ]
      ], source: .supplied)
    let body = JSONObject([("name", "x"), ("base_path", JSONValue(String(repeating: "/", count: 50_000)))])
    #expect(try answer("zoe", "create", "distributions/file/file", body: body, policy: policy).status != nil)
  }
}
