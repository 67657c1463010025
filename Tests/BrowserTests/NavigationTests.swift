import Authorization
import Frame
import Testing

@testable import Browser

@Suite("Navigation")
struct NavigationTests {
  static let wide = "1 / \"mira\" Enter"

  @Test("goes from a user to a group to its members to their groups, with breadcrumbs")
  func downAndDown() {
    var driver = Driver()
    driver.press(Self.wide + " Enter Enter Enter Enter")
    #expect(driver.screen.contains("Users › mira › kernel-qe › lena › kernel-qe"))
  }

  @Test("comes back level by level to the same places, and never quits with Esc")
  func back() {
    var driver = Driver()
    driver.press("j j j j j Enter")
    let atDetail = driver.screen
    driver.press("Enter Down Enter Esc Esc")
    #expect(driver.screen == atDetail)
    driver.press("Esc Esc Esc Esc Esc Esc")
    #expect(driver.list?.row?.ref == Organisation.mira)
    #expect(!driver.effects.contains(.quit))
  }

  @Test("keeps the place of every view", arguments: [(80, 24), (120, 40)])
  func views(size: (Int, Int)) {
    var driver = Driver(size.0, size.1)
    driver.press("j j 4 j")
    let trees = driver.screen
    driver.press("3 G 4")
    #expect(driver.screen == trees)
    driver.press("1")
    #expect(driver.list?.cursor == 2)
  }

  @Test("goes to the beginning of a view whose key is pressed again")
  func viewAgain() {
    var driver = Driver()
    driver.press(Self.wide + " Enter Enter Enter 1")
    #expect(driver.state.journey.isAtRoot)
    #expect(driver.state.focus == .list)
  }

  @Test("opens the whole of a section as a list")
  func section() {
    var driver = Driver()
    driver.press("2 / \"qe\" Enter Enter j j Enter")
    #expect(driver.list?.source == .section(of: Organisation.kernelQE, section: .members))
    #expect(driver.screen.contains("Groups › kernel-qe › members ─ 8"))
  }

  @Test("opens the objects of a type")
  func objects() {
    var driver = Driver()
    driver.press("6 Enter")
    #expect(driver.list?.source == .objects(TypeName(app: "datawarehouse", model: "gittree")))
    #expect(driver.screen.contains("Objects › datawarehouse.gittree"))
  }

  @Test("goes round the panes with Tab", arguments: [80, 120])
  func tab(width: Int) {
    var driver = Driver(width, 30)
    var panes: [Pane] = []
    for _ in 0..<4 {
      panes.append(driver.state.focus)
      driver.press("Tab")
    }
    #expect(panes == [.list, .detail, .inspector, .list])
    driver.press("S-Tab S-Tab")
    #expect(driver.state.focus == .inspector || driver.state.focus == .list)
  }

  @Test("parks the terminal's cursor on the row that has the keys")
  func cursor() {
    var driver = Driver(80, 24)
    driver.press("1 / \"mira\" Enter")
    #expect(driver.cursorLine.contains("> mira"))
    driver.press("Enter")
    #expect(driver.cursorLine.contains(">  kernel-qe"))
    driver.press("i j")
    #expect(driver.cursorLine.contains("auth.view_user"))
  }

  @Test("names the missing tables of a view that the database does not have, and asks for nothing")
  func absent() {
    var driver = Driver()
    let before = driver.effects.count
    driver.press("9 j G Enter w s x")
    #expect(driver.screen.contains("user_tasks_usertaskartifact"))
    #expect(Array(driver.effects.dropFirst(before)).isEmpty)
    driver.press("4")
    #expect(driver.screen.contains("linux-mainline"))
  }

  @Test("follows clicks, double clicks and the wheel")
  func mouse() throws {
    var driver = Driver()
    let line = try #require(driver.lines.firstIndex { $0.contains("  lena ") })
    driver.send(.event(.mouse(Mouse(.press, x: 5, y: line))))
    #expect(driver.list?.row?.ref == Organisation.lena)
    driver.send(.event(.mouse(Mouse(.doubleClick, x: 5, y: line))))
    #expect(driver.state.focus == .detail)
    driver.send(.event(.mouse(Mouse(.press, x: 30, y: 1))))
    #expect(driver.state.journey.view == .trees)
    driver.send(.event(.mouse(Mouse(.scrollDown, x: 5, y: 6))))
    #expect(driver.list?.cursor == 3)
  }
}
