import Authorization

/// What the values of a dialog would do, as far as it is known.
///
/// Where another program writes, the same changes are looked at again. Until that is through, what was counted before
/// stays: an application that writes all the time must keep nobody from reading and saving.
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
  /// What was counted for this plan.
  private var counted: Impact?
  /// The complete count of the same changes that stands until they are counted again.
  private(set) var earlier: Earlier?
  private(set) var progress = 0.0
  private(set) var isCounting = false
  private(set) var isStopped = false
  private(set) var failure: String?
  /// Whether another program has written since it was asked.
  var isStale = false
  private var isPlanning = false

  struct Earlier: Hashable, Sendable {
    var token: Token
    var impact: Impact
  }

  var impact: Impact? { counted ?? earlier?.impact }

  /// Whether the plan is that of the changes asked about.
  var isCurrent: Bool { plan != nil && (!isPlanning || isRefreshing) }

  /// Whether what has been counted is counted again, because another program has written.
  var isRefreshing: Bool { earlier != nil && isCounting }

  /// A complete count of a current plan, at most older than the last that another program wrote.
  var isCounted: Bool {
    isCurrent && (impact != nil || plan?.isEmpty == true) && (!isCounting || isRefreshing)
  }

  /// What the units of the count that is shown are read by; nil where none is complete.
  var unitsToken: Token? { earlier?.token ?? (isCounted ? token : nil) }

  /// Everything that it was asked by and that may still be kept for it.
  var tokens: [Token] { [earlier?.token, token].compactMap { $0 } }

  mutating func ask(_ changes: [Change], after base: Int, _ token: Token) {
    earlier = nil
    begin(token)
    asked = changes
    self.base = base
  }

  /// The same changes are looked at again.
  mutating func refresh(_ token: Token) {
    earlier = nil
    if isCounted, let known = self.token, let counted { earlier = Earlier(token: known, impact: counted) }
    begin(token)
  }

  private mutating func begin(_ token: Token) {
    self.token = token
    progress = 0
    isPlanning = true
    isCounting = true
    isStopped = false
    failure = nil
    isStale = false
    counted = nil
  }

  /// Nothing is to be done, so there is nothing to look at.
  mutating func clear() { self = PreviewState() }

  mutating func take(_ plan: EditPlan, _ notice: FirstEditNotice?) {
    self.plan = plan
    self.notice = notice
    isPlanning = false
    counted = nil
    if plan.refusal != nil || plan.isEmpty { endCounting() }
  }

  mutating func take(_ impact: Impact?, progress: Double) {
    self.progress = progress
    if let impact { counted = impact }
    if progress >= 1 { endCounting() }
  }

  private mutating func endCounting() {
    isCounting = false
    earlier = nil
  }

  mutating func fail(_ text: String) {
    failure = text
    // What an older plan changes is no answer.
    plan = nil
    counted = nil
    isPlanning = false
    endCounting()
  }

  /// Stops counting; the plan is known. It is not taken up again by itself, whoever writes.
  mutating func stop() {
    // An older plan is that of other changes.
    if isPlanning { plan = nil }
    isPlanning = false
    endCounting()
    isStopped = true
  }

  mutating func resume() {
    isStopped = false
    isStale = true
  }

  /// Whether it is to be looked at again. What is under way ends first: stopped at each write of a busy application, it
  /// would never end.
  var needsRefresh: Bool { isStale && !isCounting && !isStopped }
}
