import Authorization
import AuthorizationStore
import Foundation
import PermscopeResources
import Testing

/// Everything that hangs on the rows of the sample organisation, line by line.
@Suite struct DetailTests {
  private let file: TestDatabase
  private let database: AuthorizationDatabase

  init() throws {
    file = try TestDatabase(Resources.demo)
    database = try file.open(.init(now: Date(timeIntervalSince1970: 1_793_620_000)))
  }

  private func detail(_ kind: EntityKind, _ key: DatabaseKey, _ type: TypeName? = nil) throws -> Detail {
    try database.read { try $0.detail(of: EntityRef(kind: kind, key: key, name: "old name", type: type)) }
  }

  private func lines(_ detail: Detail, _ id: SectionID) -> [String] {
    detail.sections.first { $0.id == id }?.lines.map { line in
      (line.warns ? "! " : "") + line.text + (line.note.isEmpty ? "" : " | \(line.note)")
    } ?? []
  }

  private func facts(_ detail: Detail) -> [String] { detail.facts.map { ($0.warns ? "! " : "") + $0.text } }

  @Test("a user")
  func user() throws {
    let mira = try detail(.user, .integer(3))
    #expect(mira.ref.name == "mira")
    #expect(
      facts(mira) == [
        "active", "staff", "last login 2026-11-02 09:12", "Mira Okafor", "mira@acme.example", "1 session",
        "! 1 stale session",
      ])
    #expect(
      lines(mira, .groups) == ["contractors | 3 members", "kernel-qe | 5 members", "release | 2 members"])
    #expect(
      lines(mira, .roles) == [
        "file.filerepository_owner | on file.filerepository web",
        "acme.auditor | everywhere, through release",
        "file.filerepository_viewer | on domain partner, through contractors",
        "file.filerepository_viewer | on file.filerepository kernel-builds, through kernel-qe",
      ])
    #expect(
      lines(mira, .objectGrants) == [
        "datawarehouse.gittree linux-mainline | change_gittree",
        "file.filerepository web | change_filerepository, view_filerepository",
      ])
    #expect(lines(mira, .tasks).count == 3)
    #expect(lines(mira, .sessions) == ["! demomira… | stale, until 2046-11-02 17:12"])
  }

  @Test("grants on objects that are gone warn")
  func orphans() throws {
    let bot = try detail(.user, .integer(6))
    #expect(lines(bot, .objectGrants).last == "! datawarehouse.checkout 99 | change_checkout; no such object")
    let lena = try detail(.user, .integer(10))
    // `007` is not the key of tree 7 for guardian.
    #expect(lines(lena, .objectGrants).first == "! datawarehouse.gittree 007 | view_gittree; no such object")
    let oldroot = try detail(.user, .integer(9))
    #expect(facts(oldroot).contains("! superuser, but inactive: no shortcut"))
    #expect(facts(try detail(.user, .integer(999))) == ["! no such user any more"])
  }

  @Test("groups, roles and permissions")
  func holders() throws {
    let group = try detail(.group, .integer(1))
    #expect(facts(group) == ["5 members", "named by 2 git tree policies"])
    #expect(lines(group, .members).first == "kernelbot")
    #expect(lines(group, .policies) == ["archived | read group", "upstream | read group"])
    #expect(
      lines(try detail(.group, .integer(3)), .policies) == [
        "drop-box | read group", "embargo | read and write group",
      ])
    let role = try detail(.role, .text("0a000000000040008000000000000003"))
    #expect(
      lines(role, .holders) == [
        "lena | on domain partner", "omar | everywhere", "group contractors | on domain partner",
        "group kernel-qe | on file.filerepository kernel-builds",
      ])
    let permission = try detail(.permission, .integer(98))
    #expect(permission.ref.name == "file.view_filerepository")
    #expect(lines(permission, .holdersOfPermission).contains("group release | 2 members"))
    #expect(facts(try detail(.permission, .integer(103))).contains { $0.contains("stands on 2 types") })
  }

  @Test("a tree, its policy, and what follows it")
  func trees() throws {
    let tree = try detail(.tree, .integer(1))
    #expect(
      facts(tree) == [
        "read by kernel-qe", "written by kernel-maintainers", "1 checkout", "2 builds", "2 tests",
      ])
    #expect(lines(tree, .policies) == ["upstream"])
    #expect(lines(tree, .readers).count == 5)
    #expect(lines(tree, .related).first == "v6.18-rc4 | datawarehouse.checkout")
    #expect(lines(tree, .grantedTo) == ["mira | change_gittree"])
    #expect(facts(try detail(.tree, .integer(5))).first == "! no policy: private, nobody reads or writes")
    #expect(facts(try detail(.tree, .integer(3))).first == "! read by anyone")
    let policy = try detail(.policy, .integer(3))
    #expect(lines(policy, .trees) == ["linux-stable", "カーネル-rt"])
    #expect(policy.sections.first { $0.id == .holders }?.lines.last?.target?.name == "kernel-maintainers")
  }

  @Test("objects, with what was meant for another and counts here")
  func objects() throws {
    let repository = try #require(TypeName("file.filerepository"))
    let web = try detail(.object, .text("0f000000000040008000000000000001"), repository)
    #expect(facts(web) == ["key 0f000000-0000-4000-8000-000000000001", "in domain default"])
    #expect(
      lines(web, .grantedTo) == [
        "mira | change_filerepository, view_filerepository", "group alumni | view_filerepository",
        "group release | delete_filerepository",
      ])
    #expect(lines(web, .roles) == ["mira | file.filerepository_owner"])
    let visitors = try detail(.object, .integer(7), TypeName("core.group"))
    #expect(
      lines(visitors, .roles) == [
        "! sam | acme.people-viewer, counts here though meant for auth.user kerning"
      ])
    let test = try detail(.object, .integer(2), TypeName("datawarehouse.test"))
    #expect(lines(test, .trees) == ["linux-mainline | decides who reads and writes"])
    let stray = try detail(.object, .integer(5), TypeName("datawarehouse.checkout"))
    #expect(lines(stray, .trees) == ["! none | a link on the way is empty: nobody reads or writes"])
    let gone = try detail(.object, .integer(99), TypeName("datawarehouse.checkout"))
    #expect(facts(gone).last?.hasPrefix("! no such object") == true)
    #expect(lines(gone, .grantedTo) == ["kernelbot | change_checkout"])
  }

  @Test("endpoints in words")
  func endpoints() throws {
    let git = try detail(.endpoint, .text("09000000000040008000000000000003"))
    #expect(facts(git) == ["customized: a person changed it", "listings not limited"])
    #expect(lines(git, .statements).first == "allow *: <safe_methods>")
    #expect(
      lines(git, .statements).suffix(2) == [
        "! deny anonymous: destroy", "allow group:release: partial_udpate",
      ])
    #expect(lines(git, .creationHooks) == ["add_roles_for_users: roles acme.auditor; users ines, sam"])
    let files = try detail(.endpoint, .text("09000000000040008000000000000001"))
    #expect(
      lines(files, .statements)[1]
        == "allow authenticated: create if has_model_or_domain_perms:file.add_filerepository and "
        + "has_remote_param_model_or_domain_or_obj_perms:file.view_fileremote")
  }

  @Test("tasks, artifacts and sessions")
  func tasks() throws {
    let task = try detail(.task, .integer(1))
    #expect(lines(task, .holders) == ["mira | may view, cancel and delete it"])
    #expect(lines(task, .artifacts) == ["Output | text", "Published at | url"])
    #expect(facts(try detail(.artifact, .integer(2))).first == "! url, guarded by nobody")
    #expect(lines(try detail(.artifact, .integer(3)), .tasks).count == 1)
    let session = try detail(.session, .text("demoines300000000000000000000000"))
    #expect(facts(session).first == "! stale")
    #expect(
      lines(session, .trees).first == "! linux-mainline | may no longer write, the session still allows it")
  }

  @Test("first lines, the number of all, and whether there are more")
  func limits() throws {
    let crowd = try TestDatabase(Resources.demo + Crowd.statements)
    let group = EntityRef(kind: .group, key: .integer(500), name: "crowd")
    let detail = try crowd.open().read { try $0.detail(of: group, limit: 4) }
    let members = try #require(detail.sections.first { $0.id == .members })
    #expect(members.count == Crowd.people)
    #expect(members.lines.count == 4)
    #expect(members.continues)
  }

  @Test("every row of every view has a detail, whose every line can be opened")
  func everything() throws {
    let lists = Lists(database)
    for view in ViewID.allCases {
      for row in try lists.page(PageRequest(source: .view(view), anchor: .start, limit: 200)).rows {
        let detail = try database.read { try $0.detail(of: row.ref) }
        #expect(detail.ref.name == row.ref.name)
        for target in detail.sections.flatMap(\.lines).compactMap(\.target) {
          _ = try database.read { try $0.detail(of: target) }
        }
      }
    }
  }
}
