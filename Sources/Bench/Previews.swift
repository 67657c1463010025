internal import Authorization
internal import AuthorizationStore

/// What an edit would change, before it is saved: the two previews that a person waits for.
struct Previews {
  private static let count = 50

  let size: String
  let raw: RawDatabase

  func lines(_ database: AuthorizationDatabase, _ questions: inout Questions) throws -> [Line] {
    let editor = Editor(database, options: .init(operatorName: "bench"))
    return [try moving(editor, &questions), try policy(editor)]
  }

  /// A user leaves a group and joins another.
  private func moving(_ editor: Editor, _ questions: inout Questions) throws -> Line {
    var samples = Samples()
    let groups = try raw.integer("SELECT max(id) - 2 FROM auth_group")
    while samples.values.count < Self.count {
      let user = questions.user()
      let group = try raw.integer(
        "SELECT coalesce(min(group_id), 0) FROM auth_user_groups WHERE user_id = \(user)")
      guard group > 0 else { continue }
      let other = 1 + (group + questions.number(upTo: groups - 1)) % groups
      let changes: [Change] = [
        .removeMember(user: .integer(user), group: .integer(group)),
        .addMember(user: .integer(user), group: .integer(other)),
      ]
      samples.add(try Clock.microseconds { _ = try impact(editor, changes) } / 1_000)
    }
    return Line(
      what: "preview: a user moved to another group", size: size, ours: samples.median, unit: "ms",
      aim: .most(50), note: "95 of 100 within \(Int(samples.quantile(0.95))) ms")
  }

  /// The policy `company` is read by another group.
  private func policy(_ editor: Editor) throws -> Line {
    let policy = try raw.integer("SELECT id FROM datawarehouse_gittreepolicy WHERE name = 'company'")
    let group = try raw.integer("SELECT id FROM auth_group WHERE name = 'interns'")
    var samples = Samples()
    var units = 0
    for _ in 0..<5 {
      let change = Change.setAccess(policy: .integer(policy), .read, group: .integer(group))
      samples.add(
        try Clock.microseconds {
          let impact = try impact(editor, [change])
          units = impact.gains + impact.losses
        } / 1_000)
    }
    return Line(
      what: "preview: another group for a policy", size: size, ours: samples.median, unit: "ms",
      aim: .most(1_000), note: "\(units) checks change")
  }

  private func impact(_ editor: Editor, _ changes: [Change]) throws -> Impact {
    let plan = try editor.plan(changes)
    if let refusal = plan.refusal { throw Disagreement(description: refusal.text) }
    return try editor.preview(plan).count(isCancelled: { false }, progress: { _ in })
  }
}
