/// Who holds what the subject lacks: roles, groups, the group of a tree's policy.
extension MissingLinkFinder {
  /// Roles that the subject holds right there, and that do not give the permission.
  func roleLinks() throws -> [MissingLink] {
    guard let roles = evaluator.chain.backends.first(where: { $0.id == .pulpRoles }),
      case .dependsOn(let layers, var question) = try Gate.ask(roles, subject, permission, target)
    else { return [] }
    question.permissions = .these(keys: [], names: [Roles.assigned])
    let assignments = layers.map(Roles.assignments)
    // The same assignment can be there twice.
    var texts: Set<String> = []
    return try Gate.questions(assignments, question, subject).flatMap {
      try evaluator.reader.derivations($0, $1, limit: Self.named)
    }.prefix(Self.named).compactMap { derivation in
      let reason = try evaluator.reason(derivation, subject)
      guard texts.insert(reason.text).inserted else { return nil }
      let role = reason.path.first { $0.kind == EntityKind.role.rawValue }?.name ?? ""
      return MissingLink(
        kind: .roleLacksPermission, text: "role \(role) lacks `\(permission.name)` (\(reason.text))",
        path: reason.path, fix: ["role", "permit", "DB", role.text, permission.name.text],
        rule: derivation.layer.id, derivation: derivation)
    }
  }

  /// Groups that hold what the subject lacks.
  func groupLinks() throws -> [MissingLink] {
    guard case .user = subject.kind else { return [] }
    var active = subject.activated
    active.isSuperuser = false
    var found: [MissingLink] = []
    for backend in evaluator.chain.backends where subject.isActive || !backend.requiresActive {
      guard case .dependsOn(let layers, var question) = try Gate.ask(backend, active, permission, target)
      else {
        continue
      }
      question.holder = .anybody
      let shared = layers.filter { if case .group = $0.holder { true } else { false } }
      for derivation in try evaluator.reader.derivations(shared, question, limit: Self.named) {
        found.append(try notInGroup(derivation))
      }
    }
    return Array(found.prefix(Self.named))
  }

  private func notInGroup(_ derivation: Derivation) throws -> MissingLink {
    let reason = try evaluator.reason(derivation, Subject(kind: .outsider, name: subject.name))
    let group = reason.path.first?.name ?? ""
    let rest = reason.path.dropFirst().map(\.text).joined(separator: " > ")
    let end = rest.isEmpty ? "" : " > \(rest)"
    var link = MissingLink(
      kind: .notInGroup, text: "not in \(group)\(end)", path: reason.path, rule: derivation.layer.id,
      derivation: derivation)
    switch subject.kind {
    case .user:
      let key = derivation.group ?? .text("")
      let holder = EntityRef(kind: .group, key: key, name: group)
      link.fix = ["member", "add", "DB", holder.groupArgument, SubjectArgument.text(ofUser: subject.name)]
    case .group: link.text = "it is given to the group \(group), not to \(subject.name)\(end)"
    case .anonymous:
      link.kind = .anonymous
      link.text = "nobody is logged in, and so in no group: \(group)\(end)"
    case .outsider: break
    }
    return link
  }

  /// A tree is open through its policy alone, so the policy tells what is missing.
  func treeLinks() throws -> [MissingLink] {
    guard case .object = target, let backend = evaluator.chain.backends.first,
      case .dependsOn(let layers, var question) = try Gate.ask(
        backend, Subject(kind: .outsider, name: ""), permission, target)
    else {
      return [
        MissingLink(
          kind: .notAnswered, text: "`\(permission.name)` is asked of a git tree, or of what belongs to one")
      ]
    }
    question.holder = .anybody
    guard let derivation = try evaluator.reader.derivations(layers, question, limit: 1).first else {
      let others = evaluator.chain.passesSuperusers ? "only superusers" : "nobody"
      return [
        MissingLink(
          kind: .treeWithoutPolicy, text: "\(withoutPolicy): private, \(others) may \(permission.name)",
          rule: BackendID.trees.rawValue)
      ]
    }
    return [try notInGroup(derivation)]
  }

  private var withoutPolicy: String {
    if case .object(let object) = target, object.type == GitTrees.tree { return "the tree has no policy" }
    return "it belongs to no git tree, or to one without a policy"
  }
}
