import Authorization
import Testing

@testable import Browser

@Suite("A dialog while another program writes all the time")
struct DialogRefreshTests {
  /// A dialog whose edit is counted, and is being counted again.
  private func counting(
    _ keys: String = "2 a \"x\"", _ change: (inout FakeStore) -> Void = { _ in }
  ) -> Driver {
    var driver = Driver.writable { change(&$0) }
    driver.press(keys)
    driver.isHeld = true
    driver.send(.databaseChanged)
    return driver
  }

  @Test("keeps what was counted on the screen until it is counted again")
  func nothingFlickers() {
    var driver = Driver.writable()
    driver.press("2 a \"x\"")
    let shown = driver.screen
    #expect(shown.contains("gains 3"))
    driver.isHeld = true
    driver.send(.databaseChanged)
    #expect(driver.screen == shown)
    driver.store.editing.unitsPerChange = 5
    driver.release()
    #expect(driver.screen.contains("gains 3"))
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("gains 5"))
  }

  @Test("says that it counts again where that takes a while")
  func longRefresh() {
    var driver = counting()
    guard let token = driver.state.dialog?.preview.token else {
      Issue.record("nothing is counted again")
      return
    }
    let lines = driver.lines.count { $0.contains("│") }
    driver.send(.previewed(token, nil, progress: 0.4))
    // In the rule above, so that no line moves.
    #expect(driver.screen.contains("what it does ─ counting again"))
    #expect(driver.lines.count { $0.contains("│") } == lines)
    #expect(driver.screen.contains("gains 3"))
  }

  @Test("lets a count end before it begins the next, however often is written")
  func countEnds() {
    var driver = Driver.writable()
    driver.press("2 a")
    driver.isHeld = true
    driver.press("\"x\"")
    let asked = driver.previews.count
    for _ in 0..<20 { driver.send(.databaseChanged) }
    #expect(driver.previews.count == asked)
    driver.release()
    #expect(driver.previews.count == asked + 1)
    #expect(driver.screen.contains("gains 3"))
  }

  @Test("is saved by one press of the key, once it is counted again")
  func saves() {
    var driver = counting()
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("saved once that is counted, if all stays as shown"))
    // Written again meanwhile: what was seen is compared with a whole count all the same.
    driver.send(.databaseChanged)
    driver.release()
    #expect(driver.saved == [[.createGroup("x")]])
    #expect(driver.state.dialog == nil)
  }

  @Test("is not saved where the count comes out otherwise, is refused or fails")
  func savesNothingElse() {
    let word = Confirmation(.multiplied, "many times as many could read", word: "many")
    for (change, reason) in [
      ({ (editing: inout FakeEditing) in editing.unitsPerChange = 7 }, "has changed what it would do"),
      ({ (editing: inout FakeEditing) in editing.confirmations = [word] }, "type `many` to confirm"),
      (
        { (editing: inout FakeEditing) in editing.refusal = Refusal(.lockedRole, "it is locked now") },
        "it is locked now"
      ),
    ] {
      var driver = Driver.writable()
      driver.press("2 a \"x\"")
      driver.isHeld = true
      change(&driver.store.editing)
      driver.send(.databaseChanged)
      driver.press("C-s")
      driver.release()
      #expect(driver.saved.isEmpty)
      #expect(driver.screen.contains("not saved: "))
      #expect(driver.screen.contains(reason))
      #expect(driver.state.dialog != nil)
    }
    var driver = counting()
    driver.press("C-s")
    guard let token = driver.state.dialog?.preview.token else {
      Issue.record("nothing is counted again")
      return
    }
    driver.held.insert(.failed(token, message: "the disk is gone"), at: 0)
    driver.release()
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("! the disk is gone"))
  }

  @Test("forgets the save once anything else is pressed")
  func forgets() {
    for keys in ["BS \"y\"", "Esc", "Esc Esc", "C-x", "Tab", "Tab \"why\"", "C-v", "F1 Esc"] {
      var driver = counting()
      driver.press("C-s \(keys)")
      driver.release()
      #expect(driver.saved.isEmpty, "\(keys)")
    }
    var driver = counting()
    driver.press("C-s Down")
    #expect(driver.screen.contains("not saved: it was still being counted; Ctrl-s saves"))
    driver.press("C-s")
    driver.release()
    #expect(driver.saved == [[.createGroup("x")]])
  }

  @Test("forgets the answer to the question before the first edit where that is left")
  func leavesQuestion() {
    var driver = counting("2 a \"x\" C-s") { $0.editing.notice = Self.notice }
    driver.press("Enter Esc")
    driver.release()
    #expect(driver.saved.isEmpty)
    #expect(driver.store.editing.backups.isEmpty)
    #expect(driver.state.dialog != nil)
  }

  private static let notice = FirstEditNotice(
    tables: ["permscope_entry"], triggers: [], backupPath: "/srv/acme.backup")

  @Test("asks the question before the first edit where it has come up meanwhile")
  func newQuestion() {
    var driver = Driver.writable()
    driver.press("2 a \"x\"")
    driver.store.editing.notice = Self.notice
    driver.isHeld = true
    driver.send(.databaseChanged)
    driver.press("C-s")
    driver.release()
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("[ Without backup ]"))
    driver.press("Tab Enter")
    #expect(driver.saved == [[.createGroup("x")]])
  }

  @Test("asks before it overwrites what it has learned of only while it was counted again")
  func overwrites() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Enter Down \"Mira\"")
    driver.store.editing.fields[Organisation.mira]?[.firstName] = .text("M.")
    driver.isHeld = true
    driver.send(.databaseChanged)
    driver.press("C-s")
    driver.release()
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("Ctrl-s again overwrites what the other program wrote: first name was"))
    driver.press("C-s")
    #expect(driver.saved.count == 1)
  }

  @Test("says that it was stopped before anything was known")
  func stoppedEarly() {
    var driver = Driver.writable()
    driver.press("2 a")
    driver.isHeld = true
    driver.press("\"x\" C-x C-s")
    #expect(driver.screen.contains("stopped: what it would do is unknown; Ctrl-v looks again"))
    #expect(driver.screen.contains("create: what it would do is unknown; Ctrl-v looks again"))
    driver.release()
    driver.press("C-v")
    #expect(driver.screen.contains("gains 3"))
    // Of the same changes the plan is known.
    driver.isHeld = true
    driver.send(.databaseChanged)
    driver.press("C-s C-x")
    #expect(driver.screen.contains("not saved: it was still being counted; Ctrl-s saves"))
    driver.release()
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("gains 3"))
  }

  @Test("says what another program has changed of a row that is to be deleted, and asks once")
  func deletion() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter d")
    driver.store.editing.fields[Organisation.mira]?[.isStaff] = .flag(false)
    driver.store.editing.fields[Organisation.mira]?[.email] = .text("theirs@example.org")
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("changed by another program: e-mail was `mira@example.org`, is"))
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("another program has changed it; Ctrl-s again goes on: e-mail was"))
    driver.press("C-s")
    #expect(driver.saved == [[.deleteUser(Organisation.mira.key)]])
  }

  @Test("closes the list of units of an edit that has nothing to do any more")
  func unitsOfNothing() {
    var driver = Driver.writable { $0.editing.unitsPerChange = 1_000 }
    driver.press("2 d C-v")
    #expect(driver.state.dialog?.page != nil)
    driver.store.editing.fields[Organisation.contractors] = nil
    driver.send(.databaseChanged)
    #expect(driver.state.dialog?.page == nil)
    #expect(driver.screen.contains("this row is gone"))
  }

  @Test("says that it counts what had nothing to do before")
  func fromNothing() {
    var driver = Driver.writable()
    driver.press("2 a \"x\"")
    driver.store.editing.rows = [:]
    driver.store.editing.neverCounts = true
    driver.isHeld = true
    driver.press("\"y\"")
    guard let token = driver.state.dialog?.preview.token else {
      Issue.record("nothing is counted")
      return
    }
    driver.held = []
    driver.send(.planned(token, EditPlan(changes: [.createGroup("xy")]), nil))
    #expect(driver.screen.contains("nothing to change: it is like this already"))
    driver.send(.databaseChanged)
    let next = driver.held
    driver.isHeld = false
    for input in next { driver.send(input) }
    #expect(driver.screen.contains("counting who gains and loses… 40 %"))
  }

  @Test("keeps what it says of the staged edits")
  func company() {
    var driver = Driver.writable()
    driver.press("2 a \"x\" C-t a \"x\"")
    let shown = driver.screen
    #expect(shown.contains("staged edit 1 already does so"))
    driver.isHeld = true
    driver.send(.databaseChanged)
    #expect(driver.screen == shown)
    driver.release()
    #expect(driver.screen == shown)
  }

  @Test("keeps a count that was stopped stopped, whoever writes, until it is asked for")
  func stopped() {
    var driver = Driver.writable { $0.editing.neverCounts = true }
    driver.isHeld = true
    driver.press("2 a \"x\"")
    driver.press("C-x")
    driver.held = []
    let asked = driver.previews.count
    driver.send(.databaseChanged)
    #expect(driver.previews.count == asked)
    #expect(driver.screen.contains("Ctrl-v counts again"))
    driver.isHeld = false
    driver.store.editing.neverCounts = false
    driver.press("C-v")
    #expect(driver.previews.count == asked + 1)
    #expect(driver.screen.contains("gains 3"))
  }

  @Test("keeps the list of units open at its place, and reads it again")
  func units() {
    var driver = counting("2 a \"x\" C-v PgDn PgDn") { $0.editing.unitsPerChange = 1_000 }
    let shown = driver.screen
    #expect(shown.contains("tree:t2"))
    #expect(driver.screen == shown)
    driver.press("Down")
    #expect(driver.screen.contains("tree:t2"))
    driver.release()
    #expect(driver.screen.contains("tree:t2"))
    driver.store.editing.unitsPerChange = 12
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("tree:t11"))
    #expect(!driver.screen.contains("tree:t12"))
    driver.store.editing.unitsPerChange = 0
    driver.send(.databaseChanged)
    #expect(driver.state.dialog?.page == nil)
    #expect(driver.state.dialog != nil)
  }
}
