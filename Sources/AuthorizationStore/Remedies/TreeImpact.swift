internal import Authorization
internal import GRDB

/// What another policy, or another group of a policy, does to git trees, counted without a preview: everything below a
/// policy has the same audience, so that people and objects multiply.
///
/// It counts the same units as `EditPreview`, which a fuzz test compares it with.
struct TreeImpact {
  let reader: AuthorizationReader
  let confirmFactor: Int

  /// Whom a policy lets in.
  private enum Audience: Equatable {
    case nobody, everyone
    case group(DatabaseKey)
  }

  private var schema: Schema { reader.schema }

  /// Nil where the change is of another kind.
  func impact(of change: Change) throws -> Impact? {
    var parts: [ImpactPart] = []
    var growths: [(method: TreeMethod, count: Growth)] = []
    let changed: (kind: EntityKind, key: DatabaseKey)
    switch change {
    case .setAccess(let policy, let method, let group):
      guard let before = try audience(policy, method) else { return nil }
      let after: Audience = group.map { .group($0) } ?? .everyone
      parts = try self.parts(method, before, after, below: "t.policy_id", policy)
      growths += [try growth(method, before, parts)].compactMap { $0 }
      changed = (.policy, policy)
    case .setPolicy(let tree, let policy):
      changed = (.tree, tree)
      let old = try StoredValue.fetchOne(
        reader.database.cachedStatement(sql: "SELECT policy_id FROM datawarehouse_gittree WHERE id = ?"),
        arguments: [tree.value]
      ).flatMap { DatabaseKey($0) }
      for method in TreeMethod.allCases {
        let before = try old.flatMap { try audience($0, method) } ?? .nobody
        let after = try policy.flatMap { try audience($0, method) } ?? .nobody
        let own = try self.parts(method, before, after, below: "t.id", tree)
        growths += [try growth(method, before, own)].compactMap { $0 }
        parts += own
      }
    default: return nil
    }
    func sum(_ isGain: Bool) -> Int { parts.filter { $0.isGain == isGain }.reduce(0) { $0 + $1.units } }
    let sorted = parts.sorted { left, right in
      if left.isGain != right.isGain { return left.isGain }
      // Trees say more than what hangs below them.
      let isTree = [left, right].map { $0.place == .objects(GitTrees.tree) }
      return isTree[0] != isTree[1] ? isTree[0] : left.units > right.units
    }
    var impact = Impact(gains: sum(true), losses: sum(false), parts: sorted)
    let name = try reader.relations.name(of: changed.kind, key: changed.key)
    if sorted.contains(where: { $0.isGain && $0.includesAnonymous }), let name {
      impact.confirmations = [
        Confirmation(
          .anonymous, "anybody, logged in or not, could do what \(changed.kind.title) `\(name)` opens",
          word: name)
      ]
    }
    if let growth = growths.max(by: { $0.count.isLess(than: $1.count) }) {
      let place = name.map { "on \(changed.kind.title) \($0)" }
      impact.confirmations += [
        growth.count.confirmation(growth.method.permission.name, on: place, factor: confirmFactor)
      ].compactMap { $0 }
    }
    return impact
  }

  /// How many people may before and after; nil where nobody gets it, or too few to tell.
  private func growth(
    _ method: TreeMethod, _ before: Audience, _ parts: [ImpactPart]
  ) throws -> (method: TreeMethod, count: Growth)? {
    func users(_ isGain: Bool) -> Int {
      parts.first { $0.isGain == isGain }.map { $0.subjects - ($0.includesAnonymous ? 1 : 0) } ?? 0
    }
    guard users(true) >= max(1, confirmFactor - 1) else { return nil }
    var count = try people(in: before, butNot: .nobody).users
    if reader.treeChain.passesSuperusers { count += try reader.activeSuperusers() }
    return (method, Growth(before: count, after: count + users(true) - users(false)))
  }

  private func parts(
    _ method: TreeMethod, _ before: Audience, _ after: Audience, below column: String, _ key: DatabaseKey
  ) throws -> [ImpactPart] {
    guard before != after else { return [] }
    let gains = try people(in: after, butNot: before)
    let losses = try people(in: before, butNot: after)
    return try ([(GitTrees.tree, [])] + schema.treePaths.map { ($0.type, $0.steps) }).flatMap { type, steps in
      let objects = try count(steps, below: column, key)
      return [(true, gains), (false, losses)].compactMap { isGain, people -> ImpactPart? in
        let subjects = people.users + (people.anonymous ? 1 : 0)
        guard subjects * objects > 0 else { return nil }
        return ImpactPart(
          isGain: isGain, permission: method.permission.name, place: .objects(type),
          units: subjects * objects,
          subjects: subjects, objects: objects, includesAnonymous: people.anonymous)
      }
    }
  }

  /// Nil where there is no such policy.
  private func audience(_ policy: DatabaseKey, _ method: TreeMethod) throws -> Audience? {
    try reader.accessGroup(of: policy, method).map { $0.map { .group($0) } ?? .everyone }
  }

  private func people(
    in wanted: Audience, butNot other: Audience
  ) throws -> (users: Int, anonymous: Bool) {
    let users = schema.users
    let link = schema.memberships
    var conditions: [String] = []
    var arguments: [DatabaseValue] = []
    func isMember(_ group: DatabaseKey) -> String {
      arguments.append(group.value)
      return """
        EXISTS (SELECT 1 FROM \(link.table.quoted) AS m WHERE m.\(link.from.quoted) = u.\(users.key.quoted) \
        AND m.\(link.to.quoted) = ?)
        """
    }
    var source = "\(users.table.quoted) AS u"
    switch wanted {
    case .nobody: return (0, false)
    case .everyone: break
    case .group(let group):
      source = "\(link.table.quoted) AS w CROSS JOIN \(source)"
      conditions += ["w.\(link.to.quoted) = ?", "u.\(users.key.quoted) = w.\(link.from.quoted)"]
      arguments.append(group.value)
    }
    switch other {
    case .nobody: break
    case .everyone: return (0, false)
    case .group(let group): conditions.append("NOT \(isMember(group))")
    }
    // With the bypass, active superusers may before and after.
    if reader.treeChain.passesSuperusers, let isSuperuser = reader.isActiveSuperuser("u") {
      conditions.append("NOT (\(isSuperuser))")
    }
    let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    let count = try Int.fetchOne(
      reader.database.makeStatement(
        sql: "SELECT count(DISTINCT u.\(users.key.quoted)) FROM \(source)\(filter)"),
      arguments: StatementArguments(arguments))
    return (count ?? 0, wanted == .everyone)
  }

  /// How many objects hang below trees, by the steps from the object up.
  private func count(_ steps: [Schema.TreePath.Step], below column: String, _ key: DatabaseKey) throws -> Int
  {
    var tables = ["datawarehouse_gittree AS t"]
    var conditions = ["\(column) = ?"]
    var last = "t"
    for (index, step) in steps.reversed().enumerated() {
      tables.append("\(step.table.quoted) AS o\(index)")
      conditions.append("o\(index).\(step.foreignKey.quoted) = \(last).\(step.target.quoted)")
      last = "o\(index)"
    }
    let sql =
      "SELECT count(*) FROM \(tables.joined(separator: " CROSS JOIN ")) WHERE \(conditions.joined(separator: " AND "))"
    return try Int.fetchOne(
      reader.database.cachedStatement(sql: sql), arguments: [key.value]) ?? 0
  }
}
