/// Which tasks and artifacts a listing of user_tasks' REST API shows (`USER_TASKS_STATUS_FILTERS`).
public struct TaskFilters: Sendable, Hashable {
  public enum Filter: String, Sendable, Hashable, CaseIterable {
    /// All for a superuser, their own for others (`user_tasks.filters`).
    case standard = "default"
    /// An empty setting: everything is listed to everybody.
    case none
    /// Filters of the project, which are code outside the database.
    case custom
  }

  /// What a listing shows.
  public enum Listing: Sendable, Hashable {
    case everything
    /// What belongs to tasks of this user.
    case ownedBy(DatabaseKey)
    case undetermined(String)
  }

  public var status: Filter
  /// What the project sets as `USER_TASKS_ARTIFACT_FILTERS`; nil where it sets nothing.
  public var artifacts: Filter?

  public init(status: Filter = .standard, artifacts: Filter? = nil) {
    self.status = status
    self.artifacts = artifacts
  }

  /// The filter that is in force: upstream reads the setting for tasks for artifacts too
  /// (`user_tasks.conf.LazySettings.USER_TASKS_ARTIFACT_FILTERS`).
  public var inForce: Filter { status }

  /// What to tell where the setting for artifacts would promise something else than what is in force.
  public var warning: String? {
    guard let artifacts, artifacts != status else { return nil }
    return
      "USER_TASKS_ARTIFACT_FILTERS is `\(artifacts.rawValue)`, but user_tasks reads USER_TASKS_STATUS_FILTERS for artifacts as well: `\(status.rawValue)`"
  }

  /// What a subject is listed.
  ///
  /// - Throws: `RaisedException` for somebody who is not logged in: `filter(user=AnonymousUser())` wants a number.
  public func listing(for subject: Subject) throws -> Listing {
    switch inForce {
    case .none: return .everything
    case .custom:
      return .undetermined("the filters of USER_TASKS_STATUS_FILTERS are code of the project")
    case .standard:
      // `is_active` is not looked at.
      guard case .user(let key) = subject.kind else {
        throw RaisedException("TypeError", "the listing cannot be filtered by somebody who is not logged in")
      }
      return subject.isSuperuser ? .everything : .ownedBy(key)
    }
  }
}
