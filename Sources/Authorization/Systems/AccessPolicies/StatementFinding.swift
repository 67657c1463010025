/// Something that a person should see about a part of an access policy while they type.
///
/// Nothing is forbidden: the real system stores whatever it is given.
public struct StatementFinding: Sendable, Hashable {
  public enum Severity: String, Sendable, Hashable {
    /// What is written is not in force: it raises, never matches, is ignored or is read as something else.
    case error
    /// It works in a way that surprises, or depends on what is not in the database.
    case warning
  }

  /// The part that the finding is about.
  public enum Field: String, Sendable, Hashable {
    /// The statement as a whole, and its unknown keys.
    case statement
    case principal, action, effect, condition
    case conditionExpression = "condition_expression"
    case function, parameters
  }

  public var severity: Severity
  public var field: Field
  /// Which of several names, counted from 0; nil where it is about the field as a whole.
  public var index: Int?
  /// Lower case, no final period, what was typed in backticks.
  public var text: String

  /// What stands before a finding where several statements are spoken of.
  ///
  /// - Parameter place: counted from 0.
  public static func heading(_ place: Int) -> String { "statement \(place + 1): " }

  public init(_ severity: Severity, _ field: Field, index: Int? = nil, _ text: String) {
    self.severity = severity
    self.field = field
    self.index = index
    self.text = text
  }
}

/// What is known around a statement; nothing of it is needed.
public struct StatementContext: Sendable, Hashable {
  /// The conditions that the project's own code has.
  public var ownConditions: [Name]
  /// Whether Pulp's conditions are there; a project that only uses drf-access-policy has none of them.
  public var hasPulpConditions: Bool
  /// The actions of the endpoint; empty where they are not known. A project may have more.
  public var actions: [Name]
  /// Actions that endpoints have anywhere: none of them is a slip of the keyboard.
  public var knownActions: Set<Name>
  /// Whether users have integer keys, as Django's own do.
  public var userKeysAreIntegers: Bool

  public init(
    ownConditions: [Name] = [], hasPulpConditions: Bool = true, actions: [Name] = [],
    knownActions: Set<Name> = [], userKeysAreIntegers: Bool = true
  ) {
    self.ownConditions = ownConditions
    self.hasPulpConditions = hasPulpConditions
    self.actions = actions
    self.knownActions = knownActions
    self.userKeysAreIntegers = userKeysAreIntegers
  }
}

/// `; did you mean …?`, or nothing.
func meant(_ text: Name, _ names: [Name]) -> String {
  // Of very short texts everything is near.
  guard text.text.unicodeScalars.count > 3 else { return "" }
  guard let near = Suggestions.near(text.text, in: names.map(\.text), limit: 1).first else { return "" }
  return "; did you mean `\(near)`?"
}
