/// What makes one list of statements into another, statement by statement.
///
/// Places are counted from 1: those of statements that were there are those before, those of new ones and the goals of
/// moves are those after.
public struct StatementDifference: Sendable, Hashable {
  public enum Step: Sendable, Hashable {
    case remove(place: Int, AccessStatement)
    case change(place: Int, from: AccessStatement, to: AccessStatement)
    case move(from: Int, to: Int, AccessStatement)
    case add(place: Int, AccessStatement)
  }

  /// What happens to statements that were there, by their places, then the new ones by theirs.
  public let steps: [Step]

  /// Lists that differ in more statements than this are not compared one by one, because that takes time by the square.
  public static let limit = 1_000

  /// Nil where the lists differ in too many statements.
  public init?(from old: [AccessStatement], to new: [AccessStatement]) {
    let start = zip(old, new).prefix { $0 == $1 }.count
    let end = zip(old.dropFirst(start).reversed(), new.dropFirst(start).reversed()).prefix { $0 == $1 }.count
    let gone = old.count - start - end
    let come = new.count - start - end
    guard gone + come <= Self.limit else { return nil }
    let matching = Matching(
      Array(old.dropFirst(start).prefix(gone)), Array(new.dropFirst(start).prefix(come)))
    steps = matching.steps(startingAt: start + 1)
  }

  /// Each step as a line: `move statement 1 to 2`, `remove statement 4: allow authenticated: destroy`.
  public var lines: [String] { steps.map(\.words) }
}

/// Pairs of statements of two lists.
private struct Matching {
  private let old: [AccessStatement]
  private let new: [AccessStatement]
  /// Statements by number: equal ones have the same.
  private let numbers: (old: [Int], new: [Int])
  /// For each old statement the new one that it stays or becomes.
  private var partners: [Int: Int] = [:]
  private var taken: Set<Int> = []
  private var moved: Set<Int> = []

  init(_ old: [AccessStatement], _ new: [AccessStatement]) {
    self.old = old
    self.new = new
    var known: [AccessStatement: Int] = [:]
    func number(_ statement: AccessStatement) -> Int {
      let number = known[statement] ?? known.count
      known[statement] = number
      return number
    }
    numbers = (old.map(number), new.map(number))
    let kept = stay()
    move()
    change(between: kept)
  }

  private mutating func pair(_ one: Int, _ other: Int) {
    partners[one] = other
    taken.insert(other)
  }

  /// A longest common part, in which nothing has moved. Of two that changed places the first one is told.
  private mutating func stay() -> [(Int, Int)] {
    let width = new.count + 1
    var lengths = [Int32](repeating: 0, count: (old.count + 1) * width)
    for one in old.indices.reversed() {
      for other in new.indices.reversed() {
        lengths[one * width + other] =
          numbers.old[one] == numbers.new[other]
          ? lengths[(one + 1) * width + other + 1] + 1
          : max(lengths[(one + 1) * width + other], lengths[one * width + other + 1])
      }
    }
    var kept: [(Int, Int)] = []
    var (one, other) = (0, 0)
    while one < old.count, other < new.count {
      let skipping = lengths[(one + 1) * width + other]
      if numbers.old[one] == numbers.new[other], lengths[one * width + other] > skipping {
        pair(one, other)
        kept.append((one, other))
        one += 1
        other += 1
      } else if skipping >= lengths[one * width + other + 1] {
        one += 1
      } else {
        other += 1
      }
    }
    return kept
  }

  /// The same statement elsewhere.
  private mutating func move() {
    var places: [Int: [Int]] = [:]
    for other in new.indices.reversed() where !taken.contains(other) {
      places[numbers.new[other], default: []].append(other)
    }
    for one in old.indices where partners[one] == nil {
      guard let other = places[numbers.old[one]]?.popLast() else { continue }
      pair(one, other)
      moved.insert(one)
    }
  }

  /// Statements at the same place between two that stay, where one has something in common with the other.
  private mutating func change(between kept: [(Int, Int)]) {
    var (one, other) = (0, 0)
    for (nextOne, nextOther) in kept + [(old.count, new.count)] {
      let gone = (one..<nextOne).filter { partners[$0] == nil }
      var come = (other..<nextOther).filter { !taken.contains($0) }[...]
      for place in gone {
        guard let index = come.firstIndex(where: { old[place].resembles(new[$0]) }) else { continue }
        pair(place, come[index])
        come = come[(index + 1)...]
      }
      (one, other) = (nextOne + 1, nextOther + 1)
    }
  }

  func steps(startingAt first: Int) -> [StatementDifference.Step] {
    let those = old.indices.compactMap { one -> StatementDifference.Step? in
      guard let other = partners[one] else { return .remove(place: one + first, old[one]) }
      if moved.contains(one) { return .move(from: one + first, to: other + first, old[one]) }
      return old[one] == new[other] ? nil : .change(place: one + first, from: old[one], to: new[other])
    }
    let others = new.indices.filter { !taken.contains($0) }
    return those + others.map { .add(place: $0 + first, new[$0]) }
  }
}

extension StatementDifference.Step {
  /// `change statement 2: action `list` to `list, destroy``.
  public var words: String {
    switch self {
    case .remove(let place, let statement): "remove statement \(place): \(statement.words)"
    case .change(let place, let old, let new): "change statement \(place): \(Self.change(old, new))"
    case .move(let from, let to, let statement): "move statement \(from) to \(to): \(statement.words)"
    case .add(let place, let statement): "add statement \(place): \(statement.words)"
    }
  }

  /// Each part that differs, as it was and as it is to be.
  private static func change(_ old: AccessStatement, _ new: AccessStatement) -> String {
    let keys = StatementKey.allCases.map(\.rawValue)
    let others = (old.unknownKeys + new.unknownKeys).filter { !keys.contains($0) }
    var told: Set<Name> = []
    let parts = (keys + others).compactMap { key -> String? in
      guard told.insert(key).inserted else { return nil }
      let (was, now) = (old.json.members?[key], new.json.members?[key])
      guard was != now else { return nil }
      let title = key.text.split(separator: "_").joined(separator: " ")
      let (before, after) = (words(was), words(now))
      return before == after ? "\(title), as it is written" : "\(title) \(before) to \(after)"
    }
    // The same keys in another order, or no object at all.
    return parts.isEmpty ? "\(new.words), as it is written" : parts.joined(separator: "; ")
  }

  private static func words(_ value: JSONValue?) -> String {
    guard let value else { return "none" }
    guard value.isNameOrList, value.elements?.allSatisfy({ $0.text != nil }) ?? true else {
      return "`\(value.compactText)`"
    }
    let names = PolicyText.names(value)
    return names.isEmpty ? "none" : "`\(names.map(\.text).joined(separator: ", "))`"
  }
}

extension AccessStatement {
  /// `allow authenticated: list if has_model_perms:…`: all that the library looks at, in one line.
  public var words: String {
    func list(_ names: [Name]) -> String { names.map(\.text).joined(separator: ", ") }
    guard json.members != nil else { return json.compactText }
    let effect = effect?.text ?? "(no effect)"
    let principal = principal.isEmpty ? "nobody" : list(principal)
    let action = action.isEmpty ? "nothing" : list(action)
    let conditions = (condition + conditionExpression).map(\.text)
    let rest = conditions.isEmpty ? "" : " if " + conditions.joined(separator: " and ")
    return "\(effect) \(principal): \(action)\(rest)"
  }

  /// Whether it could be another wording of the same statement: whom, what or when is the same.
  fileprivate func resembles(_ other: AccessStatement) -> Bool {
    guard json.members != nil, other.json.members != nil else { return false }
    return !action.isEmpty && action == other.action || !principal.isEmpty && principal == other.principal
      || !condition.isEmpty && condition == other.condition
  }
}
