import Authorization

/// `rules` in the settings: the project's own rules.
struct RuleSettings: Decodable {
  /// `reports.view_report: owner`, or with the type: `reports.publish: {on: reports.report, rule: owner}`.
  struct PermissionRule: Decodable {
    var on: String?
    var rule: String

    private enum CodingKeys: String, CodingKey, CaseIterable { case on, rule }

    init(from decoder: any Decoder) throws {
      if let rule = try? decoder.singleValueContainer().decode(String.self) {
        self.rule = rule
        return
      }
      try RuleSettings.refuseUnknown(decoder, CodingKeys.allCases.map(\.rawValue))
      let container = try decoder.container(keyedBy: CodingKeys.self)
      on = try container.decodeIfPresent(String.self, forKey: .on)
      rule = try container.decode(String.self, forKey: .rule)
    }
  }

  var predicates: [String: String]
  var permissions: [String: PermissionRule]

  private enum CodingKeys: String, CodingKey, CaseIterable { case predicates, permissions }

  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    try Self.refuseUnknown(decoder, CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    predicates = try container.decodeIfPresent([String: String].self, forKey: .predicates) ?? [:]
    permissions = try container.decodeIfPresent([String: PermissionRule].self, forKey: .permissions) ?? [:]
  }

  /// A misspelt word must not be a rule that is silently not in force.
  private static func refuseUnknown(_ decoder: any Decoder, _ names: [String]) throws {
    let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    guard let unknown = keys.sorted().first(where: { !names.contains($0) }) else { return }
    let path = decoder.codingPath.map(\.stringValue).joined(separator: " > ")
    let hint = Suggestions.near(unknown, in: names).first.map { "; did you mean `\($0)`?" } ?? ""
    throw SettingsError(
      message:
        "unknown setting `\(unknown)` under `\(path)`; expected \(names.map { "`\($0)`" }.joined(separator: " or "))\(hint)"
    )
  }

  /// What the store reads.
  ///
  /// - Throws: `SettingsError` for a type that is none.
  func texts() throws -> ProjectRuleTexts {
    var texts = ProjectRuleTexts(
      predicates: Dictionary(predicates.map { (Name($0.key), $0.value) }) { first, _ in first })
    for (name, entry) in permissions.sorted(by: { Name($0.key) < Name($1.key) }) {
      var type: TypeName?
      if let on = entry.on {
        guard let named = TypeName(on) else {
          throw SettingsError(
            message: "`\(on)` under `rules: permissions: \(name)` is not a type; expected `on: app.model`")
        }
        type = named
      }
      texts.permissions.append(.init(name: Name(name), type: type, rule: entry.rule))
    }
    return texts
  }

  /// What `permscope settings` says of the language.
  static let help = """
    The project's own rules, as `rules.add_perm` would register them, stand in the settings of a database:

      rules:
        predicates:
          owner: object.user_id == user.id
          in_release: user in group "release"
          published: object.state == "published"
        permissions:
          reports.change_report: owner | user.is_superuser
          reports.view_report: published | owner & ~in_release
          reports.publish: {on: reports.report, rule: owner & object.task.state in ("done", "held")}

    A rule composes predicates with ~ (not), & (and), ^ (either, not both) and | (or), which bind in this order, and
    parentheses. A predicate is a name, or a question about columns: object.COLUMN and user.COLUMN, along foreign keys
    object.task.user_id; compared by == != < <= > >= with a column or a value ("text", 7, 1.5, true, false); is null,
    is not null; in ("a", "b"), not in (…); a column that holds true or false by itself; user in group "NAME".
    NULL equals NULL alone and is less or greater than nothing. The columns behind a foreign key that is null are null.
    Somebody who is not logged in has no id, no groups, an empty username, and is no superuser.
    The objects are those of the permission's model; `on` names another. Where no object is given, questions about the
    object are skipped, as predicates of `rules` that answer None; what is skipped altogether is false.
    """
}
