import Authorization
import Testing

@testable import Browser

@Suite("After an edit of one's own")
struct OwnEditTests {
  @Test("a row that was deleted is let go of everywhere, without an error")
  func deleted() {
    var driver = Driver.writable()
    driver.press("1 / \"lena\" Enter p d")
    #expect(driver.state.inspector.subject == .user(Organisation.lena))
    driver.store.lists[.view(.users)]?.rows.removeAll { $0.ref == Organisation.lena }
    driver.press("C-s")
    #expect(driver.saved == [[.deleteUser(Organisation.lena.key)]])
    #expect(driver.screen.contains("saved as entry 1"))
    #expect(driver.screen.contains("0 of 7"))
    #expect(driver.state.inspector.subject == .anonymous)
    #expect(driver.state.inspector.subjectIsPinned == false)
    #expect(driver.state.inspector.shown?.subject == .anonymous)
  }

  @Test("a subject that another program deleted is let go of, with a word")
  func deletedByAnother() throws {
    var driver = Driver.writable()
    driver.press("1 / \"lena\" Enter")
    driver.isHeld = true
    driver.send(.databaseChanged)
    let token = try #require(driver.state.inspector.pending)
    driver.held.removeAll { if case .inspection = $0 { true } else { false } }
    driver.held.append(.failed(token, message: "the user `lena` is gone"))
    driver.release()
    #expect(driver.state.inspector.subject == .anonymous)
    #expect(driver.screen.contains("the user `lena` is gone"))
    #expect(!driver.screen.contains("error:"))
  }

  @Test("the cursor goes to the row that was created")
  func created() {
    var driver = Driver.writable()
    driver.press("2 a \"press\"")
    driver.store.lists[.view(.groups)] = FakeList(
      Organisation.groups + [.named(Organisation.group("press", 9), [.text("press")])])
    driver.press("C-s")
    #expect(driver.list?.row?.ref.name == "press")
  }

  @Test("a new row that the filter hides is named, with the key that shows it")
  func hidden() {
    var driver = Driver.writable()
    driver.press("2 / \"kernel\" Enter a \"press\"")
    driver.store.lists[.view(.groups)] = FakeList(
      Organisation.groups + [.named(Organisation.group("press", 9), [.text("press")])])
    driver.press("C-s")
    #expect(driver.screen.contains("saved as entry 1; the filter `kernel` hides `press`: Esc clears it"))
    #expect(driver.list?.row?.ref.name == "kernel-qe")
    driver.press("Esc")
    #expect(driver.list?.filter == "")
    #expect(driver.list?.window.rows.contains { $0.ref.name == "press" } == true)
    #expect(!driver.screen.contains("hides"))
  }

  @Test("a new row that the filter shows gets the cursor, and nothing is said of the filter")
  func notHidden() {
    var driver = Driver.writable()
    driver.press("2 / \"kernel\" Enter a \"kernel-next\"")
    driver.store.lists[.view(.groups)] = FakeList(
      Organisation.groups + [.named(Organisation.group("kernel-next", 9), [.text("kernel-next")])])
    driver.press("C-s")
    #expect(driver.list?.row?.ref.name == "kernel-next")
    #expect(driver.screen.contains("saved as entry 1: createGroup"))
    #expect(!driver.screen.contains("hides"))
  }

  @Test("whether the filter hides it is not said before the filter is through")
  func hiddenLate() throws {
    var driver = Driver.writable()
    driver.press("2 / \"kernel\" Enter a \"kernel-next\"")
    driver.store.lists[.view(.groups)] = FakeList(
      Organisation.groups + [.named(Organisation.group("kernel-next", 9), [.text("kernel-next")])])
    driver.isHeld = true
    driver.press("C-s")
    driver.isHeld = false
    let applied = driver.held
    driver.held = []
    driver.isHeld = true
    for input in applied { driver.send(input) }
    // The page was read a moment too early: the old rows come first, and the tally says better.
    let waiting = driver.held
    driver.held = waiting.map { input in
      guard case .page(let token, let page) = input else { return input }
      var early = page
      early.rows.removeAll { $0.ref.name == "kernel-next" }
      return .page(token, early)
    }.sorted { one, _ in if case .page = one { true } else { false } }
    driver.release()
    #expect(!driver.state.messageHistory.contains { $0.text.contains("hides") })
    #expect(driver.list?.row?.ref.name == "kernel-next")
  }

  @Test("the cursor goes to the row that was created, by the name that was written")
  func createdWithBlanks() {
    var driver = Driver.writable()
    driver.press("2 a \" press \"")
    driver.store.lists[.view(.groups)] = FakeList(
      Organisation.groups + [.named(Organisation.group("press", 9), [.text("press")])])
    driver.press("C-s")
    #expect(driver.saved == [[.createGroup(" press ")]])
    #expect(driver.list?.row?.ref.name == "press")
  }

  @Test("the cursor goes to a row that was created far away")
  func createdFarAway() {
    let many = (0..<1_000).map { number in
      ListRow.named(Organisation.group(Name("g\(1_000 + number)"), Int64(number + 10)), [])
    }
    var driver = Driver.writable { $0.lists[.view(.groups)] = FakeList(many) }
    driver.press("2 a \"g1900x\"")
    driver.store.lists[.view(.groups)] = FakeList(
      many + [.named(Organisation.group("g1900x", 5_000), [])])
    driver.press("C-s")
    #expect(driver.list?.row?.ref.name == "g1900x")
  }
}
