import Authorization
import AuthorizationStore
import PermscopeResources
import Testing

/// Corners in which check, explanation and lists once disagreed, on the sample organisation.
@Suite struct CornerTests {
  private func demo<Value>(
    _ options: AuthorizationDatabase.Options = .init(), _ statements: String = "",
    _ body: (AuthorizationReader) throws -> Value
  ) throws -> Value {
    let file = try TestDatabase(Resources.demo + statements)
    return try file.open(options).read(body)
  }

  @Test(
    "what a later backend would raise is not reached after a yes, whatever the order",
    arguments: [
      [BackendID.rules, .guardian], [.guardian, .rules],
    ])
  func raisingBackends(order: [BackendID]) throws {
    try demo(.init(backends: order)) { reader in
      let root = try reader.subject(.user("oldroot"))
      let permission = try reader.knownPermission("user_tasks.change_usertaskstatus")
      let group = Target.object(try reader.object(TypeName(app: "auth", model: "group"), key: "1"))
      if order.first == .rules {
        #expect(try reader.allows(root, permission, group))
        #expect(try reader.explain(root, permission, group).outcome == .allowed)
      } else {
        #expect(throws: RaisedException.self) { try reader.allows(root, permission, group) }
        #expect(throws: RaisedException.self) { try reader.explain(root, permission, group) }
      }
    }
  }

  @Test("for somebody inactive only being active is missing, and no group that they are in")
  func inactive() throws {
    let member = "INSERT INTO auth_user_groups (user_id, group_id) VALUES (7, 7);"
    try demo(.init(), member) { reader in
      let kerning = try reader.subject(.user("kerning"))
      let decision = try reader.explain(kerning, reader.knownPermission("file.view_filerepository"), .general)
      // Roles do not look at that: a group that has one would do, and none that they are in is named.
      #expect(decision.missing.map(\.kind) == [.inactive, .notInGroup])
      #expect(decision.missing.last?.rule?.hasPrefix("roles.") == true)
      #expect(
        decision.missing.first?.text == "kerning is inactive; otherwise: member of visitors > model grant")
    }
  }

  @Test("any level is the union, with the reasons of every level")
  func anyLevel() throws {
    try demo { reader in
      let lena = try reader.subject(.user("lena"))
      let permission = try reader.knownPermission("file.view_filerepository")
      let drop = try reader.target(.name(TypeName(app: "file", model: "filerepository"), "partner-drop"))
      let rules = try reader.explainAtAnyLevel(lena, permission, drop).reasons.map(\.rule)
      #expect(Set(rules) == ["roles.user.domain", "roles.group.domain", "guardian.user", "guardian.group"])
      let mira = try reader.subject(.user("mira"))
      let domain = try reader.target(.domain("default"))
      #expect(try reader.explainAtAnyLevel(mira, permission, domain).outcome == .allowed)
      #expect(try reader.explain(mira, permission, domain).outcome == .denied)
    }
  }

  @Test("code outside the database leaves denials undetermined and lists incomplete")
  func unknownBackends() throws {
    try demo(.init(backends: [.model], unknownBackends: ["acme.Backend"])) { reader in
      let ravi = try reader.subject(.user("ravi"))
      let permission = try reader.knownPermission("file.delete_fileremote")
      #expect(try reader.explain(ravi, permission, .general).outcome == .undetermined)
      let who = try reader.whoCan(permission, .general)
      #expect(!who.complete && who.warnings.contains { $0.contains("acme.Backend") })
      let list = try reader.listObjects(ravi, permission, type: nil)
      #expect(!list.complete && list.warnings.contains { $0.contains("acme.Backend") })
    }
  }

  @Test("assumed groups count for a subject by key as for one by name, and for a group")
  func assumedGroups() throws {
    try demo { reader in
      let write = try reader.knownPermission(GitTrees.write)
      let tree = try reader.target(.tree("linux-mainline"))
      for argument in [SubjectArgument.user("ravi"), .userKey("14"), .group("alumni"), .user("nobody-here")] {
        let subject = try reader.subject(argument, inGroups: ["kernel-maintainers"])
        #expect(try reader.allows(subject, write, tree), "\(argument)")
      }
      #expect(throws: StoreError.self) { try reader.subject(.anonymous, inGroups: ["kernel-maintainers"]) }
    }
  }

  @Test("a type that reaches a tree by two ways is refused until one is picked")
  func ambiguousTrees() throws {
    let issue = """
      CREATE TABLE datawarehouse_issue (id integer PRIMARY KEY, tree_id integer REFERENCES datawarehouse_gittree (id),
        checkout_id integer REFERENCES datawarehouse_checkout (id));
      INSERT INTO django_content_type (app_label, model) VALUES ('datawarehouse', 'issue');
      INSERT INTO datawarehouse_issue VALUES (1, 6, 4);
      """
    let type = TypeName(app: "datawarehouse", model: "issue")
    try demo(.init(), issue) { reader in
      let target = Target.object(try reader.object(type, key: "1"))
      #expect(throws: StoreError.self) { try reader.askable(GitTrees.read, on: target) }
      let mira = try reader.subject(.user("mira"))
      #expect(throws: StoreError.self) {
        try reader.listObjects(mira, reader.knownPermission(GitTrees.read), type: type)
      }
    }
    try demo(.init(treePaths: [type: "datawarehouse_issue.tree_id"]), issue) { reader in
      let target = Target.object(try reader.object(type, key: "1"))
      #expect(try reader.allows(reader.anonymous(), reader.askable(GitTrees.read, on: target), target))
    }
  }

  @Test("a foreign key to another unique column than the key is followed to that column")
  func otherTarget() throws {
    let patch = """
      CREATE TABLE datawarehouse_patch (id integer PRIMARY KEY, tree_name text REFERENCES datawarehouse_gittree (name));
      INSERT INTO django_content_type (app_label, model) VALUES ('datawarehouse', 'patch');
      INSERT INTO datawarehouse_patch VALUES (1, 'sandbox'), (2, 'embargoed-fixes');
      """
    try demo(.init(), patch) { reader in
      let read = try reader.knownPermission(GitTrees.read)
      for (key, expected) in [("1", true), ("2", false)] {
        let object = try reader.object(TypeName(app: "datawarehouse", model: "patch"), key: Name(key))
        #expect(try reader.allows(reader.anonymous(), read, .object(object)) == expected)
      }
    }
  }

  @Test("a schema in which everything refers to everything is opened at once")
  func denseSchema() throws {
    let names = (0..<14).map { "datawarehouse_t\($0)" }
    let tables = names.map { name in
      let keys = names.filter { $0 != name }.map { "\($0)_id integer REFERENCES \($0) (id)" }
      return
        "CREATE TABLE \(name) (id integer PRIMARY KEY, tree_id integer REFERENCES datawarehouse_gittree (id), \(keys.joined(separator: ", ")));"
    }
    #expect(try demo(.init(), tables.joined(separator: "\n")) { $0.schema.has(.trees) })
  }

  @Test("a backend whose tables are not here is refused by name")
  func absentBackend() throws {
    let file = try TestDatabase("DROP TABLE guardian_userobjectpermission;")
    #expect(throws: StoreError.self) { try file.open(.init(backends: [.model, .guardian])) }
    #expect(try file.open().backends == [.model, .pulpRoles, .rules])
  }

  @Test(
    "a username that looks like another argument is given back so that it means this user",
    arguments: [
      "group:release", ":anonymous", "user:mira", "-x",
    ])
  func awkwardNames(name: String) throws {
    let text = SubjectArgument.text(ofUser: Name(name))
    #expect(SubjectArgument(text) == .user(Name(name)))
    #expect(text == "user:\(name)")
  }
}
