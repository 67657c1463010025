extension CreationHook {
  /// What a person should see about this hook (`DefaultAccessPolicy.handle_creation_hooks`).
  public func findings() -> [StatementFinding] {
    guard json.members != nil else {
      return [
        StatementFinding(
          .error, .function, "a hook has to be an object and not \(json.noun): nothing can be created")
      ]
    }
    guard let function else {
      return [StatementFinding(.error, .function, "without `function` nothing can be created (KeyError)")]
    }
    var found = json.unknownKeyFindings(["function", "parameters"])
    guard let hook = PulpHook.all.first(where: { $0.function == function }) else {
      found.insert(Self.unknown(function), at: 0)
      return found + json.parametersFindings
    }
    found += json.parametersFindings
    let given = parameters?.members ?? []
    for name in hook.parameters where parameters?[name] == nil {
      found.append(
        StatementFinding(
          .error, .parameters, "`\(function)` needs `\(name)`: without it nothing can be created (TypeError)")
      )
    }
    for member in given { found += Self.findings(member, hook) }
    return found
  }

  private static func unknown(_ function: Name) -> StatementFinding {
    if let now = PulpHook.replaced[function] {
      return StatementFinding(
        .error, .function, "`\(function)` is from before Pulp had roles: write `\(now)` and the roles to give"
      )
    }
    let hint = meant(function, PulpHook.all.map(\.function))
    return StatementFinding(
      .warning, .function,
      "Pulp has no hook `\(function)`: nothing can be created unless the plugin registers it\(hint)")
  }

  private static func findings(_ member: JSONObject.Member, _ hook: PulpHook) -> [StatementFinding] {
    func finding(_ severity: StatementFinding.Severity, _ text: String) -> [StatementFinding] {
      [StatementFinding(severity, .parameters, text)]
    }
    let key = member.key
    guard hook.parameters.contains(key) else {
      let hint = meant(key, hook.parameters)
      return finding(
        .error, "`\(hook.function)` takes no `\(key)`: nothing can be created (TypeError)\(hint)")
    }
    guard member.value.isNameOrList else {
      return finding(.error, "`\(key)` has to be a name or a list and not \(member.value.noun)")
    }
    if let wrong = member.value.elements?.first(where: { $0.text == nil }) {
      return finding(.error, "`\(key)` may hold names only, and here is \(wrong.noun)")
    }
    let names = PolicyText.names(member.value)
    if names.isEmpty { return finding(.warning, "`\(key)` is empty: the hook does nothing") }
    if names.contains("") { return finding(.error, "`\(key)` has a name without a letter") }
    return names.filter(\.hasOuterSpace).flatMap {
      finding(.warning, "`\($0)` has a space before or after it, which counts")
    }
  }
}

extension QuerysetScoping {
  /// What a person should see about the scoping (`DefaultAccessPolicy.scope_queryset`).
  public func findings() -> [StatementFinding] {
    if json.isNull { return [] }
    guard json.members != nil else {
      return [
        StatementFinding(
          .error, .function,
          "the scoping has to be an object and not \(json.noun): nothing can be listed or opened")
      ]
    }
    guard let function, !function.text.isEmpty else {
      return [
        StatementFinding(
          .error, .function,
          "without `function` nothing can be listed or opened; for listings without limits use null")
      ]
    }
    var found = json.unknownKeyFindings(["function", "parameters"]) + json.parametersFindings
    guard function == Self.usual.function else {
      let text = "nothing can be listed or opened unless the view set has a method `\(function)`"
      return [StatementFinding(.warning, .function, text + meant(function, ["scope_queryset"]))] + found
    }
    if let parameters, !parameters.members.isEmpty {
      found.append(
        StatementFinding(
          .error, .parameters,
          "`scope_queryset` takes no parameters: nothing can be listed or opened (TypeError)"))
    }
    return found
  }
}

extension JSONValue {
  /// Keys that nobody looks at.
  fileprivate func unknownKeyFindings(_ known: [Name]) -> [StatementFinding] {
    (members?.members ?? []).map(\.key).filter { !known.contains($0) }.map { key in
      StatementFinding(.warning, .statement, "the key `\(key)` is ignored\(meant(key, known))")
    }
  }

  /// `parameters` is called with `**`; what Python holds for false is no parameters.
  fileprivate var parametersFindings: [StatementFinding] {
    guard let value = members?["parameters"], value.members == nil, !value.isFalse else { return [] }
    return [
      StatementFinding(
        .error, .parameters, "`parameters` has to be an object and not \(value.noun): every call fails")
    ]
  }

  private var isFalse: Bool {
    switch self {
    case .null, .bool(false), .integer(0), .string(""), .array([]): true
    default: false
    }
  }
}
