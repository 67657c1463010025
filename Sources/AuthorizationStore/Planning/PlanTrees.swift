internal import Authorization

/// Git trees and the policies that say who reads and writes them.
extension PlanningSession {
  private static let trees = "datawarehouse_gittree"
  private static let policies = "datawarehouse_gittreepolicy"

  private func requireTrees() throws {
    guard reader.schema.has(.trees) else {
      throw StoreError(.missingSystem, "this database has no git trees: no table `\(Self.trees)`")
    }
  }

  // MARK: Trees

  func createTree(_ name: Name, _ policy: DatabaseKey?) throws {
    try requireTrees()
    try checkName(name, Self.trees, of: "git tree")
    let policy = try policy.map { try row(.policy, $0) }
    try insert(Self.trees, ["name": .text(name), "policy_id": policy?.key ?? .null])
    guard let policy else { return say("create git tree \(name), private until it has a policy") }
    say("create git tree \(name) with policy \(policy.name)")
    for method in TreeMethod.allCases where policy[method.column] == .null {
      say("anyone may \(method.rawValue) \(name)", isConsequence: true)
    }
  }

  func renameTree(_ key: DatabaseKey, _ name: Name) throws {
    let tree = try row(.tree, key)
    guard tree.name != name else { return }
    try checkName(name, tree.table, of: "git tree", except: tree.key)
    try update(tree, [ColumnValue("name", .text(name))])
    say("rename git tree \(tree.name) to \(name)")
  }

  func deleteTree(_ key: DatabaseKey) throws {
    let tree = try row(.tree, key)
    say("delete git tree \(tree.name)")
    try Deletion(session: self).delete(tree.table, tree.image, called: "the git tree `\(tree.name)`")
    try warnOfOrphans([GitTrees.tree], tree.key, called: "the git tree `\(tree.name)`")
  }

  func setPolicy(_ key: DatabaseKey, _ policy: DatabaseKey?) throws {
    let tree = try row(.tree, key)
    let policy = try policy.map { try row(.policy, $0) }
    let wanted = policy?.key ?? .null
    guard tree["policy_id"] != wanted else { return }
    let old = try find(.policy, tree["policy_id"])
    try update(tree, [ColumnValue("policy_id", wanted)])
    guard let policy else {
      return say(
        "take the policy from \(tree.name) (was \(old?.name ?? "none")): private, nobody reads or writes")
    }
    say("set the policy of \(tree.name) to \(policy.name) (was \(old?.name ?? "none"))")
    for method in TreeMethod.allCases where policy[method.column] == .null {
      if let old, old[method.column] == .null { continue }
      say("anyone may \(method.rawValue) \(tree.name)", isConsequence: true)
    }
  }

  // MARK: Policies

  func createPolicy(_ name: Name, read: DatabaseKey?, write: DatabaseKey?) throws {
    try requireTrees()
    try checkName(name, Self.policies, of: "git tree policy")
    let (read, write) = (try read.map { try row(.group, $0) }, try write.map { try row(.group, $0) })
    try insert(
      Self.policies,
      [
        "name": .text(name), "read_group_id": read?.key ?? .null, "write_group_id": write?.key ?? .null,
      ])
    say("create policy \(name): read by \(read?.name ?? "anyone"), written by \(write?.name ?? "anyone")")
    for (method, group) in [(TreeMethod.read, read), (.write, write)] where group == nil {
      say("anyone may \(method.rawValue) trees that get the policy \(name)", isConsequence: true)
    }
  }

  func renamePolicy(_ key: DatabaseKey, _ name: Name) throws {
    let policy = try row(.policy, key)
    guard policy.name != name else { return }
    try checkName(name, policy.table, of: "git tree policy", except: policy.key)
    try update(policy, [ColumnValue("name", .text(name))])
    say("rename policy \(policy.name) to \(name)")
  }

  func deletePolicy(_ key: DatabaseKey) throws {
    let policy = try row(.policy, key)
    let trees = try state.rows(of: Self.trees, where: [("policy_id", policy.key)])
    guard trees.isEmpty else {
      let these = trees.count == 1 ? "its" : "their"
      throw Refused(
        .referenced,
        "the policy `\(policy.name)` is that of \(Counted.words(trees.count, "git tree")): \(Self.listed(trees)); "
          + "set \(these) policy to another or to none first")
    }
    say("delete policy \(policy.name)")
    try Deletion(session: self).delete(policy.table, policy.image, called: "the policy `\(policy.name)`")
    try warnOfOrphans(
      [TypeName(app: "datawarehouse", model: "gittreepolicy")], policy.key,
      called: "the policy `\(policy.name)`")
  }

  func setAccess(_ key: DatabaseKey, _ method: TreeMethod, _ group: DatabaseKey?) throws {
    let policy = try row(.policy, key)
    let group = try group.map { try row(.group, $0) }
    let wanted = group?.key ?? .null
    let before = policy[method.column]
    guard before != wanted else { return }
    try update(policy, [ColumnValue(method.column, wanted)])
    let old = before == .null ? "anyone" : try name(.group, before)
    say(
      "set the \(method.rawValue) group of policy \(policy.name) to \(group?.name ?? "anyone") (was \(old))")
    guard group == nil else { return }
    let trees = try state.rows(of: Self.trees, where: [("policy_id", policy.key)])
    guard !trees.isEmpty else {
      return say(
        "anyone may \(method.rawValue) trees that get the policy \(policy.name)", isConsequence: true)
    }
    let names = trees.prefix(5).map { $0["name"].words.text }.joined(separator: ", ")
    let more = trees.count > 5 ? ", and \(Digits.grouped(trees.count - 5)) more" : ""
    say(
      "anyone may \(method.rawValue) \(Counted.words(trees.count, "git tree")): \(names)\(more)",
      isConsequence: true)
  }
}

extension TreeMethod {
  fileprivate var column: String { "\(rawValue)_group_id" }
}
