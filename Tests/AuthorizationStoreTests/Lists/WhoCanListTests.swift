import Authorization
import AuthorizationStore
import PermscopeResources
import Testing

/// The list of those who may is the answer of `who-can`, with the path for each.
@Suite struct WhoCanListTests {
  private let file: TestDatabase
  private let database: AuthorizationDatabase
  private let lists: Lists

  init() throws {
    file = try TestDatabase(Resources.demo)
    database = try file.open()
    lists = Lists(database)
  }

  @Test(
    "users, in order, and none else",
    arguments: [
      ("file.view_filerepository", nil), ("auth.change_user", nil),
      (
        "file.view_filerepository",
        EntityRef(
          kind: .object, key: .text("0f000000000040008000000000000001"), name: "web",
          type: TypeName(app: "file", model: "filerepository"))
      ),
      ("read", EntityRef(kind: .tree, key: .integer(1), name: "linux-mainline", type: GitTrees.tree)),
      ("read", EntityRef(kind: .tree, key: .integer(3), name: "linux-stable", type: GitTrees.tree)),
      ("read", EntityRef(kind: .tree, key: .integer(5), name: "rt-experiments", type: GitTrees.tree)),
    ] as [(Name, EntityRef?)])
  func agrees(_ permission: Name, _ object: EntityRef?) throws {
    let walk = ListWalk(lists: lists, source: .whoCan(permission: permission, object: object), limit: 3)
    let tally = try walk.prepare()
    let names = try walk.names()
    let expected = try database.read { reader in
      var target = Target.general
      if let object, let type = object.type {
        target = .object(try reader.object(type, key: Name(object.key.text)))
      }
      var names: [String] = []
      try reader.forEachWhoCan(try reader.askable(permission, on: target), target) { names.append($0.text) }
      return names
    }
    #expect(names == expected)
    #expect(tally.matches == expected.count)
    for row in try walk.forward() {
      if case .text(let path) = row.cells[1] { #expect(!path.isEmpty) }
    }
  }

  @Test("what is open to everyone says so")
  func everyone() throws {
    let tree = EntityRef(kind: .tree, key: .integer(3), name: "linux-stable", type: GitTrees.tree)
    let tally = try ListWalk(lists: lists, source: .whoCan(permission: "read", object: tree)).prepare()
    #expect(tally.note == "open to everyone, logged in or not")
  }

  @Test("an unknown permission is a sentence")
  func unknown() throws {
    #expect(throws: StoreError.self) {
      try ListWalk(lists: lists, source: .whoCan(permission: "file.nothing", object: nil)).prepare()
    }
  }
}
