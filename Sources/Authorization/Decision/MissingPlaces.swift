/// The permission that was asked, where it does not count: at another level, on another object or domain.
extension MissingLinkFinder {
  /// The same permission at another level, which people take for the one that was asked.
  func otherLevelLinks(_ depth: Depth) throws -> [MissingLink] {
    guard subject.kind != .anonymous else { return [] }
    var links: [MissingLink] = []
    if target.level != .model, let reason = try firstReason(subject, .general) {
      links.append(
        MissingLink(
          kind: .otherLevel,
          text: "granted at model level only (\(reason.text)), which does not count for \(target.noun)",
          path: reason.path, rule: backend(of: reason.rule), derivation: reason.derivation))
    }
    if case .object(let object) = target, let domain = object.domain {
      let inDomain = Target.domain(domain, try evaluator.reader.name(of: .domain, key: domain) ?? "")
      if let reason = try firstReason(subject, inDomain) {
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

  /// The same permission on other objects or domains.
  func otherPlaceLinks() throws -> [MissingLink] {
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
}
