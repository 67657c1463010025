import Authorization
import AuthorizationStore
import Testing

/// Rules of the settings: one evaluator for checks, lists and traces.
@Suite struct ProjectRuleTests {
  private static let rules = [
    "object.user_id == user.id", "user.id == object.user_id & object.state == \"published\"",
    "user.is_superuser", "~user.is_active", "object.state == 'it\\'s held'",
    "object.state is null | user in group \"release\"", "~(object.state == \"published\")",
    "object.state != \"published\" & user.is_staff", "user in group \"release\"",
    "user in group \"release\" & object.is_public", "~(user in group \"release\")",
    "user not in group \"release\" & object.state == \"published\"",
    "user in group \"release\" & user in group \"kernel-qe\"", "object.user_id == user.id ^ object.is_public",
    "~(object.user_id == user.id ^ user.is_staff)", "object.release.lead_id == user.id",
    "object.release.lead_id == user.id & user.is_staff", "object.release.lead_id != user.id",
    "object.release.closed", "~object.release.closed & user.is_active", "object.release.lead.is_staff",
    "object.level < 3", "~(object.level < 3)", "object.level >= user.id", "object.id in (1, 2, 3)",
    "object.id not in (1, 2, 3) & user.username == \"\"", "object.is_public == false",
    "object.is_public != true | object.user_id == user.id", "true", "false", "object.user_id == user.pk",
    "object.uuid == \"01234567-89AB-cdef-0123-456789abcdef\"",
    "(object.user_id == user.id | user.is_staff) & ~false",
  ]

  @Test("check, who-can, list-objects, permissions and the trace agree", arguments: rules)
  func agree(rule: String) throws {
    let file = try TestDatabase(ProjectRuleDatabase.sql)
    let database = try ProjectRuleDatabase.open(file, ["reports.view_report": rule])
    try database.read { reader in
      let permission = try reader.knownPermission("reports.view_report")
      let type = ProjectRuleDatabase.report
      let chain = Chain.only(.rules, reader.schema)
      let keys = (1...24).map { Name("\($0)") }
      let users = try (1...15).map { try reader.subject(.userKey(Name("\($0)"))) }
      let people = users + [try reader.anonymous()]
      // By argument: the row AnonymousUser has the name of somebody who is not logged in.
      var allowed: [String: Set<Name>] = [:]
      for key in keys + [nil] {
        let target = try key.map { Target.object(try reader.object(type, key: $0)) } ?? .general
        var names: Set<Name> = []
        for person in people {
          let decision = try reader.explain(person, permission, target)
          let isAllowed = try reader.allows(person, permission, target, chain: chain)
          if !person.passesBeforeBackends {
            #expect(try reader.allows(person, permission, target) == isAllowed)
            #expect((decision.outcome == .allowed) == isAllowed, "\(person.name) \(target)")
            #expect((decision.trace?.answer == .holds) == isAllowed, "\(person.name) \(target) \(decision)")
          }
          let answer = try reader.allows(person, permission, target)
          if answer, person.kind != .anonymous { names.insert(person.name) }
          if answer, let key { allowed[person.argument, default: []].insert(key) }
          if key != nil || !isAllowed { continue }
          #expect(
            try reader.heldPermissions(person, .general).contains { $0.permission == permission.name })
        }
        let who = try reader.whoCan(permission, target)
        var listed: Set<Name> = []
        try reader.forEachWhoCan(permission, target) { listed.insert($0) }
        #expect(listed == names, "who-can \(target)")
        #expect(who.anonymous == (try reader.allows(reader.anonymous(), permission, target)))
        #expect(who.complete)
      }
      for person in people {
        var listed: Set<Name> = []
        let answer = try reader.listObjects(person, permission, type: nil)
        try reader.forEachObject(person, permission, type: answer.type) { listed.insert($0) }
        #expect(listed == allowed[person.argument] ?? [], "list-objects \(person.name)")
        #expect(answer.complete)
      }
    }
  }

  @Test(
    "hand-checked answers: NULL equals NULL alone, is less than nothing, and so is what lies behind it",
    arguments: [
      // Report 1: nobody's, published, no release, no level. Report 9: user 2's, published, release 1, level 2; report 3: no state.
      ("object.user_id == user.id", "1", nil, true), ("object.user_id == user.id", "1", 2, false),
      ("object.user_id == user.id", "9", 2, true), ("object.user_id != user.id", "1", 2, true),
      ("object.user_id != user.id", "1", nil, false), ("object.user_id is null", "1", 2, true),
      ("object.level < 3", "1", 2, false), ("~(object.level < 3)", "1", 2, true),
      ("object.level < 3", "9", 2, true), ("object.release.lead_id is null", "1", 2, true),
      ("object.release.lead_id == user.id", "9", 2, true),
      ("object.release.lead_id == user.id", "9", 3, false),
      ("object.state in (\"published\", \"held\")", "1", 2, true),
      ("object.state is not null", "9", 2, true),
      ("object.state is not null", "3", 2, false),
      ("user.username == \"\"", "9", nil, true), ("user.is_staff == false", "9", nil, true),
      ("user.email is null", "9", nil, true),
    ] as [(String, Name, Int?, Bool)])
  func handChecked(rule: String, key: Name, user: Int?, expected: Bool) throws {
    let file = try TestDatabase(ProjectRuleDatabase.sql)
    let database = try ProjectRuleDatabase.open(file, ["reports.view_report": rule])
    try database.read { reader in
      let subject = try user.map { try reader.subject(.userKey(Name("\($0)"))) } ?? reader.anonymous()
      let object = try reader.object(ProjectRuleDatabase.report, key: key)
      let chain = Chain.only(.rules, reader.schema)
      #expect(
        try reader.allows(
          subject, reader.knownPermission("reports.view_report"), .object(object), chain: chain) == expected)
    }
  }

  @Test("groups that are only assumed count where a group alone decides, and else leave the answer open")
  func assumedGroups() throws {
    let file = try TestDatabase(ProjectRuleDatabase.sql)
    let database = try ProjectRuleDatabase.open(
      file,
      [
        "reports.view_report": "user in group \"release\" & object.is_public",
        "reports.change_report": "~(user in group \"release\")",
      ])
    try database.read { reader in
      let object = Target.object(try reader.object(ProjectRuleDatabase.report, key: "2"))
      for name in ["ravi", "somebody-of-ldap"] as [Name] {
        let subject = try reader.subject(.user(name), inGroups: ["release"])
        let view = try reader.knownPermission("reports.view_report")
        let change = try reader.knownPermission("reports.change_report")
        #expect(try reader.explain(subject, view, object).outcome == .allowed)
        #expect(try reader.explain(subject, change, object).outcome == .undetermined)
        #expect(try !reader.listObjects(subject, change, type: nil).complete)
      }
    }
  }

  @Test("a named predicate stands in the trace with its parts, and a skipped one says so")
  func trace() throws {
    let file = try TestDatabase(ProjectRuleDatabase.sql)
    let database = try ProjectRuleDatabase.open(
      file, ["reports.change_report": "owner | boss"],
      ["owner": "object.user_id == user.id", "boss": "user.is_superuser"])
    try database.read { reader in
      let permission = try reader.knownPermission("reports.change_report")
      let user = try reader.subject(.userKey("5"))
      let lines = try #require(try reader.explain(user, permission, .general).trace?.lines)
      #expect(
        lines == [
          "(owner | boss): false", "  owner: skipped", "    object.user_id == user.id: skipped",
          "  boss: false", "    user.is_superuser: false",
        ])
    }
  }

  @Test(
    "what the settings get wrong is named with its place",
    arguments: [
      ("object.user_id = user.id", "column 16", "expected `==`"),
      ("object.usr_id == user.id", "column 1", "`object` has no column `usr_id`"),
      ("object.user == user.id", "column 1", "`object` has no column `user`"),
      ("object.task.user_id == user.id", "column 1", "no foreign key `task`"),
      ("object.user_id == user.username", "column 19", "expected columns of one kind"),
      ("object.user_id == \"mira\"", "column 1", "expected a number"),
      ("object.name", "column 1", "expected a comparison"),
      ("object.is_public < true", "column 1", "truth values have no order"),
      ("(object.is_public", "column 18", "expected `)`"),
      ("object.is_public user.is_staff", "column 18", "expected `&`"),
      ("ownr", "column 1", "no predicate `ownr`"), ("a", "column 1", "in a circle: `a` > `b` > `a`"),
      ("user in group release", "column 15", "group's name in quotes"), ("7 == 7", "column 1", "two values"),
      ("", "column 1", "expected a predicate"), ("object.name == 'x", "column 16", "does not end"),
      (String(repeating: "(", count: 5_000), "column", "nested deeper"),
      (String(repeating: "~", count: 5_000), "column", "nested deeper"),
      (
        (0..<9).map { "(object.id == \($0) | object.level == \($0))" }.joined(separator: " & "), "column 1",
        "alternatives"
      ),
    ])
  func mistakes(rule: String, place: String, text: String) throws {
    let file = try TestDatabase(ProjectRuleDatabase.sql)
    let error = #expect(throws: StoreError.self) {
      try ProjectRuleDatabase.open(
        file, ["reports.view_report": rule], rule == "a" ? ["a": "~b", "b": "a"] : ["owner": "true"])
    }
    #expect(error?.code == .settings)
    let message = error?.message ?? ""
    #expect(message.contains(place) && message.contains(text), "\(message)")
    if rule == "ownr" { #expect(error?.didYouMean == ["owner"]) }
    if rule == "object.user == user.id" { #expect(error?.didYouMean.first == "object.user_id") }
  }

  @Test("a permission that user_tasks has a rule for is refused, as rules.add_perm raises KeyError")
  func existing() throws {
    let file = try TestDatabase(ProjectRuleDatabase.sql)
    let error = #expect(throws: StoreError.self) {
      try ProjectRuleDatabase.open(file, ["user_tasks.view_usertaskstatus": "true"])
    }
    #expect(error?.message.contains("KeyError") == true)
  }

  @Test("a permission without a row and without a model's name has the type that the settings give")
  func types() throws {
    let file = try TestDatabase(ProjectRuleDatabase.sql)
    #expect(throws: StoreError.self) {
      try ProjectRuleDatabase.open(file, ["reports.publish": "object.is_public"])
    }
    let database = try ProjectRuleDatabase.open(
      file, ["reports.publish": "object.is_public", "reports.browse": "user.is_active"],
      types: ["reports.publish": ProjectRuleDatabase.report])
    try database.read { reader in
      let user = try reader.subject(.userKey("5"))
      let publish = try reader.knownPermission("reports.publish")
      let object = try reader.object(ProjectRuleDatabase.report, key: "2")
      #expect(try reader.allows(user, publish, .object(object)))
      // A rule that reads no object is the same on each.
      let browse = try reader.knownPermission("reports.browse")
      #expect(try reader.allows(user, browse, .object(object)) && reader.allows(user, browse, .general))
      // One that does reads what another type lacks.
      let group = try reader.object(TypeName(app: "auth", model: "group"), key: "1")
      #expect(throws: RaisedException.self) { try reader.allows(user, publish, .object(group)) }
    }
  }

  @Test("rules of the project need no user_tasks, and previews say what they do not compare")
  func withoutTasks() throws {
    let file = try TestDatabase(
      ProjectRuleDatabase.sql
        + "DROP TABLE user_tasks_usertaskartifact; DROP TABLE user_tasks_usertaskstatus;")
    let database = try ProjectRuleDatabase.open(
      file, ["reports.view_report": "object.user_id == user.id"], backends: [.model, .rules])
    try database.read { reader in
      let user = try reader.subject(.userKey("5"))
      let view = try reader.knownPermission("reports.view_report")
      var listed: [Name] = []
      try reader.forEachObject(user, view, type: ProjectRuleDatabase.report) { listed.append($0) }
      #expect(listed.count == 4)
    }
    #expect(throws: Never.self) { _ = PreviewSource(database) }
  }
}
