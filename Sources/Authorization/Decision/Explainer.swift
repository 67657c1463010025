/// How much of a denial is worked out.
public enum Depth: Sendable {
  /// What costs next to nothing: for the inspector, which follows the cursor.
  case quick
  /// Also who else holds the permission, so that the missing link can be named, and every rule that was considered.
  case full
}

extension Evaluator {
  /// Every path that this many rows of a layer give; more are counted, not named.
  static var pathLimit: Int { 20 }

  /// The answer with the paths that give it, or the links that are missing; an exception of the real chain is part of it.
  ///
  /// - Throws: errors of the reader only.
  public func consider(
    _ subject: Subject, _ permission: Permission, _ target: Target, depth: Depth = .full
  ) throws -> Decision {
    var pass = ConsiderationPass(evaluator: self, subject: subject, permission: permission, target: target)
    try pass.run()
    var decision = Decision(outcome: .allowed, level: target.level, reasons: pass.reasons)
    if let raised = pass.raised {
      decision.outcome = .undetermined
      decision.raised = raised
    } else if pass.reasons.isEmpty {
      decision.outcome = chain.unknownBackends.isEmpty ? .denied : .undetermined
      let finder = MissingLinkFinder(
        evaluator: self, subject: subject, permission: permission, target: target)
      decision.missing = try finder.find(depth)
    }
    decision.warnings = warnings(decision, subject, permission, target)
    if depth == .full { decision.explanation = pass.explanation(decision.missing) }
    return decision
  }

  /// The paths that one backend gives.
  func reasons(
    _ backend: Backend, _ subject: Subject, _ permission: Permission, _ target: Target
  ) throws -> [Reason] {
    switch try Gate.ask(backend, subject, permission, target) {
    case .denies: return []
    case .allows: return [superuserReason(subject)]
    case .dependsOn(let layers, let question):
      return try Gate.questions(layers, question, subject).flatMap {
        try reader.derivations($0, $1, limit: Self.pathLimit)
      }.map { try reason($0, subject) }
    }
  }

  func superuserReason(_ subject: Subject) -> Reason {
    Reason(
      rule: "superuser", text: "active superuser: yes before any rule is asked",
      path: [PathElement(kind: "user", name: subject.name, key: subject.keyText, text: "active superuser")])
  }

  /// Puts a path into words: `member of kernel-qe > role file.owner > on this object`.
  func reason(_ derivation: Derivation, _ subject: Subject) throws -> Reason {
    var path: [PathElement] = []
    if let group = derivation.group {
      let name = try reader.name(of: .group, key: group) ?? Name("#\(group)")
      var text = "member of \(name)"
      if case .group = subject.kind { text = "group \(name)" }
      if case .anonymous = subject.kind { text = "the row \(subject.name) is a member of \(name)" }
      path.append(PathElement(kind: "group", name: name, key: group.text, text: text))
    } else if subject.kind == .anonymous,
      ![.everyone, .anonymous].contains(derivation.layer.holder)
    {
      path.append(
        PathElement(
          kind: "user", name: subject.name, key: subject.standInKey?.text ?? "",
          text: "the row \(subject.name)"))
    }
    for step in derivation.steps {
      let name = try reader.name(of: step.kind, key: step.key) ?? Name("#\(step.key)")
      path.append(
        PathElement(
          kind: step.kind.rawValue, name: name, key: step.key.text, text: "\(step.wording) \(name)"))
    }
    let ending = derivation.layer.wording
    if !ending.isEmpty { path.append(PathElement(kind: "grant", name: Name(ending), key: "", text: ending)) }
    return Reason(
      rule: derivation.layer.id, text: path.map(\.text).joined(separator: " > "), path: path,
      derivation: derivation)
  }

  /// The model behind a proxy, where a reason is about it and not about the proxy that was asked about.
  private func concreteType(_ object: ObjectAddress, _ reasons: [Reason]) -> TypeName? {
    let rules = Set(reasons.map(\.rule))
    return chain.backends.first { backend in
      backend.proxies[object.type] != nil && backend.layers.contains { rules.contains($0.id) }
    }?.proxies[object.type]
  }

  private func warnings(
    _ decision: Decision, _ subject: Subject, _ permission: Permission, _ target: Target
  ) -> [String] {
    var out: [String] = []
    if case .user = subject.kind, !subject.isActive, decision.outcome == .allowed {
      out.append("\(subject.name) is inactive and cannot log in, but this rule does not look at that")
    }
    if case .object(let object) = target, !object.exists {
      out.append(
        "`\(object.argument)` does not exist; grants on its key still count, and come alive if it is reused")
    }
    if case .object(let object) = target, let behind = concreteType(object, decision.reasons) {
      out.append(
        "`\(object.type)` is a proxy of `\(behind)`: django-guardian looks at the grants of `\(permission.codename)` there"
      )
    }
    if decision.reasons.contains(where: { $0.rule == "rules.no_object" }) {
      out.append("without an object this rule passes everybody, inactive and anonymous users too")
    }
    let types = permission.rows.map(\.type.description)
    if types.count > 1, case .general = target {
      out.append(
        "`\(permission.name)` stands on \(types.joined(separator: " and ")); at model level they cannot be told apart"
      )
    }
    if decision.outcome == .undetermined, decision.raised == nil {
      let names = chain.unknownBackends.map { "`\($0)`" }.joined(separator: ", ")
      out.append("it depends on \(names), which is code of the project outside the database")
    }
    return out
  }
}

extension Subject {
  /// The key as text, empty where there is no row.
  var keyText: String {
    switch kind {
    case .user(let key), .group(let key): key.text
    case .anonymous, .outsider: ""
    }
  }
}
