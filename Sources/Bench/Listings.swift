internal import Authorization
internal import AuthorizationStore

/// Lists: all objects of a user, all users of an object.
struct Listings {
  let size: String
  let raw: RawDatabase

  /// Fewer questions where one takes long.
  private static let patience = 2_000_000.0

  func objects(_ reader: AuthorizationReader, _ questions: inout Questions) throws -> [Line] {
    let floor = try raw.statement(Floor.objects)
    var items: [(subject: Subject, permission: Permission, arguments: [RawStatement.Value])] = []
    while items.count < 300 {
      let cell = questions.anyCell()
      // An active superuser has all objects, and somebody who is inactive none; neither asks the rows.
      guard let subject = try reader.user(key: .integer(cell.user)), subject.isActive, !subject.isSuperuser
      else { continue }
      let permission = try reader.permission(Name(questions.permissions[cell.permission] ?? ""))
      items.append(
        (subject, permission, [.integer(cell.user), .integer(cell.permission), .integer(questions.typeKey)]))
    }
    return try lines(
      "all objects of a user", items,
      ours: { item, body in
        try reader.forEachObject(item.subject, item.permission, type: Questions.type) { body($0.text) }
      },
      floor: { item, body in try floor.rows(item.arguments) { body($0.text(0)) } })
  }

  func users(_ reader: AuthorizationReader, _ questions: inout Questions) throws -> [Line] {
    let floor = try raw.statement(Floor.users)
    var items: [(permission: Permission, target: Target, arguments: [RawStatement.Value])] = []
    while items.count < 100 {
      // Half of the objects are picked by their grants, so that popular ones come up.
      let picked = items.count.isMultiple(of: 2) ? try Questions.ownGrant(&questions) : nil
      let cell = picked ?? questions.anyCell()
      let key = String(cell.object)
      items.append(
        (
          try reader.permission(Name(questions.permissions[cell.permission] ?? "")),
          .object(try reader.object(Questions.type, key: Name(key))),
          [.integer(cell.permission), .text(RawText(key)), .integer(questions.typeKey)]
        ))
    }
    return try lines(
      "all users of an object", items,
      ours: { item, body in try reader.forEachWhoCan(item.permission, item.target) { body($0.text) } },
      floor: { item, body in try floor.rows(item.arguments) { body($0.text(0)) } })
  }

  private func lines<Item>(
    _ what: String, _ all: [Item], ours: (Item, (String) -> Void) throws -> Void,
    floor: (Item, (String) -> Void) throws -> Void
  ) throws -> [Line] {
    var items: [Item] = []
    var lengths = Samples()
    var spent = 0.0
    for item in all {
      var left: [String] = []
      var right: [String] = []
      spent += try Clock.microseconds { try ours(item) { left.append($0) } }
      try floor(item) { right.append($0) }
      // Names, not characters: two spellings of one letter are two names.
      guard left.map({ Name($0) }) == right.map({ Name($0) }) else {
        throw Disagreement(
          description: "\(what): \(left.count) here, \(right.count) by hand, or in another order")
      }
      lengths.add(Double(left.count))
      items.append(item)
      if spent > Self.patience / 2 { break }
    }
    let rounds = max(3, min(20, Int(Self.patience / max(1, spent))))
    var total = 0
    let times = try Comparison.interleaved(
      items, rounds: rounds, block: 1,
      ours: { try ours($0) { total += $0.utf8.count } }, floor: { try floor($0) { total += $0.utf8.count } })
    return [
      Line(
        what: what, size: size, ours: times.ours.median, floor: times.floor.median, unit: "µs",
        aim: .ratio(1.3),
        note: "\(items.count) lists of \(Int(lengths.median)), at most \(Int(lengths.quantile(1)))"),
      Line(
        what: "  95 of 100 within", size: size, ours: times.ours.quantile(0.95),
        floor: times.floor.quantile(0.95),
        unit: "µs"),
    ]
  }
}
