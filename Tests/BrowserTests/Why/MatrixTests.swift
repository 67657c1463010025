import Authorization
import Testing

@testable import Browser

@Suite("The matrix")
struct MatrixTests {
  private static func driver(_ width: Int = 80, _ height: Int = 24) -> Driver {
    var driver = Driver(width, height)
    driver.press("1 / \"mira\" Enter 4 i v v v v")
    return driver
  }

  /// What the cell under the cursor says by arithmetic.
  private func expectTrueCells(_ driver: Driver) {
    guard let matrix = driver.state.place.matrix else {
      Issue.record("no matrix")
      return
    }
    for (row, subject) in matrix.rows.rows.enumerated() {
      for (column, object) in matrix.columns.rows.enumerated() {
        let expected = matrix.permissions.map { FakeMatrix.answer(subject, object, $0) }
        #expect(matrix.answers(row: row, column: column) == expected)
      }
    }
  }

  @Test("begins at the subject and the object of the question, reading and writing side by side")
  func begins() {
    let driver = Self.driver()
    let matrix = driver.state.place.matrix
    #expect(matrix?.rows.row?.ref.key == .integer(1))
    #expect(matrix?.columns.row?.ref.key == .integer(1))
    #expect(matrix?.permissions == ["read", "write"])
    expectTrueCells(driver)
  }

  @Test(
    "goes through all subjects and all objects without holding more than a screen and a bit",
    arguments: [
      (80, 24), (120, 40), (200, 60),
    ])
  func walks(width: Int, height: Int) {
    var driver = Self.driver(width, height)
    for step in 2...300 {
      driver.press("j")
      #expect(driver.state.place.matrix?.rows.row?.ref.key == .integer(Int64(step)))
    }
    for step in 2...200 {
      driver.press(step % 2 == 0 ? "l" : "Right")
      #expect(driver.state.place.matrix?.columns.row?.ref.key == .integer(Int64(step)))
      let matrix = driver.state.place.matrix
      #expect((matrix?.rows.rows.count ?? 99) <= MatrixRequest.mostRows)
      #expect((matrix?.columns.rows.count ?? 99) <= MatrixRequest.mostColumns)
    }
    expectTrueCells(driver)
    driver.press("j l")
    #expect(driver.state.place.matrix?.rows.row?.ref.key == .integer(300))
    for step in (1...299).reversed() {
      driver.press("k")
      #expect(driver.state.place.matrix?.rows.row?.ref.key == .integer(Int64(step)))
    }
    for step in (1...199).reversed() {
      driver.press("h")
      #expect(driver.state.place.matrix?.columns.row?.ref.key == .integer(Int64(step)))
    }
    expectTrueCells(driver)
  }

  @Test("goes by pages and to the ends, both ways")
  func pages() {
    var driver = Self.driver()
    func row() -> DatabaseKey? { driver.state.place.matrix?.rows.row?.ref.key }
    func column() -> DatabaseKey? { driver.state.place.matrix?.columns.row?.ref.key }
    driver.press("G")
    #expect(row() == .integer(300))
    driver.press("PgUp")
    #expect(row() != .integer(300))
    driver.press("g")
    #expect(row() == .integer(1))
    for _ in 0..<60 { driver.press("PgDn") }
    #expect(row() == .integer(300))
    for _ in 0..<60 { driver.press("Tab") }
    #expect(column() == .integer(200))
    for _ in 0..<60 { driver.press("S-Tab PgUp") }
    #expect(row() == .integer(1) && column() == .integer(1))
    expectTrueCells(driver)
  }

  @Test("fills a screen that became larger")
  func grows() {
    var driver = Self.driver(80, 24)
    driver.press("@resize 200x60")
    let filled = driver.lines.count { $0.contains("user-1") }
    #expect(filled > 40)
    expectTrueCells(driver)
  }

  @Test("filters subjects and objects, and Esc takes the filters away one by one")
  func filters() {
    var driver = Self.driver()
    driver.press("/ \"user-12\" Enter")
    #expect(
      driver.state.place.matrix?.rows.rows.count == 35 || driver.state.place.matrix?.rows.reachesEnd == false)
    #expect(driver.state.place.matrix?.rows.row?.ref.name == "user-1200")
    driver.press("f \"tree-111\" Enter")
    #expect(driver.state.place.matrix?.columns.rows.map(\.ref.name.text).first == "tree-1110")
    #expect(driver.state.place.matrix?.columns.rows.count == 10)
    #expect(driver.screen.contains("subjects: user-12 ─ objects: tree-111"))
    expectTrueCells(driver)
    driver.press("Esc")
    #expect(driver.state.place.matrix?.columns.filter == "")
    #expect(driver.state.place.matrix?.columns.row?.ref.name == "tree-1110")
    driver.press("Esc")
    #expect(driver.state.place.matrix?.rows.row?.ref.name == "user-1200")
    #expect(driver.state.place.matrix != nil)
    driver.press("Esc")
    #expect(driver.state.place.matrix == nil)
  }

  @Test("turns to groups and back, and to the next permission of the type")
  func turns() {
    var driver = Self.driver()
    driver.press("o")
    #expect(driver.state.place.matrix?.rows.rows.map(\.ref.kind).allSatisfy { $0 == .group } == true)
    expectTrueCells(driver)
    driver.press("o >")
    #expect(driver.state.place.matrix?.permissions == ["datawarehouse.view_gittree"])
    expectTrueCells(driver)
    #expect(driver.screen.contains("!") && driver.screen.contains("?"))
    driver.press("<")
    #expect(driver.state.place.matrix?.permissions == ["read", "write"])
  }

  @Test("says the cell under the cursor with whole names, and turns that on")
  func status() {
    var driver = Self.driver()
    driver.press("j l l")
    #expect(driver.lines[3].contains(" user-1002 on tree-1003 "))
    #expect(driver.lines[4].contains(" - read denied  - write denied "))
    #expect(driver.lines[2].contains("user-1002 · read · tree-1003: matrix"))
    driver.press("V")
    #expect(
      driver.list?.source
        == .whatCan(.user(Organisation.user("user-1002", 2)), permission: "read", type: GitTrees.tree))
  }

  @Test("writes names along the lines where all objects are in sight")
  func words() {
    var driver = Self.driver()
    driver.press("f \"tree-111\" Enter f \"tree-1110\" Enter")
    #expect(driver.lines[5...10].contains { $0.contains("tree-1110") })
    driver.press("l h Enter")
    #expect(driver.state.place.why?.question.object?.name == "tree-1110")
  }

  @Test("opens the explanation of the cell under the cursor")
  func opens() {
    var driver = Self.driver()
    driver.press("j j l Enter")
    let question = driver.state.place.why?.question
    #expect(question?.subject == .user(Organisation.user("user-1003", 3)))
    #expect(question?.object == Organisation.tree("tree-1002", 2))
    driver.press("Esc")
    #expect(driver.state.place.matrix?.rows.row?.ref.key == .integer(3))
  }

  @Test("is read again after another program has written, and moves nothing")
  func refresh() {
    var driver = Self.driver()
    driver.press("j j j l l")
    let before = driver.screen
    driver.send(.databaseChanged)
    driver.expectIdle()
    #expect(driver.screen == before)
  }

  @Test("copies the cell with the commands that repeat it")
  func copies() throws {
    var driver = Self.driver()
    driver.press("y")
    let text = try #require(driver.copied.last)
    #expect(text.contains("$ permscope check DB mira read tree:linux-mainline\n"))
    #expect(text.contains("write · linux-mainline: denied"))
  }
}
