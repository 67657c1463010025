import Testing

@testable import Frame

@Suite("Key scripts")
struct KeyScriptTests {
  typealias Step = KeyScript.Step

  @Test("a script is keys, text and directives, each with its place")
  func parse() throws {
    let script = """
      # open the first user
      /"kern el" Enter C-d

      @resize 80x24  @wait "Users" # shown?
      \t@dump out.txt F2 j "#"
      """
    #expect(throws: KeyScript.Failure.self) { try KeyScript.parse(script) }
    #expect(
      try KeyScript.parse(script.replacing("/\"", with: "/ \"")) == [
        Step(.key(.character("/")), line: 2, column: 1), Step(.text("kern el"), line: 2, column: 3),
        Step(.key(.enter), line: 2, column: 13), Step(.key(.control("d")), line: 2, column: 19),
        Step(.resize(Size(width: 80, height: 24)), line: 4, column: 1),
        Step(.wait("Users"), line: 4, column: 16),
        Step(.dump("out.txt"), line: 5, column: 2), Step(.key(.function(2)), line: 5, column: 16),
        Step(.key(.character("j")), line: 5, column: 19), Step(.text("#"), line: 5, column: 21),
      ])
  }

  @Test("an empty script has no steps", arguments: ["", " \n\t", "# only this", "\u{FEFF}"])
  func empty(script: String) throws {
    #expect(try KeyScript.parse(script).isEmpty)
  }

  @Test(
    "text has escapes",
    arguments: [
      (#""""#, ""), (#""a\"b""#, "a\"b"), (#""a\\b""#, "a\\b"), (#""a\nb""#, "a\nb"), (#""\u00e9x""#, "éx"),
      (#""\uD83D\uDE00""#, "😀"), (#""\u202E""#, "\u{202E}"), (#""a b  c""#, "a b  c"), (#""日本""#, "日本"),
    ] as [(String, String)])
  func escapes(script: String, text: String) throws {
    #expect(try KeyScript.parse(script).map(\.action) == [.text(text)])
  }

  @Test("text is typed key by key, a line break is Enter")
  func keys() throws {
    #expect(
      try KeyScript.parse(#""a b\nc""#)[0].keys == [
        .character("a"), .character(" "), .character("b"), .enter, .character("c"),
      ])
    #expect(try KeyScript.parse("@resize 1x1")[0].keys.isEmpty)
  }

  @Test("lines may end as on other systems")
  func lineEnds() throws {
    #expect(try KeyScript.parse("j\r\nk").map(\.line) == [1, 2])
  }

  @Test(
    "a mistake has its place and says what to do",
    arguments: [
      ("j Entr", 1, 3, "unknown key `Entr`, did you mean `Enter`?"),
      ("esc", 1, 1, "unknown key `esc`, did you mean `Esc`?"),
      ("j\n  PageDown", 2, 3, "unknown key `PageDown`"),
      ("F13", 1, 1, "unknown key `F13`, did you mean `F1`?"),
      ("@wiat \"x\"", 1, 1, "unknown directive `@wiat`, did you mean `@wait`?"),
      ("@resiz 1x1", 1, 1, "unknown directive `@resiz`, did you mean `@resize`?"),
      ("@resize 80", 1, 9, "expected a size such as `80x24`, at most 1000 each way, not `80`"),
      ("@resize 0x24", 1, 9, "expected a size such as `80x24`, at most 1000 each way, not `0x24`"),
      ("@resize 80x9999", 1, 9, "expected a size such as `80x24`, at most 1000 each way, not `80x9999`"),
      ("j @resize", 1, 3, "`@resize` needs a size such as `80x24` after it"),
      ("@wait # x", 1, 1, "`@wait` needs a text such as `\"Users\"` after it"),
      ("@wait \"\"", 1, 1, "`@wait` needs a text such as `\"Users\"` after it"),
      ("@dump", 1, 1, "`@dump` needs a file name after it"),
      ("\"abc", 1, 1, "the text that starts here isn't closed on its line; a line break in it is `\\n`"),
      ("\"abc\n\"", 1, 1, "the text that starts here isn't closed on its line; a line break in it is `\\n`"),
      ("\"a\"b", 1, 4, "expected white space after the closing quote"),
      ("\"a\\tb\"", 1, 3, "unknown escape `\\t`; there are `\\\"`, `\\\\`, `\\n` and `\\uXXXX`"),
      ("\"\\u12\"", 1, 2, "`\\u` needs four hexadecimal digits"),
      ("\"\\uD83Dx\"", 1, 2, "`\\uD83D` is half of a character; the other half is missing"),
      ("x\u{1B}[m", 1, 1, "unknown key `x␛[m`"),
    ] as [(String, Int, Int, String)])
  func mistakes(script: String, line: Int, column: Int, message: String) {
    #expect(throws: KeyScript.Failure(line: line, column: column, message: message)) {
      try KeyScript.parse(script)
    }
  }

  @Test(
    "distance counts letters to change",
    arguments: [
      ("", "", 0), ("abc", "", 3), ("", "ab", 2), ("kitten", "sitting", 3), ("Esc", "Esc", 0),
      ("wiat", "wait", 1), ("ab", "ba", 1),
    ])
  func distance(one: String, other: String, expected: Int) {
    #expect(Spelling.distance(one, other) == expected)
  }
}
