extension AccessStatement {
  /// Whether each request that this statement matches is matched by `other` as well, whatever the database says.
  ///
  /// Errs on the side of no. Conditions are taken for the same where their texts are.
  public func isCovered(by other: AccessStatement) -> Bool {
    guard self[.effect] != nil, other[.effect] != nil, !principal.isEmpty, !action.isEmpty else {
      return false
    }
    return principal.allSatisfy { other.coversPrincipal($0) }
      && action.allSatisfy { other.action.contains("*") || other.action.contains($0) }
      && Set(other.condition).isSubset(of: condition)
      && Set(other.conditionExpression).isSubset(of: conditionExpression)
  }

  /// The statement that denies whatever this one would allow; nil where this one can allow something.
  ///
  /// A statement that counts and does not allow wins, wherever it stands (`AccessPolicy._evaluate_statements`).
  ///
  /// - Returns: its place in the list, counted from 0.
  public func shadow(in statements: [AccessStatement]) -> Int? {
    guard allows else { return nil }
    return statements.firstIndex { !$0.allows && isCovered(by: $0) }
  }

  private func coversPrincipal(_ text: Name) -> Bool {
    if principal.contains(text) || principal.contains("*") { return true }
    guard principal.contains("authenticated") else { return false }
    switch Principal(text) {
    case .everyone: return principal.contains("anonymous")
    // Somebody who is not logged in is no superuser, no staff and in no group.
    case .admin, .staff, .authenticated, .group: return true
    case .user(let key): return key != "None"
    case .anonymous, .unknown: return false
    }
  }

  /// Whether no request can match: none of the principals means anybody, or none of the actions can be asked for.
  public func matchesNothing(_ context: StatementContext = StatementContext()) -> Bool {
    let isNobody = !principal.isEmpty && principal.allSatisfy { Principal.finding($0, context)?.0 == .error }
    let isNothing = !action.isEmpty && action.allSatisfy { ActionPattern.finding($0, context)?.0 == .error }
    return isNobody || isNothing
  }
}
