/// A random number generator with a seed, so that a failure can be had again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A small organisation in plain arrays: what the reference evaluator reads, and what is written to a database.
struct Organisation {
  struct User {
    var isActive: Bool
    var isSuperuser: Bool
  }

  struct ObjectGrant: Hashable {
    /// A user's or a group's number.
    var holder: Int
    var permission: Int
    var object: String
  }

  struct Assignment {
    var holder: Int
    var role: Int
    var domain: Int?
    var object: String?
  }

  struct Policy {
    var read: Int?
    var write: Int?
  }

  /// Rows 2 and on; row 1 is AnonymousUser, who belongs to the organisation too.
  var users: [User] = []
  var groups = 0
  /// (user, group)
  var members: Set<[Int]> = []
  var userPermissions: Set<[Int]> = []
  var groupPermissions: Set<[Int]> = []
  var userGrants: Set<ObjectGrant> = []
  var groupGrants: Set<ObjectGrant> = []
  var roles: [[Int]] = []
  var userRoles: [Assignment] = []
  var groupRoles: [Assignment] = []
  var policies: [Policy] = []
  /// The policy of each tree.
  var trees: [Int?] = []
  /// The tree of each checkout.
  var checkouts: [Int?] = []
  /// The owner of each task.
  var tasks: [Int] = []

  /// The permissions are those of `thing.widget`: 9001 to 9005, the last one custom.
  static let permissions = ["add_widget", "change_widget", "delete_widget", "view_widget", "paint_widget"]
  /// Keys that grants name; the last two do not exist, and one of them looks like a number that does.
  static let keys = ["1", "2", "3", "7", "007", "99"]
  static let existing = ["1", "2", "3", "7"]

  init(seed: UInt64) {
    var random = SeededGenerator(seed)
    func some<T>(_ count: ClosedRange<Int>, _ make: (inout SeededGenerator) -> T) -> [T] {
      (0..<Int.random(in: count, using: &random)).map { _ in make(&random) }
    }
    users = some(3...6) { random in
      User(
        isActive: Int.random(in: 0..<4, using: &random) > 0,
        isSuperuser: Int.random(in: 0..<6, using: &random) == 0)
    }
    users.insert(User(isActive: true, isSuperuser: false), at: 0)
    groups = Int.random(in: 1...4, using: &random)
    let people = 1...users.count
    let teams = 1...groups
    members = Set(some(0...8) { [Int.random(in: people, using: &$0), Int.random(in: teams, using: &$0)] })
    let permission = 9001...9005
    userPermissions = Set(
      some(0...5) { [Int.random(in: people, using: &$0), Int.random(in: permission, using: &$0)] })
    groupPermissions = Set(
      some(0...5) { [Int.random(in: teams, using: &$0), Int.random(in: permission, using: &$0)] })
    func grants(_ holders: ClosedRange<Int>) -> Set<ObjectGrant> {
      Set(
        some(0...8) { random in
          ObjectGrant(
            holder: Int.random(in: holders, using: &random),
            permission: Int.random(in: permission, using: &random),
            object: Self.keys.randomElement(using: &random) ?? "1")
        })
    }
    userGrants = grants(people)
    groupGrants = grants(teams)
    roles = some(1...3) { random in (0..<2).map { _ in Int.random(in: permission, using: &random) } }
    let roleCount = roles.count
    func assignments(_ holders: ClosedRange<Int>) -> [Assignment] {
      some(0...5) { random in
        let place = Int.random(in: 0..<3, using: &random)
        return Assignment(
          holder: Int.random(in: holders, using: &random),
          role: Int.random(in: 0..<roleCount, using: &random),
          domain: place == 1 ? Int.random(in: 1...2, using: &random) : nil,
          object: place == 2 ? Self.keys.randomElement(using: &random) : nil)
      }
    }
    userRoles = assignments(people)
    groupRoles = assignments(teams)
    policies = some(1...3) { random in
      func audience(_ random: inout SeededGenerator) -> Int? {
        Int.random(in: 0..<3, using: &random) == 0 ? nil : Int.random(in: teams, using: &random)
      }
      return Policy(read: audience(&random), write: audience(&random))
    }
    let policyCount = policies.count
    trees = some(1...4) { random in
      Int.random(in: 0..<4, using: &random) == 0 ? nil : Int.random(in: 0..<policyCount, using: &random)
    }
    let treeCount = trees.count
    checkouts = some(1...3) { random in
      Int.random(in: 0..<4, using: &random) == 0 ? nil : Int.random(in: 0..<treeCount, using: &random)
    }
    tasks = some(1...3) { Int.random(in: people, using: &$0) }
  }
}

extension Organisation {
  /// The rows, on top of Permscope's schema.
  var sql: String {
    var lines = [
      """
      CREATE TABLE thing_widget (id integer NOT NULL PRIMARY KEY, name text NOT NULL);
      INSERT INTO django_content_type (id, app_label, model) VALUES (900, 'thing', 'widget');
      DELETE FROM auth_user;
      """
    ]
    for (index, name) in Self.permissions.enumerated() {
      lines.append(
        "INSERT INTO auth_permission (id, content_type_id, codename, name) VALUES (\(9001 + index), 900, '\(name)', '');"
      )
    }
    for key in Self.existing { lines.append("INSERT INTO thing_widget VALUES (\(key), 'widget \(key)');") }
    for (index, user) in users.enumerated() {
      let name = index == 0 ? "AnonymousUser" : "user\(index + 1)"
      lines.append(
        """
        INSERT INTO auth_user (id, password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name)
        VALUES (\(index + 1), '!', \(user.isSuperuser ? 1 : 0), '\(name)', '', '', 0, \(user.isActive ? 1 : 0), '2026-01-01', '');
        """)
    }
    for group in 1...groups {
      lines.append("INSERT INTO auth_group (id, name) VALUES (\(group), 'group\(group)');")
    }
    for m in members {
      lines.append("INSERT INTO auth_user_groups (user_id, group_id) VALUES (\(m[0]), \(m[1]));")
    }
    for p in userPermissions {
      lines.append(
        "INSERT INTO auth_user_user_permissions (user_id, permission_id) VALUES (\(p[0]), \(p[1]));")
    }
    for p in groupPermissions {
      lines.append("INSERT INTO auth_group_permissions (group_id, permission_id) VALUES (\(p[0]), \(p[1]));")
    }
    for (table, column, grants) in [("user", "user_id", userGrants), ("group", "group_id", groupGrants)] {
      for g in grants {
        lines.append(
          "INSERT INTO guardian_\(table)objectpermission (object_pk, content_type_id, \(column), permission_id) VALUES ('\(g.object)', 900, \(g.holder), \(g.permission));"
        )
      }
    }
    return (lines + roleLines + treeLines).joined(separator: "\n")
  }

  private var roleLines: [String] {
    var lines = (1...2).map { index in
      """
      INSERT INTO core_domain (pulp_id, pulp_created, name, pulp_labels, storage_class, storage_settings, redirect_to_object_storage, hide_guarded_distributions)
      VALUES ('\(Self.uuid(500 + index))', '2026-01-01', 'domain\(index)', '{}', '', '{}', 0, 0);
      """
    }
    for (index, permissions) in roles.enumerated() {
      lines.append(
        "INSERT INTO core_role (pulp_id, pulp_created, name, locked) VALUES ('\(Self.uuid(index))', '2026-01-01', 'role\(index)', 0);"
      )
      for permission in Set(permissions) {
        lines.append(
          "INSERT INTO core_role_permissions (role_id, permission_id) VALUES ('\(Self.uuid(index))', \(permission));"
        )
      }
    }
    var number = 1000
    for (table, column, assignments) in [
      ("core_userrole", "user_id", userRoles), ("core_grouprole", "group_id", groupRoles),
    ] {
      for a in assignments {
        number += 1
        let object = a.object.map { "'\($0)'" } ?? "NULL"
        let domain = a.domain.map { "'\(Self.uuid(500 + $0))'" } ?? "NULL"
        lines.append(
          "INSERT INTO \(table) (pulp_id, pulp_created, \(column), role_id, object_id, content_type_id, domain_id) VALUES ('\(Self.uuid(number))', '2026-01-01', \(a.holder), '\(Self.uuid(a.role))', \(object), \(a.object == nil ? "NULL" : "900"), \(domain));"
        )
      }
    }
    return lines
  }

  private var treeLines: [String] {
    var lines: [String] = []
    for (index, policy) in policies.enumerated() {
      lines.append(
        "INSERT INTO datawarehouse_gittreepolicy (id, name, read_group_id, write_group_id) VALUES (\(index + 1), 'policy\(index)', \(Self.sql(policy.read)), \(Self.sql(policy.write)));"
      )
    }
    for (index, policy) in trees.enumerated() {
      lines.append(
        "INSERT INTO datawarehouse_gittree (id, name, policy_id) VALUES (\(index + 1), 'tree\(index)', \(Self.sql(policy.map { $0 + 1 })));"
      )
    }
    for (index, tree) in checkouts.enumerated() {
      lines.append(
        "INSERT INTO datawarehouse_checkout (id, name, tree_id) VALUES (\(index + 1), 'checkout\(index)', \(Self.sql(tree.map { $0 + 1 })));"
      )
    }
    for (index, owner) in tasks.enumerated() {
      lines.append(
        """
        INSERT INTO user_tasks_usertaskstatus (id, created, modified, uuid, task_id, is_container, task_class, name, state, completed_steps, total_steps, attempts, user_id)
        VALUES (\(index + 1), '2026-01-01', '2026-01-01', '\(Self.uuid(2000 + index))', 't\(index)', 0, '', 'task\(index)', 'Pending', 0, 1, 1, \(owner));
        """)
    }
    return lines
  }

  private static func sql(_ value: Int?) -> String { value.map(String.init) ?? "NULL" }

  static func uuid(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }
}
