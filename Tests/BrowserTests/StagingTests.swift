import Authorization
import Testing

@testable import Browser

@Suite("Staged edits")
struct StagingTests {
  @Test("are collected, previewed together and saved as one entry")
  func saveAll() {
    var driver = Driver.writable()
    driver.press("2 a \"one\" C-t a \"two\" C-t")
    #expect(driver.saved.isEmpty)
    #expect(driver.lines.first?.contains("2 staged") == true)
    driver.press("S")
    #expect(driver.screen.contains("gains 6 · losses 0"))
    driver.press("C-s")
    #expect(driver.saved == [[.createGroup("one"), .createGroup("two")]])
    #expect(driver.lines.first?.contains("staged") == false)
  }

  @Test("can be taken away one by one, or all")
  func discard() {
    var driver = Driver.writable()
    driver.press("2 a \"one\" C-t a \"two\" C-t S d C-s")
    #expect(driver.saved == [[.createGroup("two")]])
    driver.press("a \"three\" C-t S S-Tab S-Tab Enter")
    #expect(driver.state.staged.isEmpty)
    #expect(driver.saved.count == 1)
    driver.press("S")
    #expect(driver.screen.contains("nothing is staged"))
  }

  private static func renaming(_ name: String) -> RowChange {
    RowChange(
      table: "auth_group", key: [ColumnValue("id", .integer(1))],
      before: [ColumnValue("name", .text(Name(name)))], after: [ColumnValue("name", .text("one"))])
  }

  @Test("do not overwrite what another program wrote since, unless told twice")
  func overwritten() {
    let rename = Change.renameGroup(Organisation.contractors.key, "one")
    var driver = Driver.writable(140, 40) { $0.editing.rows[rename] = Self.renaming("contractors") }
    driver.press("2 e Enter C-u \"one\" C-t S")
    #expect(!driver.screen.contains("changed by another program"))
    driver.store.editing.rows[rename] = Self.renaming("theirs")
    driver.send(.databaseChanged)
    #expect(
      driver.screen.contains("! changed by another program since it was staged: 1. renameGroup: name was"))
    #expect(driver.state.dialog?.banner.first?.hasSuffix("was `contractors`, is `theirs` now") == true)
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("Ctrl-s again overwrites what the other program wrote"))
    driver.press("C-s")
    #expect(driver.saved == [[rename]])
  }

  @Test("are no conflict where an earlier one of them writes the row")
  func chained() {
    let (first, second) = (Self.renaming("contractors"), Self.renaming("one"))
    var edits = [
      StagedEdit(changes: [], lines: ["first"], rows: [first]),
      StagedEdit(changes: [], lines: ["second"], rows: [second]),
    ]
    let plan = EditPlan(changes: [], rows: [first])
    #expect(StagedConflicts.find(edits, plan).isEmpty)
    edits.removeFirst()
    #expect(
      StagedConflicts.find(edits, plan) == [
        StagedConflicts.Conflict(place: 0, words: "1. second: name was `one`, is `contractors` now")
      ])
  }

  @Test("say which of them is refused")
  func culprit() {
    var driver = Driver.writable()
    driver.press("2 a \"one\" C-t a \"two\" C-t a \"three\" C-t")
    driver.store.editing.refused[.createGroup("two")] = Refusal(.invalid, "there is a group `two` already")
    driver.press("S")
    #expect(driver.lines.filter { $0.contains("! 2. createGroup  ") && $0.contains("refused") }.count == 1)
    #expect(driver.state.dialog?.lines(.staged)?.refused.keys.sorted() == [1])
    driver.press("Down d")
    #expect(driver.state.dialog?.lines(.staged)?.refused.isEmpty == true)
    driver.press("C-s")
    #expect(driver.saved == [[.createGroup("one"), .createGroup("three")]])
  }

  @Test("are asked about once before quitting")
  func quit() {
    var driver = Driver.writable()
    driver.press("2 a \"one\" C-t q")
    #expect(!driver.effects.contains(.quit))
    #expect(driver.screen.contains("1 staged edit is not saved"))
    driver.press("j q")
    #expect(!driver.effects.contains(.quit))
    driver.press("q")
    #expect(driver.effects.contains(.quit))
  }

  @Test("are not what is refused or changes nothing")
  func refused() {
    var driver = Driver.writable { $0.editing.refusal = Refusal(.invalid, "there is a group `x` already") }
    driver.press("2 a \"x\" C-t")
    #expect(driver.state.staged.isEmpty)
    #expect(driver.screen.contains("stage: refused: there is a group `x` already"))
  }
}
