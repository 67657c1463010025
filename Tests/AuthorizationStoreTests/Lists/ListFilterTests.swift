import Authorization
import AuthorizationStore
import GRDB
import PermscopeResources
import Synchronization
import Testing

/// Filters and orders agree with reading everything and doing the same in Swift.
@Suite struct ListFilterTests {
  private let file: TestDatabase
  private let lists: Lists

  init() throws {
    file = try TestDatabase(Resources.demo + Crowd.statements)
    lists = Lists(try file.open())
  }

  private func walk(_ source: ListSource, filter: String = "", order: ListOrder? = nil) -> ListWalk {
    ListWalk(lists: lists, source: source, filter: filter, order: order, limit: 113)
  }

  private func text(_ row: ListRow, _ columns: [String]) -> [String] {
    let all = ViewDescription.of(.users).columns.map(\.id)
    return columns.compactMap { column in
      all.firstIndex(of: column).flatMap { if case .text(let text) = row.cells[$0] { text } else { nil } }
    }
  }

  @Test(
    "users by username, e-mail or name, whatever the case and the spelling",
    arguments: [
      "kern", "KERN", "ärger", "ÄRGER", "ZÜR", "e7", "björn", "bjo\u{308}rn n", "%", "_", "n%", "\\",
      "nobody",
    ])
  func users(_ filter: String) throws {
    let rows = try walk(.view(.users)).forward()
    // Swift compares by canonical equivalence, which is what the two spellings of a letter are.
    let expected = rows.filter { row in
      text(row, ["username", "email", "full_name"]).contains { $0.lowercased().contains(filter.lowercased()) }
    }
    let walk = walk(.view(.users), filter: filter)
    let tally = try walk.prepare()
    #expect(tally == Tally(matches: expected.count, total: rows.count, progress: 1))
    #expect(try walk.names() == expected.map(\.ref.name.text))
    #expect(filter == "nobody" || filter == "\\" || !expected.isEmpty)
  }

  @Test("a filter keeps the places of its rows, so that the cursor stays when it is cleared")
  func places() throws {
    let walk = walk(.view(.users), filter: "kernelbot")
    try walk.prepare()
    let row = try #require(walk.forward().first)
    let page = try lists.page(PageRequest(source: .view(.users), anchor: .from(row.position), limit: 1))
    #expect(page.rows == [row])
  }

  @Test(
    "every sortable column of every view, either way; no value last, ties by key",
    arguments: ViewDescription.all.flatMap { view in
      view.columns.filter(\.sortable).map { (view.id, $0.id) }
    })
  func orders(_ view: ViewID, _ column: String) throws {
    let plain = try walk(.view(view)).forward()
    let place = try #require(ViewDescription.of(view).columns.firstIndex { $0.id == column })
    for descending in [false, true] {
      let walk = walk(.view(view), order: ListOrder(column: column, descending: descending))
      #expect(try walk.prepare().matches == plain.count)
      let rows = try walk.forward()
      #expect(try walk.backward() == rows)
      #expect(Set(rows.map(\.ref)) == Set(plain.map(\.ref)))
      for (one, next) in zip(rows, rows.dropFirst()) {
        let (left, right) = (Rank(one.cells[place]), Rank(next.cells[place]))
        #expect(
          left.isMissing ? right.isMissing : right.isMissing || !(descending ? left < right : right < left))
        if left == right { #expect(Rank(one.ref.key) < Rank(next.ref.key), "\(one.ref) \(next.ref)") }
      }
    }
  }

  @Test("a filter and an order together")
  func filterAndOrder() throws {
    let walk = walk(.view(.users), filter: "kern", order: ListOrder(column: "last_login", descending: true))
    #expect(try walk.prepare().matches == Crowd.people / 4 + 2)
    let rows = try walk.forward()
    #expect(rows.count == Crowd.people / 4 + 2)
    #expect(rows.first?.ref.name == "kernelbot")
    #expect(rows.last.map { text($0, ["last_login"]) } == [])
  }

  @Test("sections and objects are filtered by what they show")
  func sections() throws {
    let mira = EntityRef(kind: .user, key: .integer(3), name: "mira")
    let grants = walk(.section(of: mira, section: .objectGrants), filter: "WEB")
    #expect(try grants.prepare().matches == 1)
    #expect(try grants.names() == ["web"])
    let objects = walk(.objects(GitTrees.tree), filter: "linux")
    #expect(try objects.prepare().matches == 4)
    #expect(try objects.names() == ["linux-2.6", "linux-mainline", "linux-next", "linux-stable"])
  }

  @Test("without being prepared a filtered list is empty, and the newest replaces the former")
  func replacing() throws {
    let kern = walk(.view(.users), filter: "kern")
    let ines = walk(.view(.users), filter: "ines")
    #expect(try kern.forward().isEmpty)
    try kern.prepare()
    #expect(try !kern.forward().isEmpty)
    try ines.prepare()
    #expect(try ines.names() == ["ines"])
    #expect(try kern.forward().isEmpty)
  }

  @Test("a cancelled filter stops quietly, and the next one works")
  func cancelling() throws {
    let asked = Mutex(0)
    #expect(throws: CancellationError.self) {
      try lists.prepare(
        .view(.users), filter: "kern", order: nil,
        isCancelled: {
          asked.withLock { $0 += 1 }
          return true
        }, progress: { _ in })
    }
    #expect(asked.withLock { $0 } > 0)
    let walk = walk(.view(.users), filter: "kernelbot")
    #expect(try walk.prepare().matches == 1)
  }

  @Test("pages can be read while a filter is at work, and progress ends complete")
  func progress() throws {
    var tallies: [Tally] = []
    var seen = 0
    try lists.prepare(.view(.users), filter: "kern", order: nil, isCancelled: { false }) { tally in
      tallies.append(tally)
      let page = try? lists.page(
        PageRequest(source: .view(.users), filter: "kern", anchor: .start, limit: 5))
      seen = max(seen, page?.rows.count ?? 0)
    }
    #expect(tallies.count { $0.complete } == 1)
    #expect(tallies.last?.complete == true)
    #expect(seen == 5)
  }
}

/// A value by its order in a list.
private struct Rank: Comparable {
  var number: Int64
  var text: Name
  var isMissing = false

  init(_ cell: CellValue) {
    switch cell {
    case .text(let text): (number, self.text) = (0, Name(text))
    case .flag(let flag): (number, text) = (flag ? 1 : 0, "")
    case .count(let count): (number, text) = (Int64(count), "")
    case .audience(let audience): (number, text) = (0, Name(audience.text))
    case .none: (number, text, isMissing) = (0, "", true)
    }
  }

  init(_ key: DatabaseKey) {
    switch key {
    case .integer(let integer): (number, text) = (integer, "")
    case .text(let name), .created(let name): (number, text) = (0, name)
    }
  }

  static func < (left: Rank, right: Rank) -> Bool {
    (left.number, left.text) < (right.number, right.text)
  }
}
