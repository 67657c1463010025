public import Authorization

extension Editor {
  /// The smallest changes that would let a denied request in: each is tried by the whole request, on a scratch view.
  public func remedies(
    _ asked: AskedRequest, supplied: EndpointPolicy? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Remedies {
    try RequestRemedyFinder(editor: self, request: asked, supplied: supplied, isCancelled: isCancelled).find()
  }
}

/// What may let a request in: permissions whose lack makes conditions false, and who the user is to the statements.
struct RequestRemedyFinder {
  let editor: Editor
  let request: AskedRequest
  let supplied: EndpointPolicy?
  let isCancelled: @Sendable () -> Bool

  /// How many first changes are followed by a second one, where none is enough alone, and by how many.
  private static let followed = 4
  private static let seconds = 8

  func find() throws -> Remedies {
    let (answer, first) = try editor.database.read { reader in
      let (answer, lacked) = try reader.authorizeLacking(request, supplied: supplied)
      return (answer, try candidates(reader, lacked))
    }
    guard answer.outcome == .denied else { return Remedies() }
    var out = Remedies(notes: first.notes)
    if first.found.isEmpty {
      if case .pulp(let request) = request {
        out.notes.append(
          "no grant lets it in: it is the statements of `\(request.endpoint.name)` that deny it")
      }
      return out
    }
    var next: [(RemedyCandidate, [RemedyCandidate])] = []
    for candidate in first.found {
      var following: [RemedyCandidate] = []
      if let remedy = try tried(candidate, &following) { out.remedies.append(remedy) }
      if !following.isEmpty { next.append((candidate, following)) }
    }
    if out.remedies.isEmpty {
      // Two changes are the same in either order.
      var seen: Set<Set<Change>> = []
      for (candidate, following) in next.prefix(Self.followed) {
        for second in following.prefix(Self.seconds) {
          let both = second.following(candidate)
          guard seen.insert(Set(both.changes)).inserted else { continue }
          var ignored: [RemedyCandidate] = []
          if let remedy = try tried(both, &ignored) { out.remedies.append(remedy) }
        }
      }
    }
    let ranked = RemedyFinder.ranked(RemedyFinder.minimal(out.remedies))
    // Where a condition takes a grant in general, that grant lets in on every object.
    let isOfOneObject = request.object != nil
    let general = isOfOneObject ? ranked.filter { $0.changes.contains(where: \.isInGeneral) } : []
    out.remedies = ranked.filter { !general.contains($0) } + general
    if !general.isEmpty {
      out.notes.append(
        "a grant in general may let such requests in on every object; checks are counted as `has_perm` asks them"
      )
    }
    out.more = first.more
    if out.remedies.isEmpty { out.notes.append("no one or two grants let it in") }
    return out
  }

  private func tried(_ candidate: RemedyCandidate, _ following: inout [RemedyCandidate]) throws -> Remedy? {
    if isCancelled() { throw CancellationError() }
    var next: [RemedyCandidate] = []
    let remedy = try RemedyTrial(editor, needsTrial: true, isCancelled: isCancelled).remedy(candidate) {
      reader in
      let now = request.asked(by: try reader.current(request.subject))
      let (answer, lacked) = try reader.authorizeLacking(now, supplied: supplied)
      if answer.outcome != .allowed { next = try candidates(reader, lacked).found }
      return answer.outcome == .allowed
    }
    following = next.filter { !Set($0.changes).isSubset(of: candidate.changes) }
    return remedy
  }

  private func candidates(
    _ reader: AuthorizationReader, _ lacked: [RequestLack]
  ) throws -> (found: [RemedyCandidate], more: Int, notes: [String]) {
    var found: [RemedyCandidate] = []
    var more = 0
    var notes: [String] = []
    for lack in lacked {
      switch lack {
      case .principal(let principal, let means):
        found += try self.candidates(reader, principal, means).filter { !found.contains($0) }
      case .fixed(let why):
        if !notes.contains(why) { notes.append(why) }
      case .permission(let permission, let target):
        let asked = AskedCheck(subject: request.subject, permission: permission, target: target)
        var candidates = RemedyCandidates(reader: reader, asked: asked)
        try candidates.find()
        found += candidates.found.filter { !found.contains($0) }
        more += candidates.more
        notes += candidates.notes.filter { !notes.contains($0) }
      }
    }
    return (found, more, notes)
  }

  /// What makes a statement mean the user, or mean them no more.
  private func candidates(
    _ reader: AuthorizationReader, _ principal: Principal, _ means: Bool
  ) throws -> [RemedyCandidate] {
    guard case .user = request.subject.kind, let user = request.subject.row else { return [] }
    switch principal {
    case .group(let name):
      // A statement can name a group that there is none of.
      guard let group = try? reader.group(named: Name("group:\(name)")) else { return [] }
      return [means ? .removeMember(user, from: group) : .addMember(user, to: group)]
    case .staff: return [.makeStaff(user, !means)]
    case .admin: return [.makeSuperuser(user, !means)]
    case .everyone, .authenticated, .anonymous, .user, .unknown: return []
    }
  }
}

extension Change {
  /// Whether it gives something without naming an object or a domain.
  fileprivate var isInGeneral: Bool {
    switch self {
    case .grant(let grant): grant.object == nil
    case .assign(let assignment): assignment.place == .everywhere
    default: false
    }
  }
}
