import Authorization

@testable import Browser

/// Answers with an explanation, what would change them, and a matrix.
extension Organisation {
  static func report(_ subject: SubjectRef, _ permission: Name, _ object: EntityRef?) -> CheckReport {
    let isDenied = permission == "write"
    var decision = Decision(outcome: isDenied ? .denied : .allowed, level: .object)
    if isDenied {
      decision.missing = [MissingLink(kind: .notInGroup, text: "not in kernel-maintainers")]
    } else {
      decision.reasons = [Reason(rule: "trees.read", text: "member of kernel-qe", path: [])]
    }
    let layer = Consideration(
      isDenied ? .notGranted : .granted, rule: "trees.group", text: "the groups of policy upstream",
      missing: decision.missing)
    decision.explanation = Explanation(
      considered: [
        Consideration(isDenied ? .notGranted : .granted, rule: "trees", text: "git trees", parts: [layer]),
        Consideration(.skipped, rule: "guardian", text: "object permissions are not asked about git trees"),
      ], notConsidered: ["sessions that cache an older answer"])
    decision.warnings = ["a name from outside \u{1B}[31m is only text"]
    return CheckReport(
      subject: subject.argument, permission: permission, object: object?.argument, decision: decision)
  }

  static func remediation(_ permission: Name) -> Remediation {
    guard permission == "write" else {
      let reason = Reason(rule: "trees.read", text: "member of kernel-qe", path: [])
      let leaving = Change.removeMember(user: .integer(1), group: .integer(1))
      return .carriers(
        Carriers(
          carriers: [
            Carrier(
              reason: reason, changes: [leaving], text: "take mira out of kernel-qe", commands: [],
              isRedundant: true, alsoThrough: "member of release")
          ], endings: [Remedy(changes: [leaving], text: "take mira out of kernel-qe")], more: 2))
    }
    let gains = Impact(
      gains: 15,
      parts: [
        ImpactPart(
          isGain: true, permission: "write", place: .objects(GitTrees.tree), units: 15, subjects: 1,
          objects: 15, includesAnonymous: false)
      ])
    return .fixes(
      Remedies(
        remedies: [
          Remedy(
            changes: [.addMember(user: .integer(1), group: .integer(3))], text: "add mira to contractors",
            impact: Impact(
              gains: 1,
              parts: [
                ImpactPart(
                  isGain: true, permission: "write", place: .objects(GitTrees.tree), units: 1, subjects: 1,
                  objects: 1, includesAnonymous: false)
              ])),
          Remedy(
            changes: [.addMember(user: .integer(1), group: .integer(2))], text: "add mira to release",
            commands: [["member", "add", "DB", "release", "mira"]],
            impact: gains),
          Remedy(
            changes: [], text: "make mira a superuser",
            refusal: Refusal(.notPermitted, "the operator lacks `auth.change_user`")),
        ], more: 1, notes: ["the policy of a tree belongs to its owners"]))
  }
}

extension FakeStore {
  /// Cells by arithmetic: whoever's key is greater than the object's may.
  func matrix(_ request: MatrixRequest) -> MatrixWindow {
    let rows = FakeMatrix.page(
      FakeMatrix.subjects(request.subjects), request.rows)
    let columns = FakeMatrix.page(FakeMatrix.objects, request.columns)
    let isTree = ["read", "write"].contains(request.permission)
    let permissions: [Name] = isTree ? ["read", "write"] : [request.permission]
    return MatrixWindow(
      type: request.type ?? GitTrees.tree, permissions: permissions,
      choices: ["read", "write", "datawarehouse.view_gittree"], rows: rows, columns: columns,
      cells: rows.rows.map { row in
        columns.rows.map { column in permissions.map { FakeMatrix.answer(row, column, $0) } }
      })
  }
}

enum FakeMatrix {
  static func subjects(_ subjects: MatrixRequest.Subjects) -> [EntityRef] {
    subjects == .groups
      ? (1...5).map { Organisation.group(Name("group-\($0)"), $0) }
      : [Organisation.mira] + (2...300).map { Organisation.user(Name("user-\(1_000 + $0)"), $0) }
  }

  static let objects =
    [Organisation.mainline] + (2...200).map { Organisation.tree(Name("tree-\(1_000 + $0)"), $0) }

  static func answer(_ row: ListRow, _ column: ListRow, _ permission: Name) -> MatrixWindow.Answer {
    guard case .integer(let subject) = row.ref.key, case .integer(let object) = column.ref.key else {
      return .raises
    }
    if permission == "datawarehouse.view_gittree" {
      return object % 7 == 0 ? .raises : object % 5 == 0 ? .outcome(.undetermined) : .outcome(.denied)
    }
    return .outcome(subject > object + (permission == "write" ? 2 : 0) ? .allowed : .denied)
  }

  static func page(_ refs: [EntityRef], _ axis: MatrixRequest.Axis) -> Page {
    let list = FakeList(refs.map { ListRow.named($0, []) })
    func read(_ anchor: PageRequest.Anchor, _ limit: Int) -> Page {
      list.page(PageRequest(source: .view(.users), filter: axis.filter, anchor: anchor, limit: limit))
    }
    switch axis.start {
    case .at(let anchor): return read(anchor, axis.limit)
    case .around(let ref):
      guard let row = list.rows.first(where: { $0.ref.key == ref.key }) else {
        return read(.start, axis.limit)
      }
      let before = read(.before(row.position), axis.limit / 3)
      let rest = read(.from(row.position), axis.limit - before.rows.count)
      return Page(
        rows: before.rows + rest.rows, reachesStart: before.reachesStart, reachesEnd: rest.reachesEnd)
    }
  }
}
