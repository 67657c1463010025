import Authorization
import PermscopeResources
import Testing

@testable import AuthorizationStore

/// Repairs and endings on the sample organisation that take more than one grant to tell.
@Suite struct DemoRemedyTests {
  private static let web = "file.filerepository:0f000000-0000-4000-8000-000000000001"

  @Test("a request names the grants that would let it in")
  func requestRemedies() throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let request = try database.read { reader in
      try reader.request(
        reader.subject(.user("lena")),
        RequestDescription(
          action: "partial_update", endpoint: "remotes/file/file", object: "file.fileremote:=kernel-org"))
    }
    #expect(try database.read { try $0.authorize(request).outcome } == .denied)
    let editor = Editor(database, options: .init(operatorName: "test"))
    let fixes = try editor.remedies(request)
    let remedy = try #require(fixes.remedies.first)
    let words = remedy.impact?.confirmations.map(\.word) ?? []
    _ = try editor.apply(
      try editor.plan(remedy.changes), reason: nil, impact: remedy.impact, confirmed: words)
    try database.reopen()
    #expect(try database.read { try $0.authorize(request).outcome } == .allowed)
  }

  @Test("a request about a task names the flag that would let it in, and says what no grant changes")
  func taskRemedies() throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let request = try database.read { reader in
      try reader.request(
        reader.subject(.user("zoe")),
        RequestDescription(action: "retrieve", endpoint: "user_tasks/tasks", object: "1"))
    }
    let fixes = try Editor(database, options: .init(operatorName: "test")).remedies(request)
    #expect(fixes.remedies.map(\.text) == ["make zoe a superuser"])
    #expect(fixes.notes.count == 1 && fixes.notes.allSatisfy { $0.contains("who triggered it") })
  }

  @Test("groups of the row that stands for nobody logged in open no tree to them")
  func anonymousTree() throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let asked = try database.read {
      try DemoAnswerTests.ask(":anonymous", "read", "tree:embargoed-fixes", $0)
    }
    guard
      case .fixes(let fixes) = try Editor(database, options: .init(operatorName: "test")).remediation(asked)
    else {
      Issue.record("a denial has fixes")
      return
    }
    #expect(!fixes.remedies.isEmpty)
    #expect(!fixes.remedies.contains { $0.text.contains("visitors") }, "\(fixes.remedies.map(\.text))")
  }

  @Test("an open tree can be closed to one user by a group of its policy or by another policy")
  func narrowerPolicies() throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let asked = try database.read { try DemoAnswerTests.ask("sam", "read", "tree:linux-stable", $0) }
    let editor = Editor(database, options: .init(operatorName: "test"))
    guard case .carriers(let carriers) = try editor.remediation(asked) else {
      Issue.record("an allowance has carriers")
      return
    }
    let endings = carriers.endings.map(\.text)
    #expect(
      endings.contains { $0.hasPrefix("set the read group of policy public-read to kernel-maintainers") })
    #expect(endings.contains { $0.contains("archived") }, "\(endings)")
    #expect(endings.contains { $0.hasPrefix("take the policy from linux-stable") }, "\(endings)")
  }

  @Test("at any level, a grant in general is a remedy as well, and each way is told once")
  func anyLevel() throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let editor = Editor(database, options: .init(operatorName: "test"))
    func asked(_ subject: Name, _ permission: Name) throws -> AskedCheck {
      try database.read { reader in
        let target = try reader.target(#require(ObjectArgument(Self.web)))
        return AskedCheck(
          subject: try reader.subject(.user(subject)), permission: try reader.askable(permission, on: target),
          target: target, isAtAnyLevel: true)
      }
    }
    guard case .fixes(let fixes) = try editor.remediation(asked("zoe", "file.change_filerepository")) else {
      Issue.record("a denial has fixes")
      return
    }
    let texts = fixes.remedies.map(\.text)
    #expect(texts.contains("grant file.change_filerepository to zoe"))
    #expect(texts.contains("grant file.change_filerepository on \(Self.web) to zoe"))
    #expect(texts.contains("assign file.filerepository_owner on domain default to zoe"))
    #expect(Set(texts).count == texts.count)
    guard case .carriers(let carriers) = try editor.remediation(asked("tomas", "file.view_filerepository"))
    else {
      Issue.record("an allowance has carriers")
      return
    }
    #expect(carriers.endings.map(\.text) == ["unassign file.filerepository_owner everywhere from tomas"])
    guard case .carriers(let all) = try editor.remediation(asked("admin", "file.view_filerepository")) else {
      Issue.record("an allowance has carriers")
      return
    }
    #expect(all.carriers.count == 1)
  }

  @Test("two changes that let a request in are told once, and a grant in general after those on the object")
  func pairs() throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let request = try database.read { reader in
      try reader.request(
        reader.subject(.user("mira")),
        RequestDescription(
          action: "destroy", endpoint: "repositories/file/file",
          object: "0f000000-0000-4000-8000-000000000003"))
    }
    let fixes = try Editor(database, options: .init(operatorName: "test")).remedies(request)
    let sets = fixes.remedies.map { Set($0.changes) }
    #expect(Set(sets).count == sets.count)
    let texts = fixes.remedies.map(\.text)
    let onObject = try #require(
      texts.firstIndex { $0.contains("to mira") && $0.contains(" on file.") }, "\(texts)")
    let general = try #require(
      texts.firstIndex { $0.hasSuffix("grant file.delete_filerepository to mira") }, "\(texts)")
    #expect(onObject < general)
    #expect(fixes.notes.contains { $0.contains("on every object") })
  }

  @Test("what is given on every object at once is counted object by object")
  func everything() throws {
    let file = try TestDatabase(Resources.demo)
    let database = try file.open()
    let asked = try database.read {
      try DemoAnswerTests.ask(
        "kernelbot", "user_tasks.cancel_usertaskstatus", "user_tasks.usertaskstatus:6", $0)
    }
    guard
      case .fixes(let fixes) = try Editor(database, options: .init(operatorName: "test")).remediation(asked)
    else {
      Issue.record("a denial has fixes")
      return
    }
    let remedy = try #require(fixes.remedies.first { $0.text == "make kernelbot a superuser" })
    let impact = try #require(remedy.impact)
    let objects = impact.parts.reduce(0) { sum, part in
      if case .all = part.place { return sum + part.units * part.objects }
      return sum + part.units
    }
    #expect(objects > impact.gains && impact.size == objects)
    let words = RemedyWords.consequence(remedy, asked: asked.counted)
    #expect(words.contains("also opens \(Counted.words(objects - 1, "check"))"), "\(words)")
  }
}
