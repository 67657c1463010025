import Authorization

/// What an edit would be about, at this moment.
extension BrowserState {
  /// The rows that were marked in the list on the screen, in the order of their names.
  func marks(_ kinds: [EntityKind]) -> [EntityRef] {
    guard let list = place.list, focus != .inspector else { return [] }
    return list.marks.filter { kinds.isEmpty || kinds.contains($0.kind) }
      .sorted { ($0.name, $0.key.text) < ($1.name, $1.key.text) }
  }

  /// The one row that an edit of these kinds is about: the row of a list, or what a detail shows.
  func subject(_ kinds: [EntityKind]) -> EntityRef? {
    candidates.first { kinds.contains($0.kind) }
  }

  /// The marked rows, or the one under the cursor.
  func subjects(_ kinds: [EntityKind]) -> [EntityRef] {
    let marked = marks(kinds)
    return marked.isEmpty ? subject(kinds).map { [$0] } ?? [] : marked
  }

  /// Rows that are at hand, the nearest first.
  private var candidates: [EntityRef] {
    switch focus {
    case .list:
      var refs = [place.list?.row?.ref].compactMap { $0 }
      if case .section(let owner, _) = place.list?.source { refs.append(owner) }
      return refs
    case .detail:
      return [place.detail.wanted, place.detail.item?.line?.target].compactMap { $0 }
    case .inspector:
      var refs: [EntityRef] = []
      switch inspector.subject {
      case .user(let ref), .group(let ref): refs.append(ref)
      case .anonymous: break
      }
      return refs + [inspector.object].compactMap { $0 }
    case .why, .matrix, .request: return turnable?.refs ?? []
    }
  }

  /// The detail and its section under the cursor, or the section that a list shows.
  var section: (owner: EntityRef, id: SectionID)? {
    switch focus {
    case .list:
      if case .section(let owner, let id) = place.list?.source { return (owner, id) }
      return nil
    case .detail:
      guard let owner = place.detail.wanted, place.detail.isCurrent, let item = place.detail.item else {
        return nil
      }
      return (owner, item.section)
    case .inspector, .why, .matrix, .request: return nil
    }
  }

  /// What the lines of a section stand for, by what they lead to; the line itself knows better where it says so.
  func lineEdit(_ owner: EntityRef, _ section: SectionID, _ target: EntityRef?) -> LineEdit? {
    guard let target else { return nil }
    switch (owner.kind, section, target.kind) {
    case (.user, .groups, .group): return .membership(user: owner.key, group: target.key)
    case (.group, .members, .user): return .membership(user: target.key, group: owner.key)
    case (.user, .modelPermissions, .permission), (.group, .modelPermissions, .permission):
      return owner.grantee.map { .grant(Grant($0, target.key)) }
    case (.role, .permissions, .permission):
      return .rolePermission(role: owner.key, permission: target.key)
    case (.policy, .trees, .tree): return .policy(tree: target.key)
    case (.tree, .policies, .policy): return .policy(tree: owner.key)
    case (_, .sessions, .session): return .session(target.key)
    case (_, _, .entry):
      if case .integer(let number) = target.key { return .entry(number) }
      return nil
    default: return nil
    }
  }

  /// What the line under the cursor stands for.
  var lineUnderCursor: LineEdit? {
    guard focus == .detail, let (owner, id) = section, let line = place.detail.item?.line else { return nil }
    return line.edit ?? lineEdit(owner, id, line.target)
  }
}
