/// One rule that was considered for an answer, with what it said. An explanation is a tree of these, in the order in
/// which the real system asks.
public struct Consideration: Sendable, Hashable {
  public enum Verdict: String, Sendable, Hashable {
    /// A path through this rule allows it.
    case granted
    /// The rule itself says no, whatever others grant.
    case denied
    /// Nothing in this rule grants it.
    case notGranted = "not_granted"
    /// The rule was not asked: its system is off, or an earlier answer was enough.
    case skipped
    /// The rule raises, as the real one does.
    case failed
    /// It depends on code outside the database.
    case undetermined

    /// A sign for each, so that no verdict is told by colour alone.
    public var sign: String {
      switch self {
      case .granted: "+"
      case .denied: "x"
      case .notGranted: "-"
      case .skipped: "·"
      case .failed: "!"
      case .undetermined: "?"
      }
    }
  }

  public var verdict: Verdict
  /// Names the rule in JSON: a layer (`guardian.group`), a backend (`guardian`), `superuser`, `statement`.
  public var rule: String
  /// What the rule said, in words: lower case, no final period.
  public var text: String
  /// The rows on the path, where one grants it.
  public var path: [PathElement]
  /// What is missing on this path, where it does not grant.
  public var missing: [MissingLink]
  public var parts: [Consideration]

  public init(
    _ verdict: Verdict, rule: String, text: String, path: [PathElement] = [], missing: [MissingLink] = [],
    parts: [Consideration] = []
  ) {
    self.verdict = verdict
    self.rule = rule
    self.text = text
    self.path = path
    self.missing = missing
    self.parts = parts
  }
}

/// Every rule that was considered for an answer, and what was not looked at.
public struct Explanation: Sendable, Hashable {
  public var considered: [Consideration]
  /// What could matter to a person and was not considered, each in a sentence.
  public var notConsidered: [String]

  /// What is said of sessions where none is asked about.
  public static let sessions = "what sessions have cached of it"

  public init(considered: [Consideration] = [], notConsidered: [String] = []) {
    self.considered = considered
    self.notConsidered = notConsidered
  }
}
