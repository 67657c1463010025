internal import Authorization

extension BatchAnswerer {
  /// The `rules` package with `user_tasks.rules`, and the default filters of user_tasks' listings.
  static let taskHandlers: [Name: Handler] = [
    "rules.has_perm": { session, query in
      let subject = try session.subject(query)
      return .bool(
        try session.allows(subject, query.text("perm"), session.object(query), session.only(.rules)))
    },
    "tasks.list": { session, query in try JSONValue(session.listedTasks(query)) },
  ]
}

extension BatchSession {
  /// user_tasks: `StatusFilterBackend` and `ArtifactFilterBackend`: all for a superuser, their own for others.
  func listedTasks(_ query: BatchQuery) throws -> [Name] {
    try require(.tasks)
    let subject = try subject(query)
    let type = try query.type(query.text("model"), "model")
    guard type == UserTasks.status || type == UserTasks.artifact else {
      throw BatchError("`tasks.list` lists `\(UserTasks.status)` and `\(UserTasks.artifact)`, not `\(type)`")
    }
    // The question is about the filters that user_tasks ships.
    guard case .ownedBy(let key) = try TaskFilters().listing(for: subject) else {
      let isStatus = type == UserTasks.status
      return try names(
        "SELECT id FROM \(isStatus ? "user_tasks_usertaskstatus" : "user_tasks_usertaskartifact")", [])
    }
    return try reader.listedTasks(type, of: key).map { Name($0.text) }.sorted()
  }
}
