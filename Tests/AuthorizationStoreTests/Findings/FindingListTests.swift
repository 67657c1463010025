import Authorization
import AuthorizationStore
import Testing

/// Findings as a list of the browser.
@Suite("The findings view")
struct FindingListTests {
  private func rows(_ lists: Lists, filter: String = "", order: ListOrder? = nil) throws -> [ListRow] {
    try lists.page(
      PageRequest(source: .view(.findings), filter: filter, order: order, anchor: .start, limit: 200)
    ).rows
  }

  private func prepare(_ lists: Lists, filter: String = "", order: ListOrder? = nil) throws -> [Tally] {
    var told: [Tally] = []
    try lists.prepare(
      .view(.findings), filter: filter, order: order, isCancelled: { false }, progress: { told.append($0) })
    return told
  }

  @Test("has all findings, the gravest first, and each has a detail with its fix")
  func list() throws {
    let shop = try Workshop()
    let lists = Lists(shop.database)
    #expect(try rows(lists).isEmpty)
    let told = try prepare(lists)
    let found = try rows(lists)
    let all = try FindingRule.allCases.map { RuleFindings($0, try shop.findings($0)) }
    let expected = FindingPart.all.flatMap { $0.findings(of: all) }
    #expect(found.map(\.ref) == expected.map(\.ref))
    let severities = found.compactMap { row -> FindingSeverity? in
      if case .text(let text) = row.cells[1] { FindingSeverity(rawValue: "\(text)") } else { nil }
    }
    let gravity = severities.compactMap(FindingSeverity.allCases.firstIndex)
    #expect(gravity.count == found.count && gravity == gravity.sorted())
    #expect(Set(found.map(\.ref)).count == found.count)
    #expect(told.last == Tally(matches: expected.count, total: expected.count, progress: 1))
    // What was found so far is told while the rest is looked for.
    #expect(told.contains { !$0.complete && $0.matches > 0 && $0.progress < 1 })
    for row in found {
      let detail = try shop.database.read { try $0.detail(of: row.ref) }
      #expect(detail.ref == row.ref)
      let lines = detail.sections.flatMap(\.lines)
      #expect(lines.contains { $0.edit == row.edit && row.edit != nil } == (row.edit != nil))
      let about = try #require(lines.compactMap(\.target).first)
      _ = try shop.database.read { try $0.detail(of: about) }
    }
  }

  @Test("is filtered, and has one order")
  func filter() throws {
    let shop = try Workshop()
    let lists = Lists(shop.database)
    _ = try prepare(lists, filter: "public")
    #expect(
      try rows(lists, filter: "public").map(\.ref.name.text).allSatisfy { $0.hasPrefix("anyone may write") })
    #expect(ViewDescription.of(.findings).columns.allSatisfy { !$0.sortable })
  }

  @Test("is looked for again when the database was written, and not before")
  func again() throws {
    let shop = try Workshop()
    let lists = Lists(shop.database)
    _ = try prepare(lists)
    let before = try rows(lists)
    try shop.apply([.deleteRole(.text("0a00000000004000800000000000000b"))])
    _ = try prepare(lists)
    let after = try rows(lists)
    #expect(
      Set(before.map(\.ref.name)).subtracting(after.map(\.ref.name)) == [
        "nobody holds role acme.dormant"
      ])
    let gone = try #require(before.first { $0.ref.name.text.contains("acme.dormant") })
    let detail = try shop.database.read { try $0.detail(of: gone.ref) }
    #expect(detail.facts.map(\.text) == ["this was not found again"])
  }
}
