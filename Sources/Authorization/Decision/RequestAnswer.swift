/// What a client sees of a request, and why.
public struct RequestAnswer: Sendable, Hashable {
  public var outcome: Outcome
  /// 200, 400, 401, 403 or 404; nil where the request ends in an exception of the server, or nobody can tell.
  public var status: Int?
  /// The reason in one sentence.
  public var sentence: String
  /// The statements part by part; empty for endpoints that are not decided by statements.
  public var statements: [StatementTrace]
  /// Steps of an endpoint that is not decided by statements, in the order in which they are taken.
  public var steps: [RequestStep]
  /// Whether the listing does not show the object to this user.
  public var hiddenByScope: Bool
  /// An exception that the client sees as a status, or, without a status, as an error of the server.
  public var raised: RaisedException?
  /// The permissions that the conditions name, as code in a task would check them.
  public var taskChecks: [TaskCheck]
  /// What the creation hooks do where the request creates an object.
  public var effects: [HookEffect]
  public var warnings: [String]
  /// What conditions asked of `has_perm`, by the conditions' texts.
  public var checks: [Name: [ConditionCheck]] = [:]

  public init(
    outcome: Outcome, status: Int?, sentence: String, statements: [StatementTrace] = [],
    steps: [RequestStep] = [], hiddenByScope: Bool = false, raised: RaisedException? = nil,
    taskChecks: [TaskCheck] = [], effects: [HookEffect] = [], warnings: [String] = []
  ) {
    self.outcome = outcome
    self.status = status
    self.sentence = sentence
    self.statements = statements
    self.steps = steps
    self.hiddenByScope = hiddenByScope
    self.raised = raised
    self.taskChecks = taskChecks
    self.effects = effects
    self.warnings = warnings
  }
}

/// One call of `has_perm` by a condition, with its answer: the value that made the condition true or false.
public struct ConditionCheck: Sendable, Hashable {
  public var permission: Name
  /// As the command line names it; nil in general.
  public var object: String?
  public var isHeld: Bool

  public init(permission: Name, object: String?, isHeld: Bool) {
    self.permission = permission
    self.object = object
    self.isHeld = isHeld
  }

  /// `file.view_filerepository in general: no`
  public var text: String {
    "\(permission) \(object.map { "on \($0)" } ?? "in general"): \(isHeld ? "yes" : "no")"
  }
}

/// One step of a request that is decided step by step.
public struct RequestStep: Sendable, Hashable {
  public var text: String
  /// Nil where it was not taken, or depends on code outside the database.
  public var passed: Bool?

  public init(text: String, passed: Bool?) {
    self.text = text
    self.passed = passed
  }
}

/// `has_perm` as code in a task calls it, at each level that the request has: the check of a request takes one of
/// several levels, code that calls `has_perm` with an object takes that object's only.
public struct TaskCheck: Sendable, Hashable {
  public var permission: Name
  /// Nil where the call raises.
  public var general: Bool?
  /// Nil where the request has no domain, or the call raises.
  public var domain: Bool?
  /// Nil where the request has no object, or the call raises.
  public var object: Bool?

  public init(permission: Name, general: Bool?, domain: Bool? = nil, object: Bool? = nil) {
    self.permission = permission
    self.general = general
    self.domain = domain
    self.object = object
  }
}

/// What one creation hook does with a new object.
public struct HookEffect: Sendable, Hashable {
  /// `add_roles_for_object_creator`
  public var function: Name
  public var role: Name
  /// `user` or `group`, or nil where the hook does not get that far.
  public var holder: EntityRef?
  /// Why the hook fails, and with it the request; nil where the role is given.
  public var problem: String?

  public init(function: Name, role: Name, holder: EntityRef?, problem: String? = nil) {
    self.function = function
    self.role = role
    self.holder = holder
    self.problem = problem
  }

  public var text: String {
    if let problem { return "\(function) fails: \(problem)" }
    guard let holder else { return "\(function) gives nothing" }
    return "role \(role) for \(holder.kind.title) \(holder.name)"
  }
}

extension PolicyDecision {
  /// The reason in one sentence, for a request about an action.
  public func sentence(action: Name) -> String {
    if let deny = statements.first(where: { $0.counts == true && $0.effect != "allow" }) {
      return
        "statement \(deny.index + 1) counts with the effect `\(deny.effect ?? "")`, and one that does not allow denies"
    }
    if outcome == .undetermined { return dependsOn.first ?? "it depends on code outside the database" }
    if let allow = statements.first(where: { $0.counts == true }) {
      let all = allow.conditions.map { "`\($0.text)`" }.joined(separator: ", ")
      return all.isEmpty
        ? "statement \(allow.index + 1) allows it" : "statement \(allow.index + 1) allows it: \(all)"
    }
    let about = statements.filter(\.action)
    guard !about.isEmpty else { return "no statement is about the action `\(action)`" }
    let meant = about.filter(\.principal)
    guard let nearest = meant.first(where: { $0.effect == "allow" }) ?? meant.first else {
      return "no statement about `\(action)` means this user"
    }
    let failed = nearest.conditions.first { $0.result == .fails }
    return "in statement \(nearest.index + 1) `\(failed?.text ?? "")` does not hold"
  }
}

extension RaisedException {
  /// The status that the REST framework makes of it; nil for an error of the server.
  public var clientStatus: Int? {
    switch className {
    case "Http404": 404
    case "ValidationError": 400
    default: nil
    }
  }
}
