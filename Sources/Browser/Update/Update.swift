import Authorization
import Frame

/// Takes one thing that happened into account and says what to do in the world. Pure: the same state and input
/// give the same effects.
public func update(_ state: inout BrowserState, _ input: BrowserInput) -> [Effect] {
  state.take(input)
  state.settle()
  return state.takeEffects()
}

/// The first effects of a browser: read the summary and the first view, or ask what it opens on.
public func start(_ state: inout BrowserState, on opening: OpeningQuestion? = nil) -> [Effect] {
  state.loadSummary()
  if let opening { state.open(on: opening) }
  state.settle()
  return state.takeEffects()
}

extension BrowserState {
  fileprivate mutating func takeEffects() -> [Effect] {
    let effects = outbox
    outbox = []
    return effects
  }

  fileprivate mutating func take(_ input: BrowserInput) {
    switch input {
    case .event(.key(let key)):
      messages.dismiss()
      press(key)
    case .event(.paste(let text)): paste(text)
    case .event(.mouse(let mouse)):
      if mouse.kind == .press || mouse.kind == .doubleClick { messages.dismiss() }
      point(mouse)
    case .event(.resize(let size)): self.size = size
    case .page(let token, let page): takePage(token, page)
    case .tally(let token, let tally): takeTally(token, tally)
    case .detail(let token, let detail): takeDetail(token, detail)
    case .inspection(let token, let inspection): takeInspection(token, inspection)
    case .explained(let token, let report): takeExplained(token, report)
    case .remediation(let token, let remediation): takeRemediation(token, remediation)
    case .matrix(let token, let window): takeMatrix(token, window)
    case .authorized(let token, let report): takeReport(token, report)
    case .summary(let token, let summary): takeSummary(token, summary)
    case .tick: takeTick()
    case .databaseChanged: takeChange()
    case .exported(let token, let path, let rows): takeExport(token, path: path, rows: rows)
    case .fields(let token, let fields): takeFields(token, fields)
    case .choices(let token, let page): takeChoices(token, page)
    case .planned(let token, let plan, let notice): takePlan(token, plan, notice)
    case .previewed(let token, let impact, let progress): takePreview(token, impact, progress)
    case .units(let token, let units): takeUnits(token, units)
    case .applied(let token, let entry): takeApplied(token, entry)
    case .refused(let token, let refusal): takeRefusal(token, refusal)
    case .undoable(let token, let entry, let passedOver): takeUndoable(token, entry, passedOver)
    case .failed(let token, let message): takeFailure(token, message)
    case .notice(let message): messages.add(message)
    }
  }

  private mutating func press(_ key: Key) {
    quitWarning = max(0, quitWarning - 1)
    if let overlay {
      if overlay.takesText { type(key, in: overlay) } else { pressInOverlay(key) }
      return
    }
    if dialog != nil { return pressInDialog(key) }
    // Nothing of the panes can be seen on a screen that is too small, so nothing but leaving is done.
    let action = Action.of(key, in: ActionContext(focus))
    if layout.isTooSmall, action?.id != .quit, action?.id != .suspend, action?.id != .redraw { return }
    if let action { perform(action) }
  }

  private mutating func pressInOverlay(_ key: Key) {
    guard let action = Action.of(key, in: .overlay) else {
      // The key that opened a page closes it again.
      if Action.of(key, in: .list)?.opens(overlay) == true { overlay = nil }
      return
    }
    performInOverlay(action)
  }

  /// Does what an action says, or tells why it can't be done.
  mutating func perform(_ action: Action) {
    if let reason = action.disabled(self) {
      // Leaving the beginning and stepping into nothing are no mistakes that need a word.
      if action.id != .right { messages.say(.info, "\(action.title): \(reason)") }
      return
    }
    perform(action.id)
  }
}

extension Action {
  fileprivate func opens(_ overlay: Overlay?) -> Bool {
    switch (id, overlay) {
    case (.help, .help), (.messages, .messages), (.sort, .menu), (.whoCan, .menu), (.why, .menu),
      (.add, .menu),
      (.edit, .menu):
      true
    default: false
    }
  }
}
