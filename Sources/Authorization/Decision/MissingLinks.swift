/// Finds which links are missing for an allowance, nearest first.
struct MissingLinkFinder<Reader: RelationReading> {
  let evaluator: Evaluator<Reader>
  let subject: Subject
  let permission: Permission
  let target: Target

  /// How many groups that hold the permission, and roles that lack it, are named.
  static var named: Int { 3 }

  /// The links of each path that fails; the path that lacks fewest first.
  func find(_ depth: Depth) throws -> [MissingLink] {
    MissingLink.ordered(try alternatives(depth))
  }

  private func alternatives(_ depth: Depth) throws -> [[MissingLink]] {
    if evaluator.chain.backends.contains(where: { $0.id == .trees }) { return try treeLinks().map { [$0] } }
    if case .user = subject.kind, !subject.isActive {
      // Roles do not look at that, so that their links are worth naming all the same.
      var links = try otherLevelLinks(depth)
      if depth == .full { links += try roleLinks() + groupLinks() }
      return [try inactiveLinks()] + links.map { [$0] }
    }
    var links = try otherLevelLinks(depth)
    if depth == .full { links += try roleLinks() + groupLinks() + otherPlaceLinks() }
    if let link = noRule { links.append(link) }
    links.append(nothingGranted())
    return links.map { [$0] }
  }

  /// What an inactive subject would have if they were active. Where a backend looks at that, a grant or a group alone
  /// would change nothing.
  private func inactiveLinks() throws -> [MissingLink] {
    let active = subject.activated
    let reason = try firstReason(active, target)
    let isSuperuser = evaluator.chain.passesSuperusers && active.passesBeforeBackends
    let otherwise =
      isSuperuser ? "; an active superuser may" : reason.map { "; otherwise: \($0.text)" } ?? ""
    let link = MissingLink(
      kind: .inactive, text: "\(subject.name) is inactive\(otherwise)", path: reason?.path ?? [],
      rule: reason.flatMap { backend(of: $0.rule) }, derivation: reason?.derivation)
    return isSuperuser || reason != nil ? [link] : [link, nothingGranted()]
  }

  func backend(of rule: String) -> String? {
    evaluator.chain.backends.first { $0.layers.contains { $0.id == rule } }?.id.rawValue
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

  private func nothingGranted() -> MissingLink {
    let whom: String
    switch subject.kind {
    case .user, .outsider: whom = "to \(subject.name) or a group of theirs"
    case .group: whom = "to the group \(subject.name)"
    case .anonymous: whom = "to somebody who is not logged in"
    }
    // What only a rule decides has no row that could be granted.
    let hasRow = !(permission.rows + permission.concreteRows).isEmpty
    guard hasRow else {
      return MissingLink(
        kind: .noGrant, text: "no rule gives it, and there is no permission `\(permission.name)` to grant")
    }
    var fix: [String]?
    if subject.isRow {
      fix = ["grant", "DB", subject.argument, permission.name.text]
      if case .object(let object) = target { fix?.append(object.argument) }
      if !canBeGranted { fix = nil }
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

  /// The path by which somebody has the permission on another target, or as somebody else. Mostly there is none, which a
  /// bare check tells sooner.
  func firstReason(_ subject: Subject, _ target: Target) throws -> Reason? {
    for backend in evaluator.chain.backends
    where try evaluator.allows(backend, subject, permission, target) {
      if let reason = try evaluator.reasons(backend, subject, permission, target).first { return reason }
    }
    return nil
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
