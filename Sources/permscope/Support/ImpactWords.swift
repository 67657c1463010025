import Authorization

/// What an edit changes, in words.
enum ImpactWords {
  /// `+ read on 14 git trees: 11 users and anybody who is not logged in`
  static func part(_ part: ImpactPart) -> String {
    let users = part.subjects - (part.includesAnonymous ? 1 : 0)
    var subjects = users > 0 || !part.includesAnonymous ? Counted.words(users, "user") : ""
    if part.includesAnonymous {
      subjects += (subjects.isEmpty ? "" : " and ") + "anybody who is not logged in"
    }
    return "\(sign(part.isGain)) \(part.permission)\(place(part)): \(subjects)"
  }

  /// `+ mira: read on tree:linux-next`
  static func unit(_ unit: ImpactUnit) -> String {
    let user = unit.user.map { SubjectArgument.text(ofUser: $0.name) } ?? ":anonymous"
    return "\(sign(unit.isGain)) \(user): \(unit.permission)\(unit.object.map { " on \($0)" } ?? "")"
  }

  static func value(_ unit: ImpactUnit) -> JSONValue {
    .record([
      "gain": .bool(unit.isGain), "user": unit.user.map { JSONValue($0.name.text) } ?? .null,
      "permission": JSONValue(unit.permission.text), "object": unit.object.map { JSONValue($0) } ?? .null,
    ])
  }

  private static func sign(_ isGain: Bool) -> String { isGain ? "+" : "-" }

  private static func place(_ part: ImpactPart) -> String {
    switch part.place {
    case .general: ""
    case .domains: " on \(Counted.words(part.objects, "domain"))"
    case .objects(GitTrees.tree): " on \(Counted.words(part.objects, "git tree"))"
    case .objects(let type): " on \(Counted.words(part.objects, "object")) of \(type)"
    case .all(let type): " on \(WholeType.words(type, part.objects, leavesSome: part.leavesSome))"
    }
  }
}
