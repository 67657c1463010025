import Authorization

/// The explanation of an answer, item by item.
enum WhyAnswer {
  static func items(_ report: CheckReport) -> [WhyItem] {
    let decision = report.decision
    let place = report.object.map { " on \($0)" } ?? ""
    var items = [
      WhyItem(
        look: .headline(decision.outcome),
        text: "\(decision.outcome.rawValue): \(report.subject) \(report.permission)\(place)")
    ]
    if !decision.summary.isEmpty { items.append(WhyItem(look: .plain, text: decision.summary)) }
    items += decision.warnings.map { WhyItem(look: .warning, mark: "!", text: $0) }
    items.append(WhyItem(look: .heading, text: "What was considered"))
    items += considered(decision)
    if let trace = decision.trace {
      items.append(WhyItem(look: .heading, text: "The rule"))
      items += trace.lines.map { WhyItem(look: .plain, depth: 1, text: $0) }
    }
    let left = decision.explanation.notConsidered
    if !left.isEmpty {
      items.append(WhyItem(look: .heading, text: "What was not considered"))
      items += left.map { WhyItem(look: .dim, depth: 1, mark: "·", text: $0) }
    }
    return items
  }

  private static func considered(_ decision: Decision) -> [WhyItem] {
    let considered = decision.explanation.considered
    guard considered.isEmpty else { return considered.flatMap { self.items($0, depth: 1) } }
    return decision.reasons.map {
      WhyItem(look: .verdict(.granted), depth: 1, mark: Consideration.Verdict.granted.sign, text: $0.text)
    } + decision.missing.map { WhyItem(look: .missing, depth: 1, text: "missing: \($0.text)") }
  }

  private static func items(_ part: Consideration, depth: Int) -> [WhyItem] {
    [WhyItem(look: .verdict(part.verdict), depth: depth, mark: part.verdict.sign, text: part.text)]
      + part.missing.map { WhyItem(look: .missing, depth: depth + 1, text: "missing: \($0.text)") }
      + part.parts.flatMap { self.items($0, depth: depth + 1) }
  }
}
