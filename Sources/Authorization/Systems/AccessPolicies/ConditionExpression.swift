/// What a `condition_expression` evaluates: conditions joined by `and`, `or`, `not`.
///
/// Both operators go from left to right and stop at the first answer that decides.
public indirect enum ConditionExpression: Sendable, Hashable {
  /// `name` or `name:argument`, to be split by ``ConditionCall``.
  case condition(Name)
  case not(ConditionExpression)
  /// Two or more.
  case and([ConditionExpression])
  /// Two or more.
  case or([ConditionExpression])

  /// Deeper nesting of operators is refused. Python's own recursion limit stops the real library at about 330 nested
  /// `and` and 990 nested `not`, less what the request has on its stack; parentheses alone add nothing.
  public static let maximumDepth = 256

  /// The conditions, from left to right.
  public var conditions: [Name] {
    switch self {
    case .condition(let name): [name]
    case .not(let argument): argument.conditions
    case .and(let arguments), .or(let arguments): arguments.flatMap(\.conditions)
    }
  }

  /// The expression in the library's own words, with only the parentheses that it needs.
  public var text: Name { Name(written(inside: 0)) }

  private func written(inside binding: Int) -> String {
    switch self {
    case .condition(let name): return name.text
    case .not(let argument): return "not \(argument.written(inside: 3))"
    case .and(let arguments):
      let text = arguments.map { $0.written(inside: 2) }.joined(separator: " and ")
      return binding >= 2 ? "(\(text))" : text
    case .or(let arguments):
      let text = arguments.map { $0.written(inside: 1) }.joined(separator: " or ")
      return binding >= 1 ? "(\(text))" : text
    }
  }
}

/// What was read of a `condition_expression`, and what a person may not expect about it.
public struct ConditionReading: Sendable, Hashable {
  public var expression: ConditionExpression
  /// What follows the complete expression and has no effect; empty where everything counts.
  public var ignored: Name
  /// The words out of which an operator was cut, in their order.
  public var cuts: [Cut]

  /// A word that begins with an operator and is not read as a whole.
  public struct Cut: Sendable, Hashable {
    /// `note`
    public var word: Name
    /// `not`
    public var keyword: Name
    /// `e`
    public var rest: Name
  }
}

/// Why the library raises `ParseException`.
public struct ConditionError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: Sendable, Hashable {
    /// A condition, `not` or `(` has to stand there.
    case expectedCondition
    /// A parenthesis is not closed, or something else stands before its end.
    case unbalanced
    /// Only Permscope refuses it: nested more than ``ConditionExpression/maximumDepth`` levels deep.
    case tooDeep
  }

  public var kind: Kind
  /// In characters from the beginning, counted from 1.
  public var column: Int
  /// The character that stands there; nil at the end of the text.
  public var found: Name?

  /// Lower case, no final period.
  public var description: String {
    let place = found.map { "`\($0)` at column \(column)" } ?? "the end"
    return switch kind {
    case .expectedCondition: "expected a condition and not \(place)"
    case .unbalanced: "expected `)` or an operator and not \(place)"
    case .tooDeep: "nested more than \(ConditionExpression.maximumDepth) levels deep"
    }
  }
}
