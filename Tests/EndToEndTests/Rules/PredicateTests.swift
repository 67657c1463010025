import Authorization
import Foundation
import Testing

/// Predicates beside the real `rules` package.
@Suite struct PredicateTests {
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state
    }
    mutating func roll(_ sides: UInt64) -> UInt64 { (next() >> 33) % sides }
  }

  /// An expression, as Python gets it and as it is here.
  private indirect enum Tree {
    case leaf(name: String, answer: Bool?, arity: Int)
    case not(Tree)
    case both(String, Tree, Tree)

    static func random(_ dice: inout Dice, depth: Int) -> Tree {
      switch depth == 0 ? 0 : dice.roll(8) {
      case 0, 1:
        let answers: [Bool?] = [true, false, nil]
        let names = ["a", "b", "is_owner", "~odd", "(x & y)", "é", "e\u{301}"]
        return .leaf(
          name: names[Int(dice.roll(7))], answer: answers[Int(dice.roll(3))], arity: Int(dice.roll(3)))
      case 2, 3: return .not(random(&dice, depth: depth - 1))
      default:
        let word = ["and", "or", "xor"][Int(dice.roll(3))]
        return .both(word, random(&dice, depth: depth - 1), random(&dice, depth: depth - 1))
      }
    }

    var json: JSONValue {
      switch self {
      case .leaf(let name, let answer, let arity):
        [
          "leaf": JSONValue(name), "answer": answer.map { .bool($0) } ?? .null,
          "arity": .integer(Int64(arity)),
        ]
      case .not(let inner): ["not": inner.json]
      case .both(let word, let left, let right): [Name(word): [left.json, right.json]]
      }
    }

    func predicate(_ asked: Asked) -> RulePredicate<String, String> {
      switch self {
      case .leaf(let name, let answer, let arity):
        let name = Name(name)
        switch arity {
        case 0: return RulePredicate(name) { asked.note(name, [], answer) }
        case 1: return RulePredicate(name) { user in asked.note(name, [user], answer) }
        default: return RulePredicate(name) { user, object in asked.note(name, [user, object], answer) }
        }
      case .not(let inner): return ~inner.predicate(asked)
      case .both("and", let left, let right): return left.predicate(asked) & right.predicate(asked)
      case .both("or", let left, let right): return left.predicate(asked) | right.predicate(asked)
      case .both(_, let left, let right): return left.predicate(asked) ^ right.predicate(asked)
      }
    }
  }

  /// The leaves that were asked, with what they got.
  private final class Asked: @unchecked Sendable {
    var calls: [JSONValue] = []

    func note(_ name: Name, _ arguments: [String?], _ answer: Bool?) -> Bool? {
      calls.append(.array([.string(name)] + arguments.map { $0.map { JSONValue($0) } ?? .null }))
      return answer
    }
  }

  @Test("names, answers and short circuits of 3,000 random expressions are those of the rules package")
  func agree() throws {
    var dice = Dice(state: 20_061_128)
    let trees = (0..<3_000).map { index in
      (tree: Tree.random(&dice, depth: 1 + index % 6), arguments: index / 2 % 3)
    }
    let questions = trees.map { tree, arguments in
      let line: JSONValue = ["tree": tree.json, "arguments": .integer(Int64(arguments))]
      return line.compactText + "\n"
    }
    let python = Program.root.appendingPathComponent(".venv/bin/python").path
    let script = Program.root.appendingPathComponent("Tests/Interop/predicates.py").path
    try #require(FileManager.default.fileExists(atPath: python), "run `make venv` first")
    let result = try Program.run(python, [script], input: questions.joined())
    try #require(result.status == 0, "\(result.errors)")
    let answers = result.output.split(separator: "\n")
    try #require(answers.count == trees.count)
    var seen: Set<Bool> = []
    for ((tree, arguments), line) in zip(trees, answers) {
      let real = try #require(try JSONValue(parsing: String(line)).members)
      let asked = Asked()
      let predicate = tree.predicate(asked)
      let trace = try predicate.trace(arguments > 0 ? "user" : nil, arguments > 1 ? "object" : nil)
      let answer = trace.answer == .holds
      seen.insert(answer)
      #expect(.string(predicate.name) == real["name"] && .bool(answer) == real["answer"], "\(line)")
      #expect(JSONValue.array(asked.calls) == real["asked"], "\(line)")
      #expect(Self.asked(trace) == asked.calls.count, "\(line)")
    }
    #expect(seen == [true, false])
  }

  /// How many leaves a trace says were asked.
  private static func asked(_ trace: PredicateTrace) -> Int {
    if trace.parts.isEmpty { return trace.answer == .notAsked ? 0 : 1 }
    return trace.parts.map(asked).reduce(0, +)
  }

  @Test("a trace tells what each part answered, and what was not asked")
  func trace() throws {
    let owner = RulePredicate<Int, Int>("is_owner") { user, object in object.map { user == $0 } }
    let superuser = RulePredicate<Int, Int>("is_superuser") { user in user == 1 }
    let rule = (owner | superuser) & ~RulePredicate("archived") { false }
    #expect(
      try rule.trace(1, 1).lines == [
        "((is_owner | is_superuser) & ~archived): true", "  (is_owner | is_superuser): true",
        "    is_owner: true", "    is_superuser: not asked", "  ~archived: true", "    archived: false",
      ])
    #expect(try rule.trace(2).parts[0].parts[0].answer == .skipped)
    #expect(try owner.test(2) == false)
  }
}
