import Authorization

/// The page of the request that a permission on an object is for: what the client sees of it.
struct RequestPage: AnswerPage, Hashable, Sendable {
  let question: AccessQuestion
  /// The last answer; it stays until the next is there, so that nothing flickers.
  private(set) var report: RequestReport?
  /// Why there is no answer.
  private(set) var failure: String?
  var pending: Token?
  var isStale = false
  /// Ticks that passed without an answer.
  var ticks = 0
  var cursor = 0
  var top = 0

  init(_ question: AccessQuestion) {
    self.question = question
    failure = Self.obstacle(question)
  }

  var isSlow: Bool { pending != nil && ticks >= Waiting.patience }

  /// Whether it has to be asked, now or again.
  var isOpen: Bool {
    pending == nil && Self.obstacle(question) == nil && (isStale || (report == nil && failure == nil))
  }

  /// Why no request follows from a question, whatever the database says; nil where one may.
  private static func obstacle(_ question: AccessQuestion) -> String? {
    if case .group(let group) = question.subject {
      return "group \(group.name) sends no requests, its members do: ask about one of them"
    }
    if question.object == nil {
      return
        "`\(question.permission)` is asked about in general, and a request is to an endpoint or an object"
    }
    return nil
  }

  mutating func take(_ report: RequestReport) {
    pending = nil
    failure = nil
    self.report = report
    clampCursor()
  }

  mutating func fail(_ text: String) {
    pending = nil
    report = nil
    failure = text
    clampCursor()
  }

  /// What was asked, as the dialog and the command line ask it; nil before there is an answer.
  var request: RequestQuestion? {
    guard let report, let text = question.object?.requestText else { return nil }
    return RequestQuestion(
      subject: question.subject, request: RequestDescription(action: report.action.text, object: text))
  }

  var items: [WhyItem] {
    if let failure {
      return [
        WhyItem(look: .heading, text: "no request follows from this question"),
        WhyItem(look: .warning, text: failure),
        WhyItem(look: .dim, text: "`r` asks about any request"),
      ]
    }
    guard let report else { return [] }
    let explanation = report.answer.explanation
    var items = [
      WhyItem(look: .headline(report.answer.outcome), text: report.headline),
      WhyItem(look: .plain, text: report.answer.sentence),
    ]
    items += report.answer.warnings.map { WhyItem(look: .warning, mark: "!", text: $0) }
    items += WhyAnswer.considered(explanation)
    let later = RequestWords.later(report.answer)
    if !later.isEmpty {
      items.append(WhyItem(look: .heading, text: "What comes later"))
      items += later.map { WhyItem(look: .plain, depth: 1, text: $0) }
    }
    return items + WhyAnswer.notConsidered(explanation)
  }
}

extension EntityRef {
  /// The object of a request, as people write it; nil where no request is about such a row.
  var requestText: String? {
    kind == .domain ? argument : objectRef.map { "\($0.type):\($0.key)" }
  }
}
