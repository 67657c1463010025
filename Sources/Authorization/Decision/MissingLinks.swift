/// Finds which links are missing for an allowance, nearest first.
struct MissingLinkFinder<Reader: RelationReading> {
  let evaluator: Evaluator<Reader>
  let subject: Subject
  let permission: Permission
  let target: Target

  /// How many groups that hold the permission, and roles that lack it, are named.
  private static var named: Int { 3 }

  /// The links of each path that fails; the path that lacks fewest first.
  func find(_ depth: Depth) throws -> [MissingLink] {
    let paths = try alternatives(depth).filter { !$0.isEmpty }
    let ordered = paths.enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }
    return ordered.enumerated().flatMap { number, path in
      path.element.map { link in
        var link = link
        link.alternative = number
        return link
      }
    }
  }

  private func alternatives(_ depth: Depth) throws -> [[MissingLink]] {
    if evaluator.chain.backends.contains(where: { $0.id == .trees }) { return try treeLinks().map { [$0] } }
    if case .user = subject.kind, !subject.isActive {
      return [try inactiveLinks()] + (try otherLevelLinks(depth)).map { [$0] }
    }
    var links = try otherLevelLinks(depth)
    if depth == .full {
      links += try roleLinks()
      links += try groupLinks()
      links += try otherPlaceLinks()
    }
    if let link = noRule { links.append(link) }
    links.append(nothingGranted())
    return links.map { [$0] }
  }

  /// What an inactive subject would have if they were active. No other link is worth naming: a grant or a group
  /// would change nothing.
  private func inactiveLinks() throws -> [MissingLink] {
    let active = subject.activated
    let reasons = try reasons(active, target)
    let isSuperuser = evaluator.chain.passesSuperusers && active.passesBeforeBackends
    let otherwise =
      isSuperuser ? "; an active superuser may" : reasons.first.map { "; otherwise: \($0.text)" } ?? ""
    let link = MissingLink(
      kind: .inactive, text: "\(subject.name) is inactive\(otherwise)", path: reasons.first?.path ?? [],
      rule: reasons.first.flatMap { backend(of: $0.rule) }, derivation: reasons.first?.derivation)
    return isSuperuser || !reasons.isEmpty ? [link] : [link, nothingGranted()]
  }

  private func backend(of rule: String) -> String? {
    evaluator.chain.backends.first { $0.layers.contains { $0.id == rule } }?.id.rawValue
  }

  /// The same permission at another level, which people take for the one that was asked.
  private func otherLevelLinks(_ depth: Depth) throws -> [MissingLink] {
    guard subject.kind != .anonymous else { return [] }
    var links: [MissingLink] = []
    if target.level != .model, let reason = try reasons(subject, .general).first {
      links.append(
        MissingLink(
          kind: .otherLevel,
          text: "granted at model level only (\(reason.text)), which does not count for \(target.noun)",
          path: reason.path, rule: backend(of: reason.rule), derivation: reason.derivation))
    }
    if case .object(let object) = target, let domain = object.domain {
      let inDomain = Target.domain(domain, try evaluator.reader.name(of: .domain, key: domain) ?? "")
      if let reason = try reasons(subject, inDomain).first {
        links.append(
          MissingLink(
            kind: .otherPlace, text: "granted on the object's domain only (\(reason.text))",
            path: reason.path,
            rule: backend(of: reason.rule), derivation: reason.derivation))
      }
    }
    if target.level == .model, depth == .full, try holdsSomewhere() {
      links.append(
        MissingLink(
          kind: .otherLevel, text: "granted on single objects only, which does not count at model level"))
    }
    return links
  }

  /// Roles that the subject holds right there, and that do not give the permission.
  private func roleLinks() throws -> [MissingLink] {
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

  /// The same permission on other objects or domains.
  private func otherPlaceLinks() throws -> [MissingLink] {
    guard target.level != .model, subject.kind != .anonymous else { return [] }
    var links: [MissingLink] = []
    for backend in evaluator.chain.backends {
      guard case .dependsOn(let layers, var question) = try Gate.ask(backend, subject, permission, target)
      else { continue }
      switch question.place {
      case .object(let object): question.place = .objects(of: object.type, typeKey: object.typeKey)
      case .domain: question.place = .anywhere
      case .anywhere, .objects: continue
      }
      // A rule that says whose an object is names nobody's other objects.
      let granted = layers.filter { if case .row = $0.permission { true } else { false } }
      let found = try evaluator.reader.derivations(granted, question, limit: 1)
      guard let derivation = found.first, let place = try otherPlace(derivation) else { continue }
      let reason = try evaluator.reason(derivation, subject)
      links.append(
        MissingLink(
          kind: .otherPlace, text: "granted on \(place), not on this one (\(reason.text))", path: reason.path,
          rule: derivation.layer.id, derivation: derivation))
    }
    return links
  }

  private func otherPlace(_ derivation: Derivation) throws -> String? {
    switch target {
    case .general: return nil
    case .domain:
      guard let key = derivation.domain else { return nil }
      return "the domain \(try evaluator.reader.name(of: .domain, key: key) ?? Name("#\(key)"))"
    case .object(let object): return derivation.object.map { "\(object.type):\(Gate.dashed($0.text))" }
    }
  }

  /// A permission of an application whose permissions have rules, and that has none: the rule package says no.
  private var noRule: MissingLink? {
    guard let rules = evaluator.chain.backends.first(where: { $0.id == .rules }), let app = permission.app
    else { return nil }
    let named = rules.layers.flatMap { layer -> [Name] in
      if case .named(let names) = layer.permission { names } else { [] }
    }
    guard !named.contains(permission.name), named.contains(where: { $0.text.hasPrefix("\(app).") }) else {
      return nil
    }
    let close = Suggestions.near(permission.name.text, in: Set(named.map(\.text)).sorted())
    let question = Suggestions.question(close).map { "; \($0)" } ?? ""
    return MissingLink(
      kind: .noRule, text: "no rule is registered for `\(permission.name)`\(question)",
      rule: BackendID.rules.rawValue)
  }

  private func holdsSomewhere() throws -> Bool {
    for backend in evaluator.chain.backends {
      guard let holder = Gate.holder(backend, subject) else { continue }
      let question = RelationQuestion(
        holder: holder, permissions: .these(keys: backend.rows(of: permission).map(\.key), names: []),
        place: .anywhere)
      let layers = backend.layers(at: .object).filter { if case .row = $0.permission { true } else { false } }
      if try evaluator.reader.holds(layers, question) { return true }
    }
    return false
  }

  /// Groups that hold what the subject lacks.
  private func groupLinks() throws -> [MissingLink] {
    guard case .user = subject.kind else { return [] }
    var active = subject.activated
    active.isSuperuser = false
    var found: [MissingLink] = []
    for backend in evaluator.chain.backends {
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
      link.fix = ["member", "add", "DB", group.text, subject.name.text]
    case .group: link.text = "it is given to the group \(group), not to \(subject.name)\(end)"
    case .anonymous:
      link.kind = .anonymous
      link.text = "nobody is logged in, and so in no group: \(group)\(end)"
    case .outsider: break
    }
    return link
  }

  /// A tree is open through its policy alone, so the policy tells what is missing.
  private func treeLinks() throws -> [MissingLink] {
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
      return [
        MissingLink(
          kind: .treeWithoutPolicy, text: "\(withoutPolicy): private, nobody may \(permission.name)",
          rule: BackendID.trees.rawValue)
      ]
    }
    return [try notInGroup(derivation)]
  }

  private var withoutPolicy: String {
    if case .object(let object) = target, object.type == GitTrees.tree { return "the tree has no policy" }
    return "it belongs to no git tree, or to one without a policy"
  }

  private func nothingGranted() -> MissingLink {
    let whom: String
    switch subject.kind {
    case .user, .outsider: whom = "to \(subject.name) or a group of theirs"
    case .group: whom = "to the group \(subject.name)"
    case .anonymous: whom = "to somebody who is not logged in"
    }
    var fix: [String]?
    if subject.isRow {
      fix = ["grant", "DB", subject.argument, permission.name.text]
      if case .object(let object) = target { fix?.append(object.argument) }
      // What only a rule decides has no row that could be granted.
      let hasRow = !(permission.rows + permission.concreteRows).isEmpty
      if !canBeGranted || !hasRow { fix = nil }
    }
    return MissingLink(kind: .noGrant, text: "no grant \(target.wording)\(whom)", fix: fix)
  }

  /// Whether a grant of the permission itself, and not of a role, is possible there and would count.
  private var canBeGranted: Bool {
    switch target {
    case .general: return true
    case .domain: return false
    case .object(let object):
      guard let guardian = evaluator.chain.backends.first(where: { $0.id == .guardian }) else { return false }
      let type = object.concrete(guardian.proxies).type
      return guardian.rows(of: permission).contains { $0.type == type }
    }
  }

  private func reasons(_ subject: Subject, _ target: Target) throws -> [Reason] {
    try evaluator.chain.backends.flatMap { try evaluator.reasons($0, subject, permission, target) }
  }
}

extension Subject {
  /// Whether grants can be written to a row of the subject's own.
  var isRow: Bool {
    switch kind {
    case .user, .group: true
    case .anonymous, .outsider: false
    }
  }
}

extension Target {
  /// What a check on it is called.
  var noun: String {
    switch self {
    case .general: "a check in general"
    case .domain: "a check on a domain"
    case .object: "a check on an object"
    }
  }

  fileprivate var wording: String {
    switch self {
    case .general: "at model level "
    case .domain(_, let name): "on domain \(name) "
    case .object: "on this object "
    }
  }
}
