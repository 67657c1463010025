import Authorization
@testable import AuthorizationStore
import Foundation
import GRDB
import PermscopeResources
import Testing

/// What the history keeps, what it tells, and what it never tells.
@Suite struct HistoryTests {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  @Test("every value that a column can hold comes back from the history as it was")
  func exactValues() throws {
    let values: [RowValue] = [
      .null, .integer(.max), .integer(.min), .integer(9_007_199_254_740_993), .real(0.1), .real(-0.0),
      .real(1e300),
      .real(.leastNonzeroMagnitude), .real(.infinity), .real(3), .text(""), .text("a\u{0}b"),
      .text("Zoe\u{308}"), .text("Zo\u{eb}"),
      .text("\u{202E}\"\\\n\u{7F}\u{2028}😀"), .text("null"), .text("{\"hex\":\"00\"}"), .bytes([]),
      .bytes([0, 255, 128]),
    ]
    let image = values.enumerated().map { ColumnValue("c\($0.offset) \"é", $0.element) }
    let text = JournalImage.text(image)
    #expect(try JournalImage.values(text) == image)
    #expect(!text.utf8.contains(0))
    #expect(throws: StoreError.self) { try JournalImage.values("[1]") }
    #expect(throws: StoreError.self) { try JournalImage.values("{\"a\":1.5}") }
  }

  @Test("odd values of a deleted row are brought back by undo")
  func oddValues() throws {
    try shop.file.execute(
      """
      UPDATE auth_user SET first_name = x'00ff', last_name = CAST(x'610062' AS TEXT), email = 9007199254740993, \
      is_staff = 'yes', last_login = 0.1 WHERE id = 7
      """)
    let before = try shop.contents()
    try shop.edit(.deleteUser(.integer(7)))
    try shop.edit(.undo(entry: 1))
    #expect(try shop.contents() == before)
  }

  @Test("text that is not UTF-8 could not be brought back, so its row is not deleted")
  func brokenText() throws {
    try shop.file.execute("UPDATE auth_user SET email = CAST(x'ff61' AS TEXT) WHERE id = 7")
    let plan = try shop.editor.plan([.deleteUser(.integer(7))])
    let refusal = #expect(throws: EditRefused.self) {
      try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }?.refusal
    #expect(refusal?.text.contains("not UTF-8") == true)
    #expect(try shop.number("SELECT count(*) FROM auth_user WHERE id = 7") == 1)
  }

  @Test("password hashes stay in the file and are not shown")
  func secrets() throws {
    let hash = try #require(try shop.texts("SELECT password FROM auth_user WHERE id = 3").first)
    try shop.edit(.deleteUser(Workshop.mira))
    #expect(
      try shop.number("SELECT count(*) FROM permscope_row WHERE instr(before_image, '\(hash)') > 0") == 1)
    let shown = try shop.editor.rows(ofEntry: 1)
    #expect(shown.contains { $0.before?.contains(ColumnValue("password", .text("(secret)"))) ?? false })
    #expect(!"\(shown)".contains(hash))
    let entry = EntityRef(kind: .entry, key: .integer(1), name: "1")
    let detail = try shop.database.read { try $0.detail(of: entry, limit: 500) }
    #expect(detail.sections.first { $0.id == .rows }?.lines.contains { $0.note == "`(secret)`" } == true)
    #expect(!"\(detail)".contains(hash))
    let page = try Lists(shop.database).page(
      PageRequest(source: .section(of: entry, section: .rows), anchor: .start, limit: 500))
    #expect(page.rows.count == shown.count)
    #expect(!"\(page)".contains(hash))
  }

  @Test("a row's own history is what wrote it and what wrote rows that refer to it")
  func ownHistory() throws {
    try shop.edit(.addMember(user: Workshop.lena, group: Workshop.support))
    try shop.edit(.renameGroup(Workshop.support, "helpdesk"))
    try shop.edit(.addMember(user: Workshop.ines, group: Workshop.support))
    func numbers(_ kind: EntityKind, _ key: DatabaseKey) throws -> [Int64] {
      try shop.editor.history(of: EntityRef(kind: kind, key: key, name: ""), limit: 9).map(\.number)
    }
    #expect(try numbers(.group, Workshop.support) == [3, 2, 1])
    #expect(try numbers(.user, Workshop.lena) == [1])
    #expect(try numbers(.user, Workshop.mira) == [])
    let key = try #require(try shop.editor.rows(ofEntry: 1).first).key
    #expect(try shop.editor.history(of: "auth_user_groups", key: key, limit: 9).map(\.number) == [1])
    let detail = try shop.database.read {
      try $0.detail(of: EntityRef(kind: .group, key: Workshop.support, name: ""))
    }
    let section = try #require(detail.sections.first { $0.id == .history })
    #expect(section.count == 3)
    #expect(
      section.lines.map { "\($0.text) | \($0.note)" } == [
        "add ines to helpdesk | 2026-11-21 03:28 by mira",
        "rename group support to helpdesk | 2026-11-21 03:28 by mira",
        "add lena to support | 2026-11-21 03:28 by mira",
      ])
    #expect(section.lines[1].target == EntityRef(kind: .entry, key: .integer(2), name: "2"))
    let page = try Lists(shop.database).page(
      PageRequest(source: .section(of: detail.ref, section: .history), anchor: .start, limit: 2))
    #expect(page.rows.map(\.ref.name) == ["3", "2"])
  }

  @Test("what was done to a policy's groups concerns the policy and its git trees, and nothing else")
  func concerned() throws {
    let (mainline, upstream) = (DatabaseKey.integer(1), DatabaseKey.integer(1))
    try shop.edit(.addMember(user: Workshop.lena, group: .integer(2)))
    try shop.edit(.setAccess(policy: upstream, .read, group: Workshop.release))
    try shop.edit(.addMember(user: .integer(7), group: Workshop.release))
    try shop.edit(.addMember(user: Workshop.ines, group: Workshop.support))
    try shop.edit(.renameTree(mainline, "linux"))
    func numbers(_ refs: [(EntityKind, DatabaseKey)]) throws -> [Name] {
      let refs = refs.map { EntityRef(kind: $0.0, key: $0.1, name: "") }
      let lists = Lists(shop.database)
      let source = ListSource.history(of: refs)
      var tally: Tally?
      try lists.prepare(source, filter: "", order: nil, isCancelled: { false }) { tally = $0 }
      let rows = try ListWalk(lists: lists, source: source, limit: 2).forward()
      #expect(tally?.matches == rows.count)
      return rows.map(\.ref.name)
    }
    #expect(try numbers([(.tree, mainline)]) == ["5", "3", "2", "1"])
    #expect(try numbers([(.policy, upstream)]) == ["3", "2", "1"])
    // A tree without a policy, and one of another policy.
    #expect(try numbers([(.tree, .integer(5))]) == [])
    #expect(try numbers([(.tree, .integer(6))]) == [])
    #expect(try numbers([(.user, Workshop.ines)]) == ["4"])
    #expect(try numbers([(.tree, mainline), (.user, Workshop.ines)]) == ["5", "4", "3", "2", "1"])
    #expect(try numbers([]) == [])
    let ref = EntityRef(kind: .tree, key: mainline, name: "")
    #expect(try shop.editor.history(of: ref, limit: 3).map(\.number) == [5, 3, 2])
    let detail = try shop.database.read { try $0.detail(of: ref) }
    #expect(detail.sections.first { $0.id == .history }?.count == 4)
  }

  @Test("the view lists the entries, the newest first, with a filter over all that they say")
  func view() throws {
    try shop.edit(.renameGroup(Workshop.support, "helpdesk"), .createGroup("qa"), reason: "Ticket 7")
    try shop.edit(.addMember(user: Workshop.lena, group: Workshop.visitors))
    try shop.edit(.undo(entry: 2))
    let lists = Lists(shop.database)
    let page = try lists.page(PageRequest(source: .view(.history), anchor: .start, limit: 10))
    #expect(page.rows.map(\.ref.key) == [.integer(3), .integer(2), .integer(1)])
    #expect(page.rows.map(\.faded) == [false, true, false])
    #expect(
      page.rows[2].cells == [
        .count(1), .text("2026-11-21 03:28"), .text("mira"),
        .text("rename group support to helpdesk, and 1 more edit"), .none, .none, .flag(false),
        .text("Ticket 7"),
      ])
    func found(_ filter: String) throws -> [DatabaseKey] {
      try lists.prepare(.view(.history), filter: filter, order: nil, isCancelled: { false }) { _ in }
      return try lists.page(PageRequest(source: .view(.history), filter: filter, anchor: .start, limit: 9))
        .rows.map(
          \.ref.key)
    }
    #expect(try found("group qa") == [.integer(1)])
    #expect(try found("ticket") == [.integer(1)])
    #expect(try found("lena") == [.integer(3), .integer(2)])
    // The number and the time as they are shown.
    #expect(try found("3") == [.integer(3), .integer(2), .integer(1)])
    #expect(try found("2026-11-21 03:2") == [.integer(3), .integer(2), .integer(1)])
    #expect(try found("03:29") == [])
    #expect(try found("21T03") == [])
  }

  @Test("an entry is found by its number, in the history of a row as well")
  func byNumber() throws {
    for number in 1...12 { try shop.edit(.renameGroup(Workshop.support, Name(number % 2 == 0 ? "x" : "y"))) }
    let lists = Lists(shop.database)
    let support = EntityRef(kind: .group, key: Workshop.support, name: "x")
    for source in [ListSource.view(.history), .section(of: support, section: .history)] {
      try lists.prepare(source, filter: "12", order: nil, isCancelled: { false }) { _ in }
      let page = try lists.page(PageRequest(source: source, filter: "12", anchor: .start, limit: 20))
      #expect(page.rows.map(\.ref.key) == [.integer(12)])
    }
  }

  @Test("the detail of an entry says who, when, why, what and how")
  func detail() throws {
    let plan = try shop.editor.plan([.renameGroup(Workshop.support, "helpdesk")])
    _ = try shop.editor.apply(plan, reason: "why not", impact: Impact(gains: 2, losses: 1), confirmed: [])
    try shop.edit(.undo(entry: 1))
    func detail(_ number: Int64) throws -> Detail {
      try shop.database.read { try $0.detail(of: EntityRef(kind: .entry, key: .integer(number), name: "")) }
    }
    let edit = try detail(1)
    #expect(
      edit.facts.map(\.text) == [
        "2026-11-21 03:28 UTC", "by mira", "reason: why not", "gains 2, losses 1", "undone since",
      ])
    #expect(
      edit.sections.first { $0.id == .lines }?.lines.map(\.text) == ["rename group support to helpdesk"])
    #expect(
      edit.sections.first { $0.id == .rows }?.lines.map { "\($0.text)|\($0.note)" } == [
        "auth_group 6 changed|", "  name|`support` → `helpdesk`",
      ])
    #expect(try detail(2).sections.first { $0.id == .related }?.lines.first?.target?.key == .integer(1))
    #expect(try detail(3).facts.map(\.text) == ["no such history entry any more"])
  }

  @Test("a text that nobody customized here before is found again in the history")
  func shippedText() throws {
    let row = try #require(try shop.texts("SELECT pulp_id FROM core_accesspolicy WHERE NOT customized").first)
    let key = DatabaseKey.text(Name(row))
    let shipped = try shop.database.read { try ShippedText(reader: $0).fields(key) }
    try shop.edit(.editEndpoint(key, EndpointEdit(statements: "[]")))
    try shop.edit(.editEndpoint(key, EndpointEdit(creationHooks: .null)))
    #expect(try shop.database.read { try ShippedText(reader: $0).fields(key) } == shipped)
    #expect(shipped != nil)
    try shop.file.execute("UPDATE core_accesspolicy SET statements = '[1]' WHERE pulp_id = '\(row)'")
    #expect(try shop.database.read { try ShippedText(reader: $0).fields(key) } == nil)
  }
}
