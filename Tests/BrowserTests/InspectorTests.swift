import Authorization
import Testing

@testable import Browser

@Suite("Inspector")
struct InspectorTests {
  private func titled(_ driver: Driver) -> String {
    let rows = driver.lines.filter { $0.hasPrefix("├ ") }
    return rows.first.map { line in String(line.dropFirst(2).prefix { $0 != "─" }) } ?? ""
  }

  @Test("follows the cursor on one side and keeps the other")
  func follows() {
    var driver = Driver(80, 24)
    driver.press("1 / \"mira\" Enter")
    #expect(titled(driver) == "mira in general ")
    driver.press("4")
    #expect(driver.screen.contains("mira on git tree linux-mainline"))
    driver.press("1 Esc j")
    #expect(driver.screen.contains("root on git tree linux-mainline"))
  }

  @Test("is about nobody in particular where no user was seen")
  func anonymous() {
    var store = FakeStore()
    store.lists[.view(.users)] = FakeList([])
    var driver = Driver(80, 24, store: store)
    driver.press("4")
    #expect(titled(driver).hasPrefix("anonymous on git tree"))
    #expect(driver.screen.contains("! nobody is logged in"))
  }

  @Test("stays with what is pinned until it is let go")
  func pins() {
    var driver = Driver(80, 24)
    driver.press("1 / \"mira\" Enter p Esc G")
    #expect(titled(driver) == "mira (pinned) in general ")
    driver.press("4 p j")
    #expect(driver.screen.contains("mira (pinned) on git tree linux-mainline (pinned)"))
    driver.press("P")
    #expect(driver.screen.contains("mira on git tree linux-stable"))
  }

  @Test("asks about the time before an entry of the history until it is let go")
  func before() {
    var driver = Driver(120, 40)
    driver.press("1 / \"mira\" Enter b")
    #expect(driver.screen.contains("there is no entry of the history under the cursor"))
    driver.press("- b")
    #expect(titled(driver) == "as of before entry 4: mira in general ")
    #expect(driver.screen.contains("! what was so before entry 4"))
    driver.press("4")
    #expect(titled(driver) == "as of before entry 4: mira on git tree linux-mainline ")
    driver.press("y")
    #expect(driver.copied.last?.hasSuffix("mira tree:linux-mainline --as-of '#4'") ?? false)
    driver.press("i w")
    #expect(driver.screen.contains("the list is about now, and the inspector about the past"))
    driver.press("P")
    #expect(!driver.screen.contains("as of before entry"))
    #expect(titled(driver).hasPrefix("mira "))
  }

  @Test("lists who can, from its row or from a menu of permissions")
  func whoCan() {
    var driver = Driver(120, 40)
    driver.press("1 / \"mira\" Enter 4 i w")
    #expect(driver.list?.source == .whoCan(permission: "read", object: Organisation.mainline))
    #expect(driver.screen.contains("Trees › who can read on linux-mainline ─ 1"))
    driver.press("Esc w j Enter")
    #expect(driver.list?.source == .whoCan(permission: "write", object: Organisation.mainline))
    driver.press("7 w")
    #expect(driver.list?.source == .whoCan(permission: "auth.change_user", object: nil))
  }

  @Test("copies an answer as a sentence with the command that repeats it")
  func copy() {
    var driver = Driver(120, 40)
    driver.press("1 / \"mira\" Enter 4 i y")
    #expect(
      driver.copied == [
        """
        read for mira on git tree linux-mainline (object level): allowed — member of kernel-qe, \
        the read group of policy upstream
        permscope check acme.sqlite3 mira read tree:linux-mainline
        """
      ])
    driver.press("Esc y")
    #expect(driver.copied.last?.hasSuffix("permscope permissions DB mira tree:linux-mainline") == true)
  }

  @Test("shows the words of all levels in full for the row under the cursor")
  func words() {
    var driver = Driver(80, 24)
    driver.press("4 i G")
    #expect(driver.screen.contains("! a global permission does not satisfy an object check"))
    #expect(driver.screen.contains("model  ? undetermined backend `acme.Backend`"))
  }

  @Test("never gives the path of a wider level beside the denial of an object")
  func nearestLevel() throws {
    let row = InspectionRow(
      permission: "core.view_thing", custom: false,
      answers: [
        LevelAnswer(level: .model, outcome: .allowed, text: "model grant through release"),
        LevelAnswer(level: .object, outcome: .denied, text: "no grant on this object"),
      ])
    var driver = Driver(120, 40)
    driver.press("1 / \"mira\" Enter 4")
    driver.state.inspector.shown?.rows = [row]
    let line = try #require(driver.lines.first { $0.contains("core.view_thing") })
    #expect(line.contains("- denied") && line.contains("no grant on this object"))
    #expect(!line.contains("through release"))
    driver.press("y")
    let copied = try #require(driver.copied.last)
    #expect(copied.contains("(object level): denied — no grant on this object"))
    #expect(!copied.contains("through release"))
  }

  @Test("takes over the name that another process has given", arguments: ["", "4 p "])
  func rename(script: String) {
    var driver = Driver(120, 40)
    driver.press("1 / \"mira\" Enter p 4")
    driver.press(script)
    driver.isHeld = true
    driver.send(.databaseChanged)
    driver.isHeld = false
    driver.held = []
    guard let token = driver.state.inspector.pending else {
      Issue.record("nothing was asked")
      return
    }
    var object = Organisation.mainline
    object.name = "linux-next"
    let answer = Organisation.inspection(.user(Organisation.user("mira-b", 1)), object)
    driver.send(.inspection(token, answer))
    #expect(driver.state.inspector.subject.title == "mira-b")
    #expect(driver.state.inspector.object?.name == "linux-next")
    #expect(driver.screen.contains("├ mira-b (pinned) on git tree linux-next"))
  }

  @Test("is about nobody in particular until a person went to a user", arguments: ["3", "4", "0"])
  func nobodyChosen(view: String) {
    var driver = Driver(80, 24)
    #expect(titled(driver).hasPrefix("Zo"))
    driver.press(view)
    #expect(titled(driver).hasPrefix("anonymous "))
    driver.press("1")
    #expect(titled(driver).hasPrefix("Zo"))
    driver.press("j \(view)")
    #expect(titled(driver).hasPrefix("adm"))
  }

  @Test("keeps the old answer on the screen until the new one is there")
  func noFlicker() {
    var driver = Driver(120, 40)
    driver.press("1 / \"mira\" Enter Esc")
    driver.isHeld = true
    driver.press("j")
    #expect(driver.screen.contains("├ mira in general"))
    #expect(driver.screen.contains("┬ mira ─"))
    driver.release()
    #expect(driver.screen.contains("├ root in general"))
  }

  @Test(
    "quotes what a shell would take apart",
    arguments: [("a b", "'a b'"), ("it's", "'it'\\''s'"), ("mira", "mira"), ("", "''")])
  func quoting(word: String, quoted: String) {
    #expect(ShellWord.quote(word) == quoted)
  }
}
