public import Authorization
internal import GRDB

/// An artifact with what protects its content.
public struct ArtifactSummary: Sendable, Hashable {
  public var object: ObjectAddress
  public var content: [ArtifactContent]
  /// Who may view the row, by `user_tasks.view_usertaskartifact`.
  public var viewers: [Name]
  /// Whether there are more than those named.
  public var hasMoreViewers: Bool
  public var everyoneViews: Bool
}

extension AuthorizationReader {
  /// How many viewers of an artifact are named.
  private static var namedViewers: Int { 100 }

  /// What an artifact holds, who may view its row, and what protects the rest.
  public func artifact(key: Name) throws -> ArtifactSummary {
    guard schema.has(.tasks) else {
      throw StoreError(.missingSystem, "this database has no user tasks, and so no artifacts")
    }
    let object = try object(UserTasks.artifact, key: key)
    let statement = try database.cachedStatement(
      sql: "SELECT text, url, file FROM user_tasks_usertaskartifact WHERE id = ?")
    guard let native = object.native,
      let row = try StoredRow.fetchOne(statement, arguments: [native.value])
    else {
      throw StoreError(.unknownObject, "no artifact `\(key)`; expected the key of one, or a link")
    }
    let permission = try knownPermission(Name("\(UserTasks.artifact.app).view_\(UserTasks.artifact.model)"))
    let answer = try whoCan(permission, .object(object))
    var viewers: [Name] = []
    var count = 0
    if !answer.everyone {
      try forEachWhoCan(permission, .object(object)) { name in
        count += 1
        if viewers.count < Self.namedViewers { viewers.append(name) }
      }
    }
    return ArtifactSummary(
      object: object,
      content: artifactContent(text: row.text(0) ?? "", url: row.text(1) ?? "", file: row.text(2) ?? ""),
      viewers: viewers, hasMoreViewers: count > viewers.count, everyoneViews: answer.everyone)
  }

  /// What protects the places that are not empty.
  func artifactContent(text: String, url: String, file: String) -> [ArtifactContent] {
    let held: [(ArtifactContent.Field, String)] = [(.text, text), (.url, url), (.file, file)]
    return held.filter { !$0.1.isEmpty }.map {
      ArtifactContent($0.0, storage: options.artifactStorage, expiry: options.artifactExpiry)
    }
  }
}
