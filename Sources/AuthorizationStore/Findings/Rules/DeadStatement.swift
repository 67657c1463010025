internal import Authorization
internal import GRDB

/// Statements of access policies that never count, or that a statement which denies always shadows.
enum DeadStatement: FindingSearch {
  static let rule = FindingRule.deadStatement

  /// A statement that never allows or denies anything.
  struct Found {
    var place: Int
    var text: String
    /// Nil where something other than an edit of the policy can bring it alive.
    var fix: FindingFix?
    /// The statement that denies whatever it would allow.
    var shadow: Int?
    /// Whether requests that it is about show it.
    var isAsked = true
  }

  static func search(_ scan: FindingScan) throws {
    try PolicyScan.forEach(scan) { reader, policy in
      for found in try self.found(policy, reader) {
        try scan.add(
          Finding(
            rule, "\(policy.ref.name), \(found.text)", about: policy.ref, fix: found.fix,
            proof: try proof(found, policy, reader)))
      }
    }
  }

  static func found(_ policy: PolicyText, _ reader: AuthorizationReader) throws -> [Found] {
    let statements = policy.statements?.elements ?? []
    return try statements.enumerated().compactMap { place, statement in
      func found(_ reason: String) -> Found {
        Found(place: place, text: StatementFinding.heading(place) + reason)
      }
      if statement.matchesNothing(policy.context) {
        let error = statement.findings(policy.context).first {
          $0.severity == .error && ($0.field == .principal || $0.field == .action)
        }
        var dead = found("it never counts: \(error?.text ?? "nothing matches it")")
        dead.fix = respelt(policy, place) ?? policy.without(place)
        // The program answers for any action, whether the endpoint has it or not.
        dead.isAsked = error?.field == .principal
        return dead
      }
      if let shadow = statement.shadow(in: statements) {
        var dead = found("it never allows anything: statement \(shadow + 1) denies whatever it matches")
        dead.shadow = shadow
        if !mayRaise(statement, besides: statements[shadow], policy.context) {
          dead.fix = policy.without(place)
        }
        return dead
      }
      let absent = try statement.principal.compactMap { try Self.absent($0, reader) }
      guard !absent.isEmpty, absent.count == statement.principal.count else { return nil }
      return found("it never counts: there is \(absent.joined(separator: " and "))")
    }
  }

  /// The actions as they were meant; nil where other slips than in their letters are in the way.
  private static func respelt(_ policy: PolicyText, _ place: Int) -> FindingFix? {
    guard var statement = policy.statements?.elements[place] else { return nil }
    let meant = statement.action.compactMap { ActionPattern.misspelt($0, policy.context) }
    guard !meant.isEmpty, meant.count == statement.action.count else { return nil }
    let words = zip(meant, statement.action).map { "`\($0)` for `\($1)`" }.joined(separator: ", ")
    statement.action = meant
    guard !statement.matchesNothing(policy.context) else { return nil }
    return policy.edit(place, "write \(words) in statement \(place + 1) of \(policy.ref.name)") {
      $0.action = meant
    }
  }

  private static func proof(_ found: Found, _ policy: PolicyText, _ reader: AuthorizationReader) throws
    -> [String]
  {
    guard found.isAsked, let statements = policy.statements?.elements else { return policy.show }
    return try policy.request(statements[found.place], reader) { answer in
      func trace(_ place: Int) -> StatementTrace? { answer.statements.first { $0.index == place } }
      if let shadow = found.shadow { return answer.outcome == .denied && trace(shadow)?.counts == true }
      return trace(found.place).map { $0.action && !$0.principal } ?? false
    }
  }

  /// Whether a statement has a condition with something wrong that another one has not: it may end requests with an
  /// error, which they would not without it.
  private static func mayRaise(
    _ statement: AccessStatement, besides other: AccessStatement, _ context: StatementContext
  ) -> Bool {
    statement.findings(context).contains { finding in
      func isExtra(_ own: [Name], _ others: [Name]) -> Bool {
        guard let index = finding.index, own.indices.contains(index) else { return true }
        return !others.contains(own[index])
      }
      switch finding.field {
      case .condition: return isExtra(statement.condition, other.condition)
      case .conditionExpression:
        return isExtra(statement.conditionExpression, other.conditionExpression)
      case .statement, .principal, .action, .effect, .function, .parameters: return false
      }
    }
  }

  /// Whom a principal means, where nobody is that now: `no group \`x\``.
  private static func absent(_ principal: Name, _ reader: AuthorizationReader) throws -> String? {
    switch Principal(principal) {
    case .group(let name):
      do {
        // Not as an argument: `group:group:x` is a group named `group:x`.
        guard case .group(let key) = try reader.subject(.group(name)).kind else { return nil }
        return try hasMembers(key, reader) ? nil : "nobody in group `\(name)`"
      } catch is StoreError {
        return "no group `\(name)`"
      }
    case .user(let key) where key != "None":
      do {
        _ = try reader.subject(.userKey(key))
        return nil
      } catch is StoreError {
        return "no user with the key `\(key)`"
      }
    default: return nil
    }
  }

  private static func hasMembers(_ group: DatabaseKey, _ reader: AuthorizationReader) throws -> Bool {
    let link = reader.schema.memberships
    let sql = "SELECT 1 FROM \(link.table.quoted) AS m WHERE m.\(link.to.quoted) = ? LIMIT 1"
    let found = try StoredValue.fetchOne(reader.database.cachedStatement(sql: sql), arguments: [group.value])
    return found != nil
  }
}
