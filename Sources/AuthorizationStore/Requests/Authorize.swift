public import Authorization
internal import GRDB

/// What a request lacks: what a remedy would have to give, or to take away.
enum RequestLack {
  /// A call of `has_perm` that says no.
  case permission(Permission, Target)
  /// A principal that would mean the user, of a statement that allows; or that means them, of one that denies.
  case principal(Principal, means: Bool)
  /// What no grant changes, and why.
  case fixed(String)
}

extension AuthorizationReader {
  /// What a client sees of a request to one of Pulp's endpoints: the policy's statements, then the object in the
  /// listing.
  ///
  /// - Parameter supplied: a policy in the place of the one in the database.
  /// - Throws: errors of reading; what a real request raises is part of the answer.
  public func authorize(_ request: EndpointRequest, supplied: EndpointPolicy? = nil) throws -> RequestAnswer {
    try authorizeLacking(request, supplied: supplied).answer
  }

  /// The same with what it lacks where it is denied.
  func authorizeLacking(
    _ request: EndpointRequest, supplied: EndpointPolicy?
  ) throws -> (answer: RequestAnswer, lacked: [RequestLack]) {
    let name = request.endpoint.name
    do {
      let stored = try storedPolicy(name)
      guard let policy = supplied ?? stored ?? (request.endpoint.shipsPolicy ? nil : .adminOnly) else {
        let answer = RequestAnswer(
          outcome: .undetermined, status: nil,
          sentence:
            "the database has no access policy `\(name)`: what the view set brings is in force, which is code; give it with `--statements FILE`"
        )
        return (answer, [])
      }
      let authorized = AuthorizedRequest(self, request, policy)
      var answer = try authorized.answer()
      if policy.source == .adminOnly {
        answer.warnings.append(
          "neither the database nor the view set has an access policy `\(name)`: only superusers may do anything"
        )
      }
      return (answer, try authorized.lacked(answer))
    } catch let raised as RaisedException {
      let answer = RequestAnswer(
        outcome: .undetermined, status: nil, sentence: raised.text, raised: raised)
      return (answer, [])
    }
  }
}

/// One request from its first check to what the client sees.
private struct AuthorizedRequest {
  let reader: AuthorizationReader
  let request: EndpointRequest
  let policy: EndpointPolicy
  let evaluator: RequestEvaluator

  init(_ reader: AuthorizationReader, _ request: EndpointRequest, _ policy: EndpointPolicy) {
    self.reader = reader
    self.request = request
    self.policy = policy
    evaluator = RequestEvaluator(
      reader, request, policy, chain: reader.djangoChain, raisesForUnknownConditions: false)
  }

  func answer() throws -> RequestAnswer {
    var answer = try decided()
    let visibility = try visibility()
    answer.hiddenByScope = visibility == .hidden
    let isDetail = request.endpoint.action(named: request.action)?.isDetail ?? true
    if request.key != nil, !isDetail, answer.outcome == .allowed {
      answer.sentence += visibility == .shown ? "; it shows the object" : "; it does not show the object"
    } else if answer.outcome == .allowed, request.key != nil {
      switch visibility {
      case .hidden:
        answer.outcome = .denied
        answer.status = 404
        answer.sentence += "; but the listing hides the object from this user, so that it is not found"
      case .missing:
        answer.outcome = .denied
        answer.status = 404
        answer.sentence += "; but there is no object `\(request.key ?? "")`"
      case .unknown(let why):
        answer.outcome = .undetermined
        answer.status = nil
        answer.sentence += "; but whether the listing shows the object cannot be told: \(why)"
      case .raises(let raised):
        answer.outcome = .undetermined
        answer.status = nil
        answer.raised = raised
        answer.sentence += "; but limiting the listing raises: \(raised.text)"
      case .shown: break
      }
    }
    if answer.outcome == .undetermined, answer.raised == nil, visibility == .hidden {
      answer.outcome = .denied
      answer.sentence += "; but the listing hides the object anyway, so that the client sees 403 or 404"
    }
    answer.taskChecks = try taskChecks(answer.statements)
    if request.action == "create" { answer.effects = try HookSimulation(reader, request, policy).effects() }
    answer.warnings += warnings(answer)
    answer.checks = evaluator.asked.mapValues { checks in
      checks.map {
        ConditionCheck(permission: $0.permission.name, object: $0.target.argument, isHeld: $0.isHeld)
      }
    }
    return answer
  }

  /// What would have to be held for a statement to allow it, or for the listing to show the object.
  func lacked(_ answer: RequestAnswer) throws -> [RequestLack] {
    guard answer.outcome == .denied else { return [] }
    if answer.hiddenByScope, case .permission(let name?) = request.endpoint.scope, let key = request.key,
      let model = request.endpoint.model
    {
      let object = try reader.object(model, key: key)
      return [
        .permission(try reader.permission(name, on: model), .object(object))
      ]
    }
    var found: [RequestLack] = []
    for statement in answer.statements where statement.action {
      let denies = statement.counts == true && statement.effect != "allow"
      guard denies || !statement.principal && statement.effect == "allow" else { continue }
      found += statement.principals.map { .principal(Principal($0), means: denies) }
    }
    for statement in answer.statements
    where statement.principal && statement.action && statement.effect == "allow" && statement.counts == false
    {
      for condition in statement.conditions where condition.result == .fails {
        for text in condition.isExpression ? condition.parts.map(\.text) : [condition.text] {
          found += (evaluator.asked[text] ?? []).filter { !$0.isHeld }.map {
            RequestLack.permission($0.permission, $0.target)
          }
        }
      }
    }
    return found
  }

  private func decided() throws -> RequestAnswer {
    let isAnonymous = request.subject.kind == .anonymous
    do {
      let decision = try evaluator.decide()
      let status: Int? =
        switch decision.outcome {
        case .allowed: 200
        case .denied: isAnonymous ? 401 : 403
        case .undetermined: nil
        }
      return RequestAnswer(
        outcome: decision.outcome, status: status, sentence: decision.sentence(action: request.action),
        statements: decision.statements)
    } catch let failure as PolicyFailure {
      let status = failure.raised.clientStatus
      return RequestAnswer(
        outcome: status == nil ? .undetermined : .denied, status: status, sentence: failure.raised.text,
        statements: failure.statements, raised: failure.raised)
    }
  }

  private enum Visibility: Equatable {
    case shown, hidden, missing
    case unknown(String)
    case raises(RaisedException)
  }

  /// Whether the listing of the endpoint shows the object.
  private func visibility() throws -> Visibility {
    guard request.key != nil else { return .shown }
    do {
      _ = try evaluator.object()
      return .shown
    } catch let open as RequestUndetermined {
      return .unknown(open.reason)
    } catch let raised as RaisedException {
      guard raised.className == "Http404" else { return .raises(raised) }
      return try QuerysetScope(evaluator).exists() ? .hidden : .missing
    }
  }

  /// The permissions in conditions that this request reaches.
  private func taskChecks(_ statements: [StatementTrace]) throws -> [TaskCheck] {
    var names: [Name] = []
    for statement in statements where statement.principal && statement.action {
      for condition in statement.conditions {
        for part in condition.isExpression ? condition.parts : [condition] {
          for name in ConditionCall(part.text).permissions where !names.contains(name) { names.append(name) }
        }
      }
    }
    let address = try request.key.flatMap { key -> ObjectAddress? in
      if let shown = try? evaluator.object() { return shown }
      guard request.endpoint.lookup == nil, let model = request.endpoint.model else { return nil }
      return try reader.object(model, key: key)
    }
    return try names.map { name in
      var check = TaskCheck(permission: name, general: try asked(name, .general))
      if let domain = request.domain { check.domain = try asked(name, .domain(domain.key, domain.name)) }
      if let address, address.exists { check.object = try asked(name, .object(address)) }
      return check
    }
  }

  private func asked(_ name: Name, _ target: Target) throws -> Bool? {
    do {
      return try evaluator.allows(name, target)
    } catch is RaisedException {
      return nil
    } catch is RequestUndetermined {
      return nil
    }
  }

  private func warnings(_ answer: RequestAnswer) -> [String] {
    var warnings: [String] = []
    let subject = request.subject
    if case .user = subject.kind, !subject.isActive {
      warnings.append(
        "\(subject.name) is inactive and cannot log in, so that no request of theirs arrives; access policies do not look at that"
      )
    }
    if let unknown = reader.djangoChain.incompleteness { warnings.append(unknown) }
    if let ignored = request.ignoredDomain {
      warnings.append(
        "domains are off, so that `\(ignored)` in the URL is taken for a part of the API's root; the setting `domains` turns them on"
      )
    }
    if !request.endpoint.isKnown {
      let model = request.endpoint.model.map { "taken to be about `\($0)`" } ?? "of an unknown model"
      warnings.append(
        "`\(request.endpoint.name)` is none of the endpoints that come with Pulp; \(model) by its name")
    } else if request.endpoint.action(named: request.action) == nil {
      let near = Suggestions.near(request.action.text, in: request.endpoint.actions.map(\.name.text))
      let hint = Suggestions.question(near).map { "; \($0)" } ?? ""
      warnings.append("`\(request.endpoint.name)` has no action `\(request.action)` in Pulp itself\(hint)")
    }
    return warnings
  }
}
