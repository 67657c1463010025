internal import Authorization

/// Statements of access policies that never count, or that a statement which denies always shadows.
enum DeadStatement: FindingSearch {
  static let rule = FindingRule.deadStatement

  static func search(_ scan: FindingScan) throws {
    try PolicyScan.forEach(scan) { reader, policy in
      let statements = policy.statements?.elements ?? []
      for (place, statement) in statements.enumerated() {
        guard let (reason, isForGood) = try reason(statement, statements, policy.context, reader) else {
          continue
        }
        try scan.add(
          Finding(
            rule, "\(policy.ref.name), \(StatementFinding.heading(place))\(reason)", about: policy.ref,
            fix: isForGood ? policy.without(place) : nil, proof: try policy.request(statement, reader)))
      }
    }
  }

  /// Why a statement never allows or denies anything, and whether nothing but an edit of it can change that.
  private static func reason(
    _ statement: AccessStatement, _ all: [AccessStatement], _ context: StatementContext,
    _ reader: AuthorizationReader
  ) throws -> (String, Bool)? {
    if statement.matchesNothing(context) {
      let found = statement.findings(context).first {
        $0.severity == .error && ($0.field == .principal || $0.field == .action)
      }
      return ("it never counts: \(found?.text ?? "nothing matches it")", true)
    }
    if let shadow = statement.shadow(in: all) {
      return (
        "it never allows anything: statement \(shadow + 1) denies whatever it matches",
        !mayRaise(statement, besides: all[shadow], context)
      )
    }
    let absent = try statement.principal.compactMap { try Self.absent($0, reader) }
    guard !absent.isEmpty, absent.count == statement.principal.count else { return nil }
    return ("it never counts: there is no \(absent.joined(separator: " and no "))", false)
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

  /// A group or a user of a principal that does not exist now.
  private static func absent(_ principal: Name, _ reader: AuthorizationReader) throws -> String? {
    switch Principal(principal) {
    case .group(let name):
      do {
        // Not as an argument: `group:group:x` is a group named `group:x`.
        _ = try reader.subject(.group(name))
        return nil
      } catch is StoreError {
        return "group `\(name)`"
      }
    case .user(let key) where key != "None":
      do {
        _ = try reader.subject(.userKey(key))
        return nil
      } catch is StoreError {
        return "user with the key `\(key)`"
      }
    default: return nil
    }
  }
}
