import Authorization
import Testing

@testable import Browser

@Suite("The request dialog")
struct RequestTests {
  @Test("asks at each change of values, for the user under the cursor")
  func asks() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter r \"ab\"")
    let asked = driver.effects.compactMap { effect in
      if case .authorize(let subject, let request, _) = effect { (subject.argument, request) } else { nil }
    }
    #expect(asked.map(\.0) == ["mira", "mira"])
    #expect(asked.map(\.1) == ["a", "ab"].map { RequestDescription(action: "list", endpoint: $0) })
    #expect(driver.screen.contains("allowed: mira list ab (200)"))
  }

  @Test("says what is missing before there is a question")
  func missing() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter r")
    #expect(driver.screen.contains("to do: type an endpoint or an object"))
    driver.press("S-Tab C-u")
    #expect(driver.screen.contains("to do: type an action"))
    driver.press("\"GET /pulp/api/v3/tasks/\"")
    #expect(driver.screen.contains("allowed: mira GET /pulp/api/v3/tasks/"))
  }

  @Test("takes the endpoint under the cursor, and nobody logged in")
  func endpoint() throws {
    var driver = Driver.writable()
    driver.press("8 r S-Tab Space Esc r")
    let name = try #require(driver.list?.row?.ref.name)
    #expect(driver.state.dialog?.text(.endpoint) == name)
    driver.press("S-Tab Space")
    let last = driver.effects.last { if case .authorize = $0 { true } else { false } }
    guard case .authorize(.anonymous, let request, _)? = last else {
      Issue.record("not asked: \(String(describing: last))")
      return
    }
    #expect(request.endpoint == name)
  }

  @Test("shows what cannot be asked in the dialog, and forgets it with the next question")
  func failure() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter r \"nosuch\"")
    #expect(driver.screen.contains("! no endpoint `nosuch`; did you mean `remotes/file/file`?"))
    #expect(driver.state.messageHistory.isEmpty)
    driver.press("\"x\"")
    #expect(driver.screen.contains("allowed: mira list nosuchx"))
  }

  @Test("changes nothing, closes at once, and says so where it is asked to save")
  func changesNothing() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter r \"a\" C-s")
    #expect(driver.screen.contains("save: this dialog asks and changes nothing"))
    driver.press("C-t C-v Esc")
    #expect(driver.state.dialog == nil && driver.saved.isEmpty && driver.state.runningEffects == 0)
  }

  @Test("copies the answer with the command that repeats it")
  func copies() throws {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter r \"remotes/file/file\" S-Tab C-u \"destroy\" Tab Tab Tab Tab Enter")
    let copied = try #require(driver.copied.last)
    #expect(copied.hasPrefix("$ permscope authorize "))
    #expect(
      copied.contains(" mira destroy remotes/file/file\ndenied: mira destroy remotes/file/file (403)\n"))
    #expect(copied.contains("    - `has_model_or_domain_or_obj_perms:file.delete_fileremote`"))
  }

  @Test("asks again after another program has written, and moves nothing")
  func refresh() {
    var driver = Driver.writable()
    driver.press("1 / \"mira\" Enter r \"a\"")
    let before = driver.screen
    let count = driver.effects.count { if case .authorize = $0 { true } else { false } }
    driver.send(.databaseChanged)
    driver.expectIdle()
    #expect(driver.effects.count { if case .authorize = $0 { true } else { false } } == count + 1)
    #expect(driver.screen == before)
  }
}
