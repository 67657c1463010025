import Authorization
import Testing

@testable import Browser

@Suite("The page of a request")
struct RequestPageTests {
  private static let web = EntityRef(
    kind: .object, key: .text("1a"), name: "web", type: TypeName("file.filerepository"))

  private static func driver(_ subject: SubjectRef, _ object: EntityRef?) -> Driver {
    var driver = Driver.writable(120, 40)
    let question = AccessQuestion(
      subject: subject, permission: "file.delete_filerepository", object: object)
    driver.state.enter(Place(.request, question))
    driver.send(.tick)
    driver.expectIdle()
    return driver
  }

  @Test("asks for the request that the permission on the object is for, and says all of the answer")
  func answer() {
    let driver = Self.driver(.user(Organisation.mira), Self.web)
    let asked = driver.effects.contains { effect in
      if case .authorizeFor(.user(Organisation.mira), "file.delete_filerepository", Self.web, _) = effect {
        true
      } else {
        false
      }
    }
    #expect(asked)
    for words in [
      "mira · file.delete_filerepository · web: request", "denied: mira destroy repositories/file/file (403)",
      "in statement 2 `has_model_or_domain_or_obj_perms:file.delete_fileremote` does not hold",
      "! mira is inactive", "statement 1: not about this action", "What comes later",
      "in task code: has_perm", "What was not considered",
    ] { #expect(driver.screen.contains(words), "\(words)") }
  }

  @Test("copies itself with the command that repeats it")
  func copies() throws {
    var driver = Self.driver(.user(Organisation.mira), Self.web)
    driver.press("y")
    let text = try #require(driver.copied.last)
    #expect(
      text.hasPrefix("$ permscope authorize DB mira destroy file.filerepository:1a\ndenied: mira destroy"))
  }

  @Test("Enter changes the request in a dialog, and Esc comes back to the page")
  func change() {
    var driver = Self.driver(.user(Organisation.mira), Self.web)
    let before = driver.screen
    driver.press("Enter")
    #expect(driver.state.dialog?.choice(.user).ref == Organisation.mira)
    #expect(driver.state.dialog?.text(.action) == "destroy")
    #expect(driver.state.dialog?.text(.objectKey) == "file.filerepository:1a")
    driver.press("Esc")
    #expect(driver.state.dialog == nil && driver.screen == before)
  }

  @Test("asks for nobody else than the question: somebody who is not logged in stays that")
  func anonymous() {
    var driver = Self.driver(.anonymous, Self.web)
    driver.press("Enter")
    #expect(driver.state.dialog?.option(.to) == 1)
    #expect(driver.state.dialog?.field(.user)?.isShown == false)
    #expect(driver.state.dialog?.question?.subject == .anonymous)
  }

  @Test("says why no request follows, and asks the database only where one may")
  func none() {
    let general = Self.driver(.user(Organisation.mira), nil)
    #expect(general.screen.contains("no request follows from this question"))
    #expect(general.screen.contains("`file.delete_filerepository` is asked about in general"))
    let tree = Self.driver(.user(Organisation.mira), Organisation.mainline)
    #expect(tree.screen.contains("no endpoint is known for git tree linux-mainline"))
    #expect(tree.state.messageHistory.isEmpty)
    let asked = general.effects.contains { if case .authorizeFor = $0 { true } else { false } }
    #expect(!asked)
  }

  @Test("is asked again after another program has written, and moves nothing")
  func refresh() {
    var driver = Self.driver(.user(Organisation.mira), Self.web)
    driver.press("Tab")
    let before = driver.screen
    driver.send(.databaseChanged)
    driver.expectIdle()
    #expect(driver.effects.count { if case .authorizeFor = $0 { true } else { false } } == 2)
    #expect(driver.screen == before)
  }

  @Test("is waited for by nobody once it is left")
  func left() {
    var driver = Driver.writable(120, 40)
    driver.isHeld = true
    driver.state.enter(
      Place(
        .request,
        AccessQuestion(subject: .user(Organisation.mira), permission: "x.view_y", object: Self.web)))
    driver.send(.tick)
    driver.press("Esc")
    #expect(driver.effects.contains { if case .cancel = $0 { true } else { false } })
    driver.release()
    #expect(driver.state.place.request == nil)
  }
}
