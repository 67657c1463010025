import Authorization
import Testing

@testable import Browser

@Suite("Edits")
struct EditActionTests {
  @Test(
    "say why they cannot be done",
    arguments: [
      ("9 a", "add: this database does not have what the view shows"),
      ("0 a", "add: nothing can be added here"),
      ("- e", "edit: an entry is history; `u` takes it back"),
      ("6 d", "delete: a type belongs to the application, which makes and deletes it"),
      ("4 : \"members of group\" Enter", "members of group: it needs a group, and this is a git tree"),
      ("S", "staged edits: nothing is staged; Ctrl-t in a dialog collects its edit"),
    ])
  func reasons(keys: String, reason: String) {
    var driver = Driver.writable(120, 40)
    driver.press(keys)
    #expect(driver.screen.contains(reason))
  }

  @Test("are all disabled in a database that is read-only, with the reason")
  func readOnly() {
    let state = Driver().state
    for action in Action.all where action.mutates && action.contexts != [.dialog] {
      let reason = action.reasonWhyDisabled(state)
      #expect(reason == "read-only: asked for", "\(action.title)")
    }
  }

  @Test("name the permission that an operator lacks")
  func operatorLacks() {
    var driver = Driver.writable(120, 40) {
      $0.summary.operatorIsLimited = true
      $0.summary.operatorLacks = [.changeGroup: "auth.change_group", .deleteGroup: "auth.delete_group"]
    }
    driver.press("2 d")
    #expect(driver.screen.contains("delete: needs `auth.delete_group`, which mira lacks"))
    driver.press("e")
    #expect(driver.screen.contains("needs `auth.change_group`, which mira lacks"))
    driver.press("Enter")
    #expect(driver.state.dialog == nil)
    // Whoever may change users may change memberships as well.
    let members = Reasons.form(.members, driver.state)
    #expect(members == nil)
  }

  @Test("of a system that is absent are disabled")
  func absent() {
    let driver = Driver.writable {
      $0.summary.systems = [SystemStatus(system: .roles, missingTables: ["core_role"])]
    }
    #expect(Reasons.form(.createRole, driver.state) == "this database has no roles")
  }

  @Test("on one possibility open it, on several ask")
  func menus() {
    var driver = Driver.writable()
    driver.press("2 a")
    #expect(driver.state.dialog?.title == "create a group")
    driver.press("Esc e")
    #expect(driver.screen.contains("rename group"))
    driver.press("e")
    #expect(driver.state.overlay == nil)
  }

  @Test("undo and redo open a preview of the entry that the store names")
  func undo() {
    var driver = Driver.writable()
    driver.press("u")
    #expect(driver.screen.contains("there is nothing to undo"))
    driver.press("C-r")
    #expect(driver.screen.contains("there is nothing to do again"))
    driver.store.editing.undoable = HistoryEntry(
      number: 12, kind: .edit, about: nil, time: "2026-11-21T03:28:41Z", operatorName: "lena",
      reason: "ticket 7", lines: [PlanLine("add mira to release")], gains: 3, losses: 0, isUndone: false,
      irreversible: nil)
    driver.press("u")
    #expect(driver.screen.contains("undo entry 12"))
    #expect(driver.screen.contains("made  2026-11-21 03:28 by lena: ticket 7"))
    driver.press("C-t")
    #expect(driver.screen.contains("undo and redo are saved by themselves"))
    driver.press("Left Left Enter")
    #expect(driver.saved == [[.undo(entry: 12)]])
  }

  @Test("undo says which newer entries it passes over, and why")
  func passedOver() {
    func entry(_ number: Int64, _ irreversible: String?) -> HistoryEntry {
      HistoryEntry(
        number: number, kind: .edit, about: nil, time: "2026-11-21T03:28:41Z", operatorName: "lena",
        reason: nil, lines: [PlanLine("x")], gains: nil, losses: nil, isUndone: false,
        irreversible: irreversible)
    }
    var driver = Driver.writable()
    driver.store.editing.passedOver = [
      entry(16, "it is gone"), entry(15, "it is gone"), entry(14, "no rows"),
    ]
    driver.press("u")
    #expect(
      driver.screen.contains(
        "there is nothing to undo; entries 16, 15: it is gone; entry 14: no rows"))
    driver.store.editing.undoable = entry(12, nil)
    driver.press("u")
    #expect(driver.screen.contains("undo entry 12"))
    #expect(driver.screen.contains("passed over  entries 16, 15: it is gone"))
    #expect(driver.screen.contains("passed over  entry 14: no rows"))
    driver.press("Esc")
    driver.store.editing.passedOver = (20..<40).reversed().map { entry($0, "it is gone") }
    driver.press("u")
    #expect(driver.screen.contains("entries 39, 38, 37, 36, 35, 34, 33, 32 and older ones:"))
    driver.press("Esc")
    driver.store.editing.passedOver = []
    driver.press("u")
    #expect(driver.screen.contains("undo entry 12"))
    #expect(!driver.screen.contains("passed over"))
  }

  @Test("undo exactly the entry under the cursor, in the history of a row as well")
  func rowHistory() {
    var driver = Driver.writable { store in
      store.lists[.section(of: Organisation.kernelQE, section: .history)] = FakeList([
        .named(Organisation.entry, [.text("4 mira"), .text("add mira to kernel-qe")])
      ])
    }
    driver.press("2 Down H")
    #expect(driver.screen.contains("history of kernel-qe"))
    driver.press("u Left Left Enter d Left Left Enter")
    #expect(driver.saved == [[.undo(entry: 4)], [.undo(entry: 4)]])
    driver.press("6 H")
    #expect(driver.screen.contains("a type has no history of its own"))
  }

  @Test("never delete the row of a list that shows it for another reason")
  func derivedLists() {
    var driver = Driver.writable { store in
      store.lists[.section(of: Organisation.kernelRole, section: .holders)] = FakeList([
        .named(Organisation.mira, [.text("mira"), .text("everywhere")])
      ])
      store.details[Organisation.kernelRole] = Detail(
        ref: Organisation.kernelRole, facts: [],
        sections: [
          DetailSection(
            id: .holders, title: "Holders", count: 1, lines: [DetailLine("mira", target: Organisation.mira)],
            continues: true)
        ])
    }
    driver.press("3 Enter G Enter d")
    #expect(driver.list?.row?.ref == Organisation.mira)
    #expect(driver.state.dialog == nil)
    #expect(driver.screen.contains("this list does not say what gives the row its place"))
  }

  @Test("marks are counted in the title and taken away by one key")
  func marks() {
    var driver = Driver.writable()
    driver.press("2 Space Space")
    #expect(driver.screen.contains("2 marked"))
    driver.press("*")
    #expect(!driver.screen.contains("marked"))
  }

  @Test("are not lost by help, and help knows the keys of dialogs")
  func help() {
    var driver = Driver.writable()
    driver.press("2 a \"x\" F1")
    #expect(driver.screen.contains("save, from anywhere in the dialog"))
    driver.press("Esc C-s")
    #expect(driver.saved == [[.createGroup("x")]])
  }

  @Test("leave every dialog usable on the smallest screen", arguments: DialogScreenTests.scripts)
  func smallest(script: (name: String, keys: String)) throws {
    var driver = Driver.writable(60, 16)
    driver.press(script.keys)
    let cursor = try #require(driver.frame.cursor)
    #expect(cursor.x >= 0 && cursor.x < 60 && cursor.y >= 0 && cursor.y < 16)
    guard let dialog = driver.state.dialog, dialog.page == nil, driver.state.overlay == nil else { return }
    let hasCancel = driver.screen.contains("[ \(dialog.title(of: .cancel)) ]")
    #expect(hasCancel)
    driver.press("@resize 40x10 \"x\" Enter C-s @resize 60x16")
    let isSame = driver.state.dialog?.draft == dialog.draft
    #expect(isSame)
    #expect(driver.saved.isEmpty)
  }
}
