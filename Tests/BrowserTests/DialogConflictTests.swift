import Authorization
import Testing

@testable import Browser

@Suite("A dialog whose row changes underneath")
struct DialogConflictTests {
  @Test("says so, shows both, and keeps what was typed")
  func keepsTyped() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Enter Down Down Down C-u \"mine@example.org\"")
    driver.store.editing.fields[Organisation.mira]?[.email] = .text("theirs@example.org")
    driver.store.editing.fields[Organisation.mira]?[.firstName] = .text("Mira")
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("! changed by another program"))
    #expect(driver.screen.contains("was `mira@example.org`, is `theirs@example.org` now"))
    #expect(driver.state.dialog?.text(.row(.email)) == "mine@example.org")
    // What nobody typed follows the database.
    #expect(driver.state.dialog?.text(.row(.firstName)) == "Mira")
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("Ctrl-s again overwrites what the other program wrote: e-mail was"))
    driver.press("C-s")
    #expect(driver.saved == [[.editUser(Organisation.mira.key, UserEdit(email: "mine@example.org"))]])
  }

  @Test("cannot be saved where the row is gone")
  func gone() {
    var driver = Driver.writable()
    driver.press("2 e Enter \"x\"")
    driver.store.editing.fields[Organisation.contractors] = nil
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("this row is gone"))
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.state.dialog != nil)
  }

  @Test("stays open when saving meets a conflict, and looks again")
  func conflictOnSave() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Enter Down \"Mira\"")
    driver.store.editing.lateRefusal = Refusal(.conflict, "the first name of `mira` was changed meanwhile")
    driver.store.editing.fields[Organisation.mira]?[.firstName] = .text("M.")
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("not saved: the first name of `mira` was changed meanwhile"))
    #expect(driver.screen.contains("was empty, is `M.` now"))
    #expect(driver.state.dialog?.text(.row(.firstName)) == "Mira")
    driver.store.editing.lateRefusal = nil
    driver.press("C-s C-s")
    #expect(driver.saved == [[.editUser(Organisation.mira.key, UserEdit(firstName: "Mira"))]])
  }

  private static let notice = FirstEditNotice(
    tables: ["permscope_entry"], triggers: [], backupPath: "/srv/acme.backup")

  /// What the browser waits for in the question before the first edit, and how it is answered.
  @Test(
    "is not written over what another program writes during the question before the first edit",
    arguments: ["Enter", "Tab Enter"])
  func duringQuestion(answer: String) {
    var driver = Driver.writable { $0.editing.notice = Self.notice }
    driver.press("1 / \"mira\" Enter e Enter Down \"Mira\" C-s")
    #expect(driver.screen.contains("[ Without backup ]"))
    let change = Change.editUser(Organisation.mira.key, UserEdit(firstName: "Mira"))
    driver.store.editing.fields[Organisation.mira]?[.firstName] = .text("Evil")
    driver.store.editing.rows[change] = RowChange(
      table: "auth_user", key: [], before: [ColumnValue("first_name", .text("Evil"))],
      after: [ColumnValue("first_name", .text("Mira"))])
    driver.send(.databaseChanged)
    driver.press(answer)
    #expect(driver.saved.isEmpty)
    #expect(driver.state.dialog?.page == nil)
    // As without the question: told once, then written over on purpose.
    #expect(driver.screen.contains("was empty, is `Evil` now"))
    #expect(driver.state.dialog?.text(.row(.firstName)) == "Mira")
    #expect(driver.screen.contains("Ctrl-s again overwrites what the other program wrote: first name was"))
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    driver.press("Tab Enter")
    #expect(driver.saved == [[change]])
  }

  @Test("goes back to what has to be seen where other checks change than those shown before the question")
  func impactDuringQuestion() {
    let word = Confirmation(.multiplied, "many times as many could read", word: "many")
    for change in [
      { (editing: inout FakeEditing) in editing.unitsPerChange = 7 },
      { (editing: inout FakeEditing) in editing.confirmations = [word] },
      { (editing: inout FakeEditing) in editing.refusal = Refusal(.lockedRole, "it is locked now") },
    ] {
      var driver = Driver.writable { $0.editing.notice = Self.notice }
      driver.press("2 a \"x\" C-s")
      change(&driver.store.editing)
      driver.send(.databaseChanged)
      driver.press("Tab Enter")
      #expect(driver.saved.isEmpty)
      #expect(driver.state.dialog?.page == nil)
      #expect(driver.screen.contains("not saved: "))
    }
  }

  @Test("is written after the question where another program wrote something else")
  func unrelatedDuringQuestion() {
    var driver = Driver.writable { $0.editing.notice = Self.notice }
    driver.press("2 a \"x\" C-s")
    driver.send(.databaseChanged)
    driver.press("Tab Enter")
    #expect(driver.saved == [[.createGroup("x")]])
  }

  @Test("stays in the question while it is not known what another program's change means")
  func countingDuringQuestion() {
    var driver = Driver.writable { $0.editing.notice = Self.notice }
    driver.press("2 a \"x\" C-s")
    driver.isHeld = true
    driver.send(.databaseChanged)
    driver.press("Tab Enter")
    #expect(driver.state.dialog?.page != nil)
    #expect(driver.screen.contains("saved once that is counted, if all stays as shown"))
    #expect(driver.saved.isEmpty)
    driver.release()
    #expect(driver.saved == [[.createGroup("x")]])
  }

  @Test("reads its checklist again and keeps what was chosen")
  func checklist() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Down Enter Space")
    #expect(driver.screen.contains("[+] contractors"))
    driver.store.editing.on[.groups(ofUser: Organisation.mira.key)] = [Organisation.kernelQE.key]
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("[+] contractors"))
    #expect(driver.screen.contains("[ ] release"))
    #expect(driver.screen.contains("1 on, 1 to add"))
  }

  @Test("takes the new value where nobody typed, and saves at once")
  func followsWhatNobodyTyped() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Enter Down \"Mira\"")
    driver.store.editing.fields[Organisation.mira]?[.email] = .text("theirs@example.org")
    driver.send(.databaseChanged)
    driver.press("C-s")
    #expect(driver.saved == [[.editUser(Organisation.mira.key, UserEdit(firstName: "Mira"))]])
  }

  @Test("asks before it overwrites a text, and shows where it differs")
  func texts() {
    var driver = Driver.writable(140, 40)
    driver.press("8 e Enter J")
    driver.store.editing.fields[Organisation.endpoint]?[.statements] = .text(
      #"[{"action": ["destroy"], "principal": "authenticated", "effect": "allow"}]"#)
    driver.send(.databaseChanged)
    #expect(
      driver.screen.contains("change statement 1: action `list` to `destroy`"))
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    driver.press("C-s")
    #expect(driver.saved.count == 1)
    driver.press("e Down Down Enter Down End BS \"e\" \" \"")
    driver.store.editing.fields[Organisation.endpoint]?[.querysetScoping] = .text(#"{"function": "other"}"#)
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("is `{\"function\": \"other\"}` now"))
  }

  @Test("shows one inserted statement as one")
  func insertedStatement() {
    var driver = Driver.writable(140, 40)
    driver.press("8 e Enter J")
    driver.store.editing.fields[Organisation.endpoint]?[.statements] = .text(
      Name(
        #"[{"action": ["retrieve"], "principal": "*", "effect": "allow"}, "#
          + Organisation.statements.text.dropFirst()))
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("Statements add statement 1: allow *: retrieve"))
    #expect(driver.state.dialog?.overwrites == ["Statements add statement 1: allow *: retrieve"])
  }

  @Test("drops from a checklist what another program has done already, and says so")
  func doneAlready() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Down Enter Space Down Down Space")
    #expect(driver.screen.contains("2 on, 1 to add, 1 to remove"))
    driver.store.editing.on[.groups(ofUser: Organisation.mira.key)] = [
      Organisation.contractors.key, Organisation.kernelQE.key,
    ]
    driver.send(.databaseChanged)
    #expect(!driver.screen.contains("to add"))
    #expect(!driver.screen.contains("to remove"))
    #expect(driver.screen.contains("changed by another program: contractors was off, is on now"))
    #expect(driver.state.dialog?.draft.changes.isEmpty == true)
  }

  @Test("says which line another program has taken away already")
  func lineGone() {
    let assignment = Assignment(Organisation.kernelRole.key, to: .user(Organisation.mira.key))
    let roles = DetailSection(
      id: .roles, title: "Roles", count: 1,
      lines: [
        DetailLine(
          "owner", note: "everywhere", target: Organisation.kernelRole, edit: .assignment(assignment))
      ])
    var driver = Driver.writable { $0.details[Organisation.mira]?.sections = [roles] }
    driver.press("1 / \"mira\" Enter e Down Down Down Down Enter Space")
    #expect(driver.state.dialog?.draft.changes == [.unassign(assignment)])
    driver.store.details[Organisation.mira]?.sections = []
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("changed by another program: owner is taken away already"))
    #expect(driver.state.dialog?.draft.changes.isEmpty == true)
  }

  @Test("keeps no gains and losses beside a refusal or a failure")
  func noOldImpact() {
    var driver = Driver.writable()
    driver.press("2 a \"x\"")
    #expect(driver.screen.contains("gains 3"))
    driver.store.editing.lateRefusal = Refusal(.invalid, "there is a group `x` already")
    driver.store.editing.refusal = driver.store.editing.lateRefusal
    driver.press("C-s")
    #expect(driver.screen.contains("refused: there is a group `x` already"))
    #expect(!driver.screen.contains("gains"))
  }

  @Test("ignores late answers of a dialog that was closed")
  func lateAnswers() {
    var driver = Driver.writable()
    driver.isHeld = true
    driver.press("2 a \"x\" Esc Esc")
    #expect(driver.state.dialog == nil)
    driver.release()
    #expect(driver.state.dialog == nil)
    #expect(driver.state.runningEffects == 0)
  }

  @Test("tells a failure and tries again only when something changes")
  func failure() {
    var driver = Driver.writable()
    driver.press("2 a")
    driver.isHeld = true
    driver.press("\"x\"")
    let token = driver.state.dialog?.preview.token
    driver.held = token.map { [.failed($0, message: "the disk is gone")] } ?? []
    driver.release()
    #expect(driver.screen.contains("! the disk is gone"))
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    driver.press("\"y\" C-s")
    #expect(driver.saved == [[.createGroup("xy")]])
  }
}
