import Authorization
import Browser

/// Answers the effects of the browser from memory, at once or as slowly as a test wants.
struct FakeStore {
  var summary = DatabaseSummary.acme
  var lists: [ListSource: FakeList] = Organisation.lists
  var details: [EntityRef: Detail] = Organisation.details
  /// Tallies that are sent before the complete one.
  var tallySteps = 0
  /// Answers as if nothing that has to be prepared were ready.
  var hidesPrepared = false
  /// Makes every page fail.
  var failure: String?

  /// The answers to an effect, in order.
  func answers(to effect: Effect) -> [BrowserInput] {
    switch effect {
    case .loadPage(let request, let token):
      if let failure { return [.failed(token, message: failure)] }
      if hidesPrepared, isPrepared(request) {
        return [.page(token, Page(rows: [], reachesStart: true, reachesEnd: true))]
      }
      return [.page(token, list(request.source).page(request))]
    case .count(let source, let filter, _, let token):
      let list = list(source)
      let matches = list.count(filter: filter)
      let steps = (0..<tallySteps).map { step in
        let share = Double(step + 1) / Double(tallySteps + 1)
        return Tally(matches: Int(Double(matches) * share), total: list.rows.count, progress: share)
      }
      return (steps + [Tally(matches: matches, total: list.rows.count, progress: 1)])
        .map { .tally(token, $0) }
    case .loadDetail(let ref, let token): return [.detail(token, detail(ref))]
    case .inspect(let subject, let object, let token):
      return [.inspection(token, Organisation.inspection(subject, object))]
    case .loadSummary(let token): return [.summary(token, summary)]
    case .export(let source, _, _, let path, let token):
      return [.exported(token, path: path, rows: list(source).rows.count)]
    case .cancel, .copy, .redraw, .suspend, .setMouse, .setTheme, .quit: return []
    }
  }

  private func isPrepared(_ request: PageRequest) -> Bool {
    switch request.source {
    case .whoCan, .section: true
    case .view, .objects: !request.filter.isEmpty || request.order != nil
    }
  }

  private func list(_ source: ListSource) -> FakeList { lists[source] ?? FakeList([]) }

  private func detail(_ ref: EntityRef) -> Detail {
    details[ref] ?? Detail(ref: ref, facts: [Fact("key \(ref.key)")], sections: [])
  }
}
