import Authorization
import AuthorizationStore

extension Settings {
  /// The settings of user_tasks, which its database does not hold.
  func readTasks(into options: inout AuthorizationDatabase.Options) throws {
    options.taskFilters.status = try Self.choice(taskFilters.value, "user_tasks_status_filters")
    options.taskFilters.artifacts = try artifactFilters.value.map {
      try Self.choice($0, "user_tasks_artifact_filters")
    }
    options.artifactStorage = try artifactStorage.value.map { try Self.choice($0, "artifact_storage") }
    guard artifactExpiry.value > 0 else {
      throw SettingsError(
        message: "`artifact_url_expire` is \(artifactExpiry.value); expected seconds, at least 1")
    }
    options.artifactExpiry = artifactExpiry.value
  }

  /// One of the words that a setting can be.
  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String, _ setting: String
  ) throws -> Choice where Choice.RawValue == String {
    if let found = Choice(rawValue: text) { return found }
    let names = Choice.allCases.map(\.rawValue)
    let hint = Suggestions.near(text, in: names).first.map { "; did you mean `\($0)`?" } ?? ""
    throw SettingsError(
      message: "`\(setting)` is `\(text)`; expected \(names.joined(separator: ", "))\(hint)")
  }
}
