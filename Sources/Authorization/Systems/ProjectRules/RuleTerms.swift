/// An atom as it is, or its inverse.
struct SignedAtom: Hashable {
  var atom: RuleAtom
  var isInverse: Bool

  var text: String { isInverse ? "~(\(atom.text))" : atom.text.text }
}

extension RuleExpression {
  /// More alternatives than these would be as many queries for each question.
  static var maximumTerms: Int { 64 }

  /// What is left where no object is given: atoms that need one are skipped, as predicates of `rules` that answer
  /// `None`. Nil where everything is skipped. Names are expanded already.
  var withoutObject: RuleExpression? {
    func both(
      _ left: RuleExpression, _ right: RuleExpression,
      _ combine: (RuleExpression, RuleExpression) -> RuleExpression
    ) -> RuleExpression? {
      guard let first = left.withoutObject else { return right.withoutObject }
      guard let second = right.withoutObject else { return first }
      return combine(first, second)
    }
    switch self {
    case .atom(let atom): return atom.needsObject ? nil : self
    case .predicate: return self
    case .not(let inner): return inner.withoutObject.map { .not($0) }
    case .and(let left, let right): return both(left, right) { .and($0, $1) }
    case .or(let left, let right): return both(left, right) { .or($0, $1) }
    case .exclusive(let left, let right): return both(left, right) { .exclusive($0, $1) }
    }
  }

  public var atoms: [RuleAtom] {
    switch self {
    case .atom(let atom): [atom]
    case .predicate: []
    case .not(let inner): inner.atoms
    case .and(let left, let right), .or(let left, let right), .exclusive(let left, let right):
      left.atoms + right.atoms
    }
  }

  /// The rule as alternatives, each of which asks for all of its atoms.
  ///
  /// - Throws: where there would be more than `maximumTerms`.
  func terms(inverse: Bool = false) throws(RuleTextError) -> [[SignedAtom]] {
    switch self {
    case .atom(let atom): return [[SignedAtom(atom: atom, isInverse: inverse)]]
    case .predicate: return []
    case .not(let inner): return try inner.terms(inverse: !inverse)
    case .and(let left, let right):
      let sides = (try left.terms(inverse: inverse), try right.terms(inverse: inverse))
      return inverse ? try Self.either(sides.0, sides.1) : try Self.both(sides.0, sides.1)
    case .or(let left, let right):
      let sides = (try left.terms(inverse: inverse), try right.terms(inverse: inverse))
      return inverse ? try Self.both(sides.0, sides.1) : try Self.either(sides.0, sides.1)
    case .exclusive(let left, let right):
      return try Self.either(
        try Self.both(try left.terms(), try right.terms(inverse: !inverse)),
        try Self.both(try left.terms(inverse: true), try right.terms(inverse: inverse)))
    }
  }

  private static func both(
    _ left: [[SignedAtom]], _ right: [[SignedAtom]]
  ) throws(RuleTextError) -> [[SignedAtom]] {
    guard left.count * right.count <= maximumTerms else { throw tooMany }
    var found: [[SignedAtom]] = []
    for first in left {
      for second in right {
        let term = first + second.filter { !first.contains($0) }
        // What asks for an atom and its inverse holds for nobody.
        let isEmpty = term.contains { term.contains(SignedAtom(atom: $0.atom, isInverse: !$0.isInverse)) }
        if !isEmpty { found.append(term) }
      }
    }
    return found
  }

  private static func either(
    _ left: [[SignedAtom]], _ right: [[SignedAtom]]
  ) throws(RuleTextError) -> [[SignedAtom]] {
    let all = left + right.filter { !left.contains($0) }
    guard all.count <= maximumTerms else { throw tooMany }
    return all
  }

  private static var tooMany: RuleTextError {
    RuleTextError(
      1, "the rule has more than \(maximumTerms) alternatives; write it with fewer of `^` and `|`")
  }
}
