import Authorization
import Testing

@testable import Browser

@Suite("See as")
struct SeeAsTests {
  private static let open = "1 / \"mira\" Enter A"

  @Test("lists what the user would be shown, marks the screen, and is noted")
  func opens() {
    var driver = Driver.writable(120, 40)
    driver.press(Self.open)
    #expect(driver.list?.source == .seen(by: Organisation.mira))
    #expect(driver.lines[0].contains("as mira, read-only") && !driver.lines[0].contains("writable"))
    #expect(driver.screen.contains("1,000+"))
    #expect(driver.screen.contains("denied (403)"))
    #expect(driver.effects.count { $0 == .record("see as mira") } == 1)
    driver.press("Enter")
    #expect(driver.list?.source == .listing(.trees, by: Organisation.mira))
    #expect(driver.lines[0].contains("as mira, read-only") && !driver.lines[0].contains("writable"))
    driver.press("Esc Esc")
    #expect(driver.state.lens == nil)
    #expect(driver.lines[0].contains("writable"))
  }

  @Test("a view by its key shows everything, says so, and the way back")
  func views() {
    var driver = Driver.writable(120, 40)
    driver.press(Self.open + " 4")
    #expect(driver.lines[0].contains("writable"))
    #expect(
      driver.screen.contains("warning: no longer as mira: everything is shown; `1` goes back to it"))
    driver.press("1")
    #expect(driver.lines[0].contains("as mira, read-only"))
    driver.press("1")
    #expect(driver.lines[0].contains("writable"))
    #expect(driver.screen.contains("no longer as mira: everything is shown"))
    #expect(!driver.screen.contains("goes back"))
  }

  @Test("the cursor stays on its listing, though those of all domains lead to one endpoint")
  func domains() {
    var driver = Driver.writable(120, 40)
    driver.store.lists[.seen(by: Organisation.mira)] = FakeList(
      sorted: (0..<3).map { number in
        ListRow(
          ref: EntityRef(kind: .endpoint, key: .text("e"), name: "remotes"),
          cells: [.text("GET remotes in domain-\(number)"), .text("1"), .text("not limited")],
          position: RowPosition(sortValue: .integer(Int64(number)), key: .integer(Int64(number))))
      })
    driver.press(Self.open + " j j")
    #expect(driver.cursorLine.contains("domain-2"))
    driver.send(.databaseChanged)
    driver.expectIdle()
    #expect(driver.cursorLine.contains("domain-2"))
  }

  @Test(
    "edits nothing meanwhile, and says why",
    arguments: ["a", "e", "d", "u", "C-r", ": \"create user\" Enter"])
  func editsNothing(keys: String) {
    var driver = Driver.writable(120, 40)
    driver.press(Self.open + " " + keys)
    #expect(driver.state.dialog == nil && driver.state.overlay == nil)
    #expect(driver.screen.contains("this is what mira would be shown; Esc leaves it"))
  }

  @Test("is about users, once at a time")
  func users() {
    var driver = Driver.writable(120, 40)
    driver.press("2 A")
    #expect(driver.screen.contains("see as: there is no user under the cursor"))
    driver.press(Self.open + " A")
    #expect(driver.screen.contains("see as: this is what mira would be shown"))
    #expect(driver.effects.count { if case .record = $0 { true } else { false } } == 1)
  }
}
