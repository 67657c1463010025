/// Which types are more special than which others, as far as Swift cannot tell or a program wants it otherwise.
struct DeclaredOrder: Sendable {
  private var types: [ObjectIdentifier: Set<ObjectIdentifier>] = [:]
  private var kinds: [Name: Set<Name>] = [:]

  /// - Returns: false where it would make something more special than itself.
  mutating func declare(_ special: ObjectIdentifier, isA general: ObjectIdentifier) -> Bool {
    guard !Self.ancestors(of: general, types).contains(special) else { return false }
    types[special, default: []].insert(general)
    return true
  }

  mutating func declare(kind special: Name, isA general: Name) -> Bool {
    guard !Self.ancestors(of: general, kinds).contains(special) else { return false }
    kinds[special, default: []].insert(general)
    return true
  }

  /// A type and everything that it is declared to be.
  func ancestors(ofType type: ObjectIdentifier) -> Set<ObjectIdentifier> { Self.ancestors(of: type, types) }

  /// A kind and everything that it is declared to be.
  func ancestors(ofKind kind: Name) -> Set<Name> { Self.ancestors(of: kind, kinds) }

  private static func ancestors<Node: Hashable>(of node: Node, _ parents: [Node: Set<Node>]) -> Set<Node> {
    var found: Set<Node> = [node]
    var open = [node]
    while let next = open.popLast() {
      for parent in parents[next] ?? [] where found.insert(parent).inserted { open.append(parent) }
    }
    return found
  }
}

/// The patterns that take one value, and which of them is more special than which.
///
/// In this order: what was declared; a class before those that it inherits from; a kind before its type; a class or a
/// structure before a protocol, because Swift cannot tell at run time whether a superclass conforms to one; `Any` last.
/// Two protocols without a declaration do not compare.
struct ArgumentOrder {
  /// By pattern, its place below.
  private var places: [RulePattern.ID: Int] = [:]
  /// By place, the places of all that are more general.
  private var above: [Set<Int>] = []

  init(_ operand: RuleOperand, _ patterns: [RulePattern], _ declared: DeclaredOrder) {
    let kinds = operand.id.kind.map { declared.ancestors(ofKind: $0) } ?? []
    var all: [RulePattern] = []
    for pattern in patterns where places[pattern.id] == nil {
      guard pattern.takes(operand.value), pattern.id.kind.map(kinds.contains) ?? true else { continue }
      places[pattern.id] = all.count
      all.append(pattern)
    }
    let nominal = all.map { !$0.isAny && $0.isAncestor(operand.type) }
    let fits = Self.kindsFit(all, declared)
    var parents = all.indices.map { special -> [Int] in
      let line = declared.ancestors(ofType: all[special].id.type)
      return all.indices.filter { general in
        if special == general || all[special].isAny { return false }
        if all[general].isAny { return true }
        guard fits(special, general) else { return false }
        return line.contains(all[general].id.type)
          || nominal[special] && nominal[general] && all[general].isAncestor(all[special].metatype)
      }
    }
    // What was declared wins over the convention that a protocol comes last.
    let certain = Closure(parents).above
    for special in all.indices where nominal[special] {
      parents[special] += all.indices.filter { general in
        !nominal[general] && !all[general].isAny && fits(special, general)
          && !certain[general].contains(special)
      }
    }
    above = Closure(parents).above
  }

  func takes(_ pattern: RulePattern) -> Bool { places[pattern.id] != nil }

  /// How many patterns are more general. What is more special has more of them.
  func depth(_ pattern: RulePattern) -> Int { places[pattern.id].map { above[$0].count } ?? 0 }

  func isAtLeast(_ special: RulePattern, _ general: RulePattern) -> Bool {
    guard special.id != general.id else { return true }
    guard let place = places[special.id], let other = places[general.id] else { return false }
    return above[place].contains(other)
  }

  /// Whether the kind of one pattern is one of the other's, which may be for all kinds.
  private static func kindsFit(
    _ all: [RulePattern], _ declared: DeclaredOrder
  ) -> (_ special: Int, _ general: Int) -> Bool {
    let lines = all.map { $0.id.kind.map { declared.ancestors(ofKind: $0) } }
    return { special, general in
      guard let kind = all[general].id.kind else { return true }
      return lines[special]?.contains(kind) ?? false
    }
  }
}

/// Everything that can be reached from each node of a graph without cycles.
private struct Closure {
  private(set) var above: [Set<Int>]
  private let parents: [[Int]]
  private var isKnown: [Bool]

  init(_ parents: [[Int]]) {
    self.parents = parents
    above = parents.map { _ in [] }
    isKnown = parents.map { _ in false }
    for node in parents.indices { reach(node) }
  }

  private mutating func reach(_ node: Int) {
    guard !isKnown[node] else { return }
    // Were there a cycle, it would end here.
    isKnown[node] = true
    var found: Set<Int> = []
    // The parent with most above it first: of a long line it is the only one that has to be followed.
    for parent in parents[node].sorted(by: { parents[$0].count > parents[$1].count })
    where found.insert(parent).inserted {
      reach(parent)
      found.formUnion(above[parent])
    }
    above[node] = found
  }
}
