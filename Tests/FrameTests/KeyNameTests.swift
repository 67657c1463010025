import Testing

@testable import Frame

@Suite("The names of keys")
struct KeyNameTests {
  static let table: [(String, Key)] = [
    ("Esc", .escape), ("Enter", .enter), ("Tab", .tab), ("S-Tab", .backTab), ("Space", .character(" ")),
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end),
    ("PgUp", .pageUp), ("PgDn", .pageDown), ("Del", .delete), ("BS", .backspace), ("Ins", .insert),
    ("F1", .function(1)), ("F12", .function(12)), ("C-x", .control("x")), ("C-Space", .control(" ")),
    ("j", .character("j")), ("G", .character("G")), ("/", .character("/")), ("@", .character("@")),
    ("é", .character("é")), ("日", .character("日")), ("C-_", .control("_")), ("F", .character("F")),
  ]

  @Test("a name means a key and a key has that name", arguments: table)
  func bothWays(name: String, key: Key) {
    #expect(Key(name: name) == key)
    #expect(key.name == name)
  }

  @Test(
    "what a terminal can't tell apart is the same key",
    arguments: [
      ("C-i", .tab), ("C-m", .enter), ("C-j", .enter), ("C-h", .backspace), ("C-[", .escape),
      ("C-X", .control("x")),
    ] as [(String, Key)])
  func aliases(name: String, key: Key) {
    #expect(Key(name: name) == key)
  }

  @Test(
    "other words are no keys",
    arguments: ["", " ", "esc", "F0", "F13", "F01", "F1x", "C-", "C-xx", "C-é", "C-1", "Escape", "jj", "\n"])
  func unknown(name: String) {
    #expect(Key(name: name) == nil)
  }

  @Test("keys that mean something else in a script are written as text", arguments: ["#", "\""])
  func quoted(character: String) throws {
    let key = Key.character(Character(character))
    let steps = try KeyScript.parse(key.name)
    #expect(steps.map(\.keys) == [[key]])
  }

  @Test(
    "labels are for people",
    arguments: [
      (.control("r"), "Ctrl-r"), (.backTab, "Shift-Tab"), (.character(" "), "Space"), (.character("#"), "#"),
      (.pageUp, "PgUp"), (.backspace, "Backspace"), (.function(3), "F3"), (.control(" "), "Ctrl-Space"),
    ] as [(Key, String)])
  func labels(key: Key, label: String) {
    #expect(key.label == label)
  }
}
