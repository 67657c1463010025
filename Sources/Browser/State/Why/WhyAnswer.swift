import Authorization

/// The explanation of an answer, item by item.
enum WhyAnswer {
  static func items(_ report: CheckReport) -> [WhyItem] {
    let decision = report.decision
    var items = [
      WhyItem(look: .headline(decision.outcome), text: report.headline),
      WhyItem(look: .plain, text: report.sentence),
    ]
    items += decision.warnings.map { WhyItem(look: .warning, mark: "!", text: $0) }
    items += considered(decision.explanation)
    items += report.unplaced.map { WhyItem(look: .missing, depth: 1, text: "missing: \($0.text)") }
    if let trace = decision.trace {
      items.append(WhyItem(look: .heading, text: "The rule"))
      items += trace.lines.map { WhyItem(look: .plain, depth: 1, text: $0) }
    }
    return items + notConsidered(decision.explanation)
  }

  static func considered(_ explanation: Explanation) -> [WhyItem] {
    [WhyItem(look: .heading, text: "What was considered")]
      + explanation.considered.flatMap { items($0, depth: 1) }
  }

  static func notConsidered(_ explanation: Explanation) -> [WhyItem] {
    guard !explanation.notConsidered.isEmpty else { return [] }
    return [WhyItem(look: .heading, text: "What was not considered")]
      + explanation.notConsidered.map { WhyItem(look: .dim, depth: 1, mark: "·", text: $0) }
  }

  private static func items(_ part: Consideration, depth: Int) -> [WhyItem] {
    [WhyItem(look: .verdict(part.verdict), depth: depth, mark: part.verdict.sign, text: part.text)]
      + part.missing.map { WhyItem(look: .missing, depth: depth + 1, text: "missing: \($0.text)") }
      + part.parts.flatMap { self.items($0, depth: depth + 1) }
  }
}
