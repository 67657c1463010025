import Authorization
import Testing

@testable import Browser

@Suite("The list of staged edits as a whole")
struct StagedListTests {
  private static let press = DatabaseKey.created("press")
  private static let join = Change.addMember(user: Organisation.mira.key, group: press)

  /// A group, and a user who joins it.
  private static func driver() -> Driver {
    var driver = Driver.writable { $0.editing.refusesUnknown = true }
    driver.press("2 a \"press\" C-t 1 / \"mira\" Enter e Down Enter Space C-t 2")
    return driver
  }

  private func refused(_ driver: Driver) -> [Int]? {
    driver.state.dialog?.lines(.staged)?.refused.keys.sorted()
  }

  @Test("marks every edit that is refused, each with its reason, before what the others do")
  func every() {
    var driver = Self.driver()
    driver.press("a \"day\" C-t 1 e Down Enter Space C-t S")
    #expect(refused(driver) == [])
    driver.press("d")
    #expect(refused(driver) == [0, 2])
    #expect(driver.state.dialog?.banner.first?.hasPrefix("2 staged edits are refused; ") == true)
    let layout = driver.state.dialog.map { PreviewLines.all($0, width: 200).lines.map(\.text) } ?? []
    #expect(
      layout.prefix(3) == [
        "! 1. add user 1 to group press: refused: no edit before this one creates the group `press`",
        "! 3. add user 1 to group press: refused: no edit before this one creates the group `press`",
        "createGroup",
      ])
    #expect(!layout.contains { $0.hasPrefix("! refused") })
    #expect(driver.lines.filter { $0.contains("press  ") && $0.contains("  refused: no edit") }.count == 2)
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
  }

  @Test("is put into another order with K and J, and what is made later can go before what needs it")
  func order() {
    var driver = Self.driver()
    driver.press("S J")
    #expect(driver.state.staged.map(\.changes) == [[Self.join], [.createGroup("press")]])
    #expect(driver.state.dialog?.lines(.staged)?.cursor == 1)
    #expect(refused(driver) == [0])
    #expect(driver.previews.last == [Self.join, .createGroup("press")])
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    driver.press("K")
    #expect(refused(driver) == [])
    driver.press("K")
    #expect(driver.state.dialog?.lines(.staged)?.cursor == 0)
    driver.press("C-s")
    #expect(driver.saved == [[.createGroup("press"), Self.join]])
  }

  @Test("lets an edit that was moved behind a creation pick the new row")
  func moved() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Down Enter Space C-t 2 a \"press\" C-t S e")
    #expect(!driver.screen.contains("(staged)"))
    driver.press("Esc J e")
    #expect(driver.state.dialog?.created.map(\.key) == [Self.press])
    #expect(driver.screen.contains("(staged)"))
  }

  @Test("says in the dialog which staged edit does the same, and after staging that it is refused")
  func twice() {
    var driver = Driver.writable(120, 30)
    driver.press("2 a \"one\" C-t")
    #expect(driver.lines.first?.contains("1 staged  ") == true)
    driver.press("a \"on\"")
    #expect(!driver.screen.contains("already does so"))
    driver.press("\"e\"")
    #expect(driver.screen.contains("! staged edit 1 already does so: there is already a group `one`"))
    driver.press("C-t")
    #expect(driver.lines.first?.contains("2 staged !") == true)
    #expect(driver.screen.contains("staged; edit 2 is refused: there is already a group `one`"))
    driver.press("S")
    #expect(refused(driver) == [1])
    driver.press("Down e")
    #expect(driver.screen.contains("! staged edit 1 already does so"))
    driver.press("C-u \"two\" C-t")
    #expect(driver.lines.first?.contains("2 staged !") == false)
    #expect(driver.lines.first?.contains("2 staged") == true)
  }

  @Test("is looked at again once another program has written")
  func others() {
    var driver = Driver.writable()
    driver.press("2 a \"one\" C-t")
    driver.store.editing.refused[.createGroup("one")] = Refusal(.invalid, "no")
    driver.send(.databaseChanged)
    #expect(driver.lines.first?.contains("1 staged !") == true)
    driver.store.editing.refused = [:]
    driver.send(.databaseChanged)
    #expect(driver.lines.first?.contains("1 staged !") == false)
  }

  @Test("makes the second half of a swap work, which names the first")
  func swap() {
    let give = Change.renameGroup(Organisation.contractors.key, "spare")
    let row = RowChange(
      table: "auth_group", key: [ColumnValue("id", .integer(1))],
      before: [ColumnValue("name", .text("contractors"))], after: [ColumnValue("name", .text("spare"))])
    var driver = Driver.writable(100, 30) {
      $0.editing.rows[give] = row
      $0.editing.clashes = [.createGroup("contractors"): give]
    }
    driver.press("2 a \"zero\" C-t a \"contractors\"")
    #expect(driver.screen.contains("or stage it (Ctrl-t)"))
    driver.press("Esc Esc e Enter C-u \"spare\" C-t a \"contractors\"")
    #expect(driver.screen.contains("by itself it is refused: the name is taken"))
    #expect(driver.screen.contains("together with staged edit 2 this works: Ctrl-t"))
    #expect(!driver.screen.contains("or stage it"))
    driver.press("C-t")
    #expect(driver.lines.first?.contains("3 staged !") == false)
    driver.press("S C-s")
    #expect(driver.saved == [[.createGroup("zero"), give, .createGroup("contractors")]])
  }

  @Test("stands in its place in the question of a dialog that was opened again")
  func company() {
    let staged = ["one", "two", "three"].map {
      StagedEdit(changes: [.createGroup(Name($0))], lines: [$0])
    }
    let middle = StagedCompany([.createGroup("new")], with: staged, at: 1)
    #expect(middle.asked == [.createGroup("one"), .createGroup("new"), .createGroup("three")])
    #expect(middle.own == 1..<2)
    #expect(middle.places == [0, nil, 2])
    let last = StagedCompany([.createGroup("new")], with: staged, at: 2)
    #expect(last.asked == [.createGroup("one"), .createGroup("two"), .createGroup("new")])
    let after = StagedCompany([.createGroup("new")], with: staged, at: nil)
    #expect(after.own == 3..<4)
    let first = StagedCompany([.createGroup("new")], with: staged, at: 0)
    #expect(first.own == 0..<1)
    #expect(first.places == [nil, 1, 2])
  }
}
