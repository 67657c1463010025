internal import Authorization

/// Whatever else of an access policy is not in force as it is written: its statements, hooks and scoping.
enum FaultyPolicy: FindingSearch {
  static let rule = FindingRule.faultyPolicy

  /// Something that is not in force as it is written.
  struct Found {
    var text: String
    var severity: StatementFinding.Severity = .error
  }

  static func search(_ scan: FindingScan) throws {
    try PolicyScan.forEach(scan) { reader, policy in
      for found in try self.found(policy, reader) {
        try scan.add(
          Finding(
            rule, "\(policy.ref.name), \(found.text)", about: policy.ref, proof: policy.show,
            severity: found.severity == .error ? nil : .info))
      }
    }
  }

  static func found(_ policy: PolicyText, _ reader: AuthorizationReader) throws -> [Found] {
    var all: [Found] = []
    if policy.statements == nil {
      all.append(Found(text: "its statements are no JSON list: every request fails"))
    }
    for (place, statement) in (policy.statements?.elements ?? []).enumerated() {
      let heading = StatementFinding.heading(place)
      // What never counts as a whole, and what is read otherwise, have rules of their own.
      let isDead = statement.matchesNothing(policy.context)
      for finding in statement.findings(policy.context) {
        let isElsewhere =
          finding.severity == .error
          && (finding.field == .conditionExpression
            || isDead && (finding.field == .principal || finding.field == .action))
        if !isElsewhere { all.append(Found(text: heading + finding.text, severity: finding.severity)) }
      }
      all += try unknownPermissions(statement, reader).map { Found(text: heading + $0) }
    }
    return all + hooks(policy) + scoping(policy)
  }

  private static func hooks(_ policy: PolicyText) -> [Found] {
    guard let text = policy.fields.creationHooks else { return [] }
    guard let hooks = try? CreationHooks.parse(text) else {
      return [Found(text: "its creation hooks are no JSON list: nothing can be created")]
    }
    return hooks.elements.enumerated().flatMap { place, hook in
      hook.findings().map { Found(text: "hook \(place + 1): \($0.text)", severity: $0.severity) }
    }
  }

  private static func scoping(_ policy: PolicyText) -> [Found] {
    guard let text = policy.fields.querysetScoping else { return [] }
    guard let scoping = try? QuerysetScoping.parse(text) else {
      return [Found(text: "its queryset scoping is no JSON: nothing can be listed or opened")]
    }
    return scoping.findings().map { Found(text: "scoping: \($0.text)", severity: $0.severity) }
  }

  /// Permissions that conditions of Pulp's name and that do not exist: nobody but a superuser has them.
  private static func unknownPermissions(_ statement: AccessStatement, _ reader: AuthorizationReader) throws
    -> [String]
  {
    var told: Set<Name> = []
    return try statement.calls.filter { PulpCondition.named($0.name) != nil }.flatMap(\.permissions)
      .compactMap {
        name in
        let permission = Permission(name: name, rows: [])
        guard permission.app != nil, told.insert(name).inserted,
          try reader.permission(name).rows.isEmpty
        else { return nil }
        let near = try reader.nearestPermission(name)
        return "there is no permission `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? "")
      }
  }
}

extension AuthorizationReader {
  /// The permission that may be meant where there is none of a name.
  func nearestPermission(_ name: Name) throws -> Name? {
    let names = try allPermissionRows().map(\.name.text)
    return Suggestions.near(name.text, in: names, limit: 1).first.map { Name($0) }
  }
}
