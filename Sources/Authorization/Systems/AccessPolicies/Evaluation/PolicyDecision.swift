/// What the statements of an access policy say of one request, part by part.
public struct PolicyDecision: Sendable, Hashable {
  public var outcome: Outcome
  public var statements: [StatementTrace]
  /// What an undetermined answer depends on, each once, in sentences.
  public var dependsOn: [String]

  public init(outcome: Outcome, statements: [StatementTrace], dependsOn: [String] = []) {
    self.outcome = outcome
    self.statements = statements
    self.dependsOn = dependsOn
  }
}

/// How one statement fared.
public struct StatementTrace: Sendable, Hashable {
  /// Its place in the policy, from 0.
  public var index: Int
  /// As it is written; nil where the key is missing.
  public var effect: Name?
  /// Whether one of its principals means the user.
  public var principal: Bool
  /// Whom it means, as it is written.
  public var principals: [Name] = []
  public var action: Bool
  public var conditions: [ConditionTrace]
  /// Whether it counts; nil where that depends on code outside the database.
  public var counts: Bool?

  public init(
    index: Int, effect: Name?, principal: Bool, action: Bool, conditions: [ConditionTrace] = [],
    counts: Bool?
  ) {
    self.index = index
    self.effect = effect
    self.principal = principal
    self.action = action
    self.conditions = conditions
    self.counts = counts
  }
}

/// How one condition, or one condition expression, was answered.
public struct ConditionTrace: Sendable, Hashable {
  public enum Result: Sendable, Hashable {
    case holds, fails
    /// Not reached: the statement did not match, or an earlier condition had failed.
    case notEvaluated
    case undetermined(String)
    /// The real condition raises.
    case raises(RaisedException)
  }

  public var text: Name
  public var isExpression: Bool
  public var result: Result
  /// The conditions inside an expression, in the order in which they were asked.
  public var parts: [ConditionTrace]

  public init(text: Name, isExpression: Bool = false, result: Result, parts: [ConditionTrace] = []) {
    self.text = text
    self.isExpression = isExpression
    self.result = result
    self.parts = parts
  }
}

/// A request whose policy raises: no answer, but a trace up to there.
public struct PolicyFailure: Error, Sendable, Hashable {
  public var raised: RaisedException
  public var statements: [StatementTrace]

  public init(raised: RaisedException, statements: [StatementTrace]) {
    self.raised = raised
    self.statements = statements
  }
}
