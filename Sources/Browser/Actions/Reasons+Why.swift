import Authorization

/// Why a question cannot be asked or turned right now.
extension Reasons {
  @Sendable static func why(_ state: BrowserState) -> String? {
    if let reason = present(state) ?? past(state) { return reason }
    return state.whyQuestions.isEmpty ? "there is no permission to ask about here" : nil
  }

  /// An explanation is of now; the inspector may be of the past.
  private static func past(_ state: BrowserState) -> String? {
    let isOfInspector = state.focus == .inspector || state.turnable == nil
    guard isOfInspector, !state.place.isPage, state.inspector.before != nil else { return nil }
    return "the answer is about now, and the inspector about the past; `P` lets go"
  }

  @Sendable static func turn(_ state: BrowserState) -> String? {
    if let reason = present(state) ?? past(state) { return reason }
    return state.turnable == nil
      ? "there is no question here; `c` asks one, or Enter in the inspector" : nil
  }

  /// The change under the cursor of an answer.
  static func remedy(_ state: BrowserState) -> String? {
    guard let remedy = state.place.why?.item?.remedy else {
      return "this line is no change; `f` goes to those that there are"
    }
    return remedy.forbidding.map { "refused: \($0.text)" } ?? writable(state)
  }

  @Sendable static func seeAs(_ state: BrowserState) -> String? {
    if let reason = present(state) { return reason }
    if let lens = state.lens { return lensReason(lens) }
    return state.seeAsUser == nil ? "there is no user under the cursor" : nil
  }

  static func lensReason(_ user: EntityRef) -> String {
    "this is what \(user.name) would be shown; Esc leaves it"
  }

  @Sendable static func matrix(_ state: BrowserState) -> String? {
    state.place.matrix == nil ? "this is no matrix" : nil
  }

  @Sendable static func filter(_ state: BrowserState) -> String? {
    state.place.matrix == nil ? list(state) : nil
  }

  @Sendable static func inspector(_ state: BrowserState) -> String? {
    present(state) ?? (state.place.isPage ? "this page has no inspector" : nil)
  }

  @Sendable static func sections(_ state: BrowserState) -> String? {
    state.place.answer == nil ? "this page has no sections" : nil
  }

  @Sendable static func remedies(_ state: BrowserState) -> String? {
    guard let page = state.place.why else { return "this is no answer" }
    if page.firstRemedy != nil { return nil }
    switch page.report?.decision.outcome {
    case .undetermined: return "nobody can tell what would change an answer that is open"
    case .allowed, .denied: return page.remediationFailure ?? "what would change it is still looked for"
    case nil: return "there is no answer"
    }
  }

  @Sendable static func right(_ state: BrowserState) -> String? {
    state.place.matrix == nil ? open(state) : nil
  }
}
