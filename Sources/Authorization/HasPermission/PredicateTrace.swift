/// What a predicate and each of its parts answered.
public struct PredicateTrace: Sendable, Hashable {
  public enum Answer: String, Sendable, Hashable {
    case holds = "true"
    case fails = "false"
    /// It has nothing to say here, and does not count.
    case skipped
    /// The other side had decided already.
    case notAsked = "not asked"

    init(_ value: Bool?) { self = value.map { $0 ? .holds : .fails } ?? .skipped }

    var value: Bool? {
      switch self {
      case .holds: true
      case .fails: false
      case .skipped, .notAsked: nil
      }
    }

    var inverse: Answer { Answer(value.map { !$0 }) }
  }

  public var name: Name
  public var answer: Answer
  public var parts: [PredicateTrace]

  public init(_ name: Name, _ answer: Answer, _ parts: [PredicateTrace] = []) {
    self.name = name
    self.answer = answer
    self.parts = parts
  }

  /// The ways to make it hold, each with the leaves that stand against it; empty where it holds.
  public var unmet: [[PredicateTrace]] { unmet(wanting: true) }

  private func unmet(wanting wanted: Bool) -> [[PredicateTrace]] {
    // What is skipped does not count, and as a whole does not hold.
    if answer == (wanted ? .holds : .fails) { return [] }
    guard let first = parts.first else { return [[self]] }
    guard parts.count == 2 else {
      let isInverse = name.text == "~\(first.name)" || first.name.text == "~\(name)"
      return first.unmet(wanting: isInverse ? !wanted : wanted)
    }
    let sign = Self.sign(name, first.name, parts[1].name)
    // Of two that have to differ, or not to, either can change.
    if sign == "^" { return parts.flatMap { $0.unmet(wanting: $0.answer != .holds) } }
    let ways = parts.map { $0.answer == .skipped ? [] : $0.unmet(wanting: wanted) }
    // One side is enough of an `|` that is to hold, and of an `&` that is not to.
    if sign == "|" && wanted || sign == "&" && !wanted { return ways[0] + ways[1] }
    guard !ways[0].isEmpty, !ways[1].isEmpty else { return ways[0] + ways[1] }
    return ways[0].flatMap { left in ways[1].map { left + $0 } }
  }

  /// The operator between two names.
  private static func sign(_ name: Name, _ left: Name, _ right: Name) -> String {
    ["&", "|", "^"].first { name.text == "(\(left) \($0) \(right))" } ?? "&"
  }

  /// A line for each, parts below what they belong to: `(is_owner | is_superuser): false`.
  public var lines: [String] {
    ["\(name): \(answer.rawValue)"] + parts.flatMap(\.lines).map { "  \($0)" }
  }
}
