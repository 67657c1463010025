internal import Authorization

/// Access policies of endpoints (`core_accesspolicy`). Their texts are written as they are given.
extension PlanningSession {
  private static let endpoints = "core_accesspolicy"

  func createEndpoint(_ fields: EndpointFields) throws {
    guard reader.schema.has(.policies) else {
      throw StoreError(.missingSystem, "this database has no access policies: no table `\(Self.endpoints)`")
    }
    try checkStatements(fields.statements, before: nil)
    try checkName(fields.name, Self.endpoints, "viewset_name", of: "access policy")
    var values = try texts(fields)
    values["viewset_name"] = .text(fields.name)
    values["customized"] = RowValue(fields.customized)
    values["pulp_created"] = .text(now)
    values["pulp_last_updated"] = .text(now)
    try insert(Self.endpoints, try present(values, in: Self.endpoints))
    say("create access policy \(fields.name)")
    warnOfRequests()
  }

  func editEndpoint(_ key: DatabaseKey, _ edit: EndpointEdit) throws {
    let endpoint = try row(.endpoint, key)
    var changes: [ColumnValue] = []
    if let statements = edit.statements {
      try checkJSON(statements, "statements", "statements", isList: true)
      try checkStatements(statements, before: endpoint["statements"].words)
      changes.append(ColumnValue("statements", .text(statements)))
    }
    for (text, column, what, isList) in [
      (edit.creationHooks, "creation_hooks", "creation hooks", true),
      (edit.querysetScoping, "queryset_scoping", "queryset scoping", false),
    ] {
      switch text {
      case .none: continue
      case .null: changes.append(ColumnValue(column, .null))
      case .json(let json):
        try checkJSON(json, column, what, isList: isList)
        changes.append(ColumnValue(column, .text(json)))
      }
    }
    changes = changes.filter { endpoint[$0.column] != $0.value }
    guard !changes.isEmpty else { return }
    let parts = changes.map { $0.column.split(separator: "_").joined(separator: " ") }
    try update(endpoint, changes + [ColumnValue("customized", RowValue(true))] + changed(endpoint.table))
    say("change the \(parts.joined(separator: ", ")) of access policy \(endpoint.name)")
    sayStatements(endpoint, changes)
    warnOfRequests()
    if !endpoint["customized"].isTrue {
      say("mark access policy \(endpoint.name) as customized", isConsequence: true)
    }
  }

  func deleteEndpoint(_ key: DatabaseKey) throws {
    let endpoint = try row(.endpoint, key)
    say("delete access policy \(endpoint.name)")
    warnOfRequests()
    try Deletion(session: self).delete(
      endpoint.table, endpoint.image, called: "the access policy `\(endpoint.name)`")
    warn(
      "without a row the plugin's own default holds for `\(endpoint.name)`, and where it has none only `admin` may do anything"
    )
  }

  func resetEndpoint(_ key: DatabaseKey, to fields: EndpointFields?) throws {
    let endpoint = try row(.endpoint, key)
    guard let fields = try fields ?? shippedText(key) else {
      throw Refused(
        .invalid,
        "the shipped text of `\(endpoint.name)` is not in the history; give it with --from FILE")
    }
    guard fields.name == endpoint.name || fields.name.text.isEmpty else {
      throw Refused(.invalid, "the text given is for `\(fields.name)`, not for `\(endpoint.name)`")
    }
    let wanted = try texts(fields).map { ColumnValue($0.key, $0.value) }
    let changes =
      (wanted + [ColumnValue("customized", RowValue(false))]).filter { endpoint[$0.column] != $0.value }
    guard !changes.isEmpty else { return }
    try update(endpoint, changes + changed(endpoint.table))
    say("reset access policy \(endpoint.name) to the text that was shipped")
    sayStatements(endpoint, changes)
    warnOfRequests()
  }

  /// Gains and losses count permissions. A policy decides requests, by the permissions that its conditions ask for.
  private func warnOfRequests() {
    warn("an access policy decides requests: which of them it lets in is not among the gains and losses")
  }

  /// So many statements are said one by one; the history keeps what is said.
  private static let statementsSaid = 50

  /// Which statements are others than before, where both texts can be read.
  private func sayStatements(_ endpoint: PlannedRow, _ changes: [ColumnValue]) {
    guard case .text(let text)? = changes.value(of: "statements"),
      let old = try? AccessStatements.parse(endpoint["statements"].words).elements,
      let new = try? AccessStatements.parse(text).elements
    else { return }
    guard let lines = StatementDifference(from: old, to: new)?.lines else {
      return say(
        "other statements: \(Digits.grouped(old.count)) before, \(Digits.grouped(new.count)) after",
        isConsequence: true)
    }
    // The values are the same; spaces or escapes differ.
    if lines.isEmpty { say("the statements stay what they are, written otherwise", isConsequence: true) }
    for line in lines.prefix(Self.statementsSaid) { say(line, isConsequence: true) }
    let more = lines.count - Self.statementsSaid
    if more > 0 { say("\(Counted.words(more, "more change")) of statements", isConsequence: true) }
  }

  private func texts(_ fields: EndpointFields) throws -> [String: RowValue] {
    try checkJSON(fields.statements, "statements", "statements", isList: true)
    if let hooks = fields.creationHooks {
      try checkJSON(hooks, "creation_hooks", "creation hooks", isList: true)
    }
    if let scoping = fields.querysetScoping {
      try checkJSON(scoping, "queryset_scoping", "queryset scoping", isList: false)
    }
    return [
      "statements": .text(fields.statements),
      "creation_hooks": fields.creationHooks.map { .text($0) } ?? .null,
      "queryset_scoping": fields.querysetScoping.map { .text($0) } ?? .null,
    ]
  }

  /// What the columns hold: a list of statements, a list of hooks, an object that names a function.
  private func checkJSON(_ text: Name, _ column: String, _ what: String, isList: Bool) throws {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: text.text)
    } catch {
      throw Refused(.invalid, "the \(what) are not JSON: \(error)".fitting(what))
    }
    // JSON's own null says what NULL says, except for statements.
    if column != "statements", value.isNull { return }
    guard isList ? value.elements != nil : value.members != nil else {
      let wanted = isList ? "a list" : "an object"
      throw Refused(.invalid, "the \(what) have to be \(wanted) in JSON, not \(value.noun)".fitting(what))
    }
  }
}

extension String {
  /// One thing is, several are.
  fileprivate func fitting(_ what: String) -> String {
    guard what == "queryset scoping" else { return self }
    return self.replacing("scoping are", with: "scoping is").replacing("scoping have", with: "scoping has")
  }
}
