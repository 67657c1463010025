import Authorization
import Testing

@testable import Browser

@Suite("The page of an answer")
struct WhyPageTests {
  static let open = "1 / \"mira\" Enter 4 i"

  private var subject: SubjectRef { .user(Organisation.mira) }

  @Test("opens from a row of the inspector, and says sentence, tree and what would fix it")
  func denial() throws {
    var driver = Driver.writable()
    driver.press(Self.open + " j Enter")
    let question = AccessQuestion(subject: subject, permission: "write", object: Organisation.mainline)
    #expect(driver.state.place.why?.question == question)
    for words in [
      "denied: mira write on tree:linux-mainline", "not in kernel-maintainers", "- git trees",
      "missing: not in kernel-maintainers", "· object permissions are not asked about git trees",
      "sessions that cache an older answer", "1 add mira to contractors", "opens nothing else",
    ] { #expect(driver.screen.contains(words), "\(words)") }
    driver.press("G")
    #expect(driver.screen.contains("the operator lacks `auth.change_user`"))
    #expect(driver.screen.contains("and 1 more way that was not looked at"))
    driver.press("Esc")
    #expect(driver.state.place.list?.source == .view(.trees))
    #expect(driver.state.focus == .list)
  }

  @Test("says that it looks for what would fix it until that is there, and forgets it where it is left")
  func later() {
    var driver = Driver.writable()
    driver.press(Self.open + " j")
    driver.isHeld = true
    driver.press("Enter")
    #expect(!driver.screen.contains("denied: mira"))
    let explained = driver.held.filter { if case .explained = $0 { true } else { false } }
    driver.held = []
    for answer in explained { driver.send(answer) }
    #expect(driver.screen.contains("denied: mira"))
    #expect(driver.screen.contains("looking what would fix it…"))
    driver.press("Esc")
    #expect(driver.effects.contains { if case .cancel = $0 { true } else { false } })
    driver.held = []
    driver.isHeld = false
    #expect(driver.state.runningEffects == 0)
  }

  @Test("puts a fix into a dialog that previews it, and saves nothing by itself")
  func fix() throws {
    var driver = Driver.writable()
    driver.press(Self.open + " j Enter")
    let place = try #require(
      driver.state.place.why?.items.firstIndex { $0.text == "add mira to contractors" })
    driver.press(Array(repeating: "j", count: place).joined(separator: " ") + " Enter")
    let change = Change.addMember(user: .integer(1), group: .integer(3))
    #expect(driver.state.dialog?.form == .fixed([change]))
    #expect(driver.state.dialog?.focus == .button(.cancel))
    #expect(driver.previews == [[change]])
    #expect(driver.saved.isEmpty)
    let before = driver.effects.count { if case .explain = $0 { true } else { false } }
    driver.press("C-s Enter")
    #expect(driver.saved == [[change]])
    // The answer is asked for again once something was saved.
    #expect(driver.effects.count { if case .explain = $0 { true } else { false } } > before)
  }

  @Test("f goes to the fixes, and Tab from section to section, round")
  func sections() {
    var driver = Driver.writable()
    driver.press(Self.open + " j Enter")
    #expect(driver.lines.last?.contains("f fixes") == true)
    #expect(driver.lines.last?.contains("Enter") == false)
    driver.press("f")
    #expect(driver.state.place.why?.item?.text == "add mira to contractors")
    #expect(driver.lines.last?.contains("Enter preview") == true)
    var seen: [String] = []
    for _ in 0..<4 {
      driver.press("Tab")
      seen.append(driver.state.place.why?.item?.text ?? "")
    }
    #expect(
      seen == [
        "denied: mira write on tree:linux-mainline", "git trees", "sessions that cache an older answer",
        "add mira to contractors",
      ])
    driver.press("S-Tab")
    #expect(driver.state.place.why?.item?.text == "sessions that cache an older answer")
  }

  @Test("says why there is nothing to go to yet")
  func noFixes() {
    var driver = Driver.writable()
    driver.press(Self.open + " j")
    driver.isHeld = true
    driver.press("Enter f")
    #expect(driver.screen.contains("fixes: there is no answer"))
    driver.release()
    driver.press("f a")
    #expect(driver.screen.contains("add: nothing can be added here"))
  }

  @Test("opens no fix that is refused, nor any line that is no change")
  func refused() {
    var driver = Driver.writable()
    driver.press(Self.open + " j Enter Enter")
    #expect(driver.state.dialog == nil)
    #expect(driver.screen.contains("preview: this line is no change; `f` goes to those that there are"))
    let refused = driver.state.place.why?.items.firstIndex { $0.text == "make mira a superuser" } ?? 0
    driver.press(Array(repeating: "j", count: refused).joined(separator: " ") + " Enter")
    #expect(driver.state.dialog == nil)
    #expect(driver.screen.contains("preview: refused: the operator lacks `auth.change_user`"))
  }

  @Test("on a database for reading only shows fixes and opens none")
  func readOnly() {
    var driver = Driver(80, 24)
    driver.press(Self.open + " j Enter")
    let place = driver.state.place.why?.items.firstIndex { $0.text == "add mira to contractors" } ?? 0
    driver.press(Array(repeating: "j", count: place).joined(separator: " ") + " Enter")
    #expect(driver.state.dialog == nil)
    #expect(driver.screen.contains("read-only: asked for"))
  }

  @Test("of an allowance says what carries it, what is redundant, and what would end it")
  func allowance() {
    var driver = Driver.writable(120, 40)
    driver.press(Self.open + " Enter")
    for words in [
      "allowed: mira read on tree:linux-mainline", "What carries it", "+ member of kernel-qe",
      "also through member of release; taking it away changes nothing", "What would end it",
      "1 take mira out of kernel-qe", "and 2 more ways that were not looked at",
    ] { #expect(driver.screen.contains(words), "\(words)") }
  }

  @Test("says why there is no answer")
  func failure() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter 4 / \"sealed\" Enter i Enter")
    #expect(driver.screen.contains("there is no answer"))
    #expect(driver.screen.contains("the object is gone"))
    #expect(driver.state.messageHistory.isEmpty)
  }

  @Test("copies itself with the command that repeats it, control characters made visible")
  func copies() throws {
    var driver = Driver.writable()
    driver.press(Self.open + " j Enter y")
    let text = try #require(driver.copied.last)
    #expect(
      text.hasPrefix("$ permscope check DB mira write tree:linux-mainline\ndenied: mira write"))
    #expect(text.contains("1 add mira to contractors"))
    #expect(text.contains("$ permscope member add DB release mira"))
    #expect(!text.unicodeScalars.contains("\u{1B}"))
  }

  @Test("is asked again after another program has written, and moves nothing")
  func refresh() {
    var driver = Driver.writable()
    driver.press(Self.open + " j Enter G k k")
    let before = driver.screen
    let count = driver.effects.count { if case .remediate = $0 { true } else { false } }
    driver.send(.databaseChanged)
    driver.expectIdle()
    #expect(driver.effects.count { if case .remediate = $0 { true } else { false } } == count + 1)
    #expect(driver.screen == before)
  }

  @Test("opens from a row of who can, from a menu of permissions, and from the palette")
  func ways() {
    var driver = Driver.writable(120, 40)
    driver.press(Self.open + " w Enter")
    #expect(
      driver.state.place.why?.question
        == AccessQuestion(
          subject: .user(Organisation.lena), permission: "read", object: Organisation.mainline))
    driver.press("Esc Esc c j Enter")
    #expect(driver.state.place.why?.question.permission == "write")
    driver.press("Esc : \"why\" Enter Enter")
    #expect(driver.state.place.why?.question.permission == "read")
  }
}
