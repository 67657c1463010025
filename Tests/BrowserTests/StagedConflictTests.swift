import Authorization
import Testing

@testable import Browser

@Suite("A staged edit that meets a conflict")
struct StagedConflictTests {
  private static let rename = Change.renameGroup(Organisation.contractors.key, "one")

  private static func row(_ name: Name) -> RowChange {
    RowChange(
      table: "auth_group", key: [ColumnValue("id", .integer(1))],
      before: [ColumnValue("name", .text(name))], after: [ColumnValue("name", .text("one"))])
  }

  /// Three staged edits, the second of which renames a group.
  private static func driver() -> Driver {
    var driver = Driver.writable(140, 40) { $0.editing.rows[rename] = row("contractors") }
    driver.press("2 a \"zero\" C-t e Enter C-u \"one\" C-t a \"two\" C-t S")
    return driver
  }

  @Test("is named by its number and title with both states, and the others stay")
  func changed() {
    var driver = Self.driver()
    driver.store.editing.rows[Self.rename] = Self.row("theirs")
    driver.send(.databaseChanged)
    #expect(
      driver.screen.contains(
        "! changed by another program since it was staged: 2. renameGroup: name was `contractors`"))
    #expect(driver.state.dialog?.lines(.staged)?.conflicts == [1])
    #expect(driver.lines.filter { $0.contains("! 2. renameGroup") && $0.contains("changed") }.count == 1)
    #expect(driver.state.staged.count == 3)
    driver.press("Down d C-s")
    #expect(driver.saved == [[.createGroup("zero"), .createGroup("two")]])
  }

  @Test("whose row is gone is named by its number and title with what it was, and the others stay")
  func gone() {
    var driver = Self.driver()
    driver.store.editing.missing[Self.rename] = "there is no group with the key `1`, or it is gone"
    driver.send(.databaseChanged)
    #expect(
      driver.state.dialog?.banner.first
        == "2. renameGroup: there is no group with the key `1`, or it is gone; name was `contractors` when it was staged; "
        + "d takes it away, e opens it again")
    #expect(driver.state.dialog?.lines(.staged)?.refused.keys.sorted() == [1])
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.state.staged.count == 3)
    driver.press("Down d")
    #expect(driver.state.dialog?.banner == [])
    driver.press("C-s")
    #expect(driver.saved == [[.createGroup("zero"), .createGroup("two")]])
  }

  @Test("shows no secret of a row that changed or went")
  func secrets() {
    func user(_ code: Name, _ password: Name) -> RowChange {
      RowChange(
        table: "auth_user", key: [ColumnValue("id", .integer(1))],
        before: [
          ColumnValue("id", .integer(1)), ColumnValue("password", .text(password)),
          ColumnValue("otp_code", .text(code)), ColumnValue("username", .text("mira")),
        ], after: nil)
    }
    let staged = [StagedEdit(changes: [], lines: ["delete user mira"], rows: [user("hush", "hash")])]
    let plan = EditPlan(changes: [], rows: [user("hushed", "hashed")])
    #expect(
      StagedConflicts.find(staged, plan).map(\.words) == ["1. delete user mira: otp_code is another one now"])
    #expect(
      StagedConflicts.refused(staged[0], 0, Refusal(.conflict, "gone"))
        == "1. delete user mira: gone; username was `mira` when it was staged")
  }

  @Test("is named as well where the conflict shows only on saving")
  func late() {
    var driver = Self.driver()
    driver.store.editing.lateRefusal = Refusal(.conflict, "group `contractors` is gone")
    driver.store.editing.missing[Self.rename] = "there is no group with the key `1`, or it is gone"
    driver.press("C-s")
    #expect(driver.screen.contains("not saved: group `contractors` is gone"))
    #expect(driver.state.dialog?.lines(.staged)?.refused.keys.sorted() == [1])
    #expect(driver.state.staged.count == 3)
  }

  @Test("can be opened again with what was typed, changed, and put back into its place")
  func reopened() {
    var driver = Self.driver()
    driver.store.editing.fields[Organisation.contractors]?[.name] = .text("theirs")
    driver.press("Down e")
    #expect(driver.state.dialog?.title == "rename group contractors")
    #expect(driver.state.dialog?.text(.row(.name)) == "one")
    #expect(driver.screen.contains("was `contractors`, is `theirs` now"))
    driver.press("C-u \"mine\" C-t")
    #expect(driver.state.dialog?.form == .staged)
    #expect(driver.screen.contains("staged edit 2 is now"))
    #expect(driver.state.dialog?.lines(.staged)?.cursor == 1)
    driver.press("C-s")
    #expect(
      driver.saved == [
        [.createGroup("zero"), .renameGroup(Organisation.contractors.key, "mine"), .createGroup("two")]
      ])
  }

  @Test("stays staged where its dialog is left, without a word about loss")
  func left() {
    var driver = Self.driver()
    driver.press("Down e Esc")
    #expect(driver.state.dialog?.form == .staged)
    #expect(driver.state.staged.count == 3)
    driver.press("e \"x\" Esc")
    #expect(driver.screen.contains("Esc again throws away what you typed"))
    driver.press("Esc C-s")
    #expect(driver.saved == [[.createGroup("zero"), Self.rename, .createGroup("two")]])
  }

  @Test("can be opened again without losing the reason that was typed for all")
  func reason() {
    var driver = Self.driver()
    driver.press("S-Tab S-Tab S-Tab S-Tab S-Tab \"ticket 7\" S-Tab e Esc C-s")
    #expect(driver.store.editing.reasons == ["ticket 7"])
  }

  @Test("is staged no more once it was saved by itself")
  func savedAlone() {
    var driver = Self.driver()
    driver.press("Down e C-s")
    #expect(driver.saved == [[Self.rename]])
    #expect(driver.state.staged.map(\.changes) == [[.createGroup("zero")], [.createGroup("two")]])
  }

  @Test("a deletion that is opened again starts on Cancel")
  func deletion() {
    var driver = Driver.writable()
    driver.press("2 d C-t S e")
    #expect(driver.state.dialog?.focus == .button(.cancel))
    driver.press("Enter")
    #expect(driver.state.staged.count == 1)
  }

  @Test("half a swap can be staged, is refused alone, and is not blamed for what another edit is refused for")
  func swap() {
    let half = Change.renameGroup(Organisation.contractors.key, "release")
    var driver = Driver.writable { $0.editing.clashes = [half: .createGroup("two")] }
    driver.press("2 e Enter C-u \"release\"")
    #expect(driver.screen.contains("refused: the name is taken"))
    #expect(driver.screen.contains("or stage it (Ctrl-t)"))
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    driver.press("C-t S")
    #expect(driver.state.dialog?.lines(.staged)?.refused.keys.sorted() == [0])
    driver.press("Esc a \"three\" C-t a \"two\" C-t")
    driver.store.editing.refused[.createGroup("three")] = Refusal(.lockout, "no")
    driver.press("S")
    #expect(driver.state.dialog?.lines(.staged)?.refused.keys.sorted() == [1])
    driver.store.editing.refused = [:]
    driver.press("Down d C-s")
    #expect(driver.saved == [[half, .createGroup("two")]])
  }
}

@Suite("A row that is only staged")
struct StagedRowTests {
  @Test("is chosen in a checklist, marked, and named by its name")
  func checklist() {
    var driver = Driver.writable()
    driver.press("2 a \" press \" C-t 1 / \"mira\" Enter e Down Enter")
    #expect(driver.lines.contains { $0.contains("[ ] press") && $0.contains("(staged)") })
    driver.press("Space")
    let join = Change.addMember(user: Organisation.mira.key, group: .created("press"))
    #expect(driver.state.dialog?.draft.changes == [join])
    // It is planned after what it needs, and shows only its own lines.
    #expect(driver.previews.last == [.createGroup(" press "), join])
    #expect(driver.state.dialog?.ownLines.map(\.text) == ["add user 1 to group press"])
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("save: it names a row that is only staged; Ctrl-t stages it"))
    driver.press("C-t S C-s")
    #expect(driver.saved == [[.createGroup(" press "), join]])
  }

  @Test("is chosen in a picker, found by the filter, and offered only where it fits")
  func picker() {
    var driver = Driver.writable()
    driver.press("5 a \"lab\" Tab Enter Enter Tab Enter Enter C-t 4 a \"tree\" Tab \"la\"")
    #expect(driver.lines.contains { $0.contains("lab") && $0.contains("(staged)") })
    driver.press("Enter")
    #expect(driver.screen.contains("lab (staged)"))
    driver.press("C-t")
    #expect(driver.state.staged.last?.changes == [.createTree("tree", policy: .created("lab"))])
    driver.press("1 / \"mira\" Enter e Down Enter")
    #expect(!driver.screen.contains("(staged)"))
  }

  @Test("goes from the lists with its edit, and what named it is refused by its number")
  func dropped() {
    var driver = Driver.writable()
    driver.press("2 a \"press\" C-t 1 / \"mira\" Enter e Down Enter Space C-t S d")
    driver.store.editing.refused[.addMember(user: Organisation.mira.key, group: .created("press"))] =
      Refusal(.invalid, "no edit before this one creates the group `press`")
    driver.press("Esc S")
    #expect(driver.state.dialog?.lines(.staged)?.refused.keys.sorted() == [0])
    driver.press("Esc 1 e Down Enter")
    #expect(!driver.screen.contains("(staged)"))
  }

  @Test("is not asked about: nothing is on for it yet")
  func grants() {
    var driver = Driver.writable()
    driver.press("2 a \"press\" C-t : \"grant\" Enter")
    let asked = driver.effects.contains { effect in
      if case .loadChoices(let request, _) = effect, case .permissions(let holder) = request.state {
        return holder.key == .created("press")
      }
      return false
    }
    #expect(!asked)
  }

  @Test("that an edit creates is offered only to edits after it")
  func order() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Down Enter Space C-t 2 a \"press\" C-t S e")
    #expect(driver.state.dialog?.title == "groups of mira")
    #expect(!driver.screen.contains("(staged)"))
  }

  @Test("lengthens the list by one, and paging still reaches its end")
  func paging() {
    var driver = Driver.writable {
      $0.editing.choices[.groups] = (0..<450).map {
        Organisation.group(Name("g\(1_000 + $0)"), Int64($0 + 50))
      }
    }
    driver.press("2 a \"press\" C-t 1 / \"mira\" Enter e Down Enter")
    for _ in 0..<8 { driver.press("G") }
    #expect(driver.state.dialog?.checklist(.groups)?.count == 451)
    #expect(driver.screen.contains("g1449"))
    driver.press("Space")
    #expect(
      driver.state.dialog?.draft.changes == [.addMember(user: Organisation.mira.key, group: .integer(499))])
    driver.press("g")
    #expect(driver.cursorLine.contains("press"))
  }
}
