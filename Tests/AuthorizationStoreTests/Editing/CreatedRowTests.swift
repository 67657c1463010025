import Authorization
import AuthorizationStore
import Testing

/// Saving edits that name rows by the names which other edits of the list give them.
@Suite struct CreatedRowTests {
  private let shop: Workshop
  private let changes: [Change] = [
    .createGroup("qa"), .addMember(user: Workshop.lena, group: .created("qa")),
  ]

  init() throws { shop = try Workshop() }

  private func members() throws -> [String] {
    try shop.texts(
      """
      SELECT g.name || ' ' || u.username FROM auth_user_groups m JOIN auth_group g ON g.id = m.group_id \
      JOIN auth_user u ON u.id = m.user_id WHERE g.id > 8
      """)
  }

  @Test("the right row is meant where another program created one before the plan")
  func before() throws {
    try shop.file.execute("INSERT INTO auth_group (name) VALUES ('foreign')")
    let before = try shop.contents()
    _ = try shop.editor.apply(shop.editor.plan(changes), reason: nil, impact: nil, confirmed: [])
    #expect(try members() == ["qa lena"])
    try shop.edit(.undo(entry: 1))
    #expect(try shop.contents() == before)
  }

  @Test("and where it did so between the plan and the saving")
  func meanwhile() throws {
    let plan = try shop.editor.plan(changes)
    try shop.file.execute("INSERT INTO auth_group (name) VALUES ('foreign')")
    _ = try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    #expect(try members() == ["qa lena"])
  }

  @Test("a name that another program took is no invitation to use its row")
  func taken() throws {
    let plan = try shop.editor.plan(changes)
    try shop.file.execute("INSERT INTO auth_group (name) VALUES ('qa')")
    let refusal = #expect(throws: EditRefused.self) {
      try shop.editor.apply(plan, reason: nil, impact: nil, confirmed: [])
    }?.refusal
    #expect(refusal?.text == "there is already a group `qa`; take another name")
    #expect(try members() == [])
  }

  @Test("the preview counts what the new row gives")
  func preview() throws {
    let plan = try shop.editor.plan([
      .createPolicy("lab", read: Workshop.support, write: Workshop.support),
      .createTree("lab", policy: .created("lab")),
    ])
    let impact = try shop.editor.preview(plan).count(isCancelled: { false }, progress: { _ in })
    #expect(impact.gains > 0)
    #expect(impact.parts.contains { $0.permission == "read" && $0.place == .objects(GitTrees.tree) })
  }
}
