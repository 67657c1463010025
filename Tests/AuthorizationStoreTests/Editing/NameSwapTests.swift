import Authorization
import AuthorizationStore
import Testing

/// Unique names that rows hand to each other within one list.
@Suite struct NameSwapTests {
  private let shop: Workshop

  init() throws { shop = try Workshop() }

  private func groups() throws -> [String] { try shop.texts("SELECT name FROM auth_group ORDER BY id") }

  @Test("two groups swap their names, and undo and redo are exact")
  func swap() throws {
    let before = try shop.contents()
    let entry = try shop.edit(
      .renameGroup(Workshop.support, "visitors"), .renameGroup(Workshop.visitors, "support"))
    #expect(
      try shop.texts("SELECT name FROM auth_group WHERE id IN (6, 7) ORDER BY id") == ["visitors", "support"])
    let rows = try shop.editor.rows(ofEntry: entry.number)
    #expect(rows.count == 2)
    #expect(
      Set(rows.compactMap { $0.before?.first?.value }) == [.text("support"), .text("visitors")])
    #expect(Set(rows.compactMap { $0.after?.first?.value }) == [.text("support"), .text("visitors")])
    let after = try shop.contents()
    try shop.edit(.undo(entry: 1))
    #expect(try shop.contents() == before)
    try shop.edit(.redo(entry: 1))
    #expect(try shop.contents() == after)
  }

  @Test("users, roles, trees and policies swap theirs", arguments: [0, 1, 2, 3])
  func kinds(_ kind: Int) throws {
    let before = try shop.contents()
    let (one, other) = (DatabaseKey.integer(1), DatabaseKey.integer(2))
    let table = ["auth_user", "core_role", "datawarehouse_gittree", "datawarehouse_gittreepolicy"][kind]
    let (column, key) = (kind == 0 ? "username" : "name", kind == 1 ? "pulp_id" : "id")
    let keys =
      kind == 1
      ? try shop.texts("SELECT pulp_id FROM core_role WHERE NOT locked ORDER BY 1 LIMIT 2").map {
        DatabaseKey.text(Name($0))
      } : kind == 0 ? [Workshop.mira, Workshop.lena] : [one, other]
    func names() throws -> [Name] {
      try keys.map { wanted in
        Name(
          try #require(
            try shop.texts("SELECT \(column) FROM \(table) WHERE \(key) = '\(wanted.text)'").first))
      }
    }
    let old = try names()
    let changes = zip(keys, old.reversed()).map { key, name -> Change in
      switch kind {
      case 0: .editUser(key, UserEdit(username: name))
      case 1: .editRole(key, RoleEdit(name: name))
      case 2: .renameTree(key, name)
      default: .renamePolicy(key, name)
      }
    }
    _ = try shop.editor.apply(shop.editor.plan(changes), reason: nil, impact: nil, confirmed: [])
    #expect(try names() == old.reversed())
    try shop.edit(.undo(entry: 1))
    let undone = try shop.contents()
    #expect(undone.filter { $0.key != "core_role" } == before.filter { $0.key != "core_role" })
    #expect(try names() == old)
  }

  @Test("any permutation of all names is written, in any order, and undone", arguments: 0..<12)
  func permutations(_ seed: UInt64) throws {
    var random = SeededGenerator(seed)
    let before = try shop.contents()
    let names = try groups()
    let wanted = names.shuffled(using: &random)
    let changes = zip(1..., wanted).map { Change.renameGroup(.integer(Int64($0)), Name($1)) }
      .shuffled(using: &random)
    let plan = try shop.editor.plan(changes)
    #expect(plan.refusal == nil)
    guard wanted != names else { return }
    _ = try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    #expect(try groups() == wanted)
    #expect(try shop.editor.rows(ofEntry: 1).count == zip(names, wanted).count { $0 != $1 })
    try shop.edit(.undo(entry: 1))
    #expect(try shop.contents() == before)
  }

  @Test("half of a swap is refused, and may wait for the other half")
  func half() throws {
    let plan = try shop.editor.plan([
      .createGroup("qa"), .renameGroup(Workshop.support, "visitors"),
    ])
    #expect(plan.refusal == Refusal(.invalid, "there is already a group `visitors`; take another name"))
    #expect(plan.refusedChange == 1)
    #expect(plan.canBeStaged)
    let whole = try shop.editor.plan([
      .renameGroup(Workshop.support, "visitors"), .renameGroup(Workshop.visitors, "guests"),
    ])
    #expect(whole.refusal == nil)
    let hopeless = try shop.editor.plan([.renameGroup(Workshop.support, "")])
    #expect(hopeless.refusal != nil && !hopeless.canBeStaged)
  }

  @Test("a name that goes with a deleted row is free, whichever comes first")
  func deletion() throws {
    let entry = try shop.edit(.createGroup("visitors"), .deleteGroup(Workshop.visitors))
    #expect(try shop.texts("SELECT id FROM auth_group WHERE name = 'visitors'") == ["9"])
    try shop.edit(.undo(entry: entry.number))
    #expect(try shop.texts("SELECT id FROM auth_group WHERE name = 'visitors'") == ["7"])
  }

  @Test("another program's row with the name is a conflict still, and nothing is written")
  func conflict() throws {
    let plan = try shop.editor.plan([
      .renameGroup(Workshop.support, "visitors"), .renameGroup(Workshop.visitors, "support"),
    ])
    try shop.file.execute("UPDATE auth_group SET name = 'guests' WHERE id = 7")
    let before = try shop.contents()
    #expect(throws: EditRefused.self) {
      try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }
    #expect(try shop.contents() == before)
  }

  @Test("a row that only lost a like name is not said to look the same")
  func noFalseLikeness() throws {
    let plan = try shop.editor.plan([
      .renameGroup(Workshop.support, "visitors"), .renameGroup(Workshop.visitors, "support"),
    ])
    #expect(!plan.warnings.contains { $0.contains("in case or spelling") })
  }
}
