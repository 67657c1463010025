import Authorization
import Frame
import Testing

@testable import Browser

@Suite("Filter and sort")
struct FilterTests {
  @Test("filters as one types, each key cancelling the question before it")
  func live() {
    var driver = Driver(80, 24)
    driver.isHeld = true
    let before = driver.effects.count
    driver.press("/ \"ker\"")
    let cancelled = driver.effects.dropFirst(before).filter { if case .cancel = $0 { true } else { false } }
    #expect(cancelled.count == 4, "page and count of `k` and of `ke`")
    driver.release()
    #expect(driver.screen.contains("Users ─ 2 of 8 ─ filter: ker"))
  }

  @Test("keeps the filter with Enter and clears it with Esc, standing on the same row")
  func keepAndClear() {
    var driver = Driver(80, 24)
    driver.press("/ \"mir\" Enter")
    #expect(driver.state.overlay == nil)
    #expect(driver.screen.contains("1 of 8 ─ filter: mir"))
    driver.press("Esc")
    #expect(driver.list?.filter.isEmpty == true)
    #expect(driver.list?.row?.ref == Organisation.mira)
    #expect(driver.list?.window.rows.count == 8)
    driver.press("/ \"zzz\"")
    #expect(driver.screen.contains("nothing matches `zzz`"))
    driver.press("Esc")
    #expect(driver.list?.window.rows.count == 8)
  }

  @Test("shows the detail of a row again that a filter had hidden for a moment")
  func detailComesBack() {
    var driver = Driver(120, 40)
    driver.press("/ \"mira\" Enter")
    driver.press("/ Right \"zz\" BS BS Enter")
    #expect(driver.list?.row?.ref == Organisation.mira)
    #expect(driver.screen.contains("Groups 3"))
    #expect(!driver.screen.contains("reading…"))
  }

  @Test("shows how far a slow search has come, and its rows as they come")
  func slow() {
    var driver = Driver(80, 24)
    driver.press("/ \"k\"")
    let token = Token(10_000)
    driver.state.place.list?.counting = token
    driver.state.running = RunningEffects()
    while driver.state.running.start() != token {}
    driver.state.place.list?.mayGrow = true
    driver.isHeld = true
    driver.send(.tally(token, Tally(matches: 1, total: 8, progress: 0.34)))
    #expect(driver.screen.contains("1 of 8 ─ searching 34% ─ filter: k"))
    #expect(driver.list?.pending?.use == .restore)
    driver.send(.tally(token, Tally(matches: 2, total: 8, progress: 1)))
    #expect(!driver.screen.contains("searching"))
  }

  @Test("sorts by a column, chosen again the other way round, and back to its own order")
  func sort() {
    var driver = Driver(120, 40)
    driver.press("s j Enter")
    #expect(driver.list?.order == ListOrder(column: "username"))
    driver.press("s Enter")
    #expect(driver.list?.order == ListOrder(column: "username", descending: true))
    #expect(driver.screen.contains("username v"))
    #expect(driver.list?.row?.ref.name == "李小龙")
    driver.press("s k Enter")
    #expect(driver.list?.order == nil)
  }

  @Test(
    "replaces a kept filter by the first letter, and edits it with the keys that edit",
    arguments: [
      ("\"l\"", "l"), ("\"le\"", "le"), ("BS", "mir"), ("Left \"x\"", "mirxa"), ("Right \"x\"", "mirax"),
      ("Enter", "mira"),
    ])
  func keptFilter(keys: String, filter: String) {
    var driver = Driver(80, 24)
    driver.press("/ \"mira\" Enter /")
    driver.press(keys)
    #expect(driver.list?.filter == filter)
  }

  @Test("takes pasted text as text, line breaks included")
  func paste() {
    var driver = Driver(80, 24)
    driver.press("/")
    driver.send(.event(.paste("mi\nra")))
    #expect(driver.list?.filter == "mi ra")
    #expect(driver.state.overlay != nil)
  }

  @Test("exports the list as it is filtered, to the path that was typed")
  func export() {
    var driver = Driver(80, 24)
    driver.press("/ \"ker\" Enter x C-u \"out.csv\" Enter")
    let exports = driver.effects.compactMap { effect -> String? in
      if case .export(let source, let filter, _, let path, _) = effect, source == .view(.users) {
        return "\(filter) \(path)"
      }
      return nil
    }
    #expect(exports == ["ker out.csv"])
    #expect(driver.screen.contains("wrote 8 rows to `out.csv`"))
  }
}

@Suite("Text fields")
struct TextFieldTests {
  @Test(
    "edit by whole characters",
    arguments: [
      ([Key.backspace], "na\u{EF}v"), ([.left, .backspace], "na\u{EF}e"), ([.home, .delete], "a\u{EF}ve"),
      ([.control("w")], ""), ([.left, .left, .control("u")], "ve"),
      ([.home, .character("x")], "xna\u{EF}ve"),
    ])
  func edits(keys: [Key], result: String) {
    var field = TextField("nai\u{308}ve".precomposedForTest)
    for key in keys { _ = field.handle(key) }
    #expect(field.text == result)
  }

  @Test("join a combining mark to the letter before it")
  func combining() {
    var field = TextField("e")
    field.insert("\u{301}")
    #expect(field.characters.count == 1)
    _ = field.handle(.backspace)
    #expect(field.isEmpty)
  }

  @Test("remove one word at a time")
  func words() {
    var field = TextField("one two  ")
    _ = field.handle(.control("w"))
    #expect(field.text == "one ")
  }
}

extension String {
  /// The same text with the letter of this test in one code point.
  fileprivate var precomposedForTest: String { replacing("i\u{308}", with: "\u{EF}") }
}
