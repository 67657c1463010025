internal import Authorization
internal import GRDB

/// What may open a git tree to somebody: its policy decides alone.
struct TreeRemedies {
  let reader: AuthorizationReader
  let asked: AskedCheck

  private(set) var found: [RemedyCandidate] = []
  private(set) var more = 0
  private(set) var notes: [String] = []

  private var subject: Subject { asked.subject }
  private var permission: Permission { asked.permission }
  private var target: Target { asked.target }

  /// - Parameters:
  ///   - holder: the row of the subject; nil where there is none.
  ///   - groups: the groups that the subject is in.
  mutating func find(holder: EntityRef?, groups: [EntityRef]) throws {
    guard case .object(let object) = target, let method = TreeMethod(rawValue: permission.name.text) else {
      return
    }
    guard let tree = try tree(of: object) else {
      notes.append(
        "`\(object.argument)` belongs to no git tree; which one it is of is the application's to say")
      return
    }
    // Who holds it as a group is that group, and a user holds it through theirs; the groups of the row that stands for
    // nobody logged in do not count for trees.
    let mine =
      subject.kind == .anonymous ? [] : holder.map { $0.kind == .group ? [$0] : groups } ?? groups
    if let policy = tree.policy {
      if let group = try group(of: policy, method), let holder, holder.kind == .user,
        subject.kind != .anonymous
      {
        found.append(.addMember(holder, to: group))
      }
      found += mine.prefix(RemedyCandidates.width).map { .setAccess(policy, method, to: $0) }
      more += max(0, mine.count - RemedyCandidates.width)
      found.append(.setAccess(policy, method, to: nil))
    }
    for other in try policies(method, open: mine, except: tree.policy) {
      found.append(.setPolicy(of: tree.ref, to: other))
    }
    if found.isEmpty { try secondSteps(tree, method, holder) }
  }

  /// A policy and the membership that it asks for, where one change alone opens nothing.
  private mutating func secondSteps(_ tree: Tree, _ method: TreeMethod, _ holder: EntityRef?) throws {
    guard let holder, holder.kind == .user, subject.kind != .anonymous else { return }
    for policy in try policies(method, open: nil, except: tree.policy) {
      guard let group = try group(of: policy, method) else { continue }
      let joining = RemedyCandidate.addMember(holder, to: group)
      found.append(joining.following(.setPolicy(of: tree.ref, to: policy)))
    }
    if found.isEmpty { notes.append("there is no policy that could be given to the tree; create one first") }
  }

  private struct Tree {
    var ref: EntityRef
    var policy: EntityRef?
  }

  private func tree(of object: ObjectAddress) throws -> Tree? {
    guard let key = try reader.treeKey(of: object) else { return nil }
    let statement = try reader.database.cachedStatement(
      sql: """
        SELECT t.name, p.id, p.name FROM datawarehouse_gittree AS t LEFT JOIN datawarehouse_gittreepolicy AS p \
        ON p.id = t.policy_id WHERE t.id = ?
        """)
    guard let row = try StoredRow.fetchOne(statement, arguments: [key.value]) else { return nil }
    let policy = DatabaseKey(row[1]).map { EntityRef(kind: .policy, key: $0, name: row.name(2) ?? "") }
    return Tree(ref: EntityRef(kind: .tree, key: key, name: row.name(0) ?? ""), policy: policy)
  }

  private func group(of policy: EntityRef, _ method: TreeMethod) throws -> EntityRef? {
    guard let key = try reader.accessGroup(of: policy.key, method) ?? nil,
      let name = try reader.relations.name(of: .group, key: key)
    else { return nil }
    return EntityRef(kind: .group, key: key, name: name)
  }

  /// - Parameter groups: whom they should let in; with nil anybody.
  private func policies(
    _ method: TreeMethod, open groups: [EntityRef]?, except policy: EntityRef?
  ) throws -> [EntityRef] {
    try reader.policies(
      method, for: groups.map { .includes($0.map(\.key)) } ?? .anybody, except: policy?.key,
      limit: RemedyCandidates.width)
  }
}
