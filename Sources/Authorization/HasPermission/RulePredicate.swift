/// A question about a user and an object that composes: `isOwner & ~isArchived | isSuperuser`.
///
/// Source: `rules.predicates.Predicate` of the `rules` package 3.5. A predicate that answers nil is skipped: in a
/// composition only the other side counts, and an expression in which everything is skipped is false. `&` ends at a
/// false left side and `|` at a true one; `^` asks both. What takes fewer arguments is not given the others.
///
/// Swift binds `&` before `|` and `^`, which it takes from left to right; Python binds `^` before `|`. Write
/// parentheses where both stand side by side.
public struct RulePredicate<User, Object>: Sendable {
  /// `is_owner`, `(is_owner | is_superuser)`, `~is_owner`.
  public let name: Name
  let form: Form

  indirect enum Form: Sendable {
    case leaf(@Sendable (User?, Object?) throws -> Bool?)
    case alias(RulePredicate)
    case inverse(RulePredicate)
    case both(RulePredicate, Operator, RulePredicate)
  }

  enum Operator: String, Sendable {
    case and = "&"
    case or = "|"
    case exclusive = "^"
  }

  /// A predicate over both. The object is nil where the question is asked without one, and the user where it is asked
  /// without any argument.
  public init(_ name: Name, _ body: @escaping @Sendable (User?, Object?) throws -> Bool?) {
    self.init(name: name, form: .leaf(body))
  }

  /// A predicate over the user alone.
  public init(_ name: Name, _ body: @escaping @Sendable (User?) throws -> Bool?) {
    self.init(name: name, form: .leaf { user, _ in try body(user) })
  }

  /// A predicate that asks about nothing: a setting, the time of the day.
  public init(_ name: Name, _ body: @escaping @Sendable () throws -> Bool?) {
    self.init(name: name, form: .leaf { _, _ in try body() })
  }

  private init(name: Name, form: Form) {
    self.name = name
    self.form = form
  }

  public static func & (left: RulePredicate, right: RulePredicate) -> RulePredicate {
    both(left, .and, right)
  }
  public static func | (left: RulePredicate, right: RulePredicate) -> RulePredicate { both(left, .or, right) }
  public static func ^ (left: RulePredicate, right: RulePredicate) -> RulePredicate {
    both(left, .exclusive, right)
  }

  /// The name of an inverse loses its `~` instead of getting a second one, whatever it belongs to.
  public static prefix func ~ (inner: RulePredicate) -> RulePredicate {
    let text = inner.name.text
    let name = text.utf8.first == UInt8(ascii: "~") ? String(text.dropFirst()) : "~\(text)"
    return RulePredicate(name: Name(name), form: .inverse(inner))
  }

  private static func both(_ left: RulePredicate, _ symbol: Operator, _ right: RulePredicate) -> RulePredicate
  {
    RulePredicate(
      name: Name("(\(left.name) \(symbol.rawValue) \(right.name))"), form: .both(left, symbol, right))
  }

  /// A name for a composition, as a project gives it. The trace tells its parts below the name.
  public init(_ name: Name, over inner: RulePredicate) {
    self.init(name: name, form: .alias(inner))
  }

  /// Whether it holds. What is skipped altogether does not.
  public func test(_ user: User? = nil, _ object: Object? = nil) throws -> Bool {
    try trace(user, object).answer == .holds
  }

  /// The same with the answer of each part, and which parts were not asked.
  public func trace(_ user: User? = nil, _ object: Object? = nil) throws -> PredicateTrace {
    switch form {
    case .leaf(let body): return PredicateTrace(name, PredicateTrace.Answer(try body(user, object)))
    case .alias(let inner):
      let part = try inner.trace(user, object)
      return PredicateTrace(name, part.answer, [part])
    case .inverse(let inner):
      let part = try inner.trace(user, object)
      return PredicateTrace(name, part.answer.inverse, [part])
    case .both(let left, let symbol, let right):
      let first = try left.trace(user, object)
      if symbol == .and && first.answer == .fails || symbol == .or && first.answer == .holds {
        return PredicateTrace(name, first.answer, [first, right.unasked])
      }
      let second = try right.trace(user, object)
      let answer = Self.combine(first.answer, symbol, second.answer)
      return PredicateTrace(name, answer, [first, second])
    }
  }

  private static func combine(
    _ left: PredicateTrace.Answer, _ symbol: Operator, _ right: PredicateTrace.Answer
  ) -> PredicateTrace.Answer {
    guard let first = left.value else { return right }
    guard let second = right.value else { return left }
    switch symbol {
    case .and: return PredicateTrace.Answer(first && second)
    case .or: return PredicateTrace.Answer(first || second)
    case .exclusive: return PredicateTrace.Answer(first != second)
    }
  }

  private var unasked: PredicateTrace {
    switch form {
    case .leaf: PredicateTrace(name, .notAsked)
    case .inverse(let inner), .alias(let inner): PredicateTrace(name, .notAsked, [inner.unasked])
    case .both(let left, _, let right): PredicateTrace(name, .notAsked, [left.unasked, right.unasked])
    }
  }
}
