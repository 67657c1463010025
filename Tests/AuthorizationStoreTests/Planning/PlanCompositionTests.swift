import Authorization
@testable import AuthorizationStore
import GRDB
import PermscopeResources
import Testing

/// A list that is planned at once comes to the same as its changes written one by one.
@Suite struct PlanCompositionTests {
  /// Foreign keys that are checked at once, so that the order of the rows matters.
  private static let strict = Resources.schema.replacing(" DEFERRABLE INITIALLY DEFERRED", with: "")

  @Test(arguments: 0..<8)
  func `one plan equals its changes one by one`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed)
    let demo = Resources.demo.replacing(" DEFERRABLE INITIALLY DEFERRED", with: "")
    let (stepwise, whole) = (
      try PlanningBench(schema: Self.strict, demo), try PlanningBench(schema: Self.strict, demo)
    )
    let before = try Self.content(whole)
    var changes: [Change] = []
    for number in 0..<40 {
      let change = Self.change(number, &random)
      guard let plan = try? stepwise.plan(change), plan.refusal == nil else { continue }
      try Self.write(plan, stepwise)
      changes.append(change)
    }
    #expect(changes.count > 8)
    let plan = try whole.plan(changes)
    #expect(plan.refusal == nil)
    #expect(Set(plan.rows.map { [$0.table] + $0.key.map(\.value.words.text) }).count == plan.rows.count)
    try Self.write(plan, whole)
    let after = try Self.content(whole)
    #expect(after == (try Self.content(stepwise)))
    // The inverse rows, backwards, bring everything back.
    var undone = plan
    undone.rows = plan.rows.reversed().map(\.inverse)
    try Self.write(undone, whole)
    #expect(try Self.content(whole) == before)
  }

  private static func write(_ plan: EditPlan, _ bench: PlanningBench) throws {
    let queue = try DatabaseQueue(path: bench.file.path)
    try queue.write { database in for row in plan.rows { try PlanningBench.write(row, database) } }
    try queue.close()
  }

  /// Keys of rows that only link others are left out: a row that comes again may be the old one.
  private static func content(_ bench: PlanningBench) throws -> [String: [[RowValue]]] {
    let ignored: Set = ["pulp_created", "pulp_last_updated", "password", "date_joined"]
    let entities: Set = [
      "auth_user", "auth_group", "datawarehouse_gittree", "datawarehouse_gittreepolicy", "core_role",
    ]
    return try bench.database.read { reader in
      let state = try PlanningState(reader.database)
      var content: [String: [[RowValue]]] = [:]
      for table in state.catalog.tables where !table.hasPrefix("sqlite_") {
        let shape = try state.shape(table)
        content[table] = try state.rows(of: table, where: []).map { row in
          row.filter { value in
            !ignored.contains(value.column) && (entities.contains(table) || !shape.key.contains(value.column))
          }.map(\.value)
        }.sorted { "\($0)" < "\($1)" }
      }
      return content
    }
  }

  private static func change(_ number: Int, _ random: inout SeededGenerator) -> Change {
    func key(_ range: ClosedRange<Int64>) -> DatabaseKey { .integer(.random(in: range, using: &random)) }
    let fresh = Name("n\(number)")
    let user = key(1...17)
    let group = key(1...11)
    let other = Bool.random(using: &random) ? key(1...11) : nil
    let permission = key(85...115)
    let role = Acme.role(["08", "09", "0a", "0b", "0c"].randomElement(using: &random) ?? "08")
    let grantee: Grantee = Bool.random(using: &random) ? .user(user) : .group(group)
    let object =
      Bool.random(using: &random) ? Acme.web : ObjectRef(type: GitTrees.tree, key: Name(key(1...12).text))
    let places: [Assignment.Place] = [.everywhere, .domain(Acme.partner), .object(Acme.firmware)]
    let assignment = Assignment(role, to: grantee, places.randomElement(using: &random) ?? .everywhere)
    let (tree, policy) = (key(1...13), key(1...10))
    let choices: [Change] = [
      .createUser(UserFields(username: fresh), groups: [group]), .editUser(user, UserEdit(username: fresh)),
      .editUser(user, UserEdit(isActive: other == nil)), .deleteUser(user), .createGroup(fresh),
      .renameGroup(group, fresh), .deleteGroup(group), .addMember(user: user, group: group),
      .addMember(user: user, group: group), .removeMember(user: user, group: group),
      .grant(Grant(grantee, permission)), .revoke(Grant(grantee, permission)),
      .grant(Grant(grantee, Acme.viewRepository, on: Acme.web)),
      .revoke(Grant(grantee, Acme.viewRepository, on: Acme.web)),
      .grant(Grant(grantee, .integer(115), on: object)),
      .editRole(role, RoleEdit(description: fresh)), .deleteRole(role),
      .permit(role: role, permission: permission),
      .forbid(role: role, permission: permission), .assign(assignment), .assign(assignment),
      .unassign(assignment),
      .createTree(fresh, policy: other == nil ? nil : policy), .renameTree(tree, fresh), .deleteTree(tree),
      .setPolicy(tree: tree, policy: other == nil ? nil : policy),
      .createPolicy(fresh, read: group, write: other),
      .deletePolicy(policy), .setAccess(policy: policy, .read, group: other),
      .setAccess(policy: policy, .write, group: other), .deletePermission(permission), .removeOrphans,
    ]
    return choices.randomElement(using: &random) ?? .removeOrphans
  }
}
