import Authorization
import AuthorizationStore
import Foundation
import PermscopeResources
import Testing

/// Answers of the real Django and guardian about `core.group`, a proxy of `auth.group`, recorded by
/// `Tests/Interop/record_proxies.py`.
@Suite struct ProxyAnswerTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")

  /// The sample organisation with grants on groups.
  static func database() throws -> TestDatabase {
    let rows = try String(contentsOf: folder.appendingPathComponent("proxies.sql"), encoding: .utf8)
    return try TestDatabase(Resources.demo + rows)
  }

  private func recorded() throws -> [(query: JSONValue, answer: JSONValue)] {
    let file = Self.folder.appendingPathComponent("proxy_answers.jsonl")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let members = try #require(try JSONValue(parsing: String(line)).members)
      return (try #require(members["query"]), try #require(members["answer"]))
    }
  }

  @Test("every question about a proxy is answered as guardian answered it")
  func recordedAnswers() throws {
    let file = try Self.database()
    let lines = try recorded()
    var failures: [String] = []
    try file.open().read { reader in
      let answerer = BatchAnswerer(reader)
      for (query, expected) in lines {
        let answer = try answerer.answer(query)
        guard answer != expected else { continue }
        failures.append("\(query.compactText) gave \(answer.compactText), not \(expected.compactText)")
      }
    }
    #expect(lines.count > 2_000)
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
  }

  /// Who may, in the words of guardian's own check.
  struct Decision: Sendable {
    var user: Name
    var permission: Name
    var object: String
    /// Nil where guardian raises.
    var allowed: Bool?
  }

  private static let decisions = [
    Decision(user: "mira", permission: "core.change_group", object: "core.group:5", allowed: true),
    Decision(user: "mira", permission: "auth.change_group", object: "core.group:5", allowed: true),
    Decision(user: "mira", permission: "change_group", object: "core.group:5", allowed: true),
    Decision(user: "mira", permission: "core.view_group", object: "core.group:5", allowed: true),
    Decision(user: "mira", permission: "auth.audit_group", object: "core.group:5", allowed: true),
    Decision(user: "mira", permission: "core.audit_group", object: "core.group:5", allowed: true),
    Decision(user: "mira", permission: "core.manage_roles_group", object: "core.group:5", allowed: false),
    Decision(user: "mira", permission: "core.change_group", object: "auth.group:5", allowed: nil),
    Decision(user: "mira", permission: "file.change_group", object: "core.group:5", allowed: nil),
    // Model level keeps a proxy's permissions apart, and counts for no object.
    Decision(user: "ines", permission: "core.change_group", object: "", allowed: true),
    Decision(user: "ines", permission: "auth.change_group", object: "", allowed: false),
    Decision(user: "lena", permission: "core.change_group", object: "", allowed: false),
    Decision(user: "lena", permission: "core.change_group", object: "core.group:6", allowed: false),
    // Rows that guardian never writes.
    Decision(user: "zoe", permission: "core.view_group", object: "core.group:6", allowed: false),
    Decision(user: "sam", permission: "core.view_group", object: "core.group:6", allowed: false),
    Decision(user: "ravi", permission: "core.view_group", object: "core.group:6", allowed: false),
    Decision(user: "kerning", permission: "core.change_group", object: "core.group:5", allowed: false),
  ]

  @Test("check, its explanation and who-can agree with guardian", arguments: decisions)
  func decision(_ decision: Decision) throws {
    let file = try Self.database()
    try file.open(.init(backends: [.model, .guardian])).read { reader in
      let subject = try reader.subject(.user(decision.user))
      let target =
        try decision.object.isEmpty
        ? Target.general : reader.target(#require(ObjectArgument(decision.object)))
      var type: TypeName?
      if case .object(let object) = target { type = object.type }
      let permission = try reader.permission(decision.permission, on: type)
      guard let allowed = decision.allowed else {
        #expect(throws: RaisedException.self) { try reader.allows(subject, permission, target) }
        #expect(throws: RaisedException.self) { try reader.explain(subject, permission, target) }
        return
      }
      #expect(try reader.allows(subject, permission, target) == allowed)
      #expect(try (reader.explain(subject, permission, target).outcome == .allowed) == allowed)
      var names: [Name] = []
      try reader.forEachWhoCan(permission, target) { names.append($0) }
      #expect(names.contains(decision.user) == allowed)
    }
  }

  @Test("what the explanation says of a proxy, and what would mend a denial")
  func explanation() throws {
    let file = try Self.database()
    // Roles in the sample organisation would add to the answers.
    try file.open(.init(backends: [.model, .guardian])).read { reader in
      let five = try reader.target(#require(ObjectArgument("core.group:5")))
      let change = try reader.knownPermission("core.change_group")
      let allowed = try reader.explain(reader.subject(.user("mira")), change, five)
      #expect(allowed.reasons.map(\.rule) == ["guardian.user"])
      #expect(
        allowed.warnings == [
          "`core.group` is a proxy of `auth.group`: django-guardian looks at the grants of `change_group` there"
        ])
      let tomas = try reader.subject(.user("tomas"))
      let denied = try reader.explain(tomas, change, five)
      #expect(denied.warnings.isEmpty)
      #expect(denied.missing.last?.fix == ["grant", "DB", "tomas", "core.change_group", "core.group:5"])
      // No grant can give what the model behind the proxy does not have.
      let manage = try reader.knownPermission("core.manage_roles_group")
      #expect(try reader.explain(tomas, manage, five).missing.map(\.fix) == [nil])
      let general = try reader.explain(reader.subject(.user("mira")), change, .general)
      #expect(general.missing.contains { $0.text.hasPrefix("granted on single objects only") })
      let zoe = try reader.explain(
        reader.subject(.user("zoe")), reader.knownPermission("core.view_group"), .general)
      #expect(!zoe.missing.contains { $0.text.hasPrefix("granted on single objects only") })
    }
  }

  @Test("permissions on an object of a proxy are its own, and those that only the model behind it has")
  func permissions() throws {
    let file = try Self.database()
    try file.open().read { reader in
      let five = try reader.target(#require(ObjectArgument("core.group:5")))
      func held(_ user: Name) throws -> [Name] {
        try reader.heldPermissions(reader.subject(.user(user)), five).map(\.permission)
      }
      #expect(try held("mira") == ["core.change_group", "core.view_group", "auth.audit_group"])
      #expect(try held("tomas") == ["auth.audit_group"])
      #expect(try held("sam") == [])
    }
  }

  @Test("list-objects lists objects of the proxy, and leaves out grants on keys that are not there")
  func lists() throws {
    let file = try Self.database()
    // Roles in the sample organisation would add to the answers.
    try file.open(.init(backends: [.model, .guardian])).read { reader in
      let change = try reader.knownPermission("core.change_group")
      func listed(_ user: Name) throws -> [Name] {
        var keys: [Name] = []
        let type = TypeName(app: "core", model: "group")
        try reader.forEachObject(reader.subject(.user(user)), change, type: type) { keys.append($0) }
        return keys
      }
      #expect(try listed("mira") == ["5", "6"])
      #expect(try listed("tomas") == [])
      let answer = try reader.listObjects(reader.subject(.user("tomas")), change, type: nil)
      #expect(answer.type == TypeName(app: "core", model: "group"))
      #expect(answer.warnings == ["grants on 1 objects that do not exist are left out"])
      let gone = try reader.object(TypeName(app: "core", model: "group"), key: "99")
      #expect(try reader.orphan(gone).message.contains("for user tomas"))
    }
  }

  @Test("a model of the proxy's name with a table of its own is no proxy")
  func ownTable() throws {
    let rows = """
      CREATE TABLE core_group (id integer NOT NULL PRIMARY KEY, name text NOT NULL);
      INSERT INTO core_group VALUES (5, 'another');
      """
    let file = try Self.database()
    try file.execute(rows)
    try file.open(.init(backends: [.model, .guardian])).read { reader in
      let target = try reader.target(#require(ObjectArgument("core.group:=another")))
      let change = try reader.knownPermission("core.change_group")
      #expect(try !reader.allows(reader.subject(.user("mira")), change, target))
      let view = try reader.knownPermission("core.view_group")
      let six = Target.object(try reader.object(TypeName(app: "core", model: "group"), key: "6"))
      #expect(try reader.allows(reader.subject(.user("zoe")), view, six))
    }
  }

  @Test("a direct table of the model behind a proxy is looked at in place of the generic one")
  func directTable() throws {
    let rows = """
      CREATE TABLE acme_groupgrant (id integer NOT NULL PRIMARY KEY, permission_id integer NOT NULL REFERENCES auth_permission (id),
        user_id integer NOT NULL REFERENCES auth_user (id), content_object_id integer NOT NULL REFERENCES auth_group (id));
      INSERT INTO acme_groupgrant (permission_id, user_id, content_object_id) VALUES (10, 4, 6), (71, 5, 6);
      """
    let file = try Self.database()
    try file.execute(rows)
    try file.open().read { reader in
      let change = try reader.knownPermission("core.change_group")
      for (user, key, expected) in [
        ("tomas", "6", true), ("ines", "6", true), ("lena", "6", false), ("mira", "5", false),
      ] {
        let object = Target.object(try reader.object(TypeName(app: "core", model: "group"), key: Name(key)))
        let allowed = try reader.allows(reader.subject(.user(Name(user))), change, object)
        #expect(allowed == expected, "\(user) \(key)")
      }
    }
  }
}
