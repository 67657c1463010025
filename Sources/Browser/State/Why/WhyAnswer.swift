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
    items.append(WhyItem(look: .heading, text: "What was considered"))
    items += decision.explanation.considered.flatMap { self.items($0, depth: 1) }
    items += report.unplaced.map { WhyItem(look: .missing, depth: 1, text: "missing: \($0.text)") }
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

  private static func items(_ part: Consideration, depth: Int) -> [WhyItem] {
    [WhyItem(look: .verdict(part.verdict), depth: depth, mark: part.verdict.sign, text: part.text)]
      + part.missing.map { WhyItem(look: .missing, depth: depth + 1, text: "missing: \($0.text)") }
      + part.parts.flatMap { self.items($0, depth: depth + 1) }
  }
}
