/// The answer to a check, with its reasons.
public struct Decision: Sendable, Hashable {
  public var outcome: Outcome
  /// The level that was asked at, or that answered where any level was asked for.
  public var level: Level
  public var reasons: [Reason]
  public var missing: [MissingLink]
  public var warnings: [String]
  /// What the predicates of the permission's rule answered, where it has one that was asked.
  public var trace: PredicateTrace?
  /// Every rule that was considered; empty where only the answer was asked for.
  public var explanation = Explanation()
  /// What the real chain raises in place of an answer; the outcome is undetermined then.
  public var raised: RaisedException?

  public init(
    outcome: Outcome, level: Level, reasons: [Reason] = [], missing: [MissingLink] = [],
    warnings: [String] = []
  ) {
    self.outcome = outcome
    self.level = level
    self.reasons = reasons
    self.missing = missing
    self.warnings = warnings
  }

  /// The same, where an exception of the real chain is no answer.
  ///
  /// - Throws: `RaisedException` where the real chain raises.
  public func answered() throws(RaisedException) -> Decision {
    if let raised { throw raised }
    return self
  }

  /// The path that gives it, or the link that is missing, in one line.
  public var summary: String {
    switch outcome {
    case .allowed: reasons.first?.text ?? ""
    case .denied, .undetermined: missing.first?.text ?? ""
    }
  }
}

/// One path that allows.
public struct Reason: Sendable, Hashable {
  /// The layer, or `superuser`.
  public var rule: String
  public var text: String
  public var path: [PathElement]
  /// The rows that it rests on; nil where it rests on a property of the subject.
  public var derivation: Derivation?

  public init(rule: String, text: String, path: [PathElement], derivation: Derivation? = nil) {
    self.rule = rule
    self.text = text
    self.path = path
    self.derivation = derivation
  }
}

/// A row on a path.
public struct PathElement: Sendable, Hashable {
  public var kind: String
  public var name: Name
  public var key: String
  public var text: String

  public init(kind: String, name: Name, key: String, text: String) {
    self.kind = kind
    self.name = name
    self.key = key
    self.text = text
  }
}

/// What would have to be there for an allowance.
public struct MissingLink: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case notInGroup = "not_in_group"
    case roleLacksPermission = "role_lacks_permission"
    case noGrant = "no_grant"
    /// Granted at another level than the one that was asked at.
    case otherLevel = "other_level"
    /// Granted on another domain or object.
    case otherPlace = "other_place"
    case conditionFalse = "condition_false"
    case shadowedByDeny = "shadowed_by_deny"
    case treeWithoutPolicy = "tree_without_policy"
    case inactive
    case anonymous
    case noRule = "no_rule"
    case notAnswered = "not_answered"
  }

  public var kind: Kind
  public var text: String
  public var path: [PathElement]
  /// The command that would add the link; nil where there is none.
  public var fix: [String]?
  /// The rule on whose path it is missing.
  public var rule: String?
  /// Links with the same number are missing on one path, and all of them are needed.
  public var alternative = 0
  /// The rows that are there of the path.
  public var derivation: Derivation?

  public init(
    kind: Kind, text: String, path: [PathElement] = [], fix: [String]? = nil, rule: String? = nil,
    derivation: Derivation? = nil
  ) {
    self.kind = kind
    self.text = text
    self.path = path
    self.fix = fix
    self.rule = rule
    self.derivation = derivation
  }
}

extension MissingLink {
  /// The links of the paths that fail, numbered by path; the path that lacks fewest first.
  public static func ordered(_ paths: [[MissingLink]]) -> [MissingLink] {
    let ordered = paths.enumerated().filter { !$0.element.isEmpty }
      .sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }
    return ordered.enumerated().flatMap { number, path in
      path.element.map { link in
        var link = link
        link.alternative = number
        return link
      }
    }
  }
}

/// A real library would raise here; there is no answer.
public struct RaisedException: Error, Sendable, Hashable {
  /// The class as the library names it: `WrongAppError`.
  public var className: String
  public var text: String

  public init(_ className: String, _ text: String) {
    self.className = className
    self.text = text
  }
}
