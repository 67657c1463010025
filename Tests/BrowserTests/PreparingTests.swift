import Authorization
import Frame
import Testing

@testable import Browser

/// Lists that the store makes in the background: their first page may be read before they are ready.
@Suite("Lists that are being prepared")
struct PreparingTests {
  private static let source = ListSource.whoCan(permission: "read", object: Organisation.mainline)
  private static let empty = Page(rows: [], reachesStart: true, reachesEnd: true)
  private static let ready = Tally(matches: 1, total: 1, progress: 1)

  /// A browser that has just asked for something that is being prepared, with the tokens of its page and count.
  private func asking(_ script: String, after first: String = "", _ size: (Int, Int) = (120, 40)) throws -> (
    Driver, page: Token, count: Token
  ) {
    var driver = Driver(size.0, size.1)
    driver.press("1 / \"mira\" Enter Esc")
    driver.press(first)
    driver.isHeld = true
    driver.press(script)
    let page = try #require(driver.list?.pending?.token)
    let count = try #require(driver.list?.counting)
    driver.held = []
    return (driver, page, count)
  }

  @Test("bring the rows once they are ready, whichever comes first", arguments: [true, false])
  func whoCan(pageFirst: Bool) throws {
    var (driver, page, count) = try asking("w Enter", after: "4")
    #expect(driver.list?.source == Self.source)
    if pageFirst {
      driver.send(.page(page, Self.empty))
      #expect(driver.screen.contains("searching…"))
      #expect(!driver.screen.contains("there is nothing here"))
    } else {
      driver.send(.tally(count, Self.ready))
    }
    driver.isHeld = false
    driver.send(pageFirst ? .tally(count, Self.ready) : .page(page, Self.empty))
    #expect(driver.list?.row?.ref == Organisation.lena)
    #expect(driver.screen.contains("member of kernel-qe"))
  }

  @Test("are read again once only where the tally and the rows disagree")
  func disagreement() throws {
    var (driver, page, count) = try asking("w Enter", after: "4")
    driver.send(.tally(count, Self.ready))
    driver.send(.page(page, Self.empty))
    let again = try #require(driver.list?.pending?.token)
    driver.send(.page(again, Self.empty))
    #expect(driver.list?.pending == nil)
    #expect(driver.screen.contains("there is nothing here"))
  }

  @Test("keep the old rows, dim, while an order is being made", arguments: ["s j Enter", "/ \"mi\" Enter"])
  func oldRows(script: String) throws {
    var (driver, page, count) = try asking(script, (80, 24))
    driver.send(.page(page, Self.empty))
    #expect(driver.list?.window.rows.count == 8)
    #expect(driver.screen.contains("kernelbot"))
    let y = try #require(driver.lines.firstIndex { $0.contains("kernelbot") })
    #expect(driver.frame[3, y].style.tone == .dim)
    driver.press("G j")
    #expect(driver.list?.pending == nil, "nothing is read from places in the old list")
    driver.send(.tally(count, Tally(matches: 0, total: 8, progress: 0.4)))
    #expect(driver.screen.contains(script.hasPrefix("s") ? "sorting 40%" : "searching 40%"))
    driver.isHeld = false
    driver.held = []
    let pending = driver.list?.pending?.token
    if let pending { driver.send(.page(pending, Self.empty)) }
    driver.send(.tally(count, Tally(matches: script.hasPrefix("s") ? 8 : 1, total: 8, progress: 1)))
    #expect(driver.list?.outdated == nil)
    #expect(driver.list?.cursor == 0)
    #expect(driver.list?.window.rows.count == (script.hasPrefix("s") ? 8 : 1))
  }

  @Test("say what is under way where there are no old rows")
  func words() throws {
    var (driver, page, _) = try asking("s j Enter", (80, 24))
    driver.state.place.list?.window = RowWindow()
    driver.send(.page(page, Self.empty))
    #expect(driver.screen.contains("sorting…"))
  }

  @Test("keep the place when another process writes")
  func refresh() throws {
    var driver = Driver(80, 24)
    driver.press("/ \"k\" Enter j")
    let row = driver.list?.row
    driver.isHeld = true
    driver.send(.databaseChanged)
    let page = try #require(driver.list?.pending?.token)
    let count = try #require(driver.list?.counting)
    driver.send(.page(page, Self.empty))
    #expect(driver.list?.row == row)
    driver.isHeld = false
    driver.held = []
    driver.send(.tally(count, Tally(matches: 2, total: 8, progress: 1)))
    #expect(driver.list?.outdated == nil)
    #expect(driver.list?.cursor == 1)
    #expect(driver.list?.row == row)
  }

  @Test("read what there is where preparing fails")
  func failure() throws {
    var (driver, page, count) = try asking("s j Enter", (80, 24))
    driver.send(.page(page, Self.empty))
    driver.isHeld = false
    driver.send(.failed(count, message: "the database is busy"))
    #expect(driver.list?.outdated == nil)
    #expect(driver.list?.pending == nil)
  }

  @Test("end empty where nothing is found")
  func nothing() {
    var driver = Driver(80, 24)
    driver.press("/ \"zzz\"")
    #expect(driver.list?.outdated == nil)
    #expect(driver.screen.contains("nothing matches `zzz`"))
  }
}

@Suite("Waiting")
struct WaitingTests {
  @Test("is said in the title of the pane from the second tick on")
  func ticks() {
    var driver = Driver(120, 40)
    driver.press("1 / \"mira\" Enter Esc")
    driver.isHeld = true
    driver.press("j")
    driver.send(.tick)
    #expect(!driver.screen.contains("reading…"))
    driver.send(.tick)
    #expect(driver.screen.contains("┬ mira ─ reading… ─"))
    #expect(driver.screen.contains("├ mira in general ─ reading… ─"))
    let before = driver.state
    driver.send(.tick)
    let isSame = driver.state == before
    #expect(isSame, "waiting longer changes nothing")
    driver.release()
    #expect(!driver.screen.contains("reading…"))
    driver.send(.tick)
    driver.send(.tick)
    #expect(!driver.screen.contains("reading…"))
  }

  @Test("goes on where the cursor moves meanwhile")
  func moving() {
    var driver = Driver(80, 24)
    driver.press("Enter")
    driver.isHeld = true
    driver.send(.databaseChanged)
    driver.send(.tick)
    driver.press("C-l")
    driver.send(.tick)
    #expect(driver.lines[2].contains(" ─ reading… ─"))
  }
}
