import Authorization

/// What would change an answer, item by item: fixes of a denial, carriers and endings of an allowance.
struct WhyRemedies {
  /// The check that was asked, which is not told among what a change opens.
  let asked: CountedCheck
  /// What commands call the database.
  let database: String

  static func items(_ page: WhyState, database: String) -> [WhyItem] {
    guard let outcome = page.report?.decision.outcome, outcome != .undetermined else { return [] }
    let isDenial = outcome == .denied
    guard let remediation = page.remediation else {
      let heading = WhyItem(look: .heading, text: isDenial ? "What would fix it" : "What carries it")
      guard let failure = page.remediationFailure else {
        let waiting = isDenial ? "looking what would fix it…" : "looking what carries it…"
        return [heading, WhyItem(look: .dim, depth: 1, text: waiting)]
      }
      return [heading, WhyItem(look: .warning, depth: 1, mark: "!", text: failure)]
    }
    return WhyRemedies(asked: page.question.countedCheck, database: database).items(remediation)
  }

  private func items(_ remediation: Remediation) -> [WhyItem] {
    switch remediation {
    case .fixes(let fixes):
      let found = fixes.remedies.map { ($0, RemedyWords.consequence($0, asked: asked)) }
      var items = section("What would fix it", found, more: fixes.more, fixes.notes)
      items[0].opensRemedies = true
      return items
    case .carriers(let carriers):
      let heading = WhyItem(look: .heading, text: "What carries it", opensRemedies: true)
      let found = carriers.endings.map { ($0, RemedyWords.loss($0, asked: asked)) }
      return [heading] + carriers.carriers.flatMap(items)
        + section("What would end it", found, more: carriers.more, carriers.notes)
    }
  }

  private func section(_ title: String, _ remedies: [(Remedy, String)], more: Int, _ notes: [String])
    -> [WhyItem]
  {
    var items = [WhyItem(look: .heading, text: title)]
    for (index, found) in remedies.enumerated() { items += self.items(found.0, found.1, number: index + 1) }
    if remedies.isEmpty, notes.isEmpty {
      items.append(WhyItem(look: .dim, depth: 1, text: "nothing was found"))
    }
    if more > 0 {
      let text = "and \(Words.count(more, "more way")) that \(more == 1 ? "was" : "were") not looked at"
      items.append(WhyItem(look: .dim, depth: 1, text: text))
    }
    return items + notes.map { WhyItem(look: .dim, depth: 1, mark: "·", text: $0) }
  }

  /// A change, what else it does or what forbids it, and the commands that do it.
  private func items(_ remedy: Remedy, _ effect: String, number: Int) -> [WhyItem] {
    let isForbidden = remedy.forbidding != nil
    var items = [
      WhyItem(
        look: isForbidden ? .dim : .change, depth: 1, mark: "\(number)", text: remedy.text, remedy: remedy)
    ]
    if !effect.isEmpty {
      items.append(
        WhyItem(
          look: isForbidden ? .warning : .plain, depth: 2, mark: isForbidden ? "!" : "", text: effect,
          remedy: remedy))
    }
    return items
      + remedy.commands.map { WhyItem(look: .dim, depth: 2, mark: "$", text: command($0), remedy: remedy) }
  }

  private func command(_ words: [String]) -> String {
    ShellWord.command(words, database: database)
  }

  private func items(_ carrier: Carrier) -> [WhyItem] {
    let remedy =
      carrier.changes.isEmpty
      ? nil : Remedy(changes: carrier.changes, text: carrier.text, commands: carrier.commands)
    let sign = Consideration.Verdict.granted
    let own = WhyItem(
      look: .verdict(sign), depth: 1, mark: sign.sign, text: carrier.reason.text, remedy: remedy)
    let notes = [
      carrier.alsoThrough.map { "also through \($0)" },
      carrier.isRedundant ? "taking it away changes nothing" : nil,
    ].compactMap { $0 }
    guard !notes.isEmpty else { return [own] }
    return [own, WhyItem(look: .dim, depth: 2, text: notes.joined(separator: "; "), remedy: remedy)]
  }
}

extension Remedy {
  /// What forbids the change itself. A database for reading only forbids every change, and says so elsewhere.
  var forbidding: Refusal? { refusal.flatMap { $0.kind == .readOnly ? nil : $0 } }
}

extension AccessQuestion {
  /// The check as previews count it; those of groups they do not.
  fileprivate var countedCheck: CountedCheck {
    var isCounted = true
    if case .group = subject { isCounted = false }
    let place: ImpactPart.Place
    switch object?.kind {
    case nil: place = .general
    case .domain: place = .domains
    case .tree: place = .objects(GitTrees.tree)
    default: place = object?.type.map { .objects($0) } ?? .general
    }
    return CountedCheck(
      permission: permission, places: [place], isCounted: isCounted, isAnonymous: subject == .anonymous)
  }
}
