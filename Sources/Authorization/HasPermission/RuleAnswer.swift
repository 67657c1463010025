/// What one rule says to a question.
public struct RuleAnswer: Sendable, Hashable {
  /// Nil where the rule has nothing to say, and the next more general one is asked.
  public var outcome: Outcome?
  /// Why, in a few words; may be empty.
  public var why: String

  public init(_ outcome: Outcome?, _ why: String = "") {
    self.outcome = outcome
    self.why = why
  }

  public static func allowed(_ why: String = "") -> RuleAnswer { RuleAnswer(.allowed, why) }
  public static func denied(_ why: String = "") -> RuleAnswer { RuleAnswer(.denied, why) }
  /// It depends on something that is not known here, which `why` names. No other rule is asked.
  public static func undetermined(_ why: String) -> RuleAnswer { RuleAnswer(.undetermined, why) }
  public static func passOn(_ why: String = "") -> RuleAnswer { RuleAnswer(nil, why) }

  public init(_ isAllowed: Bool, _ why: String = "") { self.init(isAllowed ? .allowed : .denied, why) }
}

/// A rule that was asked, with its answer.
public struct ConsideredRule: Sendable, Hashable {
  public var rule: Name
  /// The types that it is registered for: `Subject, Permission, ObjectAddress`.
  public var types: String
  public var answer: RuleAnswer

  /// `tree owners (Person, Permission, Tree): allowed, planted it`.
  public var text: String {
    let why = answer.why.isEmpty ? "" : ", \(answer.why)"
    return "\(rule) (\(types)): \(answer.outcome?.rawValue ?? "passed on")\(why)"
  }
}

/// That nobody has decided: no rule is registered for the types, or all that are have passed the question on.
public struct NoRule: Sendable, Hashable {
  /// The types that were asked about: `Person, Permission, Animal`.
  public var asked: String
  /// Rules that fit all types but one, with the type that they take there.
  public var close: [String]
  /// Whether there were rules, and all of them passed the question on.
  public var isPassedOn: Bool

  public var text: String {
    if isPassedOn { return "every rule for (\(asked)) has passed the question on" }
    let near = close.isEmpty ? "" : "; close: \(close.joined(separator: "; "))"
    return "no rule is registered for (\(asked))\(near)"
  }
}

/// The answer of `hasPermission(user, permission, object)`.
public struct Ruling: Sendable, Hashable {
  public enum Verdict: Sendable, Hashable {
    case decided(Outcome)
    case noRule(NoRule)
  }

  public var verdict: Verdict
  /// The rules that were asked, the most specific first; the last one decided.
  public var trace: [ConsideredRule]

  /// Whether a rule has said yes. Neither "no rule" nor "undetermined" is a yes.
  public var isAllowed: Bool { verdict == .decided(.allowed) }
}

/// A registry that cannot be used as it was asked to be.
public struct RuleError: Error, Sendable, Hashable {
  public enum Code: String, Sendable, Hashable {
    case alreadyRegistered = "already_registered"
    case ambiguous
    case cyclicOrder = "cyclic_order"
    case optionalType = "optional_type"
  }

  public var code: Code
  /// Lower case, no final period, names in backticks.
  public var message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
