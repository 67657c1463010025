import Authorization
import AuthorizationStore
import PermscopeResources
import Testing

/// The list of what somebody may do something to is the answer of `list-objects`, with the path for each.
@Suite struct WhatCanListTests {
  private let file: TestDatabase
  private let database: AuthorizationDatabase
  private let lists: Lists

  init() throws {
    file = try TestDatabase(Resources.demo)
    database = try file.open()
    lists = Lists(database)
  }

  @Test(
    "objects, each once, and none else",
    arguments: [
      ("read", nil), ("write", nil), ("file.view_filerepository", nil),
      ("datawarehouse.view_gittree", GitTrees.tree), ("auth.view_user", nil),
      ("user_tasks.view_usertaskstatus", nil),
    ] as [(Name, TypeName?)])
  func agrees(_ permission: Name, _ type: TypeName?) throws {
    var found = 0
    for subject in try subjects() {
      let expected = try database.read { reader -> Set<Name> in
        let asked = try reader.subject(subject)
        let known = try reader.knownPermission(permission, on: type)
        var keys: Set<Name> = []
        let answer = try reader.listObjects(asked, known, type: type)
        try reader.forEachObject(asked, known, type: answer.type) { keys.insert($0) }
        return keys
      }
      let walk = ListWalk(
        lists: lists, source: .whatCan(subject, permission: permission, type: type), limit: 3)
      let tally = try walk.prepare()
      _ = try walk.names()
      let keys = try walk.forward().map { row in
        if case .text(let key) = row.cells[1] { Name(key) } else { Name("") }
      }
      #expect(keys.count == expected.count && Set(keys) == expected, "\(subject.argument)")
      #expect(tally.matches == expected.count)
      for row in try walk.forward() {
        if case .text(let path) = row.cells[2] { #expect(!path.isEmpty) }
      }
      found += keys.count
    }
    #expect(found > 0)
  }

  private func subjects() throws -> [SubjectRef] {
    func rows(_ view: ViewID) throws -> [EntityRef] {
      try ListWalk(lists: lists, source: .view(view)).forward().map(\.ref)
    }
    return try rows(.users).map { .user($0) } + rows(.groups).map { .group($0) } + [.anonymous]
  }

  @Test("filters and sorts like other lists of objects")
  func filters() throws {
    let root = try #require(
      try ListWalk(lists: lists, source: .view(.users)).forward().first { $0.ref.name == "admin" }?.ref)
    var walk = ListWalk(
      lists: lists, source: .whatCan(.user(root), permission: "datawarehouse.view_gittree", type: nil))
    let all = try walk.forward().map(\.ref.name.text)
    walk.filter = "linux"
    try walk.prepare()
    #expect(try walk.names() == all.filter { $0.contains("linux") })
    walk.filter = ""
    walk.order = ListOrder(column: "name", descending: true)
    try walk.prepare()
    #expect(try walk.names() == all.sorted().reversed())
  }
}
