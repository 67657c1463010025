internal import Authorization
internal import GRDB

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
    guard case .user(let key) = subject.kind else {
      // `filter(user=AnonymousUser())` wants a number.
      throw RaisedException("TypeError", "the listing cannot be filtered by somebody who is not logged in")
    }
    let status = "user_tasks_usertaskstatus"
    let artifact = "user_tasks_usertaskartifact"
    let isStatus = type == UserTasks.status
    if subject.isSuperuser { return try names("SELECT id FROM \(isStatus ? status : artifact)", []) }
    let sql =
      isStatus
      ? "SELECT s.id FROM \(status) AS s WHERE s.user_id = ?"
      : "SELECT a.id FROM \(status) AS s CROSS JOIN \(artifact) AS a WHERE s.user_id = ? AND a.status_id = s.id"
    return try names(sql, [key.value])
  }
}
