import Authorization
import Foundation
import GRDB
import PermscopeResources
import Testing

@testable import AuthorizationStore

/// What a request with a session gets, beside the database's answer.
@Suite struct SessionAnswerTests {
  private let file: TestDatabase
  private let database: AuthorizationDatabase

  init() throws {
    file = try TestDatabase(Resources.demo)
    database = try file.open()
  }

  private func answer(_ session: Name, _ user: Name, _ permission: Name, _ object: String?) throws
    -> SessionAnswer
  {
    try database.read { reader in
      let target = try object.flatMap { ObjectArgument($0) }.map { try reader.target($0) } ?? .general
      let subject = try user == ":anonymous" ? reader.anonymous() : reader.subject(.user(user))
      let permission = try reader.askable(permission, on: target)
      let decision = try reader.explain(subject, permission, target)
      return try reader.sessionAnswer(session, subject, permission, target, decision)
    }
  }

  private static let cases: [(Name, Name, Name, String?, Outcome, String, String)] = [
    (
      "demomira", "mira", "read", "tree:linux-mainline", .denied, "stale",
      "still without read: logged in 2026-11-02 09:12, before it came with group kernel-qe"
    ),
    (
      "demoines", "ines", "write", "tree:linux-mainline", .allowed, "stale",
      "still with write: logged in 2026-10-30 07:45, before it was taken away"
    ),
    (
      "demotomas…", "tomas", "write", "tree:linux-mainline", .allowed, "fresh",
      "write allowed, as the database says"
    ),
    (
      "demomira", "mira", "write", "tree:linux-mainline", .denied, "fresh",
      "write denied, as the database says"
    ),
    // A test of a build of a checkout follows its tree.
    (
      "demomira", "mira", "read", "datawarehouse.test:1", .denied, "stale",
      "still without read: logged in 2026-11-02 09:12, before it came with group kernel-qe"
    ),
    (
      "demomira", "mira", "read", "datawarehouse.test:7", .denied, "fresh",
      "read denied, as the database says"
    ),
    (
      "demomira", "mira", "file.view_filerepository", nil, .allowed, "fresh",
      "file.view_filerepository is never cached: every request asks the database"
    ),
    (
      "demolena", "lena", "file.view_filerepository", "domain:partner", .denied, "expired",
      "it counts no more (expired); a request with it is one of somebody who is not logged in, denied"
    ),
    (
      "demoomar", "omar", "read", "tree:linux-stable", .allowed, "user inactive",
      "it counts no more (user inactive); a request with it is one of somebody who is not logged in, allowed"
    ),
    (
      "demodamaged", "mira", "read", "tree:linux-mainline", .undetermined, "unreadable",
      "what it holds cannot be read: not a signed value"
    ),
  ]

  @Test("the sessions of the sample organisation", arguments: cases)
  func sample(
    _ session: Name, _ user: Name, _ permission: Name, _ object: String?, _ outcome: Outcome,
    _ state: String, _ text: String
  ) throws {
    let answer = try answer(session, user, permission, object)
    #expect(answer.outcome == outcome)
    #expect(answer.state == state)
    #expect(answer.text == text)
    #expect(answer.isStale == (state == "stale"))
    let fix = ["session", "end", "DB", String(session.text.prefix(8))]
    #expect(answer.fix == (answer.isStale ? fix : nil))
  }

  @Test("another's session is refused by its user's name, and no key is shown whole")
  func others() throws {
    #expect(
      throws: StoreError(.usage, "the session demomira… is not of tomas but of mira")
    ) { try answer("demomira", "tomas", "read", "tree:linux-mainline") }
    #expect(throws: StoreError(.usage, "nobody is logged in with the session demovisi…")) {
      try answer("demovisitor", "tomas", "read", "tree:linux-mainline")
    }
    #expect(throws: StoreError(.usage, "the session demomira… is not of :anonymous but of mira")) {
      try answer("demomira", ":anonymous", "read", "tree:linux-stable")
    }
    #expect(throws: StoreError.self) { try answer("demo", "mira", "read", "tree:linux-mainline") }
    #expect(throws: StoreError.self) { try answer("none", "mira", "read", "tree:linux-mainline") }
  }

  @Test("of every user, tree and method exactly the sessions that differ are stale")
  func equalsDifferences() throws {
    let other = try database.another()
    try database.read { reader in
      let keys = try DatabaseValue.fetchAll(reader.database, sql: "SELECT session_key FROM django_session")
      let sessions = try keys.compactMap { try SessionReader(reader, treeLimit: 1_000).session($0) }
      let trees = try StoredRow.fetchAll(
        reader.database.makeStatement(sql: "SELECT id, name FROM datawarehouse_gittree"))
      let users = try StoredValue.texts(reader.database, sql: "SELECT username FROM auth_user")
      var stale = 0
      for user in users {
        let subject = try reader.subject(.user(Name(user)))
        for tree in trees {
          for method in TreeMethod.allCases {
            let target = try reader.target(.tree(tree.name(1) ?? ""))
            let decision = try reader.explain(subject, method.permission, target)
            let found = try other.staleSessions(
              subject, method.permission, target, decision, enough: 100, limit: 100
            ).found
            let expected = sessions.filter { session in
              guard session.user?.kind == subject.kind, case .stale(let difference) = session.state else {
                return false
              }
              let keys =
                method == .read
                ? difference.missingRead + difference.extraRead
                : difference.missingWrite + difference.extraWrite
              return keys.contains(Name(tree.text(0) ?? ""))
            }
            #expect(
              Set(found.map(\.key)) == Set(expected.map(\.shownKey)),
              "\(user) \(method) \(tree.text(1) ?? "")")
            stale += found.count
          }
        }
      }
      #expect(stale == 9 + (try staleOfKernelbot(sessions)))
    }
  }

  /// Its session holds every tree; what of that is too much is the database's business.
  private func staleOfKernelbot(_ sessions: [SessionReader.Session]) throws -> Int {
    guard case .stale(let difference) = sessions.first(where: { $0.userText == "kernelbot" })?.state else {
      return 0
    }
    return difference.extraRead.count + difference.extraWrite.count
      + difference.missingRead.count + difference.missingWrite.count
  }

  @Test("the inspector says what sessions of its subject still say of a git tree")
  func inspector() throws {
    let subject = EntityRef(kind: .user, key: .integer(3), name: "mira", type: nil)
    let tree = try database.read { try $0.entity(.tree, named: "linux-mainline") }
    let notes = try database.inspect(.user(subject), tree).notes
    #expect(
      notes == [
        "session demomira…: still without read: logged in 2026-11-02 09:12, before it came with group kernel-qe; until 2046-11-02 17:12"
      ])
  }

  @Test("of very many sessions it is said where the search ended, and none is counted twice or left out")
  func bounds() throws {
    try file.execute(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
      INSERT INTO django_session (session_key, session_data, expire_date)
      SELECT printf('many%04d', i), session_data, datetime('2046-11-02 17:12:00', (i % 7) || ' minutes')
      FROM n, django_session WHERE session_key LIKE 'demomira%'
      """)
    let (subject, permission, target, decision) = try database.read { reader in
      let subject = try reader.subject(.user("mira"))
      let target = try reader.target(.tree("linux-mainline"))
      let permission = try reader.askable("read", on: target)
      return (subject, permission, target, try reader.explain(subject, permission, target))
    }
    func search(enough: Int, limit: Int) throws -> StaleSessions {
      try database.staleSessions(subject, permission, target, decision, enough: enough, limit: limit)
    }
    let all = try search(enough: 10_000, limit: 10_000)
    #expect(all.end == .all && all.found.count == 1_501)
    let some = try search(enough: 3, limit: 10_000)
    #expect(some.end == .enough && some.found.count == 300)
    let cut = try search(enough: 10_000, limit: 700)
    #expect(cut.end == .limit(700) && cut.found.count == 700)
    #expect(Array(all.found.prefix(700)) == cut.found)
    // Between two reads a writer gets its turn.
    var turns = 0
    let short = try database.staleSessions(
      subject, permission, target, decision, enough: 10_000, limit: 10_000,
      isCancelled: {
        turns += 1
        if turns == 2 {
          #expect(throws: Never.self) {
            try file.execute("DELETE FROM django_session WHERE session_key LIKE 'many%'")
          }
        }
        return false
      })
    #expect(short.end == .all && short.found.count == 301)
  }
}
