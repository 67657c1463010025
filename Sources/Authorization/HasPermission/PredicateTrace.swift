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

  /// A line for each, parts below what they belong to: `(is_owner | is_superuser): false`.
  public var lines: [String] {
    ["\(name): \(answer.rawValue)"] + parts.flatMap(\.lines).map { "  \($0)" }
  }
}
