/// A check with its answer, as people read it: the command line and the browser say the same words.
public struct CheckReport: Sendable, Hashable {
  /// As the command line names it: `mira`, `group:release`, `:anonymous`.
  public var subject: String
  public var permission: Name
  /// As the command line names it; nil in general.
  public var object: String?
  public var decision: Decision

  public init(subject: String, permission: Name, object: String?, decision: Decision) {
    self.subject = subject
    self.permission = permission
    self.object = object
    self.decision = decision
  }

  public init(_ subject: Subject, _ permission: Permission, _ target: Target, _ decision: Decision) {
    self.init(
      subject: subject.argument, permission: permission.name, object: target.argument, decision: decision)
  }

  private var place: String { object.map { " on \($0)" } ?? "" }

  /// `denied: mira write on tree:linux-mainline`
  public var headline: String { "\(decision.outcome.rawValue): \(subject) \(permission)\(place)" }

  /// The answer and its nearest reason in one sentence.
  public var sentence: String {
    let question = "`\(permission)`\(place)"
    if let raised = decision.raised {
      return
        "there is no answer whether \(subject) may \(question): it raises \(raised.className), \(raised.text)"
    }
    switch decision.outcome {
    case .allowed:
      let more = decision.reasons.count - 1
      let others = more > 0 ? ", and by \(Counted.words(more, "other path"))" : ""
      return "\(subject) may \(question): \(decision.summary)\(others)"
    case .denied:
      // Links of one path are needed together.
      let nearest = decision.missing.filter { $0.alternative == decision.missing.first?.alternative }
      let reason = nearest.map(\.text).joined(separator: ", and ")
      let isExplicit = decision.explanation.considered.contains { $0.verdict == .denied }
      let kind = isExplicit ? "" : nearest.first?.kind == .noGrant ? "" : "nothing grants it; "
      return "\(subject) may not \(question): \(kind)\(reason)"
    case .undetermined:
      return "the database alone does not tell whether \(subject) may \(question)"
    }
  }

  /// Missing links that stand nowhere in the tree.
  public var unplaced: [MissingLink] { decision.missing.filter { !decision.explanation.shows($0) } }

  /// The sentence, the tree of every rule that was considered, what was not, and warnings.
  public var lines: [String] {
    var lines = ["why: \(sentence)"] + decision.explanation.lines
    lines += unplaced.map { "missing: \($0.text)" }
    if let trace = decision.trace { lines += ["rule:"] + trace.lines.map { "  \($0)" } }
    lines += decision.explanation.notConsidered.map { "not considered: \($0)" }
    return lines + decision.warnings.map { "warning: \($0)" }
  }
}

extension Target {
  /// As the command line names it; nil in general.
  public var argument: String? {
    switch self {
    case .general: nil
    case .object(let object): object.argument
    case .domain(_, let name): "domain:\(name)"
    }
  }
}

extension Explanation {
  /// One line for each rule that was considered, parts below what they belong to.
  public var lines: [String] { considered.flatMap { $0.lines(indent: "") } }

  /// Whether a link stands in the tree.
  func shows(_ link: MissingLink) -> Bool { considered.contains { $0.shows(link) } }
}

extension Consideration {
  fileprivate func lines(indent: String) -> [String] {
    ["\(indent)\(verdict.sign) \(text)"] + missing.map { "\(indent)    missing: \($0.text)" }
      + parts.flatMap { $0.lines(indent: indent + "  ") }
  }

  fileprivate func shows(_ link: MissingLink) -> Bool {
    missing.contains { $0.kind == link.kind && $0.text == link.text } || parts.contains { $0.shows(link) }
  }
}
