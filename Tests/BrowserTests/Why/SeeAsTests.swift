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
    #expect(driver.lines[0].contains("as mira would see it"))
    #expect(driver.screen.contains("1,000+"))
    #expect(driver.screen.contains("denied (403)"))
    #expect(driver.effects.count { $0 == .record("see as mira") } == 1)
    driver.press("Enter")
    #expect(driver.list?.source == .listing(.trees, by: Organisation.mira))
    #expect(driver.lines[0].contains("as mira would see it"))
    driver.press("Esc Esc")
    #expect(driver.state.lens == nil)
    #expect(!driver.lines[0].contains("would see it"))
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
