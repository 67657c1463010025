import Frame
import Testing

@testable import Terminal

@Suite("Keys from bytes")
struct KeyDecoderTests {
  private func decode(_ text: String) -> [Event] {
    var decoder = KeyDecoder()
    return decoder.feed(Array(text.utf8), now: 0) + decoder.expire(now: 10_000)
  }

  @Test(
    "each key is known in the forms that terminals send",
    arguments: [
      (.up, ["[A", "OA", "[1;5A", "[a"]), (.down, ["[B", "OB", "[1;2B"]), (.right, ["[C", "OC", "[1;3C"]),
      (.left, ["[D", "OD"]), (.home, ["[H", "OH", "[1~", "[7~", "[1;5H"]),
      (.end, ["[F", "OF", "[4~", "[8~"]),
      (.pageUp, ["[5~", "[5;5~"]), (.pageDown, ["[6~"]), (.delete, ["[3~", "[3;2~", "[3^"]),
      (.insert, ["[2~"]),
      (.backTab, ["[Z", "[9;2u"]), (.function(1), ["OP", "[11~", "[[A", "[1;2P"]),
      (.function(4), ["OS", "[14~", "[[D"]),
      (.function(5), ["[15~", "[[E"]), (.function(6), ["[17~"]), (.function(10), ["[21~"]),
      (.function(11), ["[23~"]), (.function(12), ["[24~", "[24;5~"]), (.enter, ["OM", "[13u"]),
      (.character("7"), ["Ow"]), (.control("d"), ["[100;5u", "[27;5;100~"]), (.character("é"), ["[233u"]),
      (.character("A"), ["[97;2u"]), (.escape, ["[27u"]),
    ] as [(Key, [String])])
  func sequences(key: Key, forms: [String]) {
    for form in forms { #expect(decode("\u{1B}" + form) == [.key(key)], "ESC \(form)") }
  }

  @Test(
    "control characters are keys",
    arguments: [
      ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{7F}", .backspace), ("\u{8}", .backspace),
      ("\u{4}", .control("d")), ("\u{1A}", .control("z")), ("\0", .control(" ")), ("\u{1F}", .control("_")),
    ] as [(String, Key)])
  func controls(text: String, key: Key) {
    #expect(decode(text) == [.key(key)])
  }

  @Test("ESC alone is a key once no sequence can follow")
  func escape() {
    var decoder = KeyDecoder(escapeDelay: 25)
    #expect(decoder.feed([0x1B], now: 100).isEmpty)
    #expect(decoder.deadline == 125)
    #expect(decoder.expire(now: 124).isEmpty)
    #expect(decoder.expire(now: 125) == [.key(.escape)])
    #expect(decoder.deadline == nil)
  }

  @Test("ESC and another key are two keys, ESC before a sequence too")
  func escapeAndMore() {
    #expect(decode("\u{1B}j") == [.key(.escape), .key(.character("j"))])
    #expect(decode("\u{1B}\u{1B}") == [.key(.escape), .key(.escape)])
    #expect(decode("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
    #expect(decode("\u{1B}[") == [.key(.escape), .key(.character("["))])
    #expect(decode("\u{1B}O") == [.key(.escape), .key(.character("O"))])
  }

  @Test(
    "a sequence that no key sends is no key, and what follows it is",
    arguments: [
      "[1;13Y", "[?62;4c", "[99~", "[I", "[O", "[<0;1;1m", "[<35;4;4M", "[<2;4;4M", "[200;", "[M !!", "Oz",
    ])
  func unknown(sequence: String) {
    var decoder = KeyDecoder()
    let events = decoder.feed(Array(("\u{1B}" + sequence).utf8), now: 0) + decoder.expire(now: 25)
    #expect(events.isEmpty)
    #expect(decoder.feed([UInt8(ascii: "d")], now: 30) == [.key(.character("d"))])
  }

  @Test("a sequence that is cut off by another one is dropped")
  func cutOff() {
    #expect(decode("\u{1B}[1;\u{1B}[B") == [.key(.down)])
    #expect(decode("\u{1B}[" + String(repeating: "1", count: 100)).allSatisfy { $0 == .key(.character("1")) })
  }

  @Test("characters arrive whole, however their bytes do", arguments: ["é", "日", "👩", "z"])
  func split(character: String) {
    var decoder = KeyDecoder()
    var events: [Event] = []
    for byte in character.utf8 { events += decoder.feed([byte], now: 0) }
    #expect(events == [.key(.character(Character(character)))])
  }

  @Test("a mark that is typed after its letter is a character of its own")
  func combining() {
    #expect(decode("e\u{301}") == [.key(.character("e")), .key(.character("\u{301}"))])
  }

  @Test(
    "malformed bytes are no keys",
    arguments: [
      [0x80], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
      [0xC2, 0x9B],
    ] as [[UInt8]])
  func malformed(bytes: [UInt8]) {
    var decoder = KeyDecoder()
    let events = decoder.feed(bytes + [UInt8(ascii: "x")], now: 0)
    #expect(events.last == .key(.character("x")))
    #expect(events.count == (bytes.last == 0x28 ? 2 : 1) || bytes == [0xC3])
  }

  @Test(
    "a paste is one event, without control characters but for tabs and line breaks",
    arguments: [
      ("mira", "mira"), ("a\r\nb\rc\nd\u{2028}e\n", "a\nb\nc\nd\ne\n"), ("\r\r\n\n\r", "\n\n\n\n"),
      ("a\t\tb", "a\t\tb"), ("a\u{1B}[31mb", "a[31mb"), ("\0\u{7F}\u{9B}x", "x"),
      ("q\u{3}q", "qq"), ("日本 é", "日本 é"), ("", ""), ("\n", "\n"), ("a\u{1B}[20b", "a[20b"),
      ("a\u{1B}\u{1B}[201", "a[201"),
    ])
  func paste(pasted: String, text: String) {
    #expect(decode("\u{1B}[200~\(pasted)\u{1B}[201~j") == [.paste(text), .key(.character("j"))])
  }

  @Test("a paste may come in pieces, is limited, and ends even if the terminal doesn't say so")
  func longPaste() {
    var decoder = KeyDecoder()
    var events: [Event] = []
    for byte in Array("\u{1B}[200~".utf8) { events += decoder.feed([byte], now: 0) }
    events += decoder.feed([UInt8](repeating: UInt8(ascii: "x"), count: 100_000), now: 10)
    #expect(events.isEmpty)
    #expect(decoder.deadline == 2010)
    #expect(decoder.expire(now: 2010) == [.paste(String(repeating: "x", count: PasteCollector.limit))])
  }

  @Test("the mouse presses, double clicks and scrolls")
  func mouse() {
    var decoder = KeyDecoder()
    func feed(_ report: String, _ now: Int) -> [Event] {
      decoder.feed(Array("\u{1B}[<\(report)".utf8), now: now)
    }
    #expect(feed("0;5;3M", 0) == [.mouse(Mouse(.press, x: 4, y: 2))])
    #expect(feed("0;5;3m", 10).isEmpty)
    #expect(feed("0;5;3M", 200) == [.mouse(Mouse(.doubleClick, x: 4, y: 2))])
    #expect(feed("0;5;3M", 300) == [.mouse(Mouse(.press, x: 4, y: 2))], "a third click begins anew")
    #expect(feed("0;6;3M", 350) == [.mouse(Mouse(.press, x: 5, y: 2))], "another place")
    #expect(feed("0;6;3M", 900) == [.mouse(Mouse(.press, x: 5, y: 2))], "too late")
    #expect(feed("64;300;1M", 900) == [.mouse(Mouse(.scrollUp, x: 299, y: 0))])
    #expect(feed("81;1;1M", 900) == [.mouse(Mouse(.scrollDown, x: 0, y: 0))], "with Ctrl")
    #expect(feed("0;0;0M", 900).isEmpty)
    #expect(feed("0;5M", 900).isEmpty)
  }

  @Test("the terminal type's own sequences come first")
  func described() {
    let capabilities = ["kdch1": "\u{1B}[P", "kcuu1": "\u{1B}A", "kf1": "\u{1}", "kend": ""]
    let keys = KeySequences.described { capabilities[$0].map { Array($0.utf8) } }
    var decoder = KeyDecoder(described: keys)
    #expect(
      decoder.feed(Array("\u{1B}[P\u{1B}A\u{1}\u{1B}[B".utf8), now: 0) == [
        .key(.delete), .key(.up), .key(.control("a")), .key(.down),
      ])
  }
}
