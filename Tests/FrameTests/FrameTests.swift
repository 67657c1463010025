import Testing

@testable import Frame

@Suite("A frame of cells")
struct FrameTests {
  private func frame(_ width: Int, _ height: Int = 1) -> Frame {
    Frame(size: Size(width: width, height: height))
  }

  @Test(
    "text is cut at the edges and never within a wide character",
    arguments: [
      ("abc", 0, nil, 3, "abc"), ("abc", 3, nil, 2, "   ab"), ("abc", 5, nil, 0, ""), ("abc", 0, 2, 2, "ab"),
      ("abc", 0, 0, 0, ""), ("abc", 0, -1, 0, ""), ("日本", 0, nil, 4, "日本"), ("日本", 2, nil, 2, "  日"),
      ("日本", 0, 3, 2, "日"), ("日本", 4, nil, 0, ""), ("abc", -1, nil, 3, "bc"), ("日本", -1, nil, 4, " 本"),
      ("e\u{301}x", 0, 1, 1, "é"), ("a\nb", 0, nil, 3, "a␊b"), ("ab\u{202E}", 0, nil, 5, "ab‹20"),
    ] as [(String, Int, Int?, Int, String)])
  func put(_ text: String, _ x: Int, _ maxWidth: Int?, _ used: Int, _ shown: String) {
    var frame = frame(5)
    #expect(frame.put(text, x: x, y: 0, maxWidth: maxWidth) == used)
    #expect(frame.plainText() == shown)
  }

  @Test("rows outside the frame take nothing", arguments: [-1, 2, 100])
  func rowsOutside(y: Int) {
    var frame = frame(5, 2)
    #expect(frame.put("abc", x: 0, y: y) == 0)
    #expect(frame == self.frame(5, 2))
  }

  @Test(
    "what covers half of a wide character blanks the other half",
    arguments: [
      ("x", 0, "x 本語"), ("x", 1, " x本語"), ("x", 2, "日x 語"), ("x", 5, "日本 x"), ("字", 1, " 字 語"),
      ("字", 0, "字本語"), ("字", 3, "日 字"), ("xyz", 1, " xyz語"),
    ] as [(String, Int, String)])
  func coveredHalf(_ text: String, _ x: Int, _ shown: String) {
    var frame = frame(6)
    frame.put("日本語", x: 0, y: 0)
    frame.put(text, x: x, y: 0)
    #expect(frame.plainText() == shown)
    #expect(frame.row(0).reduce(0) { $0 + Int($1.width) } == 6, "the row has as many cells as before")
  }

  @Test("a wide character is one cell and its continuation")
  func wideCell() {
    var frame = frame(3)
    frame.put("日", x: 0, y: 0, style: Style(.key))
    #expect(frame[0, 0] == Cell("日", width: 2, style: Style(.key)))
    #expect(frame[1, 0].isContinuation)
    #expect(frame[2, 0] == .blank)
    #expect(frame[9, 9] == .blank)
  }

  @Test("a cell holds its marks")
  func marks() {
    var frame = frame(3)
    #expect(frame.put("e\u{301}\u{302}x", x: 0, y: 0) == 2)
    #expect(frame[0, 0].text.unicodeScalars.count == 3)
    #expect(frame[1, 0].text == "x")
  }

  @Test("a box has a border and a title that is cut to fit")
  func box() {
    var frame = frame(12, 3)
    frame.box(Rect(x: 0, y: 0, width: 12, height: 3), title: "Users and groups", style: Style(.border))
    #expect(
      frame.plainText() == """
        ┌ Users … ─┐
        │          │
        └──────────┘
        """)
    #expect(frame[0, 0].style == Style(.border))
    #expect(frame[3, 1].style == .plain)
  }

  @Test("a box too small for a border draws nothing", arguments: [(0, 5), (1, 3), (5, 1), (-2, 3)])
  func tinyBox(width: Int, height: Int) {
    var frame = frame(6, 6)
    frame.box(Rect(x: 0, y: 0, width: width, height: height), title: "x")
    #expect(frame == self.frame(6, 6))
  }

  @Test("boxes that share an edge join")
  func joined() {
    var frame = frame(7, 5)
    frame.box(Rect(x: 0, y: 0, width: 4, height: 3), joined: true)
    frame.box(Rect(x: 3, y: 0, width: 4, height: 3), joined: true)
    frame.box(Rect(x: 0, y: 2, width: 7, height: 3), joined: true)
    #expect(
      frame.plainText() == """
        ┌──┬──┐
        │  │  │
        ├──┴──┤
        │     │
        └─────┘
        """)
  }

  @Test("a rule joins the border that it meets")
  func rule() {
    var frame = frame(5, 3)
    frame.box(Rect(x: 0, y: 0, width: 5, height: 3))
    frame.rule(x: 0, y: 1, width: 5)
    #expect(frame.plainText() == "┌───┐\n├───┤\n└───┘")
  }

  @Test("filling blanks a rectangle, and what it cuts of wide characters")
  func fill() {
    var frame = frame(6)
    frame.put("日本語", x: 0, y: 0)
    frame.fill(Rect(x: 1, y: -4, width: 2, height: 9), style: Style(.bar))
    #expect(frame.plainText() == "    語")
    #expect(frame[1, 0].style == Style(.bar))
    #expect(frame[4, 0].style == .plain)
  }

  @Test("restyling changes styles only, within the frame")
  func restyle() {
    var frame = frame(4)
    frame.put("abcd", x: 0, y: 0, style: Style(.key))
    frame.restyle(Rect(x: 2, y: 0, width: 50, height: 50)) { style in
      var style = style
      style.selected = true
      return style
    }
    #expect(frame.plainText() == "abcd")
    #expect(frame.row(0).map(\.style.selected) == [false, false, true, true])
    #expect(frame[3, 0].style.tone == .key)
  }

  @Test("a frame of no size takes anything")
  func empty() {
    var frame = Frame(size: Size(width: -1, height: 0))
    #expect(frame.put("abc", x: 0, y: 0) == 0)
    frame.fill(Rect(x: 0, y: 0, width: 3, height: 3))
    frame.box(Rect(x: 0, y: 0, width: 3, height: 3))
    #expect(frame.plainText() == "")
    #expect(frame.size == Size(width: 0, height: 0))
  }
}
