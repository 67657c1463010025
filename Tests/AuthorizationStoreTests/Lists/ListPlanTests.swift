import Authorization
import GRDB
import PermscopeResources
import Testing

@testable import AuthorizationStore

/// How SQLite reads pages on a database with Django's own indexes and without statistics: straight on an index,
/// so that a page costs the same at a thousand rows and at ten million.
@Suite struct ListPlanTests {
  private let file: TestDatabase
  private let database: AuthorizationDatabase

  init() throws {
    file = try TestDatabase(Resources.demo)
    database = try file.open()
  }

  private func plan(_ reader: AuthorizationReader, _ sql: String, _ arguments: StatementArguments) throws
    -> [String]
  {
    try Row.fetchAll(reader.database, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map {
      $0["detail"]
    }
  }

  /// The plans of all reads that pages of a part take.
  private func plans(_ reader: AuthorizationReader, _ part: ListPart) throws -> [[String]] {
    let keyset = Keyset(part, terms: part.order)
    let place = part.order.map { _ in "x".databaseValue }
    return try [Keyset.Bound.start, .end, .after(place), .before(place), .from(place)].flatMap { bound in
      try keyset.steps(bound).map { step in
        try plan(reader, step.sql, part.arguments + StatementArguments(step.values + [10.databaseValue]))
      }
    }
  }

  private func isStraight(_ step: String) -> Bool {
    // Rows of one expiry are sorted by their keys, and nothing else is.
    if step == "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY" { return true }
    return !step.contains("TEMP B-TREE")
      && (!step.hasPrefix("SCAN") || step.contains("INDEX") || step == "SCAN r")
  }

  @Test("pages of views in their own order", arguments: ListPagingTests.tableViews)
  func views(_ view: ViewID) throws {
    try database.read { reader in
      for part in try ListCatalog(reader).parts(.view(view)) {
        for steps in try plans(reader, part) {
          #expect(steps.allSatisfy(isStraight), "\(view): \(steps)")
          // Only sessions have an index whose ties are not in order of the key.
          #expect(view == .sessions || !steps.contains { $0.contains("TEMP B-TREE") }, "\(view): \(steps)")
        }
      }
    }
  }

  @Test("pages of objects by name and by key")
  func objects() throws {
    try database.read { reader in
      for type in [
        "datawarehouse.gittree", "datawarehouse.checkout", "file.filerepository", "core.repository",
      ] {
        let name = try #require(TypeName(type))
        for part in try ListCatalog(reader).parts(.objects(name)) {
          for steps in try plans(reader, part) {
            #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(type): \(steps)")
          }
        }
      }
    }
  }

  @Test("the history of a row is read in the order of its index, that of several found by it")
  func history() throws {
    let shop = try Workshop()
    try shop.edit(.addMember(user: Workshop.lena, group: .integer(2)))
    try shop.database.read { reader in
      let user = EntityRef(kind: .user, key: Workshop.lena, name: "lena")
      let tree = EntityRef(kind: .tree, key: .integer(1), name: "linux-mainline")
      for refs in [[user], [tree], [tree, user]] {
        let parts = try ListCatalog(reader).parts(.history(of: refs))
        #expect(parts.count == 1)
        for steps in try parts.flatMap({ try plans(reader, $0) }) {
          #expect(!steps.contains { $0.hasPrefix("SCAN") }, "\(steps)")
          #expect(refs != [user] || !steps.contains { $0.contains("TEMP B-TREE") }, "\(steps)")
        }
      }
    }
  }

  @Test("the rows of a page and their counts are found by index alone")
  func rows() throws {
    try database.read { reader in
      let catalog = ListCatalog(reader)
      for list in [
        catalog.users, catalog.groups, catalog.roles, catalog.policies, catalog.permissions, catalog.tasks,
      ] {
        let fields = list.fields.values.flatMap(\.sql).sorted()
        let conditions = list.conditions + ["\(list.key) = ?"]
        let tables = (list.byKey ?? list.from) + list.joins
        let steps = try plan(
          reader, "SELECT \(fields.joined(separator: ", ")) FROM \(tables)\(ListPart.filter(conditions))", [1]
        )
        // What a bounded count found is counted; nothing else is gone through.
        for step in steps where step.hasPrefix("SCAN") {
          #expect(step == "SCAN counted", "\(list.kind): \(steps)")
        }
        #expect(!steps.contains { $0.contains("AUTOMATIC") }, "\(list.kind): \(steps)")
      }
    }
  }

  @Test("sections begin at the index of their row")
  func sections() throws {
    let refs: [(EntityRef, [SectionID])] = [
      (
        EntityRef(kind: .user, key: .integer(3), name: ""),
        [.groups, .modelPermissions, .roles, .objectGrants, .tasks]
      ),
      (
        EntityRef(kind: .group, key: .integer(1), name: ""),
        [.members, .modelPermissions, .roles, .objectGrants, .policies]
      ),
      (EntityRef(kind: .role, key: .text("1"), name: ""), [.permissions, .holders]),
      (EntityRef(kind: .tree, key: .integer(1), name: ""), [.readers, .writers, .related]),
      (
        EntityRef(kind: .permission, key: .integer(1), name: ""),
        [.holdersOfPermission, .rolesWithPermission]
      ),
      (EntityRef(kind: .domain, key: .text("1"), name: ""), [.holders]),
    ]
    try database.read { reader in
      for (ref, sections) in refs {
        for section in sections {
          for part in try Sections(reader).parts(ref, section) {
            let (first, arguments) = (
              "SELECT 1 FROM \(part.from)\(ListPart.filter(part.conditions))", part.arguments
            )
            let steps = try plan(reader, first, arguments)
            #expect(steps.allSatisfy { $0.hasPrefix("SEARCH") }, "\(ref.kind) \(section): \(steps)")
          }
        }
      }
    }
  }

  @Test("grants on one object are searched by permission, on an index that has all that is needed")
  func grantees() throws {
    let tree = EntityRef(kind: .object, key: .integer(1), name: "", type: GitTrees.tree)
    try database.read { reader in
      for part in try Sections(reader).parts(tree, .grantedTo) {
        let steps = try plan(
          reader, "SELECT 1 FROM \(part.from)\(ListPart.filter(part.conditions))", part.arguments)
        #expect(steps.contains { $0.contains("SEARCH g USING COVERING INDEX") }, "\(steps)")
      }
    }
  }

  @Test("no read of a scan is long: slices follow a unique column")
  func slices() throws {
    try database.read { reader in
      for view in ViewID.allCases {
        for part in try ListCatalog(reader).parts(.view(view)) { #expect(part.slices != nil, "\(view)") }
      }
    }
  }
}
