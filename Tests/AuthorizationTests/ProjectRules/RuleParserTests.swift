import Authorization
import Testing

/// The language of the rules in the settings.
@Suite struct RuleParserTests {
  @Test("operators bind as in Python: ~, &, ^, |")
  func precedence() throws {
    #expect(try Self.shape("a | b ^ c & ~d") == "(a | (b ^ (c & ~d)))")
    #expect(try Self.shape("~a & b ^ c | d") == "(((~a & b) ^ c) | d)")
    #expect(try Self.shape("~~a") == "~~a")
  }

  private static func shape(_ text: String) throws -> String { shape(try RuleExpression.read(text)) }

  private static func shape(_ expression: RuleExpression) -> String {
    switch expression {
    case .atom(let atom): atom.text.text
    case .predicate(let name, _): name.text
    case .not(let inner): "~\(shape(inner))"
    case .and(let left, let right): "(\(shape(left)) & \(shape(right)))"
    case .or(let left, let right): "(\(shape(left)) | \(shape(right)))"
    case .exclusive(let left, let right): "(\(shape(left)) ^ \(shape(right)))"
    }
  }

  @Test("an atom is written as it stands, and what denies is the inverse of one")
  func atoms() throws {
    #expect(try Self.shape("object.a.b==user.c") == "object.a.b == user.c")
    #expect(try Self.shape("object.a is not null") == "~object.a is null")
    #expect(try Self.shape("user not in group 'x'") == "~user in group 'x'")
    #expect(try Self.shape("object.a not in (1, -2, 3.5)") == "~object.a in (1, -2, 3.5)")
  }

  @Test("no text makes the parser stop, however it is cut and mixed")
  func fuzz() {
    let pieces = [
      "object", "user", ".", "id", "==", "&", "|", "^", "~", "(", ")", "in", "not", "is", "null", "group",
      "\"x\"", "'",
      "7", "-", "1.5", ",", "é", "e\u{301}", "\u{0}", "\\", "=", "true", " ",
    ]
    var random = SystemRandomNumberGenerator()
    var read = 0
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...14, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined(separator: Bool.random(using: &random) ? " " : "")
      do {
        _ = try RuleExpression.read(text)
        read += 1
      } catch {
        #expect((1...(text.unicodeScalars.count + 1)).contains(error.column), "\(text)")
      }
    }
    #expect(read > 0)
  }
}
