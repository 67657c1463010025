extension Layer {
  /// What the layer is, for an explanation: `own object grant`, `role on this object through a group`.
  public var title: String {
    let kind: String
    if let step = steps.first {
      kind =
        step.kind == .role
        ? "role \(wording)" : [step.wording, wording].filter { !$0.isEmpty }.joined(separator: ", ")
    } else {
      kind = wording
    }
    guard case .row = permission else { return kind }
    switch holder {
    case .user: return "own \(kind)"
    case .group: return "\(kind) through a group"
    case .everyone, .anonymous: return kind
    }
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
