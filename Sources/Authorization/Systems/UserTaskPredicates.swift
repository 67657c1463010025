/// What the rules of user tasks know of an object: whose task it is, or is of.
public struct TaskOwner: Sendable, Hashable {
  /// `UserTaskStatus.user_id`
  public var user: DatabaseKey?

  public init(user: DatabaseKey?) { self.user = user }
}

/// The rules of user tasks as predicates, for traces. The layers of `UserTasks` decide; tests compare the two.
extension UserTasks {
  public typealias Rule = RulePredicate<Subject, TaskOwner>

  /// The rule of one of the seven permissions, named as in `user_tasks.rules`; nil for other permissions.
  public static func rule(of permission: Name) -> Rule? {
    if ownerOfStatus.contains(permission) { return isStatusCreator | isSuperuser }
    if ownerOfArtifact.contains(permission) { return isArtifactCreator | isSuperuser }
    return superuserOnly.contains(permission) ? isSuperuser : nil
  }

  private static let isStatusCreator = Rule("is_status_creator") { isCreator($0, $1) }
  private static let isArtifactCreator = Rule("is_artifact_creator") { isCreator($0, $1) }
  /// `rules.predicates.is_superuser`; `is_active` is not looked at.
  private static let isSuperuser = Rule("is_superuser") { $0?.isSuperuser ?? false }

  /// `True` without an object; else `status.user_id == user.id`, which is `None` for somebody who is not logged in.
  private static func isCreator(_ user: Subject?, _ task: TaskOwner?) -> Bool {
    guard let task else { return true }
    guard case .user(let key) = user?.kind else { return task.user == nil }
    return task.user == key
  }
}
