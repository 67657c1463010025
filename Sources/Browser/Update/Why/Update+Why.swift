import Authorization
import Frame

/// The page that answers one question.
extension BrowserState {
  /// The questions that one could mean at this moment.
  var whyQuestions: [AccessQuestion] {
    if let question = turnable { return [question] }
    guard inspector.isVisible, let shown = inspector.shown, !isAbsent, !place.isPage else { return [] }
    return shown.rows.map {
      AccessQuestion(subject: shown.subject, permission: $0.permission, object: shown.object)
    }
  }

  mutating func askWhy() {
    let questions = whyQuestions
    guard let first = questions.first else { return }
    if questions.count == 1 { return openWhy(first) }
    let items = questions.map { question in
      Menu.Item(id: question.permission.text, label: question.permission.text, note: "", disabled: nil)
    }
    let what = first.object.map { "on \($0.title)" } ?? "in general"
    overlay = .menu(
      Menu(
        title: "why \(first.subject.title) may or may not … \(what)", purpose: .why(first), items: items,
        cursor: min(inspector.cursor, items.count - 1)))
  }

  mutating func openWhy(_ question: AccessQuestion) { enter(Place(.check, question)) }

  /// Asks for what is on the page and not known: the answer first, then what would change it.
  mutating func settleWhy() {
    guard var page = place.why else { return }
    let question = page.question
    let isUnasked = page.report == nil && page.failure == nil
    if page.pending == nil, isUnasked || page.isStale {
      if let token = page.remedying { cancel(token) }
      page.remedying = nil
      page.isStale = false
      page.pending = ask { .explain(question.subject, question.permission, question.object, $0) }
    } else if page.pending == nil, !page.hasAskedRemedies, let outcome = page.report?.decision.outcome,
      outcome != .undetermined
    {
      page.hasAskedRemedies = true
      page.remedying = ask { .remediate(question.subject, question.permission, question.object, $0) }
    }
    place.why = page
  }

  /// Applies a change to the page that waits for this token, on the screen or not.
  private mutating func withWhy(_ matches: (WhyState) -> Bool, _ body: (inout WhyState) -> Void) -> Bool {
    for index in journeys.indices {
      var found = false
      journeys[index].forEachPlace { place in
        guard !found, var page = place.why, matches(page) else { return }
        found = true
        body(&page)
        place.why = page
      }
      if found { return true }
    }
    return false
  }

  mutating func takeExplained(_ token: Token, _ report: CheckReport) {
    guard running.end(token) else { return }
    _ = withWhy({ $0.pending == token }) {
      $0.pending = nil
      $0.take(report)
    }
  }

  mutating func takeRemediation(_ token: Token, _ remediation: Remediation) {
    guard running.end(token) else { return }
    _ = withWhy({ $0.remedying == token }) {
      $0.remedying = nil
      $0.take(remediation)
    }
  }

  /// What cannot be answered is said on the page. False where it is no such answer.
  mutating func takeWhyFailure(_ token: Token, _ text: String) -> Bool {
    withWhy({ $0.pending == token || $0.remedying == token }) { page in
      if page.pending == token {
        page.pending = nil
        page.fail(text)
      } else {
        page.remedying = nil
        page.remediationFailure = text
      }
    }
  }

  mutating func moveInAnswer(_ movement: Movement) {
    guard let page = place.answer, let rect = layout.page?.inside else { return }
    place.go(
      toItem: movement.apply(to: page.cursor, count: page.items.count, lines: max(1, rect.height)))
  }

  mutating func changeSection(by step: Int) {
    if let page = place.answer { goToSection(at: page.section(by: step)) }
  }

  /// Goes to the first line of a section and shows as much of it as there is room for.
  mutating func goToSection(at item: Int) {
    place.go(toItem: item)
    guard let page = place.answer, let rect = layout.page?.inside else { return }
    let lines = WhyLines(page, width: rect.width).lines
    place.scroll(to: lines.firstIndex { $0.item == max(0, item - 1) } ?? 0)
  }

  /// Puts the change under the cursor into a dialog, which previews it and begins on Cancel.
  mutating func openRemedy() {
    guard let remedy = place.why?.item?.remedy, remedy.forbidding == nil else { return }
    open(.fixed(remedy.text, verb: "Apply", remedy.changes))
  }

  mutating func copyWhy(_ page: WhyState) {
    copy(
      page.question.command(database: databaseArgument), WhyItem.all(of: page, database: databaseArgument))
  }

  /// The items of an answer as text for a ticket, below the command that repeats it.
  mutating func copy(_ command: String, _ items: [WhyItem]) {
    let lines = items.map { item in
      String(repeating: "  ", count: item.depth) + (item.mark.isEmpty ? "" : item.mark + " ") + item.text
    }
    outbox.append(.copy((["$ \(command)"] + lines).map(Text.visible).joined(separator: "\n")))
    messages.say(.info, "copied the answer with the command that repeats it")
  }
}
