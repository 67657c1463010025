internal import Authorization
internal import GRDB

extension AuthorizationReader {
  /// What the predicates of the permission's rule answer, for the explanation; nil where it has no rule, or where it is
  /// not asked: of a superuser, of a group, about an object that is not there.
  func ruleTrace(_ subject: Subject, _ permission: Permission, _ target: Target) throws -> PredicateTrace? {
    let chain = chain(for: permission)
    guard chain.backends.contains(where: { $0.id == .rules }),
      !(chain.passesSuperusers && subject.passesBeforeBackends)
    else { return nil }
    switch subject.kind {
    case .group, .outsider: return nil
    case .user, .anonymous: break
    }
    var object: ObjectAddress?
    switch target {
    case .general: break
    case .domain: return nil
    case .object(let address):
      guard address.exists else { return nil }
      object = address
    }
    if let rule = UserTasks.rule(of: permission.name) {
      return try rule.trace(subject, object.flatMap { try owner(ofTask: $0) })
    }
    guard let rule = schema.projectRules.first(where: { $0.permission == permission.name }) else {
      return nil
    }
    let own = rule.readsObject ? object : nil
    return try rule.predicate(answers(rule, subject, own)).trace(subject, own)
  }

  /// Who triggered a task, or the task of an artifact; nil for other objects, which no rule of user tasks reads.
  func owner(ofTask object: ObjectAddress) throws -> TaskOwner? {
    let sql: String
    switch object.type {
    case UserTasks.status: sql = "SELECT user_id FROM user_tasks_usertaskstatus WHERE id = ?"
    case UserTasks.artifact:
      sql = """
        SELECT s.user_id FROM user_tasks_usertaskartifact AS a CROSS JOIN user_tasks_usertaskstatus AS s \
        WHERE a.id = ? AND s.id = a.status_id
        """
    default: return nil
    }
    guard let key = object.native else { return nil }
    let value = try StoredValue.fetchOne(database.cachedStatement(sql: sql), arguments: [key.value])
    return value.map { TaskOwner(user: DatabaseKey($0)) }
  }

  /// The rule's atoms, answered by the same SQL that its layers ask for; those that need an absent object are left out.
  private func answers(
    _ rule: ProjectRule, _ subject: Subject, _ object: ObjectAddress?
  ) throws -> [RuleAtom: Bool] {
    let atoms = rule.atoms.filter { object != nil || !$0.key.needsObject }.map { ($0.key, $0.value.filter) }
    guard !atoms.isEmpty else { return [:] }
    var tables: [String] = []
    var conditions: [String] = []
    var arguments: [DatabaseValue] = []
    var filters = atoms.map(\.1)
    if case .user(let key) = subject.kind {
      tables.append("\(schema.users.table.quoted) AS \(ProjectRule.userAlias)")
      conditions.append("\(ProjectRule.userAlias).\(schema.users.key.quoted) = ?")
      arguments.append(key.value)
    } else {
      filters = filters.map { $0.anonymous(schema.users) }
    }
    if let objects = rule.objects, let key = object?.native {
      tables.append("\(objects.table.quoted) AS \(ProjectRule.objectAlias)")
      conditions.append("\(ProjectRule.objectAlias).\(objects.key.quoted) = ?")
      arguments.append(key.value)
    }
    let columns = filters.map { "CASE WHEN \($0.sql(schema)) THEN 1 ELSE 0 END" }
    var sql = "SELECT \(columns.joined(separator: ", "))"
    if !tables.isEmpty {
      sql +=
        " FROM \(tables.joined(separator: " CROSS JOIN ")) WHERE \(conditions.joined(separator: " AND "))"
    }
    guard
      let row = try StoredRow.fetchOne(
        database.makeStatement(sql: sql), arguments: StatementArguments(arguments))
    else { return [:] }
    var found: [RuleAtom: Bool] = [:]
    for (index, atom) in atoms.enumerated() { found[atom.0] = row.bool(index) ?? false }
    return found
  }
}
