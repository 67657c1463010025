import Authorization
import Frame
import Testing

@testable import Browser

@Suite("Paging")
struct PagingTests {
  static let large: FakeStore = {
    var store = FakeStore()
    store.lists[.view(.users)] = FakeList(
      sorted: (0..<100_000).map { number in
        let digits = String(number)
        let name = "user" + String(repeating: "0", count: 6 - digits.count) + digits
        return Organisation.userRow(Organisation.user(Name(name), Int64(number)), groups: 0, grants: 0)
      })
    return store
  }()

  private func name(_ driver: Driver) -> String { driver.list?.row?.ref.name.text ?? "" }

  @Test("holds a bounded window of rows wherever the cursor is")
  func bounded() {
    var driver = Driver(80, 24, store: Self.large)
    for step in 1...1_000 {
      driver.send(.event(.key(.down)))
      #expect((driver.list?.window.rows.count ?? 0) <= RowWindow.limit)
      if step.isMultiple(of: 250) { #expect(name(driver).hasSuffix(String(step))) }
    }
    for _ in 1...1_000 { driver.send(.event(.key(.up))) }
    #expect(name(driver) == "user000000")
    #expect(driver.list?.window.reachesStart == true)
  }

  @Test("reaches both ends at once and stops there")
  func ends() {
    var driver = Driver(80, 24, store: Self.large)
    driver.press("G")
    #expect(name(driver) == "user099999")
    driver.press("j PgDn G")
    #expect(name(driver) == "user099999")
    driver.press("k")
    #expect(name(driver) == "user099998")
    driver.press("g k PgUp")
    #expect(name(driver) == "user000000")
  }

  @Test("goes by pages without leaving anything out")
  func pages() {
    var driver = Driver(80, 24, store: Self.large)
    let lines = driver.state.layout.listLines
    driver.press("PgDn")
    #expect(driver.list?.row?.ref.key == .integer(Int64(lines - 1)))
    for _ in 0..<50 { driver.press("PgDn") }
    #expect(driver.list?.row?.ref.key == .integer(Int64(51 * (lines - 1))))
    driver.press("C-u C-d PgUp PgDn")
    #expect(driver.list?.row?.ref.key == .integer(Int64(51 * (lines - 1))))
  }

  @Test("never runs past the rows that are there while more are being read")
  func slow() {
    var driver = Driver(80, 24, store: Self.large)
    driver.isHeld = true
    for _ in 0..<500 { driver.send(.event(.key(.down))) }
    let pages = driver.effects.filter { if case .loadPage = $0 { true } else { false } }
    #expect(pages.count == 2, "one page is asked for at a time")
    #expect((driver.list?.cursor ?? 0) < RowWindow.page)
    driver.release()
    let running = driver.state.runningEffects
    #expect(running == 0)
    #expect((driver.list?.window.rows.count ?? 0) > RowWindow.page)
  }

  @Test("keeps row, line and detail when another process writes")
  func live() {
    var driver = Driver(120, 40, store: Self.large)
    for _ in 0..<30 { driver.press("PgDn") }
    driver.press("k k k")
    let before = driver.screen
    driver.send(.databaseChanged)
    #expect(driver.screen == before)
  }

  @Test("keeps the place when rows come and go before it")
  func rowsComeAndGo() {
    var driver = Driver(120, 40, store: Self.large)
    for _ in 0..<30 { driver.press("PgDn") }
    let name = name(driver)
    let line = driver.frame.cursor?.y
    var rows = Self.large.lists[.view(.users)]?.rows ?? []
    rows.removeSubrange(10..<600)
    driver.store.lists[.view(.users)] = FakeList(sorted: rows)
    driver.send(.databaseChanged)
    #expect(self.name(driver) == name)
    #expect(driver.frame.cursor?.y == line)
  }

  @Test("stands on what took the place of a row that went")
  func rowGoes() {
    var driver = Driver(120, 40, store: Self.large)
    for _ in 0..<30 { driver.press("PgDn") }
    let place = Int(name(driver).dropFirst(4)) ?? 0
    var rows = Self.large.lists[.view(.users)]?.rows ?? []
    rows.remove(at: place)
    driver.store.lists[.view(.users)] = FakeList(sorted: rows)
    driver.send(.databaseChanged)
    #expect(driver.list?.row?.ref.key == .integer(Int64(place + 1)))
    rows.removeSubrange((place / 2)...)
    driver.store.lists[.view(.users)] = FakeList(sorted: rows)
    driver.send(.databaseChanged)
    #expect(driver.list?.row?.ref.key == .integer(Int64(place / 2 - 1)))
    driver.store.lists[.view(.users)] = FakeList([])
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("there is nothing here"))
  }

  @Test("ignores answers that nobody waits for any more")
  func stale() {
    var driver = Driver(120, 40)
    driver.isHeld = true
    driver.press("/ \"ker\" Enter")
    let late = driver.held
    driver.release()
    let after = driver.state
    for input in late { driver.send(input) }
    let isSame = driver.state == after
    #expect(isSame)
  }

  @Test("does not try again by itself what failed, and says so until the next key")
  func failure() {
    var store = FakeStore()
    store.failure = "the database is busy"
    var driver = Driver(80, 24, store: store)
    #expect(driver.screen.contains("error: the database is busy"))
    #expect(driver.screen.contains("this could not be read; Ctrl-l tries again"))
    driver.store.failure = nil
    driver.press("C-l")
    #expect(driver.screen.contains("lena"))
    #expect(!driver.screen.contains("error:"))
    driver.press("m")
    #expect(driver.screen.contains("the database is busy"))
  }
}
