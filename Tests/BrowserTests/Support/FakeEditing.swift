import Authorization
import Browser

/// Editing in memory: plans in words, counts units simply, keeps the entries that were applied.
struct FakeEditing {
  /// Entries that were saved, with what they did.
  var saved: [(entry: HistoryEntry, changes: [Change])] = []
  var reasons: [Name?] = []
  var backups: [String] = []
  var confirmed: [[Name]] = []
  /// Fields of rows; a row without any is gone.
  var fields: [EntityRef: [FieldID: FieldValue]] = Organisation.fields
  var choices: [ChoiceSource: [EntityRef]] = Organisation.choices
  /// What stands beside choices.
  var notes: [DatabaseKey: String] = [:]
  var on: [ChoiceState: Set<DatabaseKey>] = Organisation.on
  var notice: FirstEditNotice?
  var refusal: Refusal?
  /// Changes that are refused, wherever they stand.
  var refused: [Change: Refusal] = [:]
  /// Changes whose row is gone, with what is said of it.
  var missing: [Change: String] = [:]
  /// Changes that take a name which the other change gives up.
  var clashes: [Change: Change] = [:]
  /// Whether groups that nothing creates before are refused, as by the store.
  var refusesUnknown = false
  /// What changes do to rows, where a test looks at that.
  var rows: [Change: RowChange] = [:]
  /// What saving is refused with although the plan was fine.
  var lateRefusal: Refusal?
  var warnings: [String] = []
  var consequences: [PlanLine] = []
  var irreversible: String?
  var confirmations: [Confirmation] = []
  /// How many units each change gains or loses.
  var unitsPerChange = 3
  /// Nothing but the plan arrives: counting goes on.
  var neverCounts = false
  var undoable: HistoryEntry?
  var passedOver: [HistoryEntry] = []
  /// What previews would answer about, by their tokens.
  var previews: [Token: [Change]] = [:]

  func plan(_ changes: [Change]) -> EditPlan {
    var plan = EditPlan(changes: changes)
    plan.warnings = warnings
    plan.irreversible = irreversible
    if let refusal = refusal ?? changes.lazy.compactMap({ refused[$0] }).first {
      plan.refusal = refusal
      return plan
    }
    plan.cleaned = changes.map(Self.cleaned)
    let refusals = refusals(changes)
    let places = Set(refusals.filter { !$0.canBeLifted }.map(\.change))
    let kept = changes.indices.filter { !places.contains($0) }.map { changes[$0] }
    plan.rows = kept.map { rows[$0] ?? RowChange(table: "t", key: [], before: nil, after: []) }
    plan.lines = kept.map { PlanLine(Self.words($0)) } + consequences
    plan.lineCounts = changes.indices.map { places.contains($0) ? 0 : 1 }
    plan.refuse(refusals)
    return plan
  }

  /// As the store does: each change that is refused, and the others as if it were not there.
  private func refusals(_ changes: [Change]) -> [RefusedChange] {
    var seen: Set<DatabaseKey> = []
    return changes.enumerated().compactMap { place, change in
      if let text = missing[change] { return RefusedChange(place, Refusal(.conflict, text)) }
      if case .addMember(_, .created(let name)) = change, refusesUnknown, !seen.contains(.created(name)) {
        return RefusedChange(
          place, Refusal(.invalid, "no edit before this one creates the group `\(name)`"))
      }
      if case .createGroup(let name) = Self.cleaned(change), !seen.insert(.created(name)).inserted {
        return RefusedChange(
          place, Refusal(.invalid, "there is already a group `\(name)`"), canBeLifted: true)
      }
      guard let other = clashes[change], !changes.contains(other) else { return nil }
      let holders = rows[other].map { [RowIdentity($0)] } ?? []
      return RefusedChange(place, Refusal(.invalid, "the name is taken"), canBeLifted: true, holders: holders)
    }
  }

  func impact(_ changes: [Change]) -> Impact {
    let losses = changes.count(where: Self.takes) * unitsPerChange
    let gains = changes.count * unitsPerChange - losses
    var parts: [ImpactPart] = []
    for (units, isGain) in [(gains, true), (losses, false)] where units > 0 {
      parts.append(
        ImpactPart(
          isGain: isGain, permission: "read", place: .objects(GitTrees.tree), units: units, subjects: 1,
          objects: units, includesAnonymous: false))
    }
    return Impact(gains: gains, losses: losses, parts: parts, confirmations: confirmations)
  }

  func units(_ changes: [Change], gains: Bool, from: Int, limit: Int) -> [ImpactUnit] {
    let impact = impact(changes)
    let count = gains ? impact.gains : impact.losses
    return (from..<max(from, min(count, from + limit))).map { number in
      ImpactUnit(isGain: gains, user: Organisation.lena, permission: "read", object: "tree:t\(number)")
    }
  }

  func page(_ request: ChoiceRequest) -> ChoicePage {
    if case .permissions(let type?) = request.source, let problem = problem(type) {
      return ChoicePage(rows: [], reachesEnd: true, on: 0, problem: problem)
    }
    let on = on[request.state] ?? []
    let filter = request.filter.lowercased()
    func matches(_ ref: EntityRef) -> Bool {
      filter.isEmpty || ref.name.text.lowercased().contains(filter)
    }
    let rows = (choices[request.source] ?? []).filter { ref in
      matches(ref) && (!request.onlyOn || on.contains(ref.key))
    }
    let start = request.after.flatMap { after in rows.firstIndex { $0.key == after.key } }.map { $0 + 1 } ?? 0
    let shown = rows.dropFirst(start).prefix(request.limit)
    return ChoicePage(
      rows: shown.map { ref in
        ChoiceRow(
          ref: ref, note: notes[ref.key] ?? "", isOn: on.contains(ref.key),
          position: RowPosition(sortValue: .text(ref.name), key: ref.key))
      }, reachesEnd: start + shown.count >= rows.count, on: on.count, added: request.added.filter(matches),
      gone: request.added.filter { ref in
        !(choices[request.source] ?? []).contains { $0.key == ref.key }
      })
  }

  /// What is said of a type that is almost one that there is.
  private func problem(_ type: TypeName) -> String? {
    let types = (choices[.types] ?? []).compactMap(\.type)
    guard !types.contains(type) else { return nil }
    let near = Suggestions.near(type.description, in: types.map(\.description))
    return Suggestions.question(near).map { "no type `\(type)`; \($0)" }
  }

  mutating func apply(
    _ plan: EditPlan, reason: Name?, backup: String?, confirmed: [Name]
  ) -> Result<HistoryEntry, FakeRefusal> {
    if let lateRefusal { return .failure(FakeRefusal(refusal: lateRefusal)) }
    // As the gate does: the rows are compared with those that the same changes give now.
    guard plan.rows == self.plan(plan.changes).rows else {
      return .failure(FakeRefusal(refusal: Refusal(.conflict, "another program has changed it")))
    }
    let entry = HistoryEntry(
      number: Int64(saved.count + 1), kind: .edit, about: nil, time: "2026-11-21T03:28:41Z",
      operatorName: "mira", reason: reason, lines: plan.lines, gains: nil, losses: nil, isUndone: false,
      irreversible: plan.irreversible)
    saved.append((entry, plan.changes))
    reasons.append(reason)
    self.confirmed.append(confirmed)
    if let backup { backups.append(backup) }
    notice = nil
    return .success(entry)
  }

  /// As Django's forms do, which leave outer blanks out.
  private static func cleaned(_ change: Change) -> Change {
    guard case .createGroup(let name) = change else { return change }
    let words = name.text.split(separator: " ", omittingEmptySubsequences: true)
    return .createGroup(Name(words.joined(separator: " ")))
  }

  private static func takes(_ change: Change) -> Bool {
    switch change {
    case .removeMember, .revoke, .forbid, .unassign, .deleteUser, .deleteGroup, .deleteRole, .deleteTree,
      .deletePolicy, .deletePermission, .deleteEndpoint:
      true
    default: false
    }
  }

  static func words(_ change: Change) -> String {
    switch change {
    case .addMember(let user, let group): "add user \(user) to group \(group)"
    case .removeMember(let user, let group): "take user \(user) out of group \(group)"
    case .createUser(let fields, let groups): "create user \(fields.username) in \(groups.count) groups"
    case .deleteUser(let key): "delete user \(key)"
    case .undo(let number): "undo entry \(number)"
    case .redo(let number): "redo entry \(number)"
    default: String(String(describing: change).prefix { $0 != "(" })
    }
  }
}

struct FakeRefusal: Error {
  var refusal: Refusal
}

extension Organisation {
  static let kernelRole = EntityRef(kind: .role, key: .text("r1"), name: "file.filerepository_owner")
  static let upstream = EntityRef(
    kind: .policy, key: .integer(1), name: "upstream", type: TypeName("datawarehouse.gittreepolicy"))
  static let endpoint = EntityRef(kind: .endpoint, key: .text("e1"), name: "remotes/file/file")
  static let domain = EntityRef(kind: .domain, key: .text("d1"), name: "partner")
  static let repository = EntityRef(
    kind: .object, key: .text("0191-7"), name: "web", type: TypeName("file.filerepository"))
  static let repositories = EntityRef(
    kind: .type, key: .integer(12), name: "file.filerepository", type: TypeName("file.filerepository"))
  static let session = EntityRef(kind: .session, key: .text("abc"), name: "abc")
  static let entry = EntityRef(kind: .entry, key: .integer(4), name: "4")

  static let permissions = [
    "auth.add_group", "auth.add_user", "auth.change_group", "auth.change_user", "auth.delete_group",
    "auth.delete_user", "auth.view_group", "auth.view_user",
  ].enumerated().map { permission(Name($1), Int64($0 + 1)) }

  static let choices: [ChoiceSource: [EntityRef]] = [
    .users: users.map(\.ref).sorted { $0.name < $1.name },
    .groups: groups.map(\.ref).sorted { $0.name < $1.name },
    .roles: [kernelRole], .policies: [upstream], .trees: trees.map(\.ref), .domains: [domain],
    .types: [gitTree, repositories], .permissions(nil): permissions,
    .permissions(repositories.type): [
      permission("file.change_filerepository", 21), permission("file.view_filerepository", 22),
    ],
    .permissions(gitTree.type): [permission("datawarehouse.change_gittree", 31)],
    .objects(TypeName(app: "file", model: "filerepository")): [repository],
  ]

  static let on: [ChoiceState: Set<DatabaseKey>] = [
    .groups(ofUser: mira.key): [kernelQE.key, release.key],
    .members(ofGroup: kernelQE.key): [mira.key, lena.key],
    .permissions(of: .user(mira.key)): [.integer(4)],
    .permissions(of: .group(kernelQE.key)): [.integer(4)],
    .rolePermissions(of: kernelRole.key): [.integer(1), .integer(2)],
  ]

  static let statements: Name = """
    [{"action": ["list"], "principal": "authenticated", "effect": "allow"}, {"action": ["create"], \
    "principal": "authenticated", "effect": "allow", "condition": "has_model_perms:file.add_fileremote"}]
    """

  static let fields: [EntityRef: [FieldID: FieldValue]] = [
    mira: person("mira", "mira@example.org", staff: true), lena: person("lena", "lena@example.org"),
    kernelQE: [.name: .text("kernel-qe")], release: [.name: .text("release")],
    contractors: [.name: .text("contractors")],
    kernelRole: [.name: .text("file.filerepository_owner"), .description: .null, .locked: .flag(false)],
    mainline: [.name: .text("linux-mainline"), .policy: .reference(upstream)],
    upstream: [
      .name: .text("upstream"), .readGroup: .reference(kernelQE), .writeGroup: .reference(release),
    ],
    endpoint: [
      .name: .text("remotes/file/file"), .statements: .text(statements),
      .creationHooks: .text(
        #"[{"function": "add_roles_for_object_creator", "parameters": {"roles": "file.fileremote_owner"}}]"#),
      .querysetScoping: .text(#"{"function": "scope_queryset"}"#), .customized: .flag(false),
    ],
  ]

  private static func person(_ name: Name, _ email: Name, staff: Bool = false) -> [FieldID: FieldValue] {
    [
      .username: .text(name), .firstName: .text(""), .lastName: .text(""), .email: .text(email),
      .isActive: .flag(true), .isStaff: .flag(staff), .isSuperuser: .flag(false),
    ]
  }

  /// Lists that only edits need.
  static let editLists: [ListSource: FakeList] = [
    .view(.roles): FakeList([
      .named(kernelRole, [.text(kernelRole.name.text), .flag(false), .count(2), .count(1)])
    ]),
    .view(.policies): FakeList([
      .named(
        upstream,
        [.text("upstream"), .audience(.group("kernel-qe")), .audience(.group("release")), .count(2)])
    ]),
    .view(.endpoints): FakeList([
      .named(endpoint, [.text("remotes/file/file"), .count(2), .flag(false), .text("scope_queryset")])
    ]),
    .view(.sessions): FakeList([
      .named(session, [.text("mira"), .text("live"), .text("2026-12-01"), .text("abc")])
    ]),
    .view(.history): FakeList([
      .named(
        entry,
        [
          .count(4), .text("2026-11-21 03:28"), .text("mira"), .text("add mira to release"), .count(3),
          .count(0), .flag(false), .none,
        ])
    ]),
  ]
}
