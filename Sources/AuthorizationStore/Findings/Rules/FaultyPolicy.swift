internal import Authorization

/// Whatever else of an access policy is not in force as it is written: its statements, hooks and scoping.
enum FaultyPolicy: FindingSearch {
  static let rule = FindingRule.faultyPolicy

  static func search(_ scan: FindingScan) throws {
    try PolicyScan.forEach(scan) { reader, policy in
      func add(_ text: String, _ severity: StatementFinding.Severity = .error) throws {
        try scan.add(
          Finding(
            rule, "\(policy.ref.name), \(text)", about: policy.ref, proof: policy.show,
            severity: severity == .error ? nil : .info))
      }
      if policy.statements == nil { try add("its statements are no JSON list: every request fails") }
      for (place, statement) in (policy.statements?.elements ?? []).enumerated() {
        let heading = StatementFinding.heading(place)
        // What never counts as a whole, and what is read otherwise, have rules of their own.
        let isDead = statement.matchesNothing(policy.context)
        for finding in statement.findings(policy.context) {
          let isElsewhere =
            finding.severity == .error
            && (finding.field == .conditionExpression
              || isDead && (finding.field == .principal || finding.field == .action))
          if !isElsewhere { try add(heading + finding.text, finding.severity) }
        }
        for text in try unknownPermissions(statement, reader) { try add(heading + text) }
      }
      try addHooks(policy, add)
    }
  }

  private static func addHooks(
    _ policy: PolicyScan.Policy, _ add: (String, StatementFinding.Severity) throws -> Void
  ) throws {
    if let text = policy.fields.creationHooks {
      if let hooks = try? CreationHooks.parse(text) {
        for (place, hook) in hooks.elements.enumerated() {
          for finding in hook.findings() { try add("hook \(place + 1): \(finding.text)", finding.severity) }
        }
      } else {
        try add("its creation hooks are no JSON list: nothing can be created", .error)
      }
    }
    guard let text = policy.fields.querysetScoping else { return }
    guard let scoping = try? QuerysetScoping.parse(text) else {
      return try add("its queryset scoping is no JSON: nothing can be listed or opened", .error)
    }
    for finding in scoping.findings() { try add("scoping: \(finding.text)", finding.severity) }
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
        let names = try reader.allPermissionRows().map(\.name.text)
        let near = Suggestions.near(name.text, in: names, limit: 1).first
        return "there is no permission `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? "")
      }
  }
}
