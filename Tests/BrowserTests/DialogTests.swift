import Authorization
import Frame
import Testing

@testable import Browser

@Suite("A dialog")
struct DialogTests {
  private let mira = Organisation.mira.key

  @Test("writes nothing before Save, and one list of changes then")
  func saves() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Enter Down Down Down C-u \"m@example.com\" Tab Tab Space")
    #expect(driver.saved.isEmpty)
    driver.press("C-s")
    #expect(driver.saved == [[.editUser(mira, UserEdit(email: "m@example.com", isStaff: false))]])
    #expect(driver.state.dialog == nil)
    #expect(driver.screen.contains("saved as entry 1"))
  }

  @Test("yields only what differs: typing the old value again is no change")
  func onlyDifferences() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Enter \"x\" BS")
    #expect(driver.state.dialog?.draft.changes.isEmpty == true)
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("save: nothing to change"))
  }

  @Test("previews at each change of values, not at moves of the caret")
  func preview() {
    var driver = Driver.writable()
    driver.press("2 a \"ab\" Left Right Home Tab S-Tab")
    #expect(driver.previews == [[.createGroup("a")], [.createGroup("ab")]])
    let cancelled = driver.effects.count { if case .cancel = $0 { true } else { false } }
    #expect(cancelled >= 1)
    #expect(driver.screen.contains("gains 3 · losses 0"))
  }

  @Test("drops its preview when it closes")
  func dropsPreview() {
    var driver = Driver.writable()
    driver.press("2 a \"a\"")
    #expect(driver.store.editing.previews.count == 1)
    driver.press("Esc Esc")
    #expect(driver.store.editing.previews.isEmpty)
    #expect(driver.state.dialog == nil)
  }

  @Test("throws away what was typed only after a second Esc")
  func escape() {
    var driver = Driver.writable()
    driver.press("2 a Esc")
    #expect(driver.state.dialog == nil)
    driver.press("a \"x\" Esc")
    #expect(driver.state.dialog != nil)
    #expect(driver.screen.contains("Esc again throws away what you typed"))
    driver.press("\"y\" Esc")
    #expect(driver.state.dialog != nil)
    driver.press("Esc")
    #expect(driver.state.dialog == nil)
  }

  @Test("says a refusal before Enter, and does not save then")
  func refusal() {
    var driver = Driver.writable {
      $0.editing.refusal = Refusal(.namedByPolicy, "policy `upstream` names it for reading")
    }
    driver.press("2 d")
    #expect(driver.screen.contains("! refused: policy `upstream` names it for reading"))
    driver.press("C-s S-Tab S-Tab S-Tab Enter")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("( Delete )"))
  }

  @Test(
    "that takes something away starts on Cancel",
    arguments: [
      "1 d", "2 d", "3 d", "4 d", "5 d", "7 d", "8 d", "0 d", "- d", "- u", "- C-r", ": \"clean orph\" Enter",
      "1 / \"mira\" Enter Enter d", "8 e Down Down Down Enter",
    ])
  func startsOnCancel(keys: String) {
    var driver = Driver.writable()
    driver.press(keys)
    #expect(driver.state.dialog?.focus == .button(.cancel))
    driver.press("Enter")
    #expect(driver.state.dialog == nil)
    #expect(driver.saved.isEmpty)
  }

  @Test("waits for a word where the edit is far-reaching")
  func confirmation() {
    var driver = Driver.writable {
      $0.editing.confirmations = [
        Confirmation(.anonymous, "somebody who is not logged in could read 14 git trees", word: "upstream")
      ]
    }
    driver.press("5 e Enter Tab BS")
    #expect(driver.screen.contains("! somebody who is not logged in could read 14 git trees"))
    driver.press("C-s")
    #expect(driver.screen.contains("save: type `upstream` to confirm"))
    // The field of the word has the keys now.
    driver.press("\"upstrea\" C-s")
    #expect(driver.saved.isEmpty)
    driver.press("\"m\" Tab \"asked for by QE\" C-s")
    #expect(driver.saved == [[.setAccess(policy: .integer(1), .read, group: nil)]])
    #expect(driver.store.editing.confirmed == [["upstream"]])
    #expect(driver.store.editing.reasons == ["asked for by QE"])
  }

  @Test("tells each of several confirmations whole, with its own word", arguments: [(80, 24), (60, 16)])
  func confirmations(width: Int, height: Int) {
    let text = "anybody who is not logged in could read and write everything that the policy is about"
    var driver = Driver.writable(width, height) {
      $0.editing.confirmations = [
        Confirmation(.anonymous, text, word: "one"), Confirmation(.multiplied, text, word: "two"),
      ]
    }
    driver.press("2 a \"x\" Tab")
    #expect(driver.state.dialog?.focus == .confirmation(0))
    #expect(driver.screen.contains("type `one` to confirm:"))
    driver.press("\"one\" Tab \"two\" C-s")
    #expect(driver.saved == [[.createGroup("x")]])
  }

  @Test("does not save while it counts, and can be stopped")
  func counting() {
    var driver = Driver.writable { $0.editing.neverCounts = true }
    driver.isHeld = false
    for key in [Key.character("2"), .character("a"), .character("x")] { driver.send(.event(.key(key))) }
    #expect(driver.screen.contains("counting who gains and loses… 40 %"))
    driver.send(.event(.key(.control("s"))))
    #expect(driver.screen.contains("create: still counting what it changes; Ctrl-s again when done"))
    #expect(driver.saved.isEmpty)
    driver.press("C-x")
    #expect(driver.state.runningEffects == 0)
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    #expect(driver.screen.contains("Ctrl-v counts again"))
    driver.store.editing.neverCounts = false
    driver.press("C-v C-s")
    #expect(driver.saved == [[.createGroup("x")]])
  }

  @Test("names the key that works when it says that it is not ready yet")
  func waitingKeys() {
    var driver = Driver.writable { $0.editing.neverCounts = true }
    driver.isHeld = false
    for key in [Key.character("2"), .character("d")] { driver.send(.event(.key(key))) }
    // The keys are on Cancel, where Enter would close the dialog.
    #expect(driver.state.dialog?.focus == .button(.cancel))
    driver.send(.event(.key(.control("s"))))
    #expect(driver.screen.contains("delete: still counting what it changes; Ctrl-s again when done"))
    for key in [Key.left, .left, .left, .enter] { driver.send(.event(.key(key))) }
    #expect(driver.screen.contains("delete: still counting what it changes; Enter again when done"))
    driver = Driver.writable()
    driver.press("2 a")
    driver.isHeld = true
    driver.press("\"x\" C-t")
    #expect(driver.screen.contains("stage: still looking what it would do; Ctrl-t again when done"))
    driver.press("Tab Tab Tab Enter")
    #expect(driver.screen.contains("stage: still looking what it would do; Enter again when done"))
    #expect(driver.saved.isEmpty)
  }

  @Test("lists the exact units, page by page, and goes back")
  func units() {
    var driver = Driver.writable { $0.editing.unitsPerChange = 1_000 }
    driver.press("2 a \"x\" C-v")
    #expect(driver.screen.contains("gains 1,000  losses 0"))
    driver.press("End")
    #expect(driver.screen.contains("tree:t999"))
    for _ in 0..<30 { driver.press("PgUp") }
    let asked = driver.effects.count { if case .loadUnits = $0 { true } else { false } }
    #expect(asked >= 4 && asked <= 20)
    driver.press("Esc")
    #expect(driver.state.dialog?.page == nil)
    #expect(driver.state.dialog != nil)
  }

  @Test("says before the first edit which tables it makes, and writes a backup where one is wanted")
  func firstEdit() {
    let notice = FirstEditNotice(
      tables: ["permscope_entry", "permscope_row"], triggers: ["audit on auth_group"],
      backupPath: "/srv/acme.backup")
    for (keys, backups) in [
      ("Enter", ["/srv/acme.backup"]), ("Tab Enter", []), ("Up \"2\" Tab Enter", ["/srv/acme.backup2"]),
    ] {
      var driver = Driver.writable { $0.editing.notice = notice }
      driver.press("2 a \"x\" C-s")
      #expect(driver.saved.isEmpty)
      for text in ["permscope_entry, permscope_row", "audit on auth_group", "[ Without backup ]"] {
        #expect(driver.screen.contains(text))
      }
      driver.press(keys)
      #expect(driver.saved == [[.createGroup("x")]])
      #expect(driver.store.editing.backups == backups)
    }
    var driver = Driver.writable { $0.editing.notice = notice }
    driver.press("2 a \"x\" C-s Tab Tab Enter")
    #expect(driver.saved.isEmpty)
    #expect(driver.state.dialog?.page == nil)
  }

  @Test("pastes into its fields, a line break as a space")
  func paste() {
    var driver = Driver.writable()
    driver.press("2 a")
    driver.send(.event(.paste("two\n\twords\n")))
    #expect(driver.state.dialog?.text(.row(.name)) == "two words")
    driver.press("C-s")
    #expect(driver.saved == [[.createGroup("two words")]])
  }

  @Test("pastes the lines of a text as lines")
  func pasteLines() throws {
    let text = "[\n  {\n\t\"function\": \"foo\"\n  }\n]"
    var driver = Driver.writable()
    driver.press("8 e Down Enter C-u C-u")
    while driver.state.dialog?.area(.row(.creationHooks))?.text.isEmpty == false {
      driver.press("End C-u Down End C-u BS")
    }
    driver.send(.event(.paste(text)))
    let area = try #require(driver.state.dialog?.area(.row(.creationHooks)))
    #expect(area.lines.map(\.text) == ["[", "  {", "  \"function\": \"foo\"", "  }", "]"])
    #expect(area.line == 4)
    driver.press("C-s")
    #expect(
      driver.saved == [
        [
          .editEndpoint(
            Organisation.endpoint.key, EndpointEdit(creationHooks: .json(#"[{"function": "foo"}]"#)))
        ]
      ])
  }

  @Test("keeps names byte by byte")
  func bytes() {
    var driver = Driver.writable()
    driver.press("2 a \"Zoe\u{301}\" C-s")
    #expect(driver.saved == [[.createGroup("Zoe\u{301}")]])
    #expect(driver.saved != [[.createGroup("Zo\u{E9}")]])
  }

  @Test("answers clicks: a field, a button")
  func mouse() throws {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Enter")
    let line = try #require(driver.lines.firstIndex { $0.contains("superuser ") })
    driver.send(.event(.mouse(Mouse(.doubleClick, x: 20, y: line))))
    #expect(driver.state.dialog?.changedFlag(.row(.isSuperuser)) == true)
    let button = try #require(driver.lines.firstIndex { $0.contains("[ Cancel ]") })
    let x = try #require(driver.lines[button].firstRange(of: "Cancel")).lowerBound
    driver.send(
      .event(
        .mouse(
          Mouse(
            .press, x: driver.lines[button].distance(from: driver.lines[button].startIndex, to: x), y: button)
        )))
    #expect(driver.state.dialog == nil)
  }
}
