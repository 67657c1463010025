internal import Authorization
internal import AuthorizationStore

/// Why, and what would fix it: what a person waits for who asks about one denial. The floor of an explanation is the
/// bare check of the same question.
struct Explanations {
  private static let count = 200
  private static let lists = 20

  let size: String
  let raw: RawDatabase

  func lines(_ database: AuthorizationDatabase, _ questions: inout Questions) throws -> [Line] {
    let checks = try database.read { try self.checks($0, &questions) }
    let allowed = checks.filter(\.isAllowed).map(\.check)
    let denied = checks.filter { !$0.isAllowed }.map(\.check)
    var lines: [Line] = []
    try database.read { reader in
      lines.append(try explained("explanation of an allowance", allowed, reader, .full))
      lines.append(try explained("explanation of a denial", denied, reader, .quick))
      lines.append(try explained("  with the groups that hold it", denied, reader, .full))
    }
    let editor = Editor(database, options: .init(operatorName: "bench"))
    lines.append(try remedies(denied, editor))
    return lines
  }

  private func checks(
    _ reader: AuthorizationReader, _ questions: inout Questions
  ) throws -> [(check: Questions.Check, isAllowed: Bool)] {
    let known = questions
    let cells = try questions.half(
      of: Self.count, from: [Questions.ownGrant, Questions.groupGrant, Questions.chance],
      answer: { try reader.allows(check($0, reader, known)) })
    return try cells.map { cell in
      let check = try check(cell, reader, questions)
      return (check, try reader.allows(check))
    }
  }

  private func check(
    _ cell: Questions.Cell, _ reader: AuthorizationReader, _ questions: Questions
  ) throws -> Questions.Check {
    guard let subject = try reader.user(key: .integer(cell.user)) else {
      throw Disagreement(description: "no user \(cell.user)")
    }
    return Questions.Check(
      subject: subject, permission: try reader.permission(Name(questions.permissions[cell.permission] ?? "")),
      target: .object(try reader.object(Questions.type, key: Name(String(cell.object)))), arguments: [])
  }

  private func explained(
    _ what: String, _ checks: [Questions.Check], _ reader: AuthorizationReader, _ depth: Depth
  ) throws -> Line {
    let times = try Comparison.interleaved(
      checks, rounds: 3, block: 20,
      ours: { _ = try reader.consider($0.subject, $0.permission, $0.target, depth: depth) },
      floor: { _ = try reader.allows($0) })
    return Line(
      what: what, size: size, ours: times.ours.median, floor: times.floor.median, unit: "µs",
      aim: .ratio(10), note: "in bare checks")
  }

  private func remedies(_ checks: [Questions.Check], _ editor: Editor) throws -> Line {
    var samples = Samples()
    var tried = 0
    for check in checks.prefix(Self.lists) {
      samples.add(
        try Clock.microseconds {
          let found = try editor.remediation(
            AskedCheck(subject: check.subject, permission: check.permission, target: check.target))
          if case .fixes(let fixes) = found { tried += fixes.remedies.count }
        } / 1_000)
    }
    let each = samples.values.isEmpty ? 0 : tried / samples.values.count
    return Line(
      what: "the repair list of a denial", size: size, ours: samples.median, unit: "ms", aim: .most(100),
      note: "\(each) repairs, 95 of 100 within \(Int(samples.quantile(0.95))) ms")
  }
}

extension AuthorizationReader {
  fileprivate func allows(_ check: Questions.Check) throws -> Bool {
    try allows(check.subject, check.permission, check.target)
  }
}
