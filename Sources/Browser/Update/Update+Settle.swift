import Authorization

/// After every input, what is on the screen is compared with what has been asked for; the difference becomes
/// effects. No other code decides when to read.
extension BrowserState {
  mutating func settle() {
    settleStagedCheck()
    settleDialog()
    guard !isAbsent else { return }
    settleList()
    settleDetail()
    settleInspector()
    settleWhy()
    settleRequest()
    settleMatrix()
    settleScrolling()
  }

  /// Remembers where panes are scrolled to, so that they move no further than they must.
  private mutating func settleScrolling() {
    let layout = layout
    if let rect = layout.detail?.inside {
      let lines = DetailLines(place.detail, width: rect.width)
      place.detail.top = lines.top(place.detail, height: rect.height)
    }
    if let page = place.answer, let rect = layout.page?.inside {
      place.scroll(to: WhyLines(page, width: rect.width).top(page, height: rect.height))
    }
    inspector.top = inspector.visibleTop(InspectorLines.tableLines(self, layout))
  }

  mutating func ask(_ effect: (Token) -> Effect) -> Token {
    let token = running.start()
    outbox.append(effect(token))
    return token
  }

  mutating func cancel(_ token: Token) {
    // What was asked for in this very update has not left yet and can be taken back.
    if running.end(token) { outbox.append(.cancel(token)) }
  }

  mutating func loadSummary() {
    if let summaryToken { cancel(summaryToken) }
    summaryToken = ask { .loadSummary($0) }
  }

  private mutating func settleList() {
    let lines = layout.listLines
    place.list?.keepCursorVisible(lines: lines)
    guard let list = place.list, !list.failed else { return }
    // Counting comes first: it also prepares the filter and the order that the page reads.
    if list.counting == nil, list.tallyIsStale {
      let token = ask { .count(list.source, filter: list.filter, order: list.order, $0) }
      place.list?.counting = token
      place.list?.tallyIsStale = false
    }
    if list.pending == nil, let (request, use) = nextPage(of: list) { load(request, use) }
  }

  private func nextPage(of list: ListState) -> (PageRequest, ListState.PageUse)? {
    let window = list.window
    if !window.loaded { return (list.request(.start), .first) }
    if let position = list.placeToFind { return (list.request(.from(position)), .here) }
    if let use = list.outdated {
      // Places in the list of an older question lead nowhere: nothing is read from them.
      guard list.rowsAreStale else { return nil }
      return (use == .restore ? refreshRequest(of: list) : list.request(use == .last ? .end : .start), use)
    }
    if list.rowsAreStale { return (refreshRequest(of: list), .restore) }
    if window.rows.isEmpty, !window.reachesStart { return (list.request(.end), .last) }
    let margin = min(RowWindow.page, max(RowWindow.margin, layout.listLines))
    if !window.reachesEnd, list.cursor + margin >= window.rows.count, let last = window.rows.last {
      return (list.request(.after(last.position)), .after)
    }
    if !window.reachesStart, list.cursor < margin, let first = window.rows.first {
      return (list.request(.before(first.position)), .before)
    }
    return nil
  }

  private func refreshRequest(of list: ListState) -> PageRequest {
    let rows = list.window.rows
    let limit = min(RowWindow.limit, max(RowWindow.page, rows.count))
    guard !list.window.reachesStart, let first = rows.first else { return list.request(.start, limit: limit) }
    return list.request(.from(first.position), limit: limit)
  }

  mutating func load(_ request: PageRequest, _ use: ListState.PageUse) {
    if let pending = place.list?.pending { cancel(pending.token) }
    let token = ask { .loadPage(request, $0) }
    place.list?.pending = ListState.PendingPage(token: token, use: use)
    place.list?.placeToFind = nil
    if use == .restore || use == .first || use == .last { place.list?.rowsAreStale = false }
  }

  /// Goes to an end of the list that is not loaded.
  mutating func loadEnd(_ use: ListState.PageUse) {
    guard let list = place.list, list.pending?.use != use else { return }
    load(list.request(use == .last ? .end : .start), use)
  }

  private mutating func settleDetail() {
    if place.list != nil, layout.detail != nil, let ref = place.list?.row?.ref { place.detail.wanted = ref }
    if let list = place.list, list.window.loaded, list.window.rows.isEmpty {
      if let token = place.detail.pending { cancel(token) }
      place.detail = DetailState()
    }
    guard layout.detail != nil, let wanted = place.detail.wanted else { return }
    let isAnswered = place.detail.asked?.isSameRow(as: wanted) == true
    if isAnswered, !place.detail.isStale || place.detail.pending != nil { return }
    if let token = place.detail.pending { cancel(token) }
    place.detail.pending = ask { .loadDetail(wanted, $0) }
    place.detail.asked = wanted
    place.detail.isStale = false
  }

  private mutating func settleInspector() {
    guard inspector.isVisible, !place.isPage else { return }
    // Before the first row is there nobody knows whom to ask about.
    if let list = place.list, !list.window.loaded, !list.failed, inspector.asked == nil { return }
    let question = inspector.question
    if inspector.asked?.isSame(as: question) == true, !inspector.isStale || inspector.pending != nil {
      return
    }
    if let token = inspector.pending { cancel(token) }
    inspector.pending = ask { token in
      question.before.map { .inspectBefore(entry: $0, question.subject, question.object, token) }
        ?? .inspect(question.subject, question.object, token)
    }
    inspector.asked = question
    inspector.isStale = false
  }
}

extension EntityRef {
  /// Whether this is the same row of the database, whatever it is called now.
  func isSameRow(as other: EntityRef) -> Bool {
    kind == other.kind && key == other.key && (type == nil || other.type == nil || type == other.type)
  }
}

extension InspectorState.Question {
  func isSame(as other: Self) -> Bool {
    let subjects =
      switch (subject, other.subject) {
      case (.user(let one), .user(let two)), (.group(let one), .group(let two)): one.isSameRow(as: two)
      case (.anonymous, .anonymous): true
      default: false
      }
    guard subjects, before == other.before else { return false }
    switch (object, other.object) {
    case (let one?, let two?): return one.isSameRow(as: two)
    case (nil, nil): return true
    default: return false
    }
  }
}
