import Authorization
import Testing

@Suite struct JSONParserTests {
  @Test(
    "what is JSON is read",
    arguments: [
      ("null", JSONValue.null), (" true\n", true), ("[]", []), ("{}", [:]), ("-0", 0),
      ("9223372036854775807", 9_223_372_036_854_775_807),
      ("9223372036854775808", .number("9223372036854775808")), ("1.50", .number("1.50")),
      ("-1E+2", .number("-1E+2")), ("[1,[2,{\"a\":null}]]", [1, [2, ["a": nil]]]),
      (#""\"\\\/\b\f\n\r\t\u00e9""#, "\"\\/\u{8}\u{C}\n\r\t\u{E9}"), (#""\ud83d\ude00""#, "\u{1F600}"),
      ("\"\u{1F600}e\u{301}\"", "\u{1F600}e\u{301}"), (#""\u0000""#, "\0"),
    ] as [(String, JSONValue)])
  func accepts(text: String, value: JSONValue) throws {
    let found = try JSONValue(parsing: text)
    #expect(found == value)
  }

  @Test(
    "what is not JSON is refused, with its place",
    arguments: [
      ("", "unexpected end of the text at line 1, column 1"),
      ("nul", "expected a value at line 1, column 1"), ("NaN", "expected a value at line 1, column 1"),
      ("-Infinity", "expected a digit at line 1, column 2"),
      ("01", "a number does not begin with 0 at line 1, column 2"),
      ("1.", "expected a digit at line 1, column 3"), ("+1", "expected a value at line 1, column 1"),
      ("[1,]", "expected a value at line 1, column 4"), ("[1 2]", "expected `,` or `]` at line 1, column 4"),
      ("{\"a\":1,}", "expected a key in quotes at line 1, column 8"),
      ("{a:1}", "expected a key in quotes at line 1, column 2"),
      ("{\"a\" 1}", "expected `:` after the key at line 1, column 6"),
      ("\"a", "the string does not end at line 1, column 3"),
      ("\"\\", "the string does not end at line 1, column 3"),
      ("\"\t\"", "a control character in a string has to be escaped at line 1, column 2"),
      (#""\x""#, "unknown escape in a string at line 1, column 3"),
      (#""\u00g0""#, "expected four hexadecimal digits after `\\u` at line 1, column 6"),
      (#""\ud800""#, "half of a surrogate pair in a string at line 1, column 4"),
      (#""\udc00\ud800""#, "half of a surrogate pair in a string at line 1, column 4"),
      (#""\ud800\u0041""#, "half of a surrogate pair in a string at line 1, column 4"),
      ("\n\n {\"\u{E9}\": x}", "expected a value at line 3, column 8"),
      ("1 2", "unexpected text after the value at line 1, column 3"),
      ("\u{FEFF}1", "expected a value at line 1, column 1"),
    ])
  func refuses(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.description == message)
  }

  @Test("nesting is bounded")
  func depth() throws {
    let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    _ = try JSONValue(parsing: deep)
    for opening in ["[", "{\"a\":"] {
      #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: opening, count: 100_000)) }
    }
  }

  @Test("bytes that are not UTF-8 are refused")
  func notUnicode() {
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
  }

  @Test("of a key that comes twice the last value counts, and two spellings are two keys")
  func keys() throws {
    let value = try JSONValue(parsing: "{\"b\":1,\"a\":2,\"b\":3,\"\u{E9}\":4,\"e\u{301}\":5}")
    #expect(value.compactText == "{\"b\":3,\"a\":2,\"\u{E9}\":4,\"e\u{301}\":5}")
    #expect(value.members?["b"] == 3)
    #expect(value.members?["c"] == nil)
  }

  @Test("very many keys are read in linear time")
  func manyKeys() throws {
    let pairs = (0..<50_000).map { "\"k\($0 % 40_000)\":\($0)" }.joined(separator: ",")
    let value = try JSONValue(parsing: "{\(pairs)}")
    #expect(value.members?.members.count == 40_000)
    #expect(value.members?["k1"] == 40_001)
  }
}

@Suite struct JSONWriterTests {
  @Test(
    "nothing that a terminal obeys is written raw",
    arguments: [
      ("\u{1B}[31m", "\"\\u001b[31m\""), ("\u{7F}\u{9B}", "\"\\u007f\\u009b\""),
      ("\u{2028}\u{2029}", "\"\\u2028\\u2029\""),
      ("\u{202E}\u{2066}", "\"\\u202e\\u2066\""),
      ("a\"\\\n\r\t\u{8}\u{C}\0", "\"a\\\"\\\\\\n\\r\\t\\b\\f\\u0000\""),
      ("\u{E9}e\u{301}\u{1F468}\u{200D}\u{1F469}", "\"\u{E9}e\u{301}\u{1F468}\u{200D}\u{1F469}\""),
      ("\r\n", "\"\\r\\n\""),
    ])
  func escapes(text: String, written: String) throws {
    #expect(Name(JSONValue(text).compactText) == Name(written))
    let found = try JSONValue(parsing: written)
    #expect(found == JSONValue(text))
  }

  @Test("a value is written on one line, its keys in their order")
  func compact() {
    let value: JSONValue = ["b": [1, true, nil, "x"], "a": [:], "c": .number("1.0"), "d": JSONValue(0.5)]
    #expect(value.compactText == #"{"b":[1,true,null,"x"],"a":{},"c":1.0,"d":0.5}"#)
    #expect(JSONValue(Double.nan) == .null)
  }
}
