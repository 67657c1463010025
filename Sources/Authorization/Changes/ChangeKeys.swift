extension Change {
  /// The rows that the change names and that an earlier change creates.
  public var createdRows: [(kind: EntityKind, key: DatabaseKey)] {
    let rows = named.filter { if case .created = $0.1 { true } else { false } }
    // Only git trees are both created and objects of grants.
    guard let object, object.isCreated else { return rows }
    return rows + [(.tree, .created(object.key))]
  }

  /// The rows that the change names by keys which a plan may have given.
  ///
  /// Where such a key turns out to be another program's row, the change would be about that row.
  public func names(_ kind: EntityKind, _ key: DatabaseKey) -> Bool {
    named.contains { $0.0 == kind && $0.1 == key }
      || object.map { !$0.isCreated && Self.sameKey($0.key, key) } ?? false
  }

  private static func sameKey(_ text: Name, _ key: DatabaseKey) -> Bool {
    text.text.replacing("-", with: "").lowercased() == key.text.replacing("-", with: "").lowercased()
  }

  private var object: ObjectRef? {
    switch self {
    case .grant(let grant), .revoke(let grant): return grant.object
    case .assign(let assignment), .unassign(let assignment):
      if case .object(let object) = assignment.place { return object }
      return nil
    default: return nil
    }
  }

  private var named: [(EntityKind, DatabaseKey)] {
    func optional(_ kind: EntityKind, _ key: DatabaseKey?) -> [(EntityKind, DatabaseKey)] {
      key.map { [(kind, $0)] } ?? []
    }
    switch self {
    case .createUser(_, let groups): return groups.map { (.group, $0) }
    case .editUser(let key, _), .deleteUser(let key): return [(.user, key)]
    case .renameGroup(let key, _), .deleteGroup(let key): return [(.group, key)]
    case .addMember(let user, let group), .removeMember(let user, let group):
      return [(.user, user), (.group, group)]
    case .grant(let grant), .revoke(let grant):
      return [grant.grantee.named, (.permission, grant.permission)]
    case .createRole(let fields): return fields.permissions.map { (.permission, $0) }
    case .editRole(let key, _), .deleteRole(let key): return [(.role, key)]
    case .permit(let role, let permission), .forbid(let role, let permission):
      return [(.role, role), (.permission, permission)]
    case .assign(let assignment), .unassign(let assignment):
      return [assignment.grantee.named, (.role, assignment.role)]
    case .createTree(_, let policy): return optional(.policy, policy)
    case .renameTree(let key, _), .deleteTree(let key): return [(.tree, key)]
    case .setPolicy(let tree, let policy): return [(.tree, tree)] + optional(.policy, policy)
    case .createPolicy(_, let read, let write): return optional(.group, read) + optional(.group, write)
    case .renamePolicy(let key, _), .deletePolicy(let key): return [(.policy, key)]
    case .setAccess(let policy, _, let group): return [(.policy, policy)] + optional(.group, group)
    case .deletePermission(let key): return [(.permission, key)]
    case .editEndpoint(let key, _), .deleteEndpoint(let key), .resetEndpoint(let key, _):
      return [(.endpoint, key)]
    case .createGroup, .createPermission, .createDefaultPermissions, .createEndpoint, .endSession,
      .removeOrphans,
      .undo, .redo:
      return []
    }
  }
}

extension Grantee {
  fileprivate var named: (EntityKind, DatabaseKey) {
    switch self {
    case .user(let key): (.user, key)
    case .group(let key): (.group, key)
    }
  }
}
