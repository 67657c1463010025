/// Decides a request by the statements of an access policy, as `rest_access_policy.AccessPolicy` does.
///
/// The library works in passes over all statements (form, principal, action, conditions, expressions, effect), and what
/// raises in an earlier pass is raised first, whichever statement it stands in.
public struct PolicyEvaluator<Conditions: ConditionAnswering> {
  public let request: PolicyRequest
  public let conditions: Conditions
  private var traces: [StatementTrace] = []

  public init(request: PolicyRequest, conditions: Conditions) {
    self.request = request
    self.conditions = conditions
  }

  /// The decision over a policy's `statements`, whatever JSON stands there.
  ///
  /// - Throws: `PolicyFailure` where the library or a condition raises, and errors of the reader.
  public mutating func decide(_ statements: JSONValue) throws -> PolicyDecision {
    traces = []
    do {
      return try decided(statements)
    } catch let raised as RaisedException {
      throw PolicyFailure(raised: raised, statements: traces)
    }
  }

  private mutating func decided(_ json: JSONValue) throws -> PolicyDecision {
    let statements = try PythonForm.statements(json).map { try MatchedStatement($0) }
    for (index, statement) in statements.enumerated() {
      traces.append(
        StatementTrace(
          index: index, effect: statement.effect, principal: false, action: false, counts: false))
      // For the trace only: what does not match is never asked for its conditions.
      traces[index].conditions = statement.unasked
    }
    for (index, statement) in statements.enumerated() {
      let principals = try PythonForm.members(statement.principal)
      traces[index].principals = principals
      traces[index].principal = principals.contains { request.user.matches(Principal($0)) }
    }
    for (index, statement) in statements.enumerated() {
      if traces[index].principal {
        traces[index].action = try matches(PythonForm.members(statement.action))
        traces[index].counts = traces[index].action
      } else {
        traces[index].action = (try? matches(PythonForm.members(statement.action))) ?? false
      }
    }
    try pass(statements, areExpressions: false)
    try pass(statements, areExpressions: true)
    // One that only may count only may raise.
    for (index, statement) in statements.enumerated() where traces[index].counts == true {
      guard statement.hasEffect else {
        throw RaisedException("KeyError", "statement \(index + 1) has no `effect`")
      }
    }
    return PolicyDecision(outcome: outcome, statements: traces, dependsOn: dependsOn)
  }

  private func matches(_ actions: [Name]) throws -> Bool {
    // An action is compared as text before it is read as a pattern.
    actions.contains { $0 == request.action || request.matches(ActionPattern($0)) }
  }

  /// One pass over the conditions of the statements that are still in.
  private mutating func pass(_ statements: [MatchedStatement], areExpressions: Bool) throws {
    for (index, statement) in statements.enumerated() where traces[index].counts != false {
      let list = try PythonForm.conditions(areExpressions ? statement.expressions : statement.conditions)
      let start = areExpressions ? traces[index].conditions.count - list.count : 0
      for (offset, value) in list.enumerated() {
        let place = max(0, start) + offset
        let answer = try evaluate(
          value, areExpressions, at: (index, place), isOpen: traces[index].counts == nil)
        switch answer {
        case .known(true): continue
        case .known(false): traces[index].counts = false
        case .undetermined:
          traces[index].counts = Bool?.none
          continue
        }
        break
      }
    }
  }

  private mutating func evaluate(
    _ value: JSONValue, _ isExpression: Bool, at place: (statement: Int, condition: Int), isOpen: Bool
  ) throws -> ConditionAnswer {
    guard let text = value.text else {
      // Both `split` and pyparsing call a method that only text has.
      throw RaisedException("AttributeError", "a condition is \(value.noun), not a text")
    }
    var parts: [ConditionTrace] = []
    do {
      let answer =
        isExpression
        ? try evaluate(ConditionExpression.reading(text), &parts) : try ask(text)
      note(answer.result, parts, place)
      return answer
    } catch let raised as RaisedException {
      note(.raises(raised), parts, place)
      // An earlier condition may be false, and then this one is never reached.
      guard isOpen else {
        traces[place.statement].counts = Bool?.none
        throw raised
      }
      return .undetermined("`\(text)` raises \(raised.className) where it is reached")
    }
  }

  private mutating func note(
    _ result: ConditionTrace.Result, _ parts: [ConditionTrace], _ place: (statement: Int, condition: Int)
  ) {
    guard traces[place.statement].conditions.indices.contains(place.condition) else { return }
    traces[place.statement].conditions[place.condition].result = result
    traces[place.statement].conditions[place.condition].parts = parts
  }

  private func ask(_ text: Name) throws -> ConditionAnswer {
    let call = ConditionCall(text)
    return try PolicyAttributes.answer(call) ?? conditions.answer(call)
  }

  /// `and` stops at the first false, `or` at the first true; what depends on outside code does not stop either.
  private func evaluate(_ expression: ConditionExpression, _ parts: inout [ConditionTrace]) throws
    -> ConditionAnswer
  {
    switch expression {
    case .condition(let name):
      do {
        let answer = try ask(name)
        parts.append(ConditionTrace(text: name, result: answer.result))
        return answer
      } catch let raised as RaisedException {
        parts.append(ConditionTrace(text: name, result: .raises(raised)))
        throw raised
      }
    case .not(let argument):
      let answer = try evaluate(argument, &parts)
      guard case .known(let value) = answer else { return answer }
      return .known(!value)
    case .and(let arguments): return try fold(arguments, stopsAt: false, &parts)
    case .or(let arguments): return try fold(arguments, stopsAt: true, &parts)
    }
  }

  private func fold(
    _ arguments: [ConditionExpression], stopsAt stop: Bool, _ parts: inout [ConditionTrace]
  ) throws -> ConditionAnswer {
    var open: ConditionAnswer?
    for argument in arguments {
      let answer = try evaluate(argument, &parts)
      if case .known(let value) = answer {
        if value == stop { return answer }
      } else {
        open = open ?? answer
      }
    }
    return open ?? .known(!stop)
  }

  /// One counting statement that does not say `allow` denies, wherever it stands; none counting denies.
  private var outcome: Outcome {
    let counting = traces.filter { $0.counts != false }
    if counting.contains(where: { $0.effect != "allow" && $0.counts == true }) { return .denied }
    let allows = counting.filter { $0.effect == "allow" }
    if allows.isEmpty { return .denied }
    if counting.count > allows.count { return .undetermined }
    return allows.contains { $0.counts == true } ? .allowed : .undetermined
  }

  private var dependsOn: [String] {
    guard outcome == .undetermined else { return [] }
    var found: [String] = []
    for trace in traces where trace.counts == nil {
      for condition in trace.conditions {
        for part in [condition] + condition.parts {
          if case .undetermined(let why) = part.result, !found.contains(why) { found.append(why) }
        }
      }
    }
    return found
  }
}

extension ConditionAnswer {
  var result: ConditionTrace.Result {
    switch self {
    case .known(true): .holds
    case .known(false): .fails
    case .undetermined(let why): .undetermined(why)
    }
  }
}

extension ConditionExpression {
  /// Reads an expression and raises as the library does.
  static func reading(_ text: Name) throws(RaisedException) -> ConditionExpression {
    do {
      return try read(text).expression
    } catch {
      let name = error.kind == .tooDeep ? "RecursionError" : "ParseException"
      throw RaisedException(name, "`\(text)` cannot be read: \(error)")
    }
  }
}
