import Authorization
import Testing

@testable import Browser

@Suite("A checklist")
struct DialogChecklistTests {
  private static let grants = "1 / \"mira\" Enter e Down Down Down Enter"

  /// Objects of two types, and a grant on one of them.
  private static func withGrants(_ width: Int = 80, _ height: Int = 24) -> Driver {
    .writable(width, height) { store in
      let tree = ObjectRef(type: GitTrees.tree, key: "1")
      store.editing.choices[.objects(GitTrees.tree)] = Organisation.trees.map(\.ref)
      store.editing.choices[.permissions(GitTrees.tree)] = [
        Organisation.permission("datawarehouse.change_gittree", 31),
        Organisation.permission("datawarehouse.view_gittree", 32),
      ]
      store.editing.on[.objectPermissions(of: .user(Organisation.mira.key), tree)] = [.integer(31)]
    }
  }

  private func permissions(_ driver: Driver) -> Checklist? { driver.state.dialog?.checklist(.permissions) }

  // MARK: Its filter

  @Test("that shows only what is on filters what will be added as well")
  func filtersAdditions() {
    var driver = Driver.writable()
    driver.press("1 / \"lena\" Enter e Down Enter Space")
    driver.store.editing.on[.groups(ofUser: Organisation.lena.key)] = [Organisation.kernelQE.key]
    driver.send(.databaseChanged)
    driver.press("End Space o")
    #expect(driver.screen.contains("[+] contractors"))
    #expect(driver.screen.contains("[+] release"))
    driver.press("/ \"rel\" Enter")
    #expect(!driver.screen.contains("[+] contractors"))
    #expect(!driver.screen.contains("[x] kernel-qe"))
    #expect(driver.cursorLine.contains("> [+] release"))
    // What is hidden stays chosen.
    driver.press("Space")
    #expect(
      driver.state.dialog?.draft.changes == [
        .addMember(user: Organisation.lena.key, group: Organisation.contractors.key)
      ])
    driver.press("/ C-u \"zzz\" Enter")
    #expect(driver.screen.contains("nothing matches `zzz`"))
    driver.press("Esc")
    #expect(driver.cursorLine.contains("> [+] contractors"))
    #expect(driver.screen.contains("[x] kernel-qe"))
  }

  @Test("shows what will be added where nothing is on, and filters that too")
  func filtersNewRole() {
    var driver = Driver.writable()
    driver.press("3 a \"acme.auditor\" Tab Tab Space End Space o")
    #expect(driver.screen.contains("[+] auth.add_group"))
    #expect(driver.screen.contains("[+] auth.view_user"))
    driver.press("/ \"VIEW\" Enter")
    #expect(!driver.screen.contains("[+] auth.add_group"))
    #expect(driver.cursorLine.contains("> [+] auth.view_user"))
  }

  @Test("lets Esc clear its filter before it leaves, and says so")
  func escapeClearsFilter() throws {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Down Enter Space / \"rel\"")
    let typing = try #require(driver.lines.last { $0.contains("Esc") })
    #expect(typing.contains("Esc clear it"))
    #expect(!typing.contains("Esc cancel"))
    driver.press("Enter")
    let kept = try #require(driver.lines.last { $0.contains("Esc") })
    #expect(kept.contains("Esc clear the filter"))
    #expect(!kept.contains("Esc cancel"))
    driver.press("Esc")
    #expect(driver.state.dialog != nil)
    #expect(!driver.screen.contains("filter: rel"))
    #expect(driver.screen.contains("[+] contractors"))
    #expect(!driver.screen.contains("Esc again"))
    driver.press("Esc")
    #expect(driver.screen.contains("Esc again throws away what you typed"))
    #expect(try #require(driver.lines.last { $0.contains("Esc") }).contains("Esc cancel"))
    driver.press("Esc")
    #expect(driver.state.dialog == nil)
  }

  @Test("keeps its filter when Esc is pressed elsewhere in the dialog")
  func escapeElsewhere() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter e Down Enter Space / \"rel\" Enter Tab Esc")
    #expect(driver.screen.contains("filter: rel"))
    #expect(driver.screen.contains("Esc again throws away what you typed"))
  }

  // MARK: What it offers

  @Test(
    "of permissions on an object offers nothing before there is a type",
    arguments: [grants, "1 Space Space a Down Enter Space Tab"])
  func typeFirst(keys: String) {
    var driver = Self.withGrants()
    driver.press(keys)
    #expect(driver.screen.contains("choose a type first"))
    #expect(!driver.screen.contains("auth.add_group"))
    driver.press("Tab Tab Space")
    #expect(permissions(driver)?.isChanged == false)
    driver.press("S-Tab \"file.filerepository:0191-7\"")
    #expect(driver.screen.contains("file.change_filerepository"))
    #expect(!driver.screen.contains("choose a type first"))
  }

  @Test("says what is wrong with an unknown type and keeps what was chosen")
  func unknownType() {
    var driver = Self.withGrants()
    driver.press("\(Self.grants) Enter \"gittree\" Enter Tab Enter \"main\" Enter Tab Tab Space Down Space")
    let grants = [31, 32].map {
      Grant(.user(Organisation.mira.key), .integer($0), on: ObjectRef(type: GitTrees.tree, key: "1"))
    }
    let changes = [Change.grant(grants[1]), .revoke(grants[0])]
    #expect(driver.state.dialog?.draft.changes == changes)
    driver.press("S-Tab \"datawarehouse.gittre:2\"")
    #expect(
      driver.state.dialog?.draft.problem
        == "correct the object: no type `datawarehouse.gittre`; did you mean `datawarehouse.gittree`?")
    #expect(driver.screen.contains("no type `datawarehouse.gittre`"))
    // Nothing can be chosen from rows of another type, so none are shown.
    #expect(!driver.screen.contains("datawarehouse.view_gittree"))
    #expect(driver.screen.contains("*Permissions  1 to add, 1 to remove"))
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    driver.press("Tab Space S-Tab")
    // Half of an object loses nothing either.
    driver.press("BS BS")
    #expect(driver.screen.contains("to do: type `app.model:KEY`"))
    #expect(driver.screen.contains("[+] datawarehouse.view_gittree"))
    driver.press("C-u")
    #expect(driver.screen.contains("to do: choose a datawarehouse.gittree"))
    #expect(!driver.screen.contains("to remove"))
    driver.press("S-Tab Enter \"main\" Enter")
    #expect(driver.state.dialog?.draft.changes == changes)
    driver.press("C-s")
    #expect(driver.saved == [changes])
  }

  @Test("keeps what will be given when the object is another one of the type")
  func otherObject() {
    var driver = Self.withGrants()
    driver.press(
      "\(Self.grants) Enter \"gittree\" Enter Tab Enter \"main\" Enter Tab Tab Space Down Space S-Tab")
    driver.press("\"datawarehouse.gittree:2\"")
    // What was to be taken away stood on the other one.
    #expect(
      driver.state.dialog?.draft.changes == [
        .grant(
          Grant(
            .user(Organisation.mira.key), .integer(32), on: ObjectRef(type: GitTrees.tree, key: "2")))
      ])
  }

  @Test("gives nothing of another type while the answer about the new one is under way")
  func otherType() {
    var driver = Self.withGrants()
    driver.press("\(Self.grants) Enter \"gittree\" Enter Tab Enter \"main\" Enter Tab Tab Down Space S-Tab")
    driver.isHeld = true
    driver.send(.event(.paste("file.filerepository:0191-7")))
    #expect(driver.state.dialog?.draft.changes == [])
    driver.release()
    #expect(driver.state.dialog?.draft.changes == [])
    #expect(permissions(driver)?.isChanged == false)
    #expect(driver.screen.contains("[ ] file.change_filerepository"))
  }

  @Test("keeps nothing that was to be taken away on another object")
  func removalsElsewhere() {
    var driver = Self.withGrants()
    driver.store.editing.on[
      .objectPermissions(
        of: .user(Organisation.mira.key), ObjectRef(type: GitTrees.tree, key: "2"))] = [.integer(31)]
    driver.press("\(Self.grants) Enter \"gittree\" Enter Tab Enter \"main\" Enter Tab Tab Space S-Tab S-Tab")
    #expect(driver.screen.contains("1 to remove"))
    driver.press("Enter \"stable\" Enter")
    #expect(driver.state.dialog?.draft.changes == [])
    #expect(driver.screen.contains("[x] datawarehouse.change_gittree"))
    driver.press("Enter \"main\" Enter")
    #expect(driver.state.dialog?.draft.changes == [])
  }

  // MARK: An object that is typed, and one that is chosen

  private func place(_ driver: Driver) -> [ObjectRef?] {
    driver.state.dialog?.draft.changes.map { if case .grant(let grant) = $0 { grant.object } else { nil } }
      ?? []
  }

  @Test("gives on the object that was chosen after another one was typed")
  func choosesLater() {
    var driver = Self.withGrants()
    driver.press("\(Self.grants) Tab \"datawarehouse.gittree:1\" Tab Down Space")
    #expect(place(driver) == [ObjectRef(type: GitTrees.tree, key: "1")])
    driver.press("S-Tab S-Tab Enter \"gittree\" Enter")
    #expect(driver.state.dialog?.text(.objectKey) == "")
    #expect(driver.screen.contains("to do: choose a datawarehouse.gittree"))
    driver.press("Tab Enter \"stable\" Enter")
    #expect(place(driver) == [ObjectRef(type: GitTrees.tree, key: "2")])
    // The same where the type stays and only the object is chosen later.
    driver.press("Tab \"datawarehouse.gittree:1\"")
    #expect(driver.state.dialog?.choice(.object) == .unset)
    #expect(place(driver) == [ObjectRef(type: GitTrees.tree, key: "1")])
    driver.press("S-Tab Enter \"stable\" Enter")
    #expect(driver.state.dialog?.text(.objectKey) == "")
    #expect(place(driver) == [ObjectRef(type: GitTrees.tree, key: "2")])
  }

  @Test("gives on the object that was typed or pasted after another one was chosen")
  func typesLater() {
    for isPasted in [false, true] {
      var driver = Self.withGrants()
      driver.press("\(Self.grants) Enter \"gittree\" Enter Tab Enter \"main\" Enter Tab Tab Down Space S-Tab")
      // Neither a look at the field nor a key that types nothing is a choice.
      driver.press("Left C-u")
      #expect(driver.state.dialog?.choice(.object).ref?.name == "linux-mainline")
      if isPasted {
        driver.send(.event(.paste("datawarehouse.gittree:2")))
      } else {
        driver.press("\"d\"")
        #expect(driver.state.dialog?.choice(.object) == .unset)
        driver.press("\"atawarehouse.gittree:2\"")
      }
      #expect(driver.state.dialog?.choice(.object) == .unset)
      #expect(place(driver) == [ObjectRef(type: GitTrees.tree, key: "2")])
      driver.press("C-s")
      #expect(driver.saved.count == 1)
    }
  }

  // MARK: Rows that other programs delete

  private static let lenasGroups = "1 / \"lena\" Enter e Down Enter"

  /// Another program deletes a group that was ticked.
  private static func withoutRelease(_ script: String) -> Driver {
    var driver = Driver.writable()
    driver.press(script)
    let join = Change.addMember(user: Organisation.lena.key, group: Organisation.release.key)
    driver.store.editing.choices[.groups]?.removeAll { $0 == Organisation.release }
    driver.store.editing.missing = [join: "there is no group with the key `2`, or it is gone"]
    driver.send(.databaseChanged)
    driver.expectIdle()
    return driver
  }

  @Test("keeps a ticked row that is gone, so that it can be taken off")
  func gone() {
    var driver = Self.withoutRelease("\(Self.lenasGroups) Down Down Space")
    #expect(driver.cursorLine.contains("> [+] release"))
    #expect(driver.cursorLine.contains("(gone)"))
    #expect(driver.screen.contains("1 to add"))
    #expect(driver.screen.contains("refused: `release` is gone: another program has deleted it"))
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    driver.press("Space")
    #expect(!driver.screen.contains("release"))
    #expect(driver.state.dialog?.isChanged == false)
    driver.press("Home Space C-s")
    #expect(
      driver.saved == [[.addMember(user: Organisation.lena.key, group: Organisation.contractors.key)]])
  }

  @Test("has the cursor on the same row when others come and go", arguments: ["", "o "])
  func cursorStays(only: String) {
    var driver = Self.withoutRelease("\(Self.lenasGroups) Space Down Down Space \(only)Home")
    #expect(driver.cursorLine.contains("> [+] contractors"))
    #expect(driver.lines.first { $0.contains("[+] release") }?.contains("(gone)") == true)
    #expect(driver.screen.contains("refused: `release` is gone"))
    driver.press("Space")
    #expect(chosenGroups(driver) == [Organisation.release])
    // Whoever deleted it has taken that back.
    driver.store.editing.choices[.groups]?.append(Organisation.release)
    driver.send(.databaseChanged)
    #expect(!driver.screen.contains("(gone)"))
    #expect(driver.screen.contains("[+] release"))
  }

  private func chosenGroups(_ driver: Driver) -> [EntityRef]? {
    driver.state.dialog?.checklist(.groups)?.added
  }

  @Test("names what is gone only where that is why it is refused")
  func otherRefusal() {
    var driver = Self.withoutRelease("\(Self.lenasGroups) Down Down Space")
    driver.store.editing.refusal = Refusal(.notPermitted, "you may not change groups")
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("(gone)"))
    #expect(driver.screen.contains("refused: you may not change groups"))
    // Nor where another row of the edit is gone.
    let join = Change.addMember(user: Organisation.lena.key, group: Organisation.contractors.key)
    driver.store.editing.refusal = nil
    driver.press("Home Down Space")
    driver.store.editing.missing = [join: "there is no user with the key `2`, or it is gone"]
    driver.send(.databaseChanged)
    #expect(driver.screen.contains("refused: there is no user with the key `2`"))
  }

  @Test("filters what is gone as well, and never calls a row gone that only a filter hides")
  func goneFiltered() {
    var driver = Self.withoutRelease("\(Self.lenasGroups) Space Down Down Space")
    driver.press("/ \"contr\" Enter")
    #expect(driver.screen.contains("[+] contractors"))
    #expect(!driver.screen.contains("(gone)"))
    driver.press("/ C-u \"rel\" Enter")
    #expect(driver.cursorLine.contains("> [+] release"))
    #expect(driver.screen.contains("(gone)"))
    #expect(!driver.screen.contains("[+] contractors"))
  }

  @Test("keeps the notes of what will be added where only what is on is shown")
  func notes() {
    var driver = Driver.writable {
      $0.editing.notes = [Organisation.contractors.key: "only from outside"]
    }
    driver.press("\(Self.lenasGroups) Space o")
    #expect(driver.cursorLine.contains("> [+] contractors"))
    #expect(driver.cursorLine.contains("only from outside"))
  }
}
