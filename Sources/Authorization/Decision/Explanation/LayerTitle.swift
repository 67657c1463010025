extension Layer {
  /// What the layer is, for an explanation: `own object grant`, `role on this object through a group`.
  public var title: String {
    guard case .row = permission else {
      // An open policy says in its words what it lacks, which a path ends with and a rule does not begin with.
      if holder == .everyone, steps.first?.kind == .policy { return "policy open to anyone" }
      return steps.first?.kind == .policy ? steps[0].wording : wording
    }
    let kind = steps.first?.kind == .role ? "role \(wording)" : wording
    switch holder {
    case .user: return "own \(kind)"
    case .group: return "\(kind) through a group"
    case .everyone, .anonymous: return kind
    }
  }

  /// What is said of it where no row of it grants anything.
  public var absence: String {
    if case .row = permission { return "\(title): none" }
    return "\(title): no"
  }

  /// Whether any row of the layer could answer the question, as far as its description tells.
  public func canAnswer(_ question: RelationQuestion) -> Bool {
    if case .these(let keys, let names) = question.permissions {
      switch permission {
      case .row: if keys.isEmpty { return false }
      case .named(let own): if !own.contains(where: names.contains) { return false }
      }
    }
    guard case .object(let object) = question.place, let objects else { return true }
    switch objects.types {
    case .fixed(let type): return type == object.type
    case .column(_, let except): return object.typeKey != nil && !except.contains(object.type)
    case .ignored: return true
    }
  }
}
