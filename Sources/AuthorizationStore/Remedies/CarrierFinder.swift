internal import Authorization
internal import GRDB

/// What carries an allowance, and the smallest sets of changes that would end it.
struct CarrierFinder {
  let editor: Editor
  let asked: AskedCheck

  /// Paths, removals of one set, and sets that are looked at; beyond them there are more.
  private static let paths = 12
  private static let size = 4
  private static let sets = 12

  func find(_ decision: Decision, isCancelled: @escaping @Sendable () -> Bool) throws -> Carriers {
    var out = Carriers()
    let trial = RemedyTrial(editor, needsTrial: true, isCancelled: isCancelled)
    let cuts = try editor.database.read { reader in
      let paths = PathCuts(reader: reader, asked: asked)
      return try decision.reasons.prefix(Self.paths).map { try paths.cuts($0) }
    }
    for (index, reason) in decision.reasons.prefix(Self.paths).enumerated() {
      guard let own = cuts[index].first else {
        out.carriers.append(
          Carrier(reason: reason, changes: [], text: "", commands: [], isRedundant: false, alsoThrough: nil))
        continue
      }
      let others = decision.reasons.enumerated().filter { other, _ in
        other != index && !(other < cuts.count && cuts[other].contains(own))
      }.map(\.element.text)
      var isLeft = false
      let remedy = try trial.remedy(own, known: try known(own)) { reader in
        isLeft = try reader.allowsNow(asked)
        return true
      }
      // A group's own checks are none that a preview counts.
      let isRedundant = isLeft && remedy?.impact.map { $0.gains + $0.losses == 0 } ?? false
      out.carriers.append(
        Carrier(
          reason: reason, changes: own.changes, text: remedy?.text ?? "", commands: own.printableCommands,
          isRedundant: isRedundant, alsoThrough: others.first))
    }
    guard decision.reasons.count <= Self.paths else {
      out.more = decision.reasons.count - Self.paths
      out.notes.append("so many paths carry it that the sets of changes that end it are not listed")
      return out
    }
    if let fixed = zip(decision.reasons, cuts).first(where: { $0.1.isEmpty }) {
      out.notes.append("no change ends it while this is so: \(fixed.0.text)")
      return out
    }
    var endings: [Remedy] = []
    var waiting = hittingSets(cuts)
    var tried = 0
    while !waiting.isEmpty {
      if isCancelled() { throw CancellationError() }
      guard endings.count < Self.sets, tried < Self.sets * 2 else {
        out.more += waiting.count
        break
      }
      tried += 1
      let set = waiting.removeFirst()
      let whole = set.dropFirst().reduce(set.first ?? RemedyCandidate([], [])) { $1.following($0) }
      var left: [[RemedyCandidate]] = []
      let remedy = try trial.remedy(whole, known: try known(whole)) { reader in
        let decision = try reader.decision(reader.asNow(asked))
        let paths = PathCuts(reader: reader, asked: asked)
        left = try decision.reasons.prefix(Self.paths).map { try paths.cuts($0) }
        return decision.outcome != .allowed
      }
      if let remedy { endings.append(remedy) }
      // A removal can bring paths to light that were not asked before it: behind a superuser's flag are their grants.
      guard !left.isEmpty, !left.contains(where: \.isEmpty), set.count < Self.size else { continue }
      waiting += hittingSets(left).map { set + $0.filter { !set.contains($0) } }
        .filter { $0.count <= Self.size && $0.count > set.count && !waiting.contains($0) }
    }
    out.endings = RemedyFinder.ranked(RemedyFinder.minimal(endings))
    if out.endings.isEmpty {
      out.notes.append("no set of at most \(Self.size) changes that was tried ends it")
    }
    return out
  }

  /// What closing a tree to the subject does, counted at once: below a policy it is the only path of who is no superuser.
  private func known(_ candidate: RemedyCandidate) throws -> Impact? {
    guard candidate.changes.count == 1, asked.permission.isTreeMethod, case .user = asked.subject.kind,
      !asked.subject.isSuperuser, asked.subject.assumedGroups.isEmpty
    else { return nil }
    let impact = try editor.database.read { reader in
      try TreeImpact(reader: reader, confirmFactor: editor.options.confirmFactor)
        .impact(of: candidate.changes[0])
    }
    return impact.flatMap { $0.parts.contains { !$0.isGain && asked.counted.isIn($0) } ? $0 : nil }
  }

  /// Sets of removals of which each path loses one, and of which none can be left out; the smallest first.
  private func hittingSets(_ paths: [[RemedyCandidate]]) -> [[RemedyCandidate]] {
    var found: [[RemedyCandidate]] = []
    func extend(_ chosen: [RemedyCandidate], size: Int) {
      guard found.count < Self.sets * 4 else { return }
      guard let open = paths.first(where: { path in !chosen.contains { path.contains($0) } }) else {
        // A smaller set that is part of it was found before.
        let known = found.contains { set in set.allSatisfy { chosen.contains($0) } }
        if chosen.count == size, !known { found.append(chosen) }
        return
      }
      guard chosen.count < size else { return }
      for cut in open { extend(chosen + [cut], size: size) }
    }
    for size in 1...Self.size { extend([], size: size) }
    return found
  }
}

/// The changes that take one path away; the grant itself comes first.
struct PathCuts {
  let reader: AuthorizationReader
  let asked: AskedCheck

  /// How many policies are tried that would let others in alone.
  private static let narrower = 3

  private var subject: Subject { asked.subject }
  private var permission: Permission { asked.permission }

  func cuts(_ reason: Reason) throws -> [RemedyCandidate] {
    guard let path = reason.derivation else {
      // The superuser's shortcut.
      guard case .user = subject.kind, let holder else { return [] }
      return [.makeSuperuser(holder, false)]
    }
    var cuts: [RemedyCandidate] = []
    let group = try path.group.flatMap { key in
      try reader.relations.name(of: .group, key: key).map { EntityRef(kind: .group, key: key, name: $0) }
    }
    let owner = group ?? holder
    if let owner, case .row = path.layer.permission {
      if let role = try step(.role, path) {
        cuts.append(.unassign(role, from: owner, try assignedTarget(path)))
        if let row = row(path) { cuts.append(.forbid(row, in: role)) }
      } else if let row = row(path) {
        let object: ObjectAddress? = if case .object(let object) = target(path) { object } else { nil }
        cuts.append(.revoke(row, isShared: permission.rows.count > 1, on: object, from: owner))
      }
    }
    if let group, let holder, holder.kind == .user, try reader.isMember(holder.key, of: group.key) {
      cuts.append(.removeMember(holder, from: group))
    }
    if let tree = try tree(path) {
      cuts.append(.setPolicy(of: tree, to: nil))
      cuts += try narrower(tree, path)
    }
    if path.layer.id.hasPrefix("rules.superuser"), let holder { cuts.append(.makeSuperuser(holder, false)) }
    return cuts
  }

  /// The level of the question that the path answers.
  private func target(_ path: Derivation) -> Target {
    guard asked.isAtAnyLevel else { return asked.target }
    switch path.layer.level {
    case .model: return .general
    case .object: return asked.target
    case .domain:
      guard case .object(let object) = asked.target, let domain = object.domain else { return asked.target }
      let name = try? reader.relations.name(of: .domain, key: domain)
      return .domain(domain, name ?? "")
    }
  }

  /// What keeps a tree open to others where its policy lets everybody in: a group for the policy, another policy.
  private func narrower(_ tree: EntityRef, _ path: Derivation) throws -> [RemedyCandidate] {
    guard path.group == nil, let policy = try step(.policy, path),
      let method = TreeMethod(rawValue: permission.name.text)
    else { return [] }
    let mine = subject.kind == .anonymous ? [] : try reader.groupKeys(of: subject)
    var cuts: [RemedyCandidate] = []
    // Who has the other access to it already loses nothing by it.
    for other in TreeMethod.allCases where other != method {
      guard let key = try reader.accessGroup(of: policy.key, other) ?? nil, !mine.contains(key),
        let name = try reader.relations.name(of: .group, key: key)
      else { continue }
      cuts.append(.setAccess(policy, method, to: EntityRef(kind: .group, key: key, name: name)))
    }
    let closed = try reader.policies(method, for: .excludes(mine), except: policy.key, limit: Self.narrower)
    return cuts + closed.map { .setPolicy(of: tree, to: $0) }
  }

  /// The tree of a policy on the path: without a policy it is open to nobody.
  private func tree(_ path: Derivation) throws -> EntityRef? {
    guard path.steps.contains(where: { $0.kind == .policy }), let key = treeKey(path),
      let name = try reader.relations.name(of: .tree, key: key)
    else { return nil }
    return EntityRef(kind: .tree, key: key, name: name)
  }

  /// Where the role was really assigned: a check looks at the key alone, and the row may be about another type.
  private func assignedTarget(_ path: Derivation) throws -> Target {
    let target = target(path)
    guard case .object(var object) = target,
      let row = path.rows.first(where: { ["core_userrole", "core_grouprole"].contains($0.table) }),
      let key = row.key.first?.value.databaseValue
    else { return target }
    let sql = "SELECT content_type_id FROM \(row.table.quoted) WHERE pulp_id = ?"
    let value = try StoredValue.fetchOne(reader.database.cachedStatement(sql: sql), arguments: [key])
    if let type = try value.flatMap({ DatabaseKey($0) }).flatMap({ try reader.type(key: $0) }) {
      object.type = type
    }
    return .object(object)
  }

  private func treeKey(_ path: Derivation) -> DatabaseKey? {
    if let step = path.steps.first(where: { $0.kind == .tree }) { return step.key }
    if case .object(let object) = asked.target, object.type == GitTrees.tree { return object.native }
    return nil
  }

  private var holder: EntityRef? { subject.row }

  private func row(_ path: Derivation) -> PermissionRow? {
    (permission.rows + permission.concreteRows).first { $0.key == path.permissionKey }
  }

  private func step(_ kind: EntityKind, _ path: Derivation) throws -> EntityRef? {
    guard let step = path.steps.first(where: { $0.kind == kind }),
      let name = try reader.relations.name(of: kind, key: step.key)
    else { return nil }
    return EntityRef(kind: kind, key: step.key, name: name)
  }
}
