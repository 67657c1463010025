import Authorization
import Testing

@testable import Browser

@Suite("Marked rows")
struct MarkedRowsTests {
  private static let role = Organisation.kernelRole.key
  private static let types = TypeName(app: "file", model: "filerepository")

  private static func tree(_ key: Name) -> Assignment.Place {
    .object(ObjectRef(type: GitTrees.tree, key: key))
  }

  @Test("get a role on each of them")
  func objects() {
    var driver = Driver.writable()
    driver.press("4 Space Space : \"assign role\" Enter")
    #expect(driver.screen.contains("2 objects: linux-mainline, linux-stable"))
    driver.press("Enter Enter Tab Tab Enter \"lena\" Enter C-s")
    let lena = Grantee.user(Organisation.lena.key)
    #expect(
      driver.saved == [
        ["1", "2"].map { .assign(Assignment(Self.role, to: lena, Self.tree($0))) }
      ])
    #expect(driver.list?.marks.isEmpty == true)
  }

  @Test("that are roles are all assigned")
  func roles() {
    let other = EntityRef(kind: .role, key: .text("r2"), name: "file.reader")
    var driver = Driver.writable { store in
      store.lists[.view(.roles)] = FakeList([Organisation.kernelRole, other].map { .named($0, []) })
    }
    driver.press("3 Space Space a Enter Tab Enter \"lena\" Enter C-s")
    let lena = Grantee.user(Organisation.lena.key)
    #expect(
      driver.saved == [
        [.assign(Assignment(Self.role, to: lena)), .assign(Assignment(other.key, to: lena))]
      ])
  }

  @Test("that are permissions are all granted")
  func permissions() {
    let rows = Organisation.permissions.prefix(2)
    var driver = Driver.writable { store in
      store.lists[.view(.permissions)] = FakeList(rows.map { .named($0, []) })
    }
    driver.press("7 Space Space e Tab Enter \"lena\" Enter C-s")
    let lena = Grantee.user(Organisation.lena.key)
    #expect(driver.saved == [rows.map { .grant(Grant(lena, $0.key)) }])
  }

  @Test("are what `e` is about: dialogs about one row are disabled, with the reason")
  func edit() {
    var driver = Driver.writable(120, 40)
    driver.press("1 Space Space Space e")
    #expect(driver.screen.contains("add users to groups"))
    #expect(driver.screen.contains("3 rows are marked; `*` unmarks them"))
    driver.press("Down Down Down Enter")
    #expect(driver.state.dialog == nil)
    driver.press("Esc : \"edit user\" Enter")
    #expect(driver.state.dialog == nil)
    driver.press("* : \"edit user\" Enter")
    #expect(driver.state.dialog?.title.hasPrefix("edit user") == true)
  }

  @Test("do not disable what is about the group whose members they are")
  func owner() {
    var driver = Driver.writable()
    driver.press("2 Down Enter j j Enter Space Space")
    let members = Reasons.form(.members, driver.state)
    #expect(members == nil)
    let edit = Reasons.form(.editUser, driver.state)
    #expect(edit == "2 rows are marked; `*` unmarks them")
  }
}
