import Authorization

/// The page of the request that a question is turned to.
extension BrowserState {
  mutating func settleRequest() {
    guard let page = place.request, page.isOpen, let object = page.question.object else { return }
    let question = page.question
    place.request?.isStale = false
    let token = ask { .authorizeFor(question.subject, question.permission, object, $0) }
    place.request?.pending = token
  }

  private mutating func withRequest(_ token: Token, _ body: (inout RequestPage) -> Void) -> Bool {
    for index in journeys.indices {
      var found = false
      journeys[index].forEachPlace { place in
        guard !found, var page = place.request, page.pending == token else { return }
        found = true
        body(&page)
        place.request = page
      }
      if found { return true }
    }
    return false
  }

  /// False where the page waits for no such answer.
  mutating func takeRequest(_ token: Token, _ report: RequestReport) -> Bool {
    withRequest(token) { $0.take(report) }
  }

  /// What cannot be asked is said on the page. False where it is no such answer.
  mutating func takeRequestFailure(_ token: Token, _ text: String) -> Bool {
    withRequest(token) { $0.fail(text) }
  }

  mutating func copyRequest(_ page: RequestPage) {
    guard let request = page.request else { return }
    copy(request.command(database: databaseArgument), page.items)
  }
}
