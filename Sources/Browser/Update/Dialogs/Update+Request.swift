import Authorization
import Frame

/// Asking what a client would see of a request.
extension BrowserState {
  mutating func openRequest() {
    open(
      .request(
        by: requestSubject, endpoint: subject([.endpoint])?.name,
        object: subject([.object, .task, .artifact, .domain])?.requestText,
        action: place.request?.request?.request.action))
  }

  /// Whose request is asked about: never somebody else than the question on the screen is about.
  private var requestSubject: SubjectRef? {
    guard place.isPage else {
      if let user = subject([.user]) { return .user(user) }
      if case .user = inspector.subject { return inspector.subject }
      return nil
    }
    if case .group? = turnable?.subject { return nil }
    return turnable?.subject
  }

  /// Asks whatever the fields say now, where it was not asked.
  mutating func settleAnswer() {
    guard let dialog, dialog.asks else { return }
    guard let question = dialog.question else {
      if let token = dialog.answer.token { cancel(token) }
      self.dialog?.answer.clear()
      return
    }
    guard question != dialog.answer.asked || (dialog.answer.isStale && dialog.answer.token == nil) else {
      return
    }
    if let token = dialog.answer.token { cancel(token) }
    let token = ask { .authorize(question.subject, question.request, $0) }
    self.dialog?.answer.ask(question, token)
    if question != dialog.answer.asked { self.dialog?.previewTop = 0 }
  }

  mutating func takeReport(_ token: Token, _ report: RequestReport) {
    guard running.end(token), !takeRequest(token, report), dialog?.answer.token == token else { return }
    dialog?.answer.take(report)
  }

  /// What cannot be asked is said in the dialog, not at every letter in a message. False where it is no such answer.
  mutating func takeReportFailure(_ token: Token, _ text: String) -> Bool {
    guard dialog?.answer.token == token else { return false }
    dialog?.answer.fail(text)
    return true
  }

  /// The answer as text for a ticket, with the command that repeats it.
  mutating func copyRequest() {
    guard let dialog, let question = dialog.answer.asked, let report = dialog.answer.report else { return }
    let lines = ["$ \(question.command(database: databaseArgument))", report.headline]
    outbox.append(.copy((lines + report.lines.map { "  \($0)" }).map(Text.visible).joined(separator: "\n")))
    messages.say(.info, "copied the answer with the command that repeats it")
  }
}
