import Authorization
import Testing

@Suite struct StatementDifferenceTests {
  private func statements(_ text: String) -> [AccessStatement] {
    text.map {
      AccessStatement(principal: [Name("group:\($0)")], action: [Name("do_\($0)")], effect: "allow")
    }
  }

  private func lines(_ old: [AccessStatement], _ new: [AccessStatement]) throws -> [String] {
    try #require(StatementDifference(from: old, to: new)).lines
  }

  /// Each letter is a statement; what is said of a statement is its letter.
  @Test(
    "moves, removals and additions are told by their places",
    arguments: [
      ("", "", ""), ("abc", "abc", ""), ("ab", "ba", "move 1 to 2"), ("abc", "bca", "move 1 to 3"),
      ("abc", "cab", "move 3 to 1"), ("abcd", "acbd", "move 2 to 3"), ("abcd", "abc", "remove 4"),
      ("abc", "bc", "remove 1"), ("ab", "axb", "add 2"), ("", "ab", "add 1, add 2"),
      ("abc", "xy", "remove 1, remove 2, remove 3, add 1, add 2"), ("aa", "a", "remove 2"),
      ("aba", "baa", "move 1 to 2"), ("abcd", "dbc", "remove 1, move 4 to 1"),
    ])
  func steps(old: String, new: String, expected: String) throws {
    let lines = try lines(statements(old), statements(new))
    #expect(
      lines.map { String($0.split(separator: ":")[0].replacing("statement ", with: "")) }
        .joined(separator: ", ") == expected)
  }

  @Test("each line says which statement it is")
  func words() throws {
    let list = AccessStatement(principal: ["authenticated"], action: ["list"], effect: "allow")
    let destroy = AccessStatement(
      principal: ["authenticated"], action: ["destroy"], effect: "allow",
      condition: ["has_model_perms:file.delete_x"])
    #expect(
      try lines([list, destroy], [list]) == [
        "remove statement 2: allow authenticated: destroy if has_model_perms:file.delete_x"
      ])
    #expect(
      try lines([list, destroy], [destroy, list]) == ["move statement 1 to 2: allow authenticated: list"])
    #expect(try lines([], [list]) == ["add statement 1: allow authenticated: list"])
  }

  @Test(
    "a statement that keeps whom, what or when is changed, and its parts are told as they were and will be",
    arguments: [
      (
        #"{"principal": "a", "action": ["list"], "effect": "allow"}"#,
        #"{"principal": "a", "action": ["list", "destroy"], "effect": "deny"}"#,
        "change statement 1: action `list` to `list, destroy`; effect `allow` to `deny`"
      ),
      (
        #"{"principal": "a", "action": ["list"], "effect": "allow", "condition": "c:d"}"#,
        #"{"principal": "a", "action": ["list"], "effect": "allow"}"#,
        "change statement 1: condition `c:d` to none"
      ),
      (
        #"{"principal": "a", "action": ["list"], "effect": "allow"}"#,
        #"{"principal": "a", "action": "list", "effect": "allow"}"#,
        "change statement 1: action, as it is written"
      ),
      (
        #"{"principal": "a", "action": "list", "effect": "allow", "Sid": 1}"#,
        #"{"principal": "a", "action": "list", "effect": "allow", "Sid": {"b": 2}}"#,
        #"change statement 1: Sid `1` to `{"b":2}`"#
      ),
      (
        #"{"principal": "a", "action": "list", "effect": "allow"}"#,
        #"{"principal": ["b"], "action": "list", "effect": "allow", "condition_expression": "x or y"}"#,
        "change statement 1: principal `a` to `b`; condition expression none to `x or y`"
      ),
    ])
  func changes(old: String, new: String, expected: String) throws {
    func statement(_ text: String) throws -> AccessStatement {
      AccessStatement(json: try JSONValue(parsing: text))
    }
    #expect(try lines([statement(old)], [statement(new)]) == [expected])
  }

  @Test("the steps lead from one list to the other, whatever the lists")
  func leadsThere() throws {
    var random = Letters()
    for _ in 0..<2_000 {
      let old = random.word()
      let new = random.word()
      let difference = try #require(StatementDifference(from: statements(old), to: statements(new)))
      #expect(apply(difference, statements(old), count: new.count) == statements(new), "\(old) to \(new)")
      #expect(difference.steps.isEmpty == (old == new), "\(old) to \(new)")
    }
  }

  /// Carries the steps out: what nobody speaks of keeps its order in the places that are left.
  private func apply(_ difference: StatementDifference, _ old: [AccessStatement], count: Int)
    -> [AccessStatement]
  {
    var left: [AccessStatement?] = old
    var placed = [AccessStatement?](repeating: nil, count: count)
    for step in difference.steps {
      switch step {
      case .remove(let place, let statement):
        #expect(old[place - 1] == statement)
        left[place - 1] = nil
      case .change(let place, let from, let to):
        #expect(old[place - 1] == from)
        left[place - 1] = to
      case .move(let from, let to, let statement):
        #expect(old[from - 1] == statement)
        left[from - 1] = nil
        placed[to - 1] = statement
      case .add(let place, let statement): placed[place - 1] = statement
      }
    }
    var rest = left.compactMap { $0 }[...]
    return placed.compactMap { $0 ?? rest.popFirst() } + rest
  }

  @Test("very different lists are not compared one by one")
  func limit() {
    let many = (0..<StatementDifference.limit).map {
      AccessStatement(principal: [Name("id:\($0)")], action: ["*"], effect: "allow")
    }
    #expect(StatementDifference(from: many, to: []) != nil)
    #expect(StatementDifference(from: many, to: statements("a")) == nil)
    #expect(StatementDifference(from: many, to: many + statements("a"))?.lines.count == 1)
  }
}

/// Short words of few letters, always the same ones.
private struct Letters {
  private var state: UInt64 = 7

  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  mutating func word() -> String {
    let length = next(7)
    return String((0..<length).map { _ in "abcdef"["abcdef".index("abcdef".startIndex, offsetBy: next(6))] })
  }
}
