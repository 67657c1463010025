import Authorization
import AuthorizationStore
import Foundation
import GRDB
import PermscopeResources
import Testing

/// Paging by key yields every row exactly once, forward and backward, in the order that a plain query gives.
@Suite struct ListPagingTests {
  private static let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/django.sqlite3").path

  /// What each view shows, asked in one plain query.
  private static let naive: [(ViewID, String)] = [
    (.users, "SELECT username FROM auth_user ORDER BY username"),
    (.groups, "SELECT name FROM auth_group ORDER BY name"),
    (.roles, "SELECT name FROM core_role ORDER BY name"),
    (.trees, "SELECT name FROM datawarehouse_gittree ORDER BY name"),
    (.policies, "SELECT name FROM datawarehouse_gittreepolicy ORDER BY name"),
    (
      .objects,
      """
      SELECT app_label || '.' || model FROM django_content_type WHERE id IN (SELECT content_type_id FROM auth_permission)
      ORDER BY app_label, model
      """
    ),
    (
      .permissions,
      """
      SELECT app_label || '.' || codename FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
      ORDER BY app_label, model, codename
      """
    ),
    (.endpoints, "SELECT viewset_name FROM core_accesspolicy ORDER BY viewset_name"),
    (.tasks, "SELECT name FROM user_tasks_usertaskstatus ORDER BY id DESC"),
    (
      // Only the beginning of a key is shown: the whole key logs its bearer in.
      .sessions,
      """
      SELECT CASE WHEN length(session_key) > 12 THEN substr(session_key, 1, 8) || '…' ELSE session_key END
      FROM django_session ORDER BY expire_date DESC, session_key
      """
    ),
    (.history, "SELECT 1 WHERE 0"),
  ]

  /// Those whose rows stand in a table.
  static let tableViews = ViewID.allCases.filter { $0 != .findings }

  @Test("every view of the sample organisation with a crowd", arguments: tableViews)
  func views(_ view: ViewID) throws {
    let file = try TestDatabase(Resources.demo + Crowd.statements)
    let expected = try #require(Self.naive.first { $0.0 == view })
    let names = try DatabaseQueue(path: file.path).read { try String.fetchAll($0, sql: expected.1) }
    let walk = ListWalk(
      lists: Lists(try file.open()), source: .view(view), limit: names.count > 200 ? 97 : 7)
    #expect(try walk.names() == names)
    let tally = try walk.prepare()
    #expect(tally == Tally(matches: names.count, total: names.count, progress: 1))
  }

  @Test("every view of the recorded Django database")
  func recorded() throws {
    let database = try AuthorizationDatabase(path: Self.sample)
    let queue = try DatabaseQueue(path: Self.sample, configuration: readOnly)
    for (view, sql) in Self.naive where view != .roles && view != .endpoints {
      let names = try queue.read { try String.fetchAll($0, sql: sql) }
      #expect(try ListWalk(lists: Lists(database), source: .view(view)).names() == names, "\(view)")
    }
    // These systems have no tables here.
    #expect(try ListWalk(lists: Lists(database), source: .view(.roles)).names().isEmpty)
    #expect(try ListWalk(lists: Lists(database), source: .view(.endpoints)).names().isEmpty)
  }

  private var readOnly: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    return configuration
  }

  @Test("the objects of every type: by name where a unique index has that order, else by key")
  func objects() throws {
    let file = try TestDatabase(Resources.demo)
    let lists = Lists(try file.open())
    let types = try ListWalk(lists: lists, source: .view(.objects)).forward().compactMap(\.ref.type)
    #expect(types.count > 20)
    for type in types {
      let names = try ListWalk(lists: lists, source: .objects(type), limit: 3).names()
      let tally = try ListWalk(lists: lists, source: .objects(type)).prepare()
      #expect(tally.matches == names.count)
      if type == GitTrees.tree { #expect(names.first == "crash-uploads") }
    }
  }

  @Test("every section of every detail continues as a list with the same rows")
  func sections() throws {
    let file = try TestDatabase(Resources.demo + Crowd.statements)
    let database = try file.open()
    let lists = Lists(database)
    var continued: Set<SectionID> = []
    for view in ViewID.allCases {
      let rows = try lists.page(PageRequest(source: .view(view), anchor: .start, limit: 8)).rows
      let large: [EntityRef] = [
        EntityRef(kind: .group, key: .integer(500), name: "crowd"),
        EntityRef(kind: .role, key: .text("c0"), name: "crowd"),
        EntityRef(kind: .permission, key: .integer(40), name: "view"),
        EntityRef(kind: .permission, key: .integer(98), name: "view"),
        EntityRef(kind: .user, key: .integer(3), name: "mira"),
        EntityRef(kind: .object, key: .integer(1), name: "linux-mainline", type: GitTrees.tree),
      ]
      for ref in rows.map(\.ref) + (view == .users ? large : []) {
        let detail = try database.read { try $0.detail(of: ref, limit: 1) }
        for section in detail.sections where section.continues {
          continued.insert(section.id)
          let source = ListSource.section(of: detail.ref, section: section.id)
          let walk = ListWalk(lists: lists, source: source, limit: 300)
          let tally = try walk.prepare()
          let names = try walk.names()
          #expect(tally.matches == names.count, "\(source)")
          if let count = section.count { #expect(count == names.count, "\(source)") }
        }
      }
    }
    let paged: Set<SectionID> = [
      .groups, .members, .modelPermissions, .roles, .objectGrants, .tasks, .holders, .trees, .readers,
      .writers,
      .related, .grantedTo, .holdersOfPermission, .rolesWithPermission, .permissions, .policies, .objects,
      .artifacts,
    ]
    #expect(continued.isSuperset(of: paged), "\(paged.subtracting(continued))")
  }

  @Test("a place survives the row that had it")
  func deletedRow() throws {
    let file = try TestDatabase(Resources.demo)
    let lists = Lists(try file.open())
    let rows = try ListWalk(lists: lists, source: .view(.users)).forward()
    try file.execute("DELETE FROM auth_user WHERE username = 'ravi'")
    let place = try #require(rows.first { $0.ref.name == "ravi" }).position
    let from = try lists.page(PageRequest(source: .view(.users), anchor: .from(place), limit: 2))
    #expect(from.rows.map(\.ref.name.text) == ["sam", "tomas"])
    let before = try lists.page(PageRequest(source: .view(.users), anchor: .before(place), limit: 2))
    #expect(before.rows.map(\.ref.name.text) == ["oldroot", "omar"])
  }
}
