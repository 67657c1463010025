import Authorization
import AuthorizationStore
import Foundation
import PermscopeResources
import Testing

/// "See as" shows what the listings of the applications show.
@Suite struct SeenListTests {
  private let file: TestDatabase
  private let database: AuthorizationDatabase
  private let lists: Lists

  init() throws {
    file = try TestDatabase(Resources.demo)
    database = try file.open()
    lists = Lists(database)
  }

  private func users() throws -> [EntityRef] {
    try ListWalk(lists: lists, source: .view(.users)).forward().map(\.ref)
  }

  private func overview(_ user: EntityRef) throws -> [ListRow] {
    try ListWalk(lists: lists, source: .seen(by: user)).forward()
  }

  private static func count(_ row: ListRow) -> String {
    if case .text(let text) = row.cells[1] { text } else { "" }
  }

  /// The keys that a listing shows.
  private func keys(_ listing: SeenListing, _ user: EntityRef) throws -> [Name] {
    let walk = ListWalk(lists: lists, source: .listing(listing, by: user), limit: 3)
    try walk.prepare()
    return try walk.forward().map { row in
      if case .text(let key) = row.cells[1] { Name(key) } else { Name("") }
    }
  }

  @Test("every listing has as many rows as its number says")
  func numbers() throws {
    for user in try users() {
      let rows = try overview(user)
      #expect(rows.count > 20)
      for row in rows {
        guard case .listing(let listing, let by)? = row.opens else {
          #expect(["0", "?"].contains(Self.count(row)))
          continue
        }
        #expect(by == user)
        #expect(String(try keys(listing, user).count) == Self.count(row), "\(listing.title) of \(user.name)")
      }
    }
  }

  @Test("endpoints list what Pulp's own view sets list")
  func endpoints() throws {
    var compared = 0
    for user in try users() {
      for row in try overview(user) {
        guard case .listing(.endpoint(let name, let domain), _)? = row.opens else { continue }
        var question: [(Name, JSONValue)] = [
          ("kind", "pulp.view_scope"), ("user", .string(user.name)), ("viewset", .string(name)),
        ]
        if let domain { question.append(("in_domain", .string(domain.name))) }
        let answer = try database.read { reader in
          try BatchAnswerer(reader).answer(.object(JSONObject(question)))
        }
        let expected = try #require(answer.elements?.compactMap { $0.text }, "\(answer.compactText)")
        #expect(try keys(.endpoint(name, domain: domain), user).sorted() == expected, "\(name) \(user.name)")
        compared += 1
      }
    }
    #expect(compared > 10)
  }

  @Test("what a policy refuses shows nothing, with the status")
  func refused() throws {
    var refusals = 0
    for user in try users() {
      for row in try overview(user) where row.opens == nil {
        guard case .text(let note) = row.cells[2] else { continue }
        if note.hasPrefix("denied (403)") { refusals += 1 }
        #expect(!note.isEmpty)
      }
    }
    #expect(refusals > 0)
  }

  @Test("tasks and artifacts are their own, as the list filter says; all of them without a filter")
  func tasks() throws {
    let rows = try users()
    let mira = try #require(rows.first { $0.name == "mira" })
    var options = AuthorizationDatabase.Options()
    options.taskFilters = TaskFilters(status: .none)
    let open = Lists(try file.open(options))
    for endpoint in TaskEndpoint.allCases {
      let own = try ListWalk(lists: lists, source: .listing(.tasks(endpoint), by: mira)).forward()
      let all = try ListWalk(lists: open, source: .listing(.tasks(endpoint), by: mira)).forward()
      let everything = try ListWalk(lists: lists, source: .objects(endpoint.type)).forward()
      #expect(own.count <= all.count)
      #expect(all.map(\.ref.key) == everything.map(\.ref.key))
    }
  }

  @Test("says how many domains there are where it shows the first ones only")
  func domains() throws {
    let user = try #require(try users().first)
    func note() throws -> String? {
      var last: Tally?
      try lists.prepare(.seen(by: user), filter: "", order: nil, isCancelled: { false }) { last = $0 }
      return last?.note
    }
    #expect(try note() == nil)
    try file.execute(
      """
      WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 30) \
      INSERT INTO core_domain (pulp_id, pulp_created, pulp_last_updated, name, pulp_labels, description, storage_class, \
      storage_settings, redirect_to_object_storage, hide_guarded_distributions) SELECT printf('%032d', i), pulp_created, pulp_last_updated, 'site-' || i, pulp_labels, \
      description, storage_class, storage_settings, redirect_to_object_storage, hide_guarded_distributions \
      FROM core_domain, n WHERE name = 'default'
      """)
    #expect(try note() == "the first 20 of 32 domains")
  }

  @Test("counts stop at a thousand")
  func bounded() throws {
    try file.execute(Crowd.statements)
    let admin = try #require(try users().first { $0.name == "admin" })
    let row = try #require(
      try overview(admin).first {
        $0.opens == .listing(.objects(TypeName(app: "auth", model: "user")), by: admin)
      })
    #expect(Self.count(row) == "1,000+")
  }
}
