import Authorization
import Testing

@testable import Browser

@Suite("Turning a question")
struct PivotTests {
  private let question = AccessQuestion(
    subject: .user(Organisation.mira), permission: "read", object: Organisation.mainline)

  private func facet(_ driver: Driver) -> Pivot.Facet? { driver.state.place.pivot?.facet }

  @Test("goes round all sides by one key, and back by the other, on the same question")
  func round() {
    var driver = Driver.writable(120, 40)
    driver.press(WhyPageTests.open + " v")
    let depth = driver.state.journey.breadcrumbs.count
    #expect(facet(driver) == .check)
    for expected in [Pivot.Facet.whoCan, .whatCan, .matrix, .history, .request, .check, .whoCan] {
      driver.press("v")
      #expect(facet(driver) == expected)
      #expect(driver.state.turnable == question)
      #expect(driver.screen.contains("mira · read · linux-mainline: \(expected.title)"))
      #expect(driver.state.journey.breadcrumbs.count == depth)
      // What one came by in a list is not what the question is about.
      #expect(driver.state.inspector.subject == question.subject || expected == .whoCan)
    }
    for expected in [Pivot.Facet.check, .request, .history, .matrix] {
      driver.press("V")
      #expect(facet(driver) == expected)
    }
    driver.press("Esc")
    #expect(driver.list?.source == .view(.trees))
  }

  @Test("asks each side by the list that answers it")
  func sources() {
    var driver = Driver.writable(120, 40)
    driver.press(WhyPageTests.open + " Enter v")
    #expect(driver.list?.source == .whoCan(permission: "read", object: Organisation.mainline))
    driver.press("v")
    #expect(
      driver.list?.source
        == .whatCan(.user(Organisation.mira), permission: "read", type: GitTrees.tree))
    #expect(driver.screen.contains("member of kernel-qe"))
    driver.press("v v")
    #expect(driver.list?.source == .history(of: [Organisation.mainline, Organisation.mira]))
  }

  @Test("stays with the group of a matrix cell, which sends no requests")
  func group() {
    var driver = Driver.writable(120, 40)
    driver.press(WhyPageTests.open + " v v v v o v")
    let group = Organisation.group("group-1", 1)
    #expect(driver.list?.source == .history(of: [Organisation.mainline, group]))
    driver.press("v")
    #expect(facet(driver) == .request)
    #expect(driver.screen.contains("group group-1 · read · linux-mainline: request"))
    #expect(driver.screen.contains("group group-1 sends no requests, its members do"))
    driver.press("r")
    #expect(driver.state.dialog?.choice(.user).ref == nil)
    driver.press("Esc")
    #expect(driver.screen.contains("group group-1 · read · linux-mainline: request"))
  }

  @Test("leaves out what a question has no side of")
  func leftOut() {
    var driver = Driver.writable(120, 40) {
      $0.summary.systems = [SystemID.auth, .guardian, .trees].map {
        SystemStatus(system: $0, missingTables: [])
      }
    }
    driver.press("n 7 i v v v v")
    // Somebody who is not logged in has no history; without policies and tasks there is no request.
    #expect(facet(driver) == .matrix)
    driver.press("v")
    #expect(facet(driver) == .check)
  }

  @Test("begins on a row of who can with that row's user")
  func whoCan() {
    var driver = Driver.writable(120, 40)
    driver.press("1 / \"mira\" Enter 4 i w v")
    #expect(facet(driver) == .whatCan)
    #expect(driver.state.turnable?.subject == .user(Organisation.lena))
  }

  @Test("is disabled with a reason where there is no question")
  func disabled() {
    var driver = Driver.writable(120, 40)
    driver.press("1 v")
    #expect(driver.screen.contains("turn: there is no question here"))
  }
}
