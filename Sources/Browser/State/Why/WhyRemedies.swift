import Authorization

/// What would change an answer, item by item: fixes of a denial, carriers and endings of an allowance.
enum WhyRemedies {
  static func items(_ page: WhyState) -> [WhyItem] {
    guard let outcome = page.report?.decision.outcome, outcome != .undetermined else { return [] }
    let isDenial = outcome == .denied
    let waiting = isDenial ? "looking what would fix it…" : "looking what carries it…"
    guard let remediation = page.remediation else {
      let heading = WhyItem(look: .heading, text: isDenial ? "What would fix it" : "What carries it")
      guard let failure = page.remediationFailure else {
        return [heading, WhyItem(look: .dim, depth: 1, text: waiting)]
      }
      return [heading, WhyItem(look: .warning, depth: 1, mark: "!", text: failure)]
    }
    switch remediation {
    case .fixes(let remedies):
      return section("What would fix it", remedies.remedies, more: remedies.more, notes: remedies.notes)
    case .carriers(let carriers):
      let lines = carriers.carriers.flatMap(self.items)
      return [WhyItem(look: .heading, text: "What carries it")] + lines
        + section("What would end it", carriers.endings, more: carriers.more, notes: carriers.notes)
    }
  }

  private static func section(_ title: String, _ remedies: [Remedy], more: Int, notes: [String]) -> [WhyItem]
  {
    var items = [WhyItem(look: .heading, text: title)]
    for (index, remedy) in remedies.enumerated() { items += self.items(remedy, number: index + 1) }
    if remedies.isEmpty, notes.isEmpty {
      items.append(WhyItem(look: .dim, depth: 1, text: "nothing was found"))
    }
    if more > 0 {
      items.append(
        WhyItem(look: .dim, depth: 1, text: "and \(Words.count(more, "other way")) not looked at"))
    }
    return items + notes.map { WhyItem(look: .dim, depth: 1, mark: "·", text: $0) }
  }

  private static func items(_ remedy: Remedy, number: Int) -> [WhyItem] {
    let own = WhyItem(
      look: remedy.refusal == nil ? .change : .dim, depth: 1, mark: "\(number)", text: remedy.text,
      remedy: remedy)
    if let refusal = remedy.refusal {
      return [own, WhyItem(look: .warning, depth: 2, mark: "!", text: refusal.text, remedy: remedy)]
    }
    return [own] + effects(remedy).map { WhyItem(look: .dim, depth: 2, text: $0, remedy: remedy) }
  }

  /// What else it does; the check that was asked is among the numbers.
  private static func effects(_ remedy: Remedy) -> [String] {
    guard let impact = remedy.impact else { return ["what else it changes was not counted in time"] }
    if impact.gains + impact.losses <= 1 { return ["changes nothing else"] }
    let parts = impact.parts.prefix(3).map { part in
      let sign = part.isGain ? "+" : "-"
      let subjects = Words.count(part.subjects, "subject")
      return "\(sign) \(part.permission): \(Words.count(part.units, "check")) of \(subjects)"
    }
    let left = impact.parts.count - parts.count
    return parts + (left > 0 ? ["and \(Words.count(left, "other permission"))"] : []) + impact.warnings
  }

  private static func items(_ carrier: Carrier) -> [WhyItem] {
    var items = [
      WhyItem(
        look: .verdict(.granted), depth: 1, mark: Consideration.Verdict.granted.sign,
        text: carrier.reason.text,
        remedy: carrier.remedy)
    ]
    if let other = carrier.alsoThrough {
      let effect = carrier.isRedundant ? "; removing this changes nothing" : ""
      items.append(
        WhyItem(look: .dim, depth: 2, text: "also through \(other)\(effect)", remedy: carrier.remedy))
    }
    return items
  }
}

extension Carrier {
  /// Taking the grant away; nil where there is no row to take away.
  fileprivate var remedy: Remedy? {
    changes.isEmpty ? nil : Remedy(changes: changes, text: text, commands: commands)
  }
}
