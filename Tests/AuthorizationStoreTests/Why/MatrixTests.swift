import Authorization
import AuthorizationStore
import PermscopeResources
import Testing

/// Every cell of the matrix is the check of its row and column.
@Suite struct MatrixTests {
  private let file: TestDatabase
  private let database: AuthorizationDatabase

  init() throws {
    file = try TestDatabase(Resources.demo)
    database = try file.open()
  }

  private func read(_ request: MatrixRequest) throws -> MatrixWindow {
    try database.read { try $0.matrix(request) }
  }

  private static func request(
    _ permission: Name, _ type: TypeName?, _ subjects: MatrixRequest.Subjects,
    rows: MatrixRequest.Axis = .init(limit: 60), columns: MatrixRequest.Axis = .init(limit: 40)
  ) -> MatrixRequest {
    MatrixRequest(permission: permission, type: type, subjects: subjects, rows: rows, columns: columns)
  }

  @Test(
    "cells are checks",
    arguments: [
      ("read", nil), ("datawarehouse.view_gittree", GitTrees.tree), ("file.view_filerepository", nil),
      ("file.change_filerepository", TypeName("file.filerepository")), ("auth.view_user", nil),
      ("core.view_domain", TypeName("core.domain")), ("user_tasks.view_usertaskstatus", nil),
    ] as [(Name, TypeName?)], [MatrixRequest.Subjects.users, .groups])
  func cells(question: (permission: Name, type: TypeName?), subjects: MatrixRequest.Subjects) throws {
    let window = try read(Self.request(question.permission, question.type, subjects))
    #expect(!window.rows.rows.isEmpty && !window.columns.rows.isEmpty)
    #expect(window.choices.contains(question.permission))
    #expect(
      window.permissions == (question.permission == "read" ? ["read", "write"] : [question.permission]))
    try database.read { reader in
      for (row, subject) in window.rows.rows.enumerated() {
        let asked = try reader.subject(
          subjects == .users ? SubjectRef.user(subject.ref) : .group(subject.ref))
        for (column, object) in window.columns.rows.enumerated() {
          let target = Target.object(try reader.object(window.type, key: Self.text(object.ref)))
          for (place, name) in window.permissions.enumerated() {
            let permission = try reader.askable(name, on: target)
            let expected: MatrixWindow.Answer
            do {
              expected = .outcome(try reader.allows(asked, permission, target) ? .allowed : .denied)
            } catch is RaisedException {
              expected = .raises
            }
            #expect(
              window.cells[row][column][place] == expected, "\(subject.ref.name) \(name) \(object.ref.name)")
          }
        }
      }
    }
  }

  private static func text(_ ref: EntityRef) -> Name {
    // Keys of UUIDs are accepted in either spelling.
    Name(ref.key.text)
  }

  @Test("walks over all rows and columns by key, forwards, backwards and from a row")
  func walks() throws {
    let whole = try read(Self.request("read", nil, .users))
    let users = whole.rows.rows.map(\.ref)
    let trees = whole.columns.rows.map(\.ref)
    #expect(whole.rows.reachesStart && whole.rows.reachesEnd && whole.columns.reachesEnd)
    var found: [EntityRef] = []
    var start = MatrixRequest.Start.at(.start)
    while true {
      let part = try read(Self.request("read", nil, .users, rows: .init(start: start, limit: 3)))
      found += part.rows.rows.map(\.ref)
      guard !part.rows.reachesEnd, let last = part.rows.rows.last else { break }
      start = .at(.after(last.position))
    }
    #expect(found == users)
    found = []
    start = .at(.end)
    while true {
      let part = try read(Self.request("read", nil, .users, columns: .init(start: start, limit: 2)))
      found = part.columns.rows.map(\.ref) + found
      guard !part.columns.reachesStart, let first = part.columns.rows.first else { break }
      start = .at(.before(first.position))
    }
    #expect(found == trees)
    for (place, user) in users.enumerated() {
      let part = try read(Self.request("read", nil, .users, rows: .init(start: .around(user), limit: 6)))
      let first = max(0, place - 2)
      #expect(part.rows.rows.map(\.ref) == Array(users[first...].prefix(6)))
      #expect(part.rows.reachesStart == (first == 0))
    }
  }

  @Test("filters both ways as the lists do, whatever the letters")
  func filters() throws {
    try file.execute(
      """
      INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active, first_name, last_name, email, date_joined)
      VALUES ('Ärger', '!', 0, 0, 1, '', '', '', '2026-01-01'), ('a%b', '!', 0, 0, 1, '', '', '', '2026-01-01')
      """)
    func users(_ filter: String) throws -> [String] {
      try read(Self.request("read", nil, .users, rows: .init(filter: filter, limit: 60))).rows.rows.map {
        $0.ref.name.text
      }
    }
    #expect(try users("är") == ["Ärger"])
    #expect(try users("%") == ["a%b"])
    #expect(try users("nobody has this") == [])
    let all = try users("")
    #expect(try users("MIR") == all.filter { $0.lowercased().contains("mir") })
    let trees = try read(Self.request("read", nil, .users, columns: .init(filter: "LINUX", limit: 40)))
    #expect(!trees.columns.rows.isEmpty)
    #expect(trees.columns.rows.allSatisfy { $0.ref.name.text.contains("linux") && $0.ref.kind == .tree })
  }

  @Test("holds no more than it may, and says in a sentence what cannot be asked")
  func limits() throws {
    try file.execute(Crowd.statements)
    let window = try read(
      Self.request("read", nil, .users, rows: .init(limit: 1_000), columns: .init(limit: 1_000)))
    #expect(window.rows.rows.count == MatrixRequest.mostRows && !window.rows.reachesEnd)
    #expect(throws: StoreError.self) { try read(Self.request("file.nothing", nil, .users)) }
    #expect(throws: StoreError.self) {
      try read(Self.request("read", TypeName("file.filerepository"), .users))
    }
  }

  @Test("a denial is undetermined where code of the project may allow it")
  func undetermined() throws {
    var options = AuthorizationDatabase.Options()
    options.backends = [.model]
    options.unknownBackends = ["acme.Backend"]
    let window = try file.open(options).read {
      try $0.matrix(Self.request("file.view_filerepository", nil, .users))
    }
    let answers = Set(window.cells.joined().joined())
    #expect(answers.contains(.outcome(.undetermined)) && !answers.contains(.outcome(.denied)))
  }
}
