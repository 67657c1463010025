internal import Authorization
internal import GRDB

/// What forbids an edit whatever a dialog says: it looks at the rows that would be written, so that undo and redo pass
/// the same guards as every other edit.
struct EditGuards {
  let reader: AuthorizationReader
  let options: Editor.Options

  init(_ reader: AuthorizationReader, options: Editor.Options) {
    self.reader = reader
    self.options = options
  }

  /// The first reason not to do it; nil where there is none.
  func refusal(_ plan: EditPlan) throws -> Refusal? {
    if let refusal = try lockedRole(plan.rows) { return refusal }
    if let refusal = try lastSuperuser(plan.rows) { return refusal }
    guard let name = options.limitedTo else { return nil }
    guard let subject = try reader.user(named: name) else {
      return Refusal(.notPermitted, "there is no user `\(name)` to edit as")
    }
    let limits = OperatorLimits(reader, subject)
    return try lockout(plan.rows, subject) ?? limits.refusal(plan.rows)
  }

  /// A role that a plugin ships is written anew by the plugin's migrations.
  private func lockedRole(_ rows: [RowChange]) throws -> Refusal? {
    var roles: [RowValue] = []
    for row in rows {
      switch row.table {
      case "core_role" where row.before != nil: roles += row.key.map(\.value)
      case "core_role_permissions": roles += row.values(of: "role_id")
      default: continue
      }
    }
    for role in Set(roles) {
      let statement = try reader.database.cachedStatement(
        sql: "SELECT name FROM core_role WHERE pulp_id = ? AND locked")
      guard let value = try StoredValue.fetchOne(statement, arguments: [role.databaseValue]) else { continue }
      return Refusal(
        .lockedRole,
        "role `\(Name(value) ?? "?")` is locked: its plugin ships it and writes it anew; make a role of your own"
      )
    }
    return nil
  }

  /// Without an active superuser nobody is left who can do everything.
  private func lastSuperuser(_ rows: [RowChange]) throws -> Refusal? {
    let users = reader.schema.users
    guard let superuser = users.isSuperuser else { return nil }
    let flags = [superuser] + [users.isActive].compactMap { $0 }
    let touched = rows.filter { row in
      guard row.table == users.table, row.before != nil else { return false }
      return row.after == nil || flags.contains { row.after?.value(of: $0) != nil }
    }
    guard !touched.isEmpty else { return nil }
    var before = false
    var after = false
    for row in touched {
      let current = try currentFlags(row, flags)
      before = before || current.allSatisfy { $0 }
      guard let image = row.after else { continue }
      let next = zip(flags, current).map { image.value(of: $0)?.databaseValue.bool ?? $1 }
      after = after || next.allSatisfy { $0 }
    }
    guard before, !after, try !anotherSuperuser(flags, except: touched) else { return nil }
    let created = rows.contains { row in
      guard row.table == users.table, row.before == nil, let image = row.after else { return false }
      return flags.allSatisfy { image.value(of: $0)?.databaseValue.bool == true }
    }
    guard !created else { return nil }
    return Refusal(
      .lastSuperuser,
      "this would leave no active superuser; make somebody else one first")
  }

  private func currentFlags(_ row: RowChange, _ flags: [String]) throws -> [Bool] {
    let users = reader.schema.users
    let columns = flags.map(\.quoted).joined(separator: ", ")
    let statement = try reader.database.cachedStatement(
      sql: "SELECT \(columns) FROM \(users.table.quoted) WHERE \(users.key.quoted) = ?")
    let found = try StoredRow.fetchOne(
      statement, arguments: [row.key.first?.value.databaseValue ?? .null])
    return flags.indices.map { found?.bool($0) ?? false }
  }

  private func anotherSuperuser(_ flags: [String], except rows: [RowChange]) throws -> Bool {
    let users = reader.schema.users
    let keys = rows.compactMap { $0.key.first?.value.databaseValue }
    let marks = repeatElement("?", count: keys.count).joined(separator: ", ")
    let statement = try reader.database.makeStatement(
      sql: """
        SELECT 1 FROM \(users.table.quoted) WHERE \(flags.map(\.quoted).joined(separator: " AND ")) \
        AND \(users.key.quoted) NOT IN (\(marks)) LIMIT 1
        """)
    return try StoredValue.fetchOne(statement, arguments: StatementArguments(keys)) != nil
  }

  /// Whoever edits under their own name must be able to go on.
  private func lockout(_ rows: [RowChange], _ subject: Subject) throws -> Refusal? {
    guard case .user(let key) = subject.kind else { return nil }
    let users = reader.schema.users
    for row in rows
    where row.table == users.table && row.before != nil && row.key.first?.value == RowValue(key) {
      guard let after = row.after else {
        return Refusal(.lockout, "you edit as \(subject.name): you cannot delete yourself")
      }
      if after.value(of: users.username) != nil {
        return Refusal(
          .lockout,
          "you edit as \(subject.name), whom nobody would find under this name any more; let somebody else do it"
        )
      }
      let flags = [(users.isActive, "active"), (users.isSuperuser, "a superuser"), (users.isStaff, "staff")]
      for (column, word) in flags {
        guard let column, let value = after.value(of: column), value.databaseValue.bool != true,
          row.before?.value(of: column)?.databaseValue.bool == true
        else { continue }
        return Refusal(
          .lockout, "you edit as \(subject.name), who would not be \(word) any more; let somebody else do it")
      }
    }
    return nil
  }

  /// What the operator was allowed to do with these rows before they were written.
  ///
  /// - Returns: nil where nobody is limited, or where the operator can do everything.
  func held(_ rows: [RowChange]) throws -> [[OperatorLimits.Need]]? {
    guard let name = options.limitedTo, let subject = try reader.user(named: name),
      !subject.passesBeforeBackends
    else { return nil }
    return try OperatorLimits(reader, subject).held(rows)
  }

  /// Whether the operator could still do what they just did, asked of the rows as the edit leaves them.
  ///
  /// - Parameter held: what they were allowed before, of `held(_:)`.
  func lockoutAfterwards(_ held: [[OperatorLimits.Need]]) throws -> Refusal? {
    guard let name = options.limitedTo, let subject = try reader.user(named: name) else { return nil }
    let limits = OperatorLimits(reader, subject)
    for needs in held {
      let left = try needs.filter { try limits.isThere($0.target) }
      guard !left.isEmpty, try !left.contains(where: { try limits.holds($0) }) else { continue }
      return Refusal(
        .lockout,
        "you edit as \(name), who would lose `\(left[0].permission)` by it and could not take it back; "
          + "let somebody else do it")
    }
    return nil
  }
}

extension RowChange {
  /// The values of a column in both images; the same value counts once.
  func values(of column: String) -> [RowValue] {
    let found = [before?.value(of: column), after?.value(of: column)].compactMap { $0 }
    return found.count == 2 && found[0] == found[1] ? [found[0]] : found
  }
}

extension [ColumnValue] {
  func value(of column: String) -> RowValue? { first { $0.column == column }?.value }

  func key(of column: String) -> DatabaseKey? { value(of: column).flatMap { DatabaseKey($0.databaseValue) } }
}
