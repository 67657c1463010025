internal import Authorization

extension PlanningSession {
  /// Refuses statements that the real system would stumble over, and says what surprises in the others. What stood
  /// there before is nobody's fault who edits something else.
  func checkStatements(_ text: Name, before: Name?) throws {
    guard let statements = try? AccessStatements.parse(text).elements else { return }
    let context = StatementContext(userKeysAreIntegers: true)
    let known = before.flatMap { try? AccessStatements.parse($0).elements } ?? []
    for (index, statement) in statements.enumerated() where !known.contains(statement) {
      for finding in statement.findings(context) {
        let text = "statement \(index + 1): \(finding.text)"
        if finding.severity == .error { throw Refused(.invalid, text) }
        warn(text)
      }
      for (what, names) in [("action", statement.action), ("principal", statement.principal)]
      where names.isEmpty {
        throw Refused(.invalid, "statement \(index + 1): no \(what) is named, so it never counts; name one")
      }
      try warnOfUnknownNames(statement, index + 1)
    }
  }

  /// Groups, users and permissions that a statement names and the database does not have.
  private func warnOfUnknownNames(_ statement: AccessStatement, _ number: Int) throws {
    for name in statement.principal {
      switch Principal(name) {
      case .group(let group) where try state.rows(of: "auth_group", where: [("name", .text(group))]).isEmpty:
        warn("statement \(number): there is no group `\(group)`")
      case .user(let key) where key != "None":
        let native = Int64(key.text).map { DatabaseKey.integer($0) } ?? .text(key)
        if try reader.user(key: native) == nil {
          warn("statement \(number): there is no user with the key `\(key)`")
        }
      default: continue
      }
    }
    let permissions = statement.condition.flatMap { ConditionCall($0).permissions }
    for permission in permissions where try reader.permission(permission).rows.isEmpty {
      warn("statement \(number): there is no permission `\(permission)`")
    }
  }
}
