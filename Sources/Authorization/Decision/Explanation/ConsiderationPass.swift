/// One walk through the chain that keeps what every rule said, in the order in which the real system asks.
struct ConsiderationPass<Reader: RelationReading> {
  let evaluator: Evaluator<Reader>
  let subject: Subject
  let permission: Permission
  let target: Target

  private(set) var reasons: [Reason] = []
  /// What the real chain raises before anything grants it.
  private(set) var raised: RaisedException?
  private var nodes: [Consideration] = []
  private var isTree: Bool { evaluator.chain.backends.contains { $0.id == .trees } }

  init(evaluator: Evaluator<Reader>, subject: Subject, permission: Permission, target: Target) {
    self.evaluator = evaluator
    self.subject = subject
    self.permission = permission
    self.target = target
  }

  mutating func run() throws {
    if evaluator.chain.passesSuperusers, case .user = subject.kind {
      guard !subject.passesBeforeBackends else {
        let reason = evaluator.superuserReason(subject)
        reasons = [reason]
        nodes.append(
          Consideration(.granted, rule: reason.rule, text: reason.text, path: reason.path))
        nodes += evaluator.chain.backends.map {
          Consideration(
            .skipped, rule: $0.id.rawValue, text: "\($0.title): not asked, an active superuser may before")
        }
        return
      }
      nodes.append(Consideration(.notGranted, rule: "superuser", text: notSuperuser))
    }
    for backend in evaluator.chain.backends {
      guard raised == nil else {
        nodes.append(
          Consideration(
            .skipped, rule: backend.id.rawValue, text: "\(backend.title): not reached after the exception"))
        continue
      }
      do {
        nodes.append(try consider(backend))
      } catch let exception as RaisedException {
        // The first yes wins, so what a later backend would raise is never reached.
        if reasons.isEmpty { raised = exception }
        let effect =
          reasons.isEmpty
          ? "and the check ends with that" : "but it is not reached: the first yes wins"
        nodes.append(
          Consideration(
            .failed, rule: backend.id.rawValue,
            text: "\(backend.title): raises \(exception.className), \(exception.text), \(effect)"))
        if !reasons.isEmpty { break }
      }
    }
    for name in evaluator.chain.unknownBackends {
      nodes.append(
        Consideration(
          .undetermined, rule: name, text: "`\(name)`: code of the project outside the database"))
    }
  }

  private var notSuperuser: String {
    guard subject.isSuperuser else { return "superuser: \(subject.name) is none" }
    return "superuser: \(subject.name) is one, but inactive"
  }

  private mutating func consider(_ backend: Backend) throws -> Consideration {
    let rule = backend.id.rawValue
    func node(_ verdict: Consideration.Verdict, _ text: String) -> Consideration {
      Consideration(verdict, rule: rule, text: "\(backend.title): \(text)")
    }
    switch try Gate.ask(backend, subject, permission, target) {
    case .denies(.inactive): return node(.denied, "no answer for inactive users, whatever they were granted")
    case .denies(.anonymous): return node(.notGranted, "no answer for somebody who is not logged in")
    case .denies(.level): return node(.skipped, "no answer to \(target.noun)")
    case .denies(.foreignPermission):
      return node(.notGranted, "`\(permission.name)` is not a permission of the object's type")
    case .denies(.unknownPermission): return node(.notGranted, "no permission `\(permission.name)` there")
    case .allows:
      let reason = evaluator.superuserReason(subject)
      reasons.append(reason)
      return Consideration(.granted, rule: rule, text: "\(backend.title): \(reason.text)", path: reason.path)
    case .dependsOn(let layers, let question):
      // Most rules give nothing, which one look at all of them tells sooner than one at each.
      let isHeld = try Gate.questions(layers, question, subject).contains {
        try evaluator.reader.holds($0, $1)
      }
      var parts: [Consideration] = []
      for layer in layers where layer.canAnswer(question) {
        var found: [Reason] = []
        for (_, question) in isHeld ? Gate.questions([layer], question, subject) : [] {
          found += try evaluator.reader.derivations([layer], question, limit: Evaluator<Reader>.pathLimit).map
          {
            try evaluator.reason($0, subject)
          }
        }
        reasons += found
        parts += found.map { Consideration(.granted, rule: $0.rule, text: $0.text, path: $0.path) }
        if found.isEmpty {
          parts.append(Consideration(.notGranted, rule: layer.id, text: layer.absence))
        }
      }
      let isGranted = parts.contains { $0.verdict == .granted }
      var whole = Consideration(isGranted ? .granted : .notGranted, rule: rule, text: backend.title)
      if parts.isEmpty { whole.text += ": no rule about `\(permission.name)` there" }
      whole.parts = parts
      return whole
    }
  }

  /// The tree, with what is missing where it is missing.
  func explanation(_ missing: [MissingLink]) -> Explanation {
    var nodes = nodes
    for link in missing where link.kind != .noGrant {
      var link = link
      let place = link.rule
      link.fix = nil
      if let index = nodes.firstIndex(where: { node in node.parts.contains { $0.rule == place } }) {
        let part = nodes[index].parts.firstIndex { $0.rule == place } ?? 0
        nodes[index].parts[part].missing.append(link)
      } else if let index = nodes.firstIndex(where: { $0.rule == place }) {
        nodes[index].missing.append(link)
      }
    }
    return Explanation(considered: nodes, notConsidered: notConsidered)
  }

  private var notConsidered: [String] {
    if isTree {
      return [
        "Django's backends and superusers: git trees have a rule of their own",
        Explanation.sessions,
      ]
    }
    switch target {
    case .general: return ["grants on single objects: a check in general does not take them"]
    case .domain: return ["grants in general and on single objects: a check on a domain does not take them"]
    case .object: return ["grants in general and on domains: a check on an object does not take them"]
    }
  }
}
