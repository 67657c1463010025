internal import Authorization
internal import GRDB

extension BatchAnswerer {
  /// drf-access-policy over the statements of the question.
  static let statementHandlers: [Name: Handler] = [
    "drf.has_permission": { session, query in
      let subject = try session.subject(query)
      let request = PolicyRequest(
        user: try session.reader.requestUser(subject), action: try query.text("action"),
        method: try query.text("method"))
      guard let statements = query.fields["statements"] else { throw query.missing("statements", "a list") }
      var evaluator = PolicyEvaluator(
        request: request, conditions: try TableConditions(session, query, subject))
      do {
        return .bool(try evaluator.decide(statements).outcome == .allowed)
      } catch let failure as PolicyFailure {
        throw failure.raised
      }
    }
  ]
}

/// Conditions answered by a truth table, and two that ask the database.
private struct TableConditions: ConditionAnswering {
  let session: BatchSession
  let subject: Subject
  let object: ObjectAddress?
  let table: [Name: JSONValue]
  let chain: Chain

  init(_ session: BatchSession, _ query: BatchQuery, _ subject: Subject) throws {
    self.session = session
    self.subject = subject
    object = try session.object(query)
    switch query.fields["conditions"] {
    case .none, .null: table = [:]
    case .object(let object):
      table = Dictionary(object.members.map { ($0.key, $0.value) }) { _, last in last }
    case .some(let value): throw query.wrong("conditions", value, "an object of truth values")
    }
    chain = try session.conditionChain()
  }

  func answer(_ condition: ConditionCall) throws -> ConditionAnswer {
    switch condition.name {
    case "has_model_perms": return .known(try allows(condition, nil))
    case "has_obj_perms": return .known(try allows(condition, object))
    default: break
    }
    guard let value = table[condition.text] else {
      throw RaisedException("AccessPolicyException", "no condition `\(condition.text)`")
    }
    guard let truth = value.truth else {
      throw RaisedException(
        "AccessPolicyException", "the condition `\(condition.text)` answers \(value.noun), not true or false")
    }
    return .known(truth)
  }

  private func allows(_ condition: ConditionCall, _ object: ObjectAddress?) throws -> Bool {
    guard let permission = condition.argument else {
      throw RaisedException("TypeError", "`\(condition.name)` needs a permission after a colon")
    }
    return try session.allows(subject, permission, object, chain)
  }
}

extension BatchSession {
  /// The chain that conditions of recorded questions ask: `model+guardian+rules`, as far as the tables are here.
  fileprivate func conditionChain() throws -> Chain {
    let backends: [BackendID] = [.model, .guardian, .rules].filter { schema.has(Self.system(of: $0)) }
    return remembered("conditions") { .django(schema, backends: backends) }
  }
}
