/// What the rules say, written down naively from the documents, reading plain arrays and sharing no code with
/// the core. Slow and obvious on purpose.
struct ReferenceEvaluator {
  let org: Organisation

  /// Who is asked: a user's number (1 is the row AnonymousUser), or nobody logged in.
  enum Asker {
    case user(Int)
    case anonymous
  }

  private func groups(of user: Int) -> [Int] { org.members.filter { $0[0] == user }.map { $0[1] } }

  private func user(_ number: Int) -> Organisation.User { org.users[number - 1] }

  /// `User.has_perm` over model, guardian, pulp-roles and rules.
  func hasPermission(_ asker: Asker, _ permission: Int, object: String?) -> Bool {
    if case .user(let number) = asker, user(number).isActive, user(number).isSuperuser { return true }
    return model(asker, permission, object) || guardian(asker, permission, object)
      || roles(asker, permission, object)
  }

  private func model(_ asker: Asker, _ permission: Int, _ object: String?) -> Bool {
    guard object == nil, case .user(let number) = asker, user(number).isActive else { return false }
    if org.userPermissions.contains([number, permission]) { return true }
    return groups(of: number).contains { org.groupPermissions.contains([$0, permission]) }
  }

  private func guardian(_ asker: Asker, _ permission: Int, _ object: String?) -> Bool {
    guard let object else { return false }
    let number: Int
    switch asker {
    case .user(let value): number = value
    case .anonymous: number = 1
    }
    guard user(number).isActive else { return false }
    if user(number).isSuperuser { return true }
    if org.userGrants.contains(.init(holder: number, permission: permission, object: object)) { return true }
    return groups(of: number).contains {
      org.groupGrants.contains(.init(holder: $0, permission: permission, object: object))
    }
  }

  private func roles(_ asker: Asker, _ permission: Int, _ object: String?) -> Bool {
    guard case .user(let number) = asker else { return false }
    let own = org.userRoles.filter { $0.holder == number }
    let shared = org.groupRoles.filter { groups(of: number).contains($0.holder) }
    return (own + shared).contains { assignment in
      guard org.roles[assignment.role].contains(permission) else { return false }
      if let object { return assignment.object == object }
      return assignment.object == nil && assignment.domain == nil
    }
  }

  /// Pulp: `has_perm(permission, domain)`.
  func hasPermission(_ asker: Asker, _ permission: Int, domain: Int) -> Bool {
    guard case .user(let number) = asker else { return false }
    if user(number).isActive, user(number).isSuperuser { return true }
    let own = org.userRoles.filter { $0.holder == number }
    let shared = org.groupRoles.filter { groups(of: number).contains($0.holder) }
    return (own + shared).contains { org.roles[$0.role].contains(permission) && $0.domain == domain }
  }

  /// The git-tree design: no policy is private, a null group is everyone, else the members.
  func tree(_ asker: Asker, tree: Int?, write: Bool) -> Bool {
    guard let tree, let index = org.trees[tree] else { return false }
    let policy = org.policies[index]
    guard let group = write ? policy.write : policy.read else { return true }
    guard case .user(let number) = asker else { return false }
    return groups(of: number).contains(group)
  }

  /// `user_tasks.rules`: the owner or a superuser; without an object everybody passes.
  func viewTask(_ asker: Asker, task: Int?) -> Bool {
    if case .user(let number) = asker, user(number).isSuperuser { return true }
    guard let task else { return true }
    guard case .user(let number) = asker else { return false }
    return org.tasks[task] == number
  }
}
