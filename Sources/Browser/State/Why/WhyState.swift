import Authorization

/// The page that answers one question: the explanation, and later what would change the answer.
struct WhyState: AnswerPage, Hashable, Sendable {
  let question: AccessQuestion
  /// The last answer; it stays until the next is there, so that nothing flickers.
  var report: CheckReport?
  /// Why there is no answer.
  var failure: String?
  var pending: Token?
  var isStale = false
  /// Ticks that passed without an answer.
  var ticks = 0
  /// What would change the answer that is shown.
  var remediation: Remediation?
  var remediationFailure: String?
  var remedying: Token?
  /// Whether what would change the answer was asked for since the answer came.
  var hasAskedRemedies = false
  var cursor = 0
  var top = 0

  init(_ question: AccessQuestion) { self.question = question }

  var isSlow: Bool { pending != nil && ticks >= Waiting.patience }

  var items: [WhyItem] { WhyItem.all(of: self) }

  /// The line below the heading of what would change the answer; nil before it is there.
  var firstRemedy: Int? {
    guard remediation != nil else { return nil }
    let items = items
    let start = items.indices.first { items[$0].opensRemedies }
    return start.map { $0 + 1 }.flatMap { items.indices.contains($0) ? $0 : nil }
  }

  mutating func take(_ report: CheckReport) {
    // An answer that became another one has other remedies; the same one keeps them until they are found anew.
    if self.report?.decision.outcome != report.decision.outcome { remediation = nil }
    self.report = report
    failure = nil
    hasAskedRemedies = false
    clampCursor()
  }

  mutating func fail(_ text: String) {
    report = nil
    remediation = nil
    failure = text
    clampCursor()
  }

  mutating func take(_ remediation: Remediation) {
    self.remediation = remediation
    remediationFailure = nil
    clampCursor()
  }
}

/// One line of the page before it is broken into the width of the screen.
struct WhyItem: Hashable, Sendable {
  enum Look: Hashable, Sendable {
    case headline(Outcome)
    case heading
    case plain
    case verdict(Consideration.Verdict)
    case missing
    case warning
    case dim
    /// A change that `Enter` previews.
    case change
  }

  var look: Look
  /// Levels of indentation.
  var depth = 0
  /// A sign or number before the text.
  var mark = ""
  var text: String
  /// What `Enter` puts into a dialog.
  var remedy: Remedy?
  /// Whether it is the heading of what would change the answer.
  var opensRemedies = false

  /// - Parameter database: what commands call the database.
  static func all(of page: WhyState, database: String = "DB") -> [WhyItem] {
    if let failure = page.failure {
      return [WhyItem(look: .heading, text: "there is no answer"), WhyItem(look: .warning, text: failure)]
    }
    guard let report = page.report else { return [] }
    return WhyAnswer.items(report) + WhyRemedies.items(page, database: database)
  }
}
