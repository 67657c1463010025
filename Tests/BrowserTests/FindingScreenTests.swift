import Authorization
import Testing

@testable import Browser

@Suite("The findings view")
struct FindingScreenTests {
  private static let fix = FindingFix(
    "set the write group of drop-box to release, its read group",
    [.setAccess(policy: .integer(4), .write, group: .integer(2))])

  private static func driver(_ width: Int = 120, _ height: Int = 40, readOnly: Bool = false) -> Driver {
    let findings = [
      Finding(
        .publicWrite, "anyone may write git tree crash-uploads of policy drop-box",
        about: EntityRef(kind: .policy, key: .integer(4), name: "drop-box"), fix: fix,
        proof: ["permscope", "who-can", "DB", "write", "tree:crash-uploads"]),
      Finding(
        .treeWithoutPolicy, "git tree rt-experiments has no policy: nobody may read or write it",
        about: Organisation.tree("rt-experiments", 5), proof: ["permscope"]),
    ]
    return .writable(width, height) { store in
      if readOnly { store.summary.readOnlyReason = "asked for" }
      store.lists[.view(.findings)] = FakeList(
        sorted: findings.enumerated().map { place, finding in
          ListRow(
            ref: finding.ref,
            cells: [
              .text(finding.text), .text(finding.severity.rawValue), .text(finding.rule.rawValue),
              finding.fix.map { .text($0.text) } ?? .none,
            ], position: RowPosition(sortValue: .integer(Int64(place)), key: finding.ref.key),
            edit: finding.fix.map { .fix($0) })
        })
      for finding in findings {
        store.details[finding.ref] = Detail(
          ref: finding.ref, facts: [Fact("danger", warns: true), Fact(finding.rule.explanation)],
          sections: [
            DetailSection(
              id: .fix, title: "Fix", count: finding.fix == nil ? 0 : 1,
              lines: finding.fix.map { [DetailLine($0.text, note: "e opens it", edit: .fix($0))] } ?? []),
            DetailSection(
              id: .related, title: "About", count: 1,
              lines: [DetailLine(finding.about.name.text, target: finding.about)]),
          ])
      }
    }
  }

  @Test("looks as it was recorded", arguments: [(80, 24), (120, 40)])
  func snapshot(_ width: Int, _ height: Int) throws {
    var driver = Self.driver(width, height)
    driver.press("=")
    try expectSnapshot(driver.screen, "findings-\(width)x\(height)")
  }

  @Test(
    "opens the fix with one key, from the list and from the detail, and starts on Cancel",
    arguments: [
      "= e", "= d", "= Enter e", "= Enter Enter", "= Enter j e",
    ])
  func fix(_ keys: String) {
    var driver = Self.driver()
    driver.press(keys)
    #expect(driver.state.dialog?.form == .fixed(Self.fix.changes))
    #expect(driver.state.dialog?.title == Self.fix.text)
    #expect(driver.previews.last == Self.fix.changes)
    driver.press("Enter")
    #expect(driver.state.dialog == nil && driver.saved.isEmpty)
  }

  @Test("saves a fix that creates what it then names")
  func creates() {
    let holder = Grantee.user(.integer(3))
    let changes: [Change] = [
      .createRole(RoleFields(name: "narrow", permissions: [.integer(1)])),
      .assign(Assignment(.created("narrow"), to: holder, .everywhere)),
    ]
    var driver = Self.driver()
    driver.state.open(.fixed("give a role of its own instead", verb: "Fix", changes))
    #expect(driver.state.dialog?.namesCreatedRows == false)
    let other: [Change] = [changes[0], .assign(Assignment(.created("other"), to: holder, .everywhere))]
    driver.state.open(.fixed("give another one instead", verb: "Fix", other))
    #expect(driver.state.dialog?.namesCreatedRows == true)
  }

  @Test("leads to what a finding is about, and says where no fix is offered")
  func about() {
    var driver = Self.driver()
    driver.press("= j e")
    #expect(driver.screen.contains("no fix is offered; Enter leads to what it is about"))
    driver.press("Enter Enter")
    #expect(driver.state.place.detail.wanted == Organisation.tree("rt-experiments", 5))
  }

  @Test("fixes nothing in a database that is read-only")
  func readOnly() {
    for keys in ["= e", "= d", "= Enter Enter"] {
      var driver = Self.driver(readOnly: true)
      driver.press(keys)
      #expect(driver.state.dialog == nil && driver.screen.contains("read-only: asked for"))
    }
  }

  @Test("says that it is looking while nothing was found yet")
  func looking() {
    var driver = Self.driver()
    driver.store.tallySteps = 3
    driver.store.hidesPrepared = true
    driver.isHeld = true
    driver.press("=")
    driver.isHeld = false
    let answers = driver.held
    driver.held = []
    for answer in answers {
      if case .tally(_, let tally) = answer, tally.complete { continue }
      driver.send(answer)
    }
    #expect(driver.screen.contains("looking…"))
  }
}
