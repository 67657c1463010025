import Authorization

/// What comes back from the world. Answers that nobody waits for any more are ignored.
extension BrowserState {
  /// Applies a change to the list that waits for this token, on the screen or not.
  private mutating func withList(
    where matches: (ListState) -> Bool, _ body: (inout ListState) -> Void
  ) -> Bool {
    for index in journeys.indices {
      var found = false
      journeys[index].forEachPlace { place in
        guard !found, var list = place.list, matches(list) else { return }
        found = true
        body(&list)
        place.list = list
      }
      if found { return true }
    }
    return false
  }

  mutating func takePage(_ token: Token, _ page: Page) {
    guard running.end(token) else { return }
    _ = withList(where: { $0.pending?.token == token }) { $0.take(page) }
    tellHidden()
    follow()
  }

  mutating func takeTally(_ token: Token, _ tally: Tally) {
    guard running.tokens.contains(token) else { return }
    if tally.complete { running.end(token) }
    _ = withList(where: { $0.counting == token }) { $0.take(tally) }
  }

  mutating func takeDetail(_ token: Token, _ detail: Detail) {
    if takeDialogDetail(token, detail) { return }
    guard running.end(token) else { return }
    for index in journeys.indices {
      journeys[index].forEachPlace { place in
        guard place.detail.pending == token else { return }
        place.detail.pending = nil
        place.detail.ticks = 0
        place.detail.failed = false
        place.detail.take(detail)
      }
    }
    follow()
  }

  mutating func takeInspection(_ token: Token, _ inspection: Inspection) {
    guard running.end(token), inspector.pending == token else { return }
    inspector.pending = nil
    inspector.ticks = 0
    inspector.take(inspection)
  }

  /// Time passes for what is on the screen and has not been answered.
  mutating func takeTick() {
    place.detail.ticks = place.detail.pending == nil ? 0 : Waiting.next(place.detail.ticks)
    inspector.ticks = inspector.pending == nil ? 0 : Waiting.next(inspector.ticks)
    if let page = place.why { place.why?.ticks = page.pending == nil ? 0 : Waiting.next(page.ticks) }
    if let page = place.request { place.request?.ticks = page.pending == nil ? 0 : Waiting.next(page.ticks) }
    if let matrix = place.matrix {
      place.matrix?.ticks = matrix.pending == nil ? 0 : Waiting.next(matrix.ticks)
    }
    if let dialog, dialog.saving != nil { self.dialog?.savingTicks = Waiting.next(dialog.savingTicks) }
  }

  mutating func takeSummary(_ token: Token, _ summary: DatabaseSummary) {
    guard running.end(token), summaryToken == token else { return }
    summaryToken = nil
    self.summary = summary
  }

  mutating func takeExport(_ token: Token, path: String, rows: Int) {
    guard running.end(token) else { return }
    messages.say(.info, "wrote \(Words.count(rows, "row")) to `\(path)`")
  }

  mutating func takeFailure(_ token: Token, _ text: String) {
    guard running.end(token) else { return }
    if takeGoneSubject(token, text) || takeReportFailure(token, text) { return }
    if takeWhyFailure(token, text) || takeMatrixFailure(token, text) || takeRequestFailure(token, text) {
      return
    }
    takeDialogFailure(token, text)
    if summaryToken == token { summaryToken = nil }
    if inspector.pending == token {
      inspector.pending = nil
      inspector.ticks = 0
    }
    for index in journeys.indices {
      journeys[index].forEachPlace { place in
        if place.detail.pending == token {
          place.detail.pending = nil
          place.detail.failed = true
          place.detail.ticks = 0
        }
        if place.list?.counting == token {
          place.list?.counting = nil
          // No tally will say when the rows are ready.
          if place.list?.outdated != nil { place.list?.rowsAreStale = true }
        }
        guard let use = place.list?.pending?.use, place.list?.pending?.token == token else { return }
        // The rows on the screen belong to the question before, and so do their places in the list.
        if use == .first || use == .last, place.list?.window.rows.isEmpty == false {
          place.list?.outdated = use
        }
        place.list?.pending = nil
        // Not tried again by itself: the same failure would follow without end.
        place.list?.failed = true
      }
    }
    messages.say(.error, text)
  }

  mutating func takeChange() {
    // The other program may have brought a row back.
    deleted = []
    markEverythingStale()
    markDialogStale()
    loadSummary()
  }

  /// Reads again what is on the screen, and the rest once it comes back into sight. No place is lost.
  mutating func markEverythingStale() {
    for index in journeys.indices {
      journeys[index].forEachPlace { place in
        place.list?.rowsAreStale = true
        place.list?.tallyIsStale = true
        place.list?.failed = false
        place.list?.wasReadAgain = false
        place.detail.isStale = true
        place.detail.failed = false
        place.why?.isStale = true
        place.request?.isStale = true
        place.matrix?.isStale = true
        place.matrix?.forgetFailure()
      }
    }
    inspector.isStale = true
    stagedCheck.isStale = !staged.isEmpty
  }
}

/// When a pane says that it waits. An answer comes at once as a rule, and a word that comes and goes is a flicker.
enum Waiting {
  /// The tick from which on it is said.
  static let patience = 2
  static let words = " ─ reading…"

  /// It is counted no further than it matters, so that waiting changes nothing on the screen.
  static func next(_ ticks: Int) -> Int { min(ticks + 1, patience) }
}

/// Words with numbers in them.
enum Words {
  /// `12,403 users`, `1 user`.
  static func count(_ number: Int, _ word: String) -> String {
    Counted.words(number, word)
  }
}
