import Authorization
import AuthorizationStore
import Testing

/// Random grants on groups, under the model and under its proxy, asked of the core and of a naive reading of
/// guardian's source: the rows of the model behind the object, compared by codename.
@Suite struct ProxyFuzzTests {
  private struct Grant: Hashable {
    var isGroup: Bool
    var holder: Int
    var permission: Int
    var type: Int
    var object: String
  }

  /// A row of `auth_permission` by its key: the app, the codename.
  private static let permissions: [Int: (app: String, codename: String)] = [
    9001: ("auth", "change_group"), 9002: ("auth", "view_group"), 9003: ("auth", "audit_group"),
    9004: ("core", "change_group"), 9005: ("core", "view_group"), 9006: ("core", "manage_roles_group"),
  ]
  private static let asked = [
    "core.change_group", "auth.change_group", "change_group", "core.view_group", "auth.audit_group",
    "core.audit_group", "audit_group", "core.manage_roles_group", "auth.nothing", "file.view_group",
  ]
  private static let keys = ["1", "2", "99"]
  private static let types = [TypeName(app: "auth", model: "group"), TypeName(app: "core", model: "group")]

  private struct World {
    /// User 1 is AnonymousUser; the fourth is inactive, the fifth a superuser.
    let users = 5
    var members: Set<[Int]> = []
    var grants: Set<Grant> = []

    init(seed: UInt64) {
      var random = SeededGenerator(seed)
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        members.insert([Int.random(in: 1...users, using: &random), Int.random(in: 1...2, using: &random)])
      }
      var taken: Set<[String]> = []
      for _ in 0..<Int.random(in: 1...14, using: &random) {
        let isGroup = Bool.random(using: &random)
        let grant = Grant(
          isGroup: isGroup, holder: Int.random(in: 1...(isGroup ? 2 : users), using: &random),
          permission: Int.random(in: 9001...9006, using: &random),
          // Most are guardian's own.
          type: Int.random(in: 0..<3, using: &random) == 0 ? 902 : 901,
          object: keys.randomElement(using: &random) ?? "1")
        // guardian allows one row for a holder, a permission and a key, whatever its type.
        guard taken.insert(["\(isGroup)", "\(grant.holder)", "\(grant.permission)", grant.object]).inserted
        else { continue }
        grants.insert(grant)
      }
    }

    var sql: String {
      var lines = [
        "DELETE FROM auth_user; DELETE FROM auth_permission; DELETE FROM django_content_type;",
        "INSERT INTO django_content_type (id, app_label, model) VALUES (901, 'auth', 'group'), (902, 'core', 'group');",
        "INSERT INTO auth_group (id, name) VALUES (1, 'group1'), (2, 'group2');",
      ]
      for (key, permission) in permissions.sorted(by: { $0.key < $1.key }) {
        let type = permission.app == "auth" ? 901 : 902
        lines.append(
          "INSERT INTO auth_permission (id, content_type_id, codename, name) VALUES (\(key), \(type), '\(permission.codename)', '');"
        )
      }
      for user in 1...users {
        lines.append(
          """
          INSERT INTO auth_user (id, password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name)
          VALUES (\(user), '!', \(user == 5 ? 1 : 0), '\(user == 1 ? "AnonymousUser" : "user\(user)")', '', '', 0, \(user == 4 ? 0 : 1), '2026-01-01', '');
          """)
      }
      for member in members {
        lines.append("INSERT INTO auth_user_groups (user_id, group_id) VALUES (\(member[0]), \(member[1]));")
      }
      for grant in grants {
        let kind = grant.isGroup ? "group" : "user"
        lines.append(
          "INSERT INTO guardian_\(kind)objectpermission (object_pk, content_type_id, \(kind)_id, permission_id) VALUES ('\(grant.object)', \(grant.type), \(grant.holder), \(grant.permission));"
        )
      }
      return lines.joined(separator: "\n")
    }

    /// Nil where guardian raises. `User.has_perm` asks a superuser nothing.
    func allows(_ user: Int, _ name: String, _ type: TypeName, _ key: String) -> Bool? {
      if user == 5 { return true }
      let parts = name.split(separator: ".")
      if parts.count == 2, parts[0] != "auth", parts[0] != type.app.text { return nil }
      if user == 4 { return false }
      return grants.contains { grant in
        let permission = ProxyFuzzTests.permissions[grant.permission]
        let isTheirs =
          grant.isGroup ? members.contains([user, grant.holder]) : grant.holder == user
        return isTheirs && grant.object == key && grant.type == 901 && permission?.app == "auth"
          && permission?.codename == String(parts[parts.count - 1])
      }
    }
  }

  @Test(
    "checks, explanations, lists of users and of objects, and the inspector agree with the naive reading",
    arguments: Array(UInt64(1)...40))
  func agrees(seed: UInt64) throws {
    let world = World(seed: seed)
    let file = try TestDatabase(world.sql)
    try file.open(.init(backends: [.model, .guardian])).read { reader in
      for type in Self.types {
        for name in Self.asked {
          let permission = try reader.permission(Name(name), on: type)
          var mayOn: [Int: Set<String>] = [:]
          for key in Self.keys {
            let target = Target.object(try reader.object(type, key: Name(key)))
            var expected: [Name] = []
            for user in 1...world.users {
              let context = "seed \(seed) user\(user) \(name) \(type):\(key)"
              let subject = try reader.subject(.userKey(Name(String(user))))
              guard let allowed = world.allows(user, name, type, key) else {
                #expect(throws: RaisedException.self, "\(context)") {
                  try reader.allows(subject, permission, target)
                }
                continue
              }
              #expect(try reader.allows(subject, permission, target) == allowed, "\(context)")
              let decision = try reader.explain(subject, permission, target)
              #expect((decision.outcome == .allowed) == allowed, "\(context)")
              #expect(
                decision.reasons.isEmpty != allowed && decision.missing.isEmpty == allowed, "\(context)")
              if allowed {
                expected.append(subject.name)
                mayOn[user, default: []].insert(key)
              }
            }
            guard world.allows(2, name, type, key) != nil else { continue }
            var listed: [Name] = []
            try reader.forEachWhoCan(permission, target) { listed.append($0) }
            #expect(listed == expected.sorted(), "seed \(seed) \(name) \(type):\(key)")
          }
          guard world.allows(2, name, type, "1") != nil else { continue }
          for user in 1...world.users {
            let subject = try reader.subject(.userKey(Name(String(user))))
            var listed: [String] = []
            try reader.forEachObject(subject, permission, type: type) { listed.append($0.text) }
            #expect(
              listed == (mayOn[user] ?? []).subtracting(["99"]).sorted(), "seed \(seed) user\(user) \(name)")
          }
        }
      }
    }
  }

  @Test(
    "permissions and the inspector say of each permission what a check says", arguments: Array(UInt64(1)...40)
  )
  func held(seed: UInt64) throws {
    let world = World(seed: seed)
    let file = try TestDatabase(world.sql)
    let candidates = [
      "core.change_group", "core.view_group", "core.manage_roles_group", "auth.audit_group",
    ]
    try file.open(.init(backends: [.model, .guardian])).read { reader in
      for key in Self.keys {
        let object = try reader.object(Self.types[1], key: Name(key))
        for user in 1...world.users {
          let subject = try reader.subject(.userKey(Name(String(user))))
          let expected = candidates.filter { world.allows(user, $0, Self.types[1], key) ?? false }
          let held = try reader.heldPermissions(subject, .object(object)).map(\.permission.text)
          #expect(
            Set(held) == Set(expected) && held.count == expected.count, "seed \(seed) user\(user) \(key)")
          let ref = EntityRef(kind: .object, key: .text(Name(key)), name: Name(key), type: Self.types[1])
          let user = EntityRef(kind: .user, key: .integer(Int64(user)), name: subject.name)
          let rows = try reader.inspect(.user(user), ref).rows.filter { $0.answers.last?.outcome == .allowed }
          #expect(Set(rows.map(\.permission.text)) == Set(expected), "seed \(seed) \(subject.name) \(key)")
        }
      }
    }
  }
}
