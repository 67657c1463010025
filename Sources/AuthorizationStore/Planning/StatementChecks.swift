internal import Authorization

extension PlanningSession {
  /// Refuses statements that the real system would stumble over, and says what surprises in the others. What stood
  /// there before is nobody's fault who edits something else.
  func checkStatements(_ text: Name, before: Name?) throws {
    guard let statements = try? AccessStatements.parse(text).elements else { return }
    let context = StatementContext(userKeysAreIntegers: true)
    let known = before.flatMap { try? AccessStatements.parse($0).elements } ?? []
    var error: String?
    for (index, statement) in statements.enumerated() where !known.contains(statement) {
      for finding in statement.findings(context) {
        let text = StatementFinding.heading(index) + finding.text
        if finding.severity == .error { error = error ?? text } else { warn(text) }
      }
      try warnOfUnknownNames(statement, StatementFinding.heading(index))
    }
    // What else is to be known is said besides: whoever types a statement has not come to its end yet.
    if let error { throw Refused(.invalid, error) }
  }

  /// Groups, users and permissions that a statement names and the database does not have.
  private func warnOfUnknownNames(_ statement: AccessStatement, _ heading: String) throws {
    for name in statement.principal {
      switch Principal(name) {
      case .group(let group) where try state.rows(of: "auth_group", where: [("name", .text(group))]).isEmpty:
        warn("\(heading)there is no group `\(group)`")
      case .user(let key) where key != "None":
        let native = Int64(key.text).map { DatabaseKey.integer($0) } ?? .text(key)
        if try reader.user(key: native) == nil {
          warn("\(heading)there is no user with the key `\(key)`")
        }
      default: continue
      }
    }
    let permissions = statement.condition.flatMap { ConditionCall($0).permissions }
    for permission in permissions where try reader.permission(permission).rows.isEmpty {
      warn("\(heading)there is no permission `\(permission)`")
    }
  }
}
