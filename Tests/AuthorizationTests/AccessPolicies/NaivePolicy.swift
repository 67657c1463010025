import Authorization

/// Statements in a form that needs no parsing, and what they decide, written down as plainly as possible: each
/// statement by itself, everything evaluated, no passes, no trace.
struct NaiveStatement: Hashable {
  enum Condition: Hashable {
    case named(String)
    indirect case not(Condition)
    indirect case and(Condition, Condition)
    indirect case or(Condition, Condition)

    func holds(_ table: [String: Bool]) -> Bool {
      switch self {
      case .named(let name): table[name] == true
      case .not(let inner): !inner.holds(table)
      case .and(let left, let right): left.holds(table) && right.holds(table)
      case .or(let left, let right): left.holds(table) || right.holds(table)
      }
    }

    var text: String {
      switch self {
      case .named(let name): name
      case .not(let inner): "(not \(inner.text))"
      case .and(let left, let right): "(\(left.text) and \(right.text))"
      case .or(let left, let right): "(\(left.text) or \(right.text))"
      }
    }

    var hasNegation: Bool {
      switch self {
      case .named: false
      case .not: true
      case .and(let left, let right), .or(let left, let right): left.hasNegation || right.hasNegation
      }
    }
  }

  var principals: [String]
  var actions: [String]
  var effect: String
  var conditions: [String]
  var expressions: [Condition]

  var json: JSONValue {
    .object(
      JSONObject([
        ("principal", JSONValue(principals.map { Name($0) })),
        ("action", JSONValue(actions.map { Name($0) })),
        ("effect", JSONValue(effect)), ("condition", JSONValue(conditions.map { Name($0) })),
        ("condition_expression", JSONValue(expressions.map { Name($0.text) })),
      ]))
  }

  func counts(_ request: PolicyRequest, _ table: [String: Bool]) -> Bool {
    let user = request.user
    let isMeant = principals.contains { principal in
      principal == "*" || (principal == "admin" && user.isSuperuser) || (principal == "staff" && user.isStaff)
        || (principal == "authenticated" && user.key != nil) || (principal == "anonymous" && user.key == nil)
        || principal == "id:\(user.key?.text ?? "None")"
        || user.groups.contains { principal == "group:\($0)" }
    }
    let isAbout = actions.contains { action in
      action == "*" || action == request.action.text
        || action == "<method:\(request.method.text.lowercased())>"
        || (action == "<safe_methods>" && ["GET", "HEAD", "OPTIONS"].contains(request.method.text))
    }
    return isMeant && isAbout && conditions.allSatisfy { table[$0] == true }
      && expressions.allSatisfy { $0.holds(table) }
  }

  static func allows(_ statements: [NaiveStatement], _ request: PolicyRequest, _ table: [String: Bool])
    -> Bool
  {
    let counting = statements.filter { $0.counts(request, table) }
    return !counting.isEmpty && counting.allSatisfy { $0.effect == "allow" }
  }
}

/// Conditions by a table; a name that it lacks raises, as in the library.
struct TableConditions: ConditionAnswering {
  var table: [Name: ConditionAnswer]

  init(_ table: [String: Bool]) {
    self.table = Dictionary(uniqueKeysWithValues: table.map { (Name($0.key), .known($0.value)) })
  }

  init(answers: [Name: ConditionAnswer]) { table = answers }

  func answer(_ condition: ConditionCall) throws -> ConditionAnswer {
    guard let answer = table[condition.text] else {
      throw RaisedException("AccessPolicyException", "no condition `\(condition.name)`")
    }
    return answer
  }
}

/// A generator that gives the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
