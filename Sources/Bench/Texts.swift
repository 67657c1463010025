internal import Authorization
internal import AuthorizationStore

/// Checks that begin with text: names are looked up as well.
struct Texts {
  let size: String
  let raw: RawDatabase

  private struct Item {
    var user: String
    var permission: String
    var object: String
    var line: String
    var arguments: [RawStatement.Value]
    var allowed: Bool
  }

  func lines(_ reader: AuthorizationReader, _ questions: inout Questions) throws -> [Line] {
    let floor = try raw.statement(Floor.namedCheck)
    let items = try items(reader, &questions, floor)
    let named = { (item: Item) in
      let subject = try reader.subject(SubjectArgument(item.user))
      guard let argument = ObjectArgument(item.object) else { throw Disagreement(description: item.object) }
      return try reader.allows(subject, reader.permission(Name(item.permission)), reader.target(argument))
    }
    let batch = BatchAnswerer(reader)
    for item in items {
      guard try named(item) == item.allowed, try batch.respond(to: item.line).contains("\(item.allowed)")
      else {
        throw Disagreement(description: "from text: \(item.line) should be \(item.allowed)")
      }
    }
    let names = try Comparison.interleaved(
      items, rounds: 3, block: 50, ours: { _ = try named($0) }, floor: { _ = try floor.truth($0.arguments) })
    let answers = try Comparison.interleaved(
      items, rounds: 3, block: 50, ours: { _ = try batch.respond(to: $0.line) },
      floor: { _ = try floor.truth($0.arguments) })
    return [
      Line(
        what: "names looked up, check", size: size, ours: names.ours.median, floor: names.floor.median,
        unit: "µs"),
      Line(
        what: "a line of batch", size: size, ours: answers.ours.median, floor: answers.floor.median,
        unit: "µs"),
    ]
  }

  private func items(
    _ reader: AuthorizationReader, _ questions: inout Questions, _ floor: RawStatement
  ) throws -> [Item] {
    try (0..<1_000).compactMap { turn in
      let drawn = try turn.isMultiple(of: 2) ? Questions.ownGrant(&questions) : questions.anyCell()
      guard let cell = drawn, let user = try reader.user(key: .integer(cell.user)),
        let permission = questions.permissions[cell.permission]
      else { return nil }
      let key = String(cell.object)
      let arguments = [user.name.text, String(permission.dropFirst(5)), key, "file", "filerepository"]
        .map { RawStatement.Value.text(RawText($0)) }
      let query =
        #"{"kind":"user.has_perm","user":"\#(user.name)","perm":"\#(permission)","#
        + #""obj":["file.filerepository","\#(key)"],"backends":"model+guardian"}"#
      return Item(
        user: user.name.text, permission: permission, object: "file.filerepository:\(key)",
        line: #"{"id":\#(turn),"query":\#(query)}"#, arguments: arguments, allowed: try floor.truth(arguments)
      )
    }
  }
}
