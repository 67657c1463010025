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
    #expect(driver.screen.contains("[+] datawarehouse.view_gittree"))
    driver.press("C-s")
    #expect(driver.saved.isEmpty)
    // Nothing can be chosen from rows of another object.
    driver.press("Tab Space S-Tab")
    // Half of an object loses nothing either.
    driver.press("BS BS")
    #expect(driver.screen.contains("to do: type `app.model:KEY`"))
    #expect(driver.screen.contains("[+] datawarehouse.view_gittree"))
    driver.press("C-u")
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
}
