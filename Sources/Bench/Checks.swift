internal import Authorization
internal import AuthorizationStore

/// Two sides that do not give the same answer; then their times mean nothing.
struct Disagreement: Error, CustomStringConvertible {
  var description: String
}

/// Checks: one question, yes or no.
struct Checks {
  static let count = 2_000
  private static let rounds = 3
  private static let block = 50

  let size: String
  let raw: RawDatabase

  /// A user by themselves or through a group, over Django's chain of model permissions and guardian.
  func objects(_ reader: AuthorizationReader, _ questions: inout Questions) throws -> [Line] {
    let floor = try raw.statement(Floor.objectCheck)
    let typeKey = questions.typeKey
    let cells = try questions.half(
      of: Self.count, from: [Questions.ownGrant, Questions.groupGrant, Questions.chance],
      answer: { cell in
        try floor.truth([
          .integer(cell.user), .integer(cell.permission), .text(RawText(String(cell.object))),
          .integer(typeKey),
        ])
      })
    let chain = reader.djangoChain
    let checks = try cells.map { cell in
      try resolve(cell, reader, questions) {
        [.integer(cell.user), .integer(cell.permission), $0, .integer(typeKey)]
      }
    }
    var lines = try lines("check on an object", checks, reader, chain) { _ in floor }
    // Permscope has read the user's row when the subject was resolved; a stricter floor has as well.
    let known = try raw.statement(Floor.objectCheckOfKnownUser)
    let plain = checks.filter { $0.subject.isActive && !$0.subject.isSuperuser }
    let times = try compare(plain, reader, chain) { _ in known }
    lines.append(
      Line(
        what: "  of a user known to be active", size: size, ours: times.ours.median,
        floor: times.floor.median,
        unit: "µs"))
    return lines
  }

  /// Pulp's roles on an object, asked as `User.has_perm` does.
  func roles(_ reader: AuthorizationReader, _ questions: inout Questions) throws -> [Line] {
    let floor = try raw.statement(Floor.roleCheck)
    let cells = try questions.half(
      of: Self.count, from: [Questions.role, Questions.chance],
      answer: { cell in
        try floor.truth([.integer(cell.user), .integer(cell.permission), .text(RawText(String(cell.object)))])
      })
    let chain = Chain.django(reader.schema, backends: [.model, .pulpRoles])
    let checks = try cells.map { cell in
      try resolve(cell, reader, questions) { [.integer(cell.user), .integer(cell.permission), $0] }
    }
    return try lines("check through roles", checks, reader, chain) { _ in floor }
  }

  /// Reading and writing git trees.
  func trees(_ reader: AuthorizationReader, _ questions: inout Questions) throws -> [Line] {
    let statements = try [GitTrees.read, GitTrees.write].map { try raw.statement(Floor.treeCheck($0.text)) }
    let trees = try raw.integer("SELECT max(id) FROM datawarehouse_gittree")
    // The place of `permission` says which of the two methods is meant.
    let draw = { (questions: inout Questions) -> Questions.Cell? in
      Questions.Cell(
        user: questions.user(), permission: questions.number(upTo: 2) - 1,
        object: questions.number(upTo: trees))
    }
    let cells = try questions.half(of: Self.count, from: [draw]) {
      try statements[Int($0.permission)].truth([.integer($0.user), .integer($0.object)])
    }
    let methods = [GitTrees.read, GitTrees.write].map { Permission(name: $0, rows: []) }
    let checks = try cells.map { cell in
      Questions.Check(
        subject: try subject(cell.user, reader), permission: methods[Int(cell.permission)],
        target: .object(try reader.object(GitTrees.tree, key: Name(String(cell.object)))),
        arguments: [.integer(cell.user), .integer(cell.object)])
    }
    return try lines("check of a git tree", checks, reader, reader.treeChain) {
      statements[$0.permission.name == GitTrees.read ? 0 : 1]
    }
  }

  private func lines(
    _ what: String, _ checks: [Questions.Check], _ reader: AuthorizationReader, _ chain: Chain,
    _ floor: (Questions.Check) -> RawStatement
  ) throws -> [Line] {
    var hits = 0
    for check in checks {
      let ours = try reader.allows(check.subject, check.permission, check.target, chain: chain)
      guard try ours == floor(check).truth(check.arguments) else {
        throw Disagreement(
          description:
            "\(what), \(check.subject.name) \(check.permission.name) \(check.target): Permscope says \(ours)")
      }
      hits += ours ? 1 : 0
    }
    let times = try compare(checks, reader, chain, floor)
    return [
      Line(
        what: what, size: size, ours: times.ours.median, floor: times.floor.median, unit: "µs",
        aim: .ratio(1.5),
        note: "\(hits) of \(checks.count) allowed"),
      Line(
        what: "  95 of 100 within", size: size, ours: times.ours.quantile(0.95),
        floor: times.floor.quantile(0.95),
        unit: "µs"),
    ]
  }

  private func compare(
    _ checks: [Questions.Check], _ reader: AuthorizationReader, _ chain: Chain,
    _ floor: (Questions.Check) -> RawStatement
  ) throws -> Comparison {
    try Comparison.interleaved(
      checks, rounds: Self.rounds, block: Self.block,
      ours: { _ = try reader.allows($0.subject, $0.permission, $0.target, chain: chain) },
      floor: { _ = try floor($0).truth($0.arguments) })
  }

  private func resolve(
    _ cell: Questions.Cell, _ reader: AuthorizationReader, _ questions: Questions,
    _ arguments: (RawStatement.Value) -> [RawStatement.Value]
  ) throws -> Questions.Check {
    let key = String(cell.object)
    return Questions.Check(
      subject: try subject(cell.user, reader),
      permission: try reader.permission(Name(questions.permissions[cell.permission] ?? "")),
      target: .object(try reader.object(Questions.type, key: Name(key))),
      arguments: arguments(.text(RawText(key))))
  }

  private func subject(_ key: Int64, _ reader: AuthorizationReader) throws -> Subject {
    guard let found = try reader.user(key: .integer(key)) else {
      throw Disagreement(description: "no user \(key)")
    }
    return found
  }
}
