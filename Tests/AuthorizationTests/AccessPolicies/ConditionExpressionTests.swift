import Authorization
import Testing

@Suite struct ConditionExpressionTests {
  /// As drf-access-policy 1.5.0 over pyparsing 3.3.3 reads them; parentheses show the tree.
  @Test(
    "an expression is read as the real parser reads it",
    arguments: [
      ("a", "a", ""), ("a or b and c", "a or b and c", ""), ("(a or b) and c", "(a or b) and c", ""),
      ("not a and b", "not a and b", ""), ("not (a or b)", "not (a or b)", ""),
      ("not not a", "not not a", ""),
      ("a and b or c and d", "a and b or c and d", ""), ("a  and\tc\n", "a and c", ""),
      ("a or (b or c)", "a or (b or c)", ""), ("((((a))))", "a", ""), ("(a)and(b)", "a and b", ""),
      ("a AND b", "a", "AND b"), ("a b", "a", "b"), ("a orb", "a or b", ""), ("a or b)", "a or b", ")"),
      ("(a)) or b", "a", ") or b"), ("a not b", "a", "not b"), ("a-b", "a", "-b"), ("a,b", "a", ",b"),
      ("note", "not e", ""), ("notb", "not b", ""), ("a and note", "a and not e", ""),
      ("android", "android", ""),
      ("notnota", "not not a", ""), ("and", "and", ""), ("a and and", "a and and", ""),
      ("True", "True", ""), ("Truex", "Truex", ""), ("True:x", "True", ":x"),
      ("False.a and b", "False", ".a and b"),
      ("notTrue", "not True", ""), ("a:b,c.d", "a:b", ",c.d"), ("x:file.y*_z", "x:file.y*_z", ""),
      ("a\u{A0}and b", "a", "\u{A0}and b"), ("a\u{E9}", "a", "\u{E9}"), ("aandb", "aandb", ""),
      ("a order", "a or der", ""),
    ] as [(Name, Name, Name)])
  func reads(text: Name, expected: Name, ignored: Name) throws {
    let reading = try ConditionExpression.read(text)
    #expect(reading.expression.text == expected)
    #expect(reading.ignored == ignored)
  }

  @Test(
    "what the real parser raises at is an error",
    arguments: [
      ("", "expected a condition and not the end"), (" ", "expected a condition and not the end"),
      ("a and", "expected a condition and not the end"), ("not", "expected a condition and not the end"),
      ("()", "expected a condition and not `)` at column 2"),
      ("-", "expected a condition and not `-` at column 1"),
      ("(a or b", "expected `)` or an operator and not the end"),
      ("(a b)", "expected `)` or an operator and not `b` at column 4"),
      ("a or (b", "expected `)` or an operator and not the end"),
      ("a and <b>", "expected a condition and not `<` at column 7"),
      ("\u{E9}", "expected a condition and not `\u{E9}` at column 1"),
    ] as [(Name, String)])
  func raises(text: Name, message: String) {
    let error = #expect(throws: ConditionError.self) { try ConditionExpression.read(text) }
    #expect(error?.description == message)
  }

  @Test("operators of one kind side by side are one list")
  func flat() throws {
    let found = try ConditionExpression.read("a or b or c and d and e").expression
    #expect(
      found
        == .or([
          .condition("a"), .condition("b"), .and([.condition("c"), .condition("d"), .condition("e")]),
        ]))
    #expect(found.conditions == ["a", "b", "c", "d", "e"])
  }

  @Test("words out of which an operator was cut are told, once each")
  func cuts() throws {
    let reading = try ConditionExpression.read("notnota orb and (c)andd")
    #expect(reading.cuts.map(\.word) == ["notnota", "orb", "andd"])
    #expect(reading.cuts.map(\.keyword) == ["not", "or", "and"])
    #expect(reading.cuts.map(\.rest) == ["nota", "b", "d"])
    #expect(try ConditionExpression.read("not(a)and(b)").cuts.isEmpty)
  }

  @Test("a condition ends after 256 characters")
  func long() throws {
    let word = String(repeating: "a", count: 256)
    let reading = try ConditionExpression.read(Name(word + "b"))
    #expect(reading.expression == .condition(Name(word)))
    #expect(reading.ignored == "b")
  }

  @Test("nesting is bounded, parentheses are not")
  func depth() throws {
    let nots = String(repeating: "not ", count: ConditionExpression.maximumDepth)
    let deepest = try ConditionExpression.read(Name(nots + "a")).expression
    #expect(deepest.conditions == ["a"])
    for text in [
      "not " + nots + "a",
      String(repeating: "a and (", count: 100_000) + "a" + String(repeating: ")", count: 100_000),
    ] {
      let error = #expect(throws: ConditionError.self) { try ConditionExpression.read(Name(text)) }
      #expect(error?.kind == .tooDeep)
    }
    let open = String(repeating: "(", count: 100_000)
    let close = String(repeating: ")", count: 100_000)
    #expect(try ConditionExpression.read(Name(open + "a" + close)).expression == .condition("a"))
  }

  @Test("whatever is typed, what was read reads the same when it is written out")
  func stable() throws {
    let pieces = [
      "a", "b:c.d", "not", "and", "or", "(", ")", " ", " ", " ", "note", "orb", ",", "AND", "\u{E9}",
    ]
    var random = SystemRandomNumberGenerator()
    var complete = 0
    for _ in 0..<3000 {
      let count = Int.random(in: 0...14, using: &random)
      let text = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
      guard let reading = try? ConditionExpression.read(Name(text)) else { continue }
      complete += 1
      let again = try ConditionExpression.read(reading.expression.text)
      #expect(again.expression == reading.expression, "\(text)")
      #expect(again.ignored == "" && again.cuts.isEmpty, "\(text)")
      #expect(text.utf8.reversed().starts(with: reading.ignored.text.utf8.reversed()) || text.hasSuffix(" "))
    }
    #expect(complete > 100)
  }
}
