/// A rule of a project as its settings write it: atoms and names of predicates, composed.
public indirect enum RuleExpression: Sendable, Hashable {
  case atom(RuleAtom)
  case predicate(Name, column: Int)
  case not(RuleExpression)
  case and(RuleExpression, RuleExpression)
  case or(RuleExpression, RuleExpression)
  case exclusive(RuleExpression, RuleExpression)
}

/// One question about a user and an object that is not composed of others.
public struct RuleAtom: Sendable, Hashable {
  public enum Form: Sendable, Hashable {
    case compare(Operand, RuleComparison, Operand)
    case isNull(Path)
    case oneOf(Operand, [RuleLiteral])
    /// A boolean column by itself.
    case truth(Path)
    case isMember(Name)
    case always(Bool)
  }

  public enum Operand: Sendable, Hashable {
    case path(Path)
    case literal(RuleLiteral)
  }

  /// A column of the object's or the user's row, or of a row that foreign keys lead to.
  public struct Path: Sendable, Hashable {
    public enum Root: String, Sendable { case object, user }
    public var root: Root
    /// The foreign keys on the way, and the column.
    public var names: [Name]
    /// Where it stands in the text, from 1.
    public var column: Int
  }

  public var form: Form
  /// As it was written, with single spaces.
  public var text: Name

  public init(_ form: Form, text: Name) {
    self.form = form
    self.text = text
  }

  public var paths: [Path] {
    func path(_ operand: Operand) -> [Path] { if case .path(let path) = operand { [path] } else { [] } }
    switch form {
    case .compare(let left, _, let right): return path(left) + path(right)
    case .isNull(let path), .truth(let path): return [path]
    case .oneOf(let operand, _): return path(operand)
    case .isMember, .always: return []
    }
  }

  /// Whether it is skipped where no object is given.
  public var needsObject: Bool { paths.contains { $0.root == .object } }
  public var needsUser: Bool {
    if case .isMember = form { return true }
    return paths.contains { $0.root == .user }
  }
}

public enum RuleComparison: String, Sendable, Hashable, CaseIterable {
  case equal = "=="
  case unequal = "!="
  case atMost = "<="
  case atLeast = ">="
  case less = "<"
  case greater = ">"
}

public enum RuleLiteral: Sendable, Hashable {
  case text(Name)
  case integer(Int64)
  /// As it was written, digits with a point.
  case decimal(Name)
  case bool(Bool)
}

/// A rule that cannot be read, with the place.
public struct RuleTextError: Error, Sendable, Hashable {
  /// In characters from 1.
  public var column: Int
  /// Lower case, no final period, what was expected.
  public var message: String
  public var didYouMean: [String]

  public init(_ column: Int, _ message: String, didYouMean: [String] = []) {
    self.column = column
    self.message = message
    self.didYouMean = didYouMean
  }
}
