import Authorization

/// Turning a question from side to side: check, who can, what can they, matrix, history, request, and round again.
extension BrowserState {
  /// The question at hand; nil where the cursor is on none.
  var turnable: AccessQuestion? {
    guard !isAbsent else { return nil }
    if let matrix = place.matrix { return matrix.turnable }
    if let pivot = place.pivot { return pivot.question }
    if focus == .inspector, let shown = inspector.shown, let row = inspector.row {
      return AccessQuestion(subject: shown.subject, permission: row.permission, object: shown.object)
    }
    return rowQuestion
  }

  /// What a row of a list of answers is the answer to.
  var rowQuestion: AccessQuestion? {
    guard focus == .list || focus == .detail, let ref = place.list?.row?.ref else { return nil }
    switch place.list?.source {
    case .whoCan(let permission, let object):
      return SubjectRef(ref).map { AccessQuestion(subject: $0, permission: permission, object: object) }
    case .whatCan(let subject, let permission, _):
      return AccessQuestion(subject: subject, permission: permission, object: ref)
    case .view, .objects, .section, .history, .seen, .listing, nil: return nil
    }
  }

  mutating func turn(by step: Int) {
    guard let question = turnable else { return }
    guard let now = facet else { return enter(Place(.check, question)) }
    let facets = Pivot.Facet.allCases
    guard let start = facets.firstIndex(of: now) else { return }
    let order = (1...facets.count).map { facets[(start + $0 * step + facets.count * $0) % facets.count] }
    guard let next = order.first(where: { canTurn(question, to: $0) }) else { return }
    let place = Place(next, question)
    if self.place.pivot == nil { enter(place) } else { replace(place) }
    // What one came by meanwhile is not what the question is about.
    if !inspector.subjectIsPinned { inspector.subject = question.subject }
    if !inspector.objectIsPinned { inspector.object = question.object }
  }

  /// The side that is on the screen.
  private var facet: Pivot.Facet? {
    if let pivot = place.pivot { return pivot.facet }
    if focus == .inspector { return nil }
    switch place.list?.source {
    case .whoCan: return .whoCan
    case .whatCan: return .whatCan
    default: return nil
    }
  }

  private func canTurn(_ question: AccessQuestion, to facet: Pivot.Facet) -> Bool {
    switch facet {
    case .check, .whoCan: true
    case .whatCan, .matrix: question.hasObjects
    case .history: !question.rowsWithHistory.isEmpty
    case .request: Reasons.request(self) == nil
    }
  }
}
