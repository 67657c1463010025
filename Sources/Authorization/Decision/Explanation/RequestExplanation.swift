/// The explanation of a request: its statements and their conditions as the same kind of tree as that of a check.
extension RequestAnswer {
  public var explanation: Explanation {
    var nodes = steps.map { step -> Consideration in
      let verdict: Consideration.Verdict = step.passed.map { $0 ? .granted : .notGranted } ?? .undetermined
      return Consideration(verdict, rule: "step", text: step.text)
    }
    let others = statements.filter { !$0.action }.map { String($0.index + 1) }
    if !others.isEmpty {
      let word = others.count == 1 ? "statement" : "statements"
      nodes.append(
        Consideration(
          .skipped, rule: "statement",
          text: "\(word) \(others.joined(separator: ", ")): not about this action"))
    }
    nodes += statements.filter(\.action).map(statement)
    if hiddenByScope {
      nodes.append(
        Consideration(.denied, rule: "queryset_scoping", text: "the listing hides the object from this user"))
    }
    if let raised, statements.isEmpty {
      nodes.append(
        Consideration(.failed, rule: "request", text: "raises \(raised.className): \(raised.text)"))
    }
    return Explanation(
      considered: nodes,
      notConsidered: statements.isEmpty
        ? []
        : [
          "superusers have no bypass here: statements alone decide", "checks that code in tasks makes later",
        ])
  }

  /// The links that are missing, of the statements that lack fewest first.
  public var missing: [MissingLink] {
    MissingLink.ordered(
      statements.map { trace in
        lacking(trace).map { link in
          var link = link
          link.rule = "statement \(trace.index + 1)"
          return link
        }
      })
  }

  /// What stands between the request and a statement that would allow it.
  private func lacking(_ trace: StatementTrace) -> [MissingLink] {
    guard trace.action, trace.effect == "allow" else { return [] }
    let shadows = [shadow].compactMap { $0 }
    guard trace.principal else { return meaning(trace) + shadows }
    switch trace.counts {
    case true: return shadows
    case false: return links(trace) + shadows
    case nil: return []
    }
  }

  private var denying: StatementTrace? { statements.first { $0.counts == true && $0.effect != "allow" } }

  private var shadow: MissingLink? {
    denying.map {
      MissingLink(
        kind: .shadowedByDeny,
        text:
          "statement \($0.index + 1) counts with the effect `\($0.effect ?? "")`, and that denies, wherever it stands"
      )
    }
  }

  private func statement(_ trace: StatementTrace) -> Consideration {
    let name = "statement \(trace.index + 1)"
    let effect = trace.effect.map { "`\($0)`" } ?? "no effect"
    guard trace.principal else {
      let text = "\(name) (\(effect)): does not mean this user, but \(Self.list(trace.principals))"
      var node = Consideration(trace.effect == "allow" ? .notGranted : .skipped, rule: name, text: text)
      if trace.effect == "allow" { node.missing = meaning(trace) }
      return node
    }
    var node: Consideration
    switch (trace.counts, trace.effect == "allow") {
    case (true, true):
      node = Consideration(.granted, rule: name, text: "\(name) (\(effect)): counts")
      if let shadow {
        node.verdict = .notGranted
        node.missing = [shadow]
      }
    case (true, false):
      node = Consideration(
        .denied, rule: name,
        text: "\(name) (\(effect)): counts, and denies; it means \(Self.list(trace.principals))")
    case (false, _):
      node = Consideration(.notGranted, rule: name, text: "\(name) (\(effect)): does not count")
      node.missing = lacking(trace)
    case (nil, _) where raised != nil:
      node = Consideration(
        .failed, rule: name, text: "\(name) (\(effect)): not decided, the exception ends it")
    case (nil, _): node = Consideration(.undetermined, rule: name, text: "\(name) (\(effect)): may count")
    }
    node.parts = trace.conditions.map(condition)
    return node
  }

  /// What would make a statement mean the user.
  private func meaning(_ trace: StatementTrace) -> [MissingLink] {
    let groups = trace.principals.compactMap { name -> Name? in
      if case .group(let group) = Principal(name) { group } else { nil }
    }
    guard groups.isEmpty || groups.count < trace.principals.count else {
      return [
        MissingLink(
          kind: .notInGroup, text: "not in \(groups.map(\.text).joined(separator: " or ")), whom it means")
      ]
    }
    return [MissingLink(kind: .conditionFalse, text: "it means only \(Self.list(trace.principals))")]
  }

  private static func list(_ names: [Name]) -> String {
    names.isEmpty ? "nobody" : names.map { "`\($0)`" }.joined(separator: ", ")
  }

  private func links(_ trace: StatementTrace) -> [MissingLink] {
    trace.conditions.compactMap { condition in
      guard condition.result == .fails else { return nil }
      let values = (condition.isExpression ? condition.parts.map(\.text) : [condition.text])
        .flatMap { checks[$0] ?? [] }.map(\.text)
      let given = values.isEmpty ? "" : " (\(values.joined(separator: ", ")))"
      return MissingLink(kind: .conditionFalse, text: "`\(condition.text)` is false\(given)")
    }
  }

  private func condition(_ trace: ConditionTrace) -> Consideration {
    let name = (trace.isExpression ? "expression " : "") + "`\(trace.text)`"
    let note = RequestWords.note(trace.result).map { ": \($0)" } ?? ""
    let verdict: Consideration.Verdict =
      switch trace.result {
      case .holds: .granted
      case .fails: .notGranted
      case .notEvaluated: .skipped
      case .undetermined: .undetermined
      case .raises: .failed
      }
    var node = Consideration(verdict, rule: "condition", text: name + note)
    node.parts =
      trace.parts.map(condition)
      + (trace.isExpression ? [] : checks[trace.text] ?? []).map {
        Consideration($0.isHeld ? .granted : .notGranted, rule: "has_perm", text: $0.text)
      }
    return node
  }
}
