internal import Authorization
internal import GRDB

extension AuthorizationReader {
  /// The predicates of a permission's rule that would have to hold, each with the values that made it false.
  ///
  /// - Returns: for each way to satisfy the rule the links that are missing on it.
  func falseConditions(
    _ subject: Subject, _ permission: Permission, _ target: Target, _ trace: PredicateTrace
  ) throws -> [[MissingLink]] {
    // What is said of a leaf that fails, and of one that holds.
    var notes: [Name: String] = [:]
    var held: [Name: String] = [:]
    if case .object(let object) = target, UserTasks.rule(of: permission.name) != nil {
      let owner = try owner(ofTask: object)?.user.flatMap { try relations.name(of: .user, key: $0) }
      let task = "the task is \(owner.map { "\($0)'s" } ?? "nobody's"), not \(subject.name)'s"
      notes["is_status_creator"] = task
      notes["is_artifact_creator"] = task
    }
    notes["is_superuser"] = subject.isSuperuser ? nil : "\(subject.name) is no superuser"
    if let rule = schema.projectRules.first(where: { $0.permission == permission.name }) {
      for (atom, value) in rule.atoms {
        let words = try values(value.filter, rule, subject, rule.readsObject ? target : .general)
        notes[atom.text] = words
        held[atom.text] = words
        guard case .isMember(_, let group) = value.filter else { continue }
        notes[atom.text] = "\(subject.name) is not in \(group)"
        held[atom.text] = "\(subject.name) is in \(group)"
      }
    }
    return trace.unmet.map { path in
      path.map { leaf in
        let word =
          switch leaf.answer {
          case .holds: "is true, and has to be false"
          case .notAsked: "has to hold, and was not asked"
          case .fails, .skipped: "is false"
          }
        let value = leaf.answer == .holds ? held[leaf.name] : notes[leaf.name]
        let note = value.map { " (\($0))" } ?? ""
        return MissingLink(
          kind: .conditionFalse, text: "`\(leaf.name)` \(word)\(note)", rule: BackendID.rules.rawValue)
      }
    }
  }

  /// What the columns hold that a filter compares: `object.owner_id is 7`; nil where it compares none.
  private func values(
    _ filter: LayerFilter, _ rule: ProjectRule, _ subject: Subject, _ target: Target
  ) throws -> String? {
    guard case .user(let user) = subject.kind else { return "nobody is logged in" }
    var columns: [LayerValue]
    switch filter {
    case .compare(let left, _, let right): columns = [left, right]
    case .isNull(let value), .truth(let value), .oneOf(let value, _): columns = [value]
    case .not(let inner): return try values(inner, rule, subject, target)
    case .always, .isMember: return nil
    }
    var key: DatabaseKey?
    if case .object(let object) = target, rule.objects != nil { key = object.native }
    // Without an object there is no row of one to read.
    columns = columns.filter { column in
      guard case .column(let alias, _, _) = column else { return false }
      return alias == ProjectRule.userAlias || key != nil
    }
    guard !columns.isEmpty else { return nil }
    var tables = ["\(schema.users.table.quoted) AS \(ProjectRule.userAlias)"]
    var conditions = ["\(ProjectRule.userAlias).\(schema.users.key.quoted) = ?"]
    var arguments = [user.value]
    if let objects = rule.objects, let key {
      tables.append("\(objects.table.quoted) AS \(ProjectRule.objectAlias)")
      conditions.append("\(ProjectRule.objectAlias).\(objects.key.quoted) = ?")
      arguments.append(key.value)
    }
    let sql = """
      SELECT \(columns.map(\.sql).joined(separator: ", ")) FROM \(tables.joined(separator: " CROSS JOIN ")) \
      WHERE \(conditions.joined(separator: " AND "))
      """
    let row = try StoredRow.fetchOne(
      database.makeStatement(sql: sql), arguments: StatementArguments(arguments))
    guard let row else { return nil }
    return columns.enumerated().compactMap { index, column -> String? in
      guard case .column(let alias, _, let name) = column, !SecretColumns.contains(name) else { return nil }
      let side = alias == ProjectRule.userAlias ? "user" : "object"
      return "\(side)'s \(name) is \(RowComparison.words(RowValue(row[index])))"
    }.joined(separator: ", ")
  }
}

extension Decision {
  /// Adds what is missing on further paths, before those that are as far away.
  mutating func add(_ paths: [[MissingLink]], to rule: String) {
    let known = Dictionary(grouping: missing, by: \.alternative).sorted { $0.key < $1.key }.map(\.value)
    missing = MissingLink.ordered(paths + known)
    guard let node = explanation.considered.firstIndex(where: { $0.rule == rule }) else { return }
    explanation.considered[node].missing += paths.joined()
  }
}
