import Authorization

/// What the values of a dialog would do, as far as it is known.
struct PreviewState: Hashable, Sendable {
  /// What was asked about last; nil where nothing was asked.
  private(set) var asked: [Change]?
  /// How many of the changes are those of staged edits before it.
  private(set) var base = 0
  /// Names the preview; kept once it is complete, because its units are read by it.
  private(set) var token: Token?
  /// The last plan that arrived; it stays until the next is there, so that nothing flickers.
  private(set) var plan: EditPlan?
  private(set) var notice: FirstEditNotice?
  private(set) var impact: Impact?
  private(set) var progress = 0.0
  private(set) var isCounting = false
  private(set) var isStopped = false
  private(set) var failure: String?
  var isStale = false

  /// Whether the plan is that of the changes asked about.
  var isCurrent: Bool { plan != nil && !isPlanning }
  private(set) var isPlanning = false

  /// A complete count of a current plan.
  var isComplete: Bool { isCurrent && (impact != nil || plan?.isEmpty == true) && !isCounting }

  mutating func ask(_ changes: [Change], after base: Int, _ token: Token) {
    asked = changes
    self.base = base
    self.token = token
    progress = 0
    isPlanning = true
    isCounting = true
    isStopped = false
    failure = nil
    isStale = false
  }

  /// Nothing is to be done, so there is nothing to look at.
  mutating func clear() { self = PreviewState() }

  mutating func take(_ plan: EditPlan, _ notice: FirstEditNotice?) {
    self.plan = plan
    self.notice = notice
    isPlanning = false
    impact = nil
    if plan.refusal != nil || plan.isEmpty { isCounting = false }
  }

  mutating func take(_ impact: Impact?, progress: Double) {
    self.progress = progress
    if let impact { self.impact = impact }
    if progress >= 1 { isCounting = false }
  }

  mutating func fail(_ text: String) {
    failure = text
    // What an older plan changes is no answer.
    plan = nil
    impact = nil
    isPlanning = false
    isCounting = false
  }

  /// Stops counting; the plan is known.
  mutating func stop() {
    isCounting = false
    isStopped = true
  }
}
