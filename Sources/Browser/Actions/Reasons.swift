import Authorization

/// Why an action cannot be done right now, in words for the reader.
enum Reasons {
  @Sendable static func present(_ state: BrowserState) -> String? {
    state.isAbsent ? "this database does not have what the view shows" : nil
  }

  @Sendable static func open(_ state: BrowserState) -> String? {
    if state.overlay != nil { return nil }
    if let reason = present(state) { return reason }
    switch state.focus {
    case .list: return state.place.list?.row == nil ? "there is no row under the cursor" : nil
    case .detail:
      guard let item = state.place.detail.item else { return "there is nothing to open here" }
      if case .fix? = item.line?.edit { return writable(state) }
      return item.line != nil && item.line?.target == nil ? "this line leads nowhere" : nil
    case .inspector: return why(state)
    case .why: return remedy(state)
    case .request: return request(state)
    case .matrix: return state.place.matrix?.cell == nil ? "there is no cell under the cursor" : nil
    }
  }

  @Sendable static func back(_ state: BrowserState) -> String? {
    state.canGoBack ? nil : "this is the beginning; `q` quits"
  }

  @Sendable static func export(_ state: BrowserState) -> String? {
    if let page = state.place.why { return page.report == nil ? "there is no answer yet" : nil }
    if state.place.request != nil {
      return "`permscope authorize` writes the case of a request with `--case`"
    }
    return list(state)
  }

  @Sendable static func list(_ state: BrowserState) -> String? {
    present(state) ?? (state.place.list == nil ? "this is not a list" : nil)
  }

  @Sendable static func sort(_ state: BrowserState) -> String? {
    if let reason = list(state) { return reason }
    let columns = state.place.list?.columns ?? []
    return columns.contains(where: \.sortable) ? nil : "this list has one order only"
  }

  @Sendable static func row(_ state: BrowserState) -> String? {
    list(state) ?? (state.place.list?.row == nil ? "there is no row under the cursor" : nil)
  }

  @Sendable static func whoCan(_ state: BrowserState) -> String? {
    if let reason = present(state) { return reason }
    if state.focus == .inspector, state.inspector.before != nil {
      return "the list is about now, and the inspector about the past; `P` lets go"
    }
    return state.whoCanQuestions.isEmpty ? "there is no permission to ask about here" : nil
  }

  @Sendable static func request(_ state: BrowserState) -> String? {
    let systems = state.summary?.systems.filter(\.present).map(\.system) ?? []
    guard systems.contains(.policies) || systems.contains(.tasks) else {
      return "this database has neither access policies nor user tasks"
    }
    return nil
  }

  @Sendable static func pin(_ state: BrowserState) -> String? {
    if let reason = present(state) { return reason }
    guard let ref = state.refUnderCursor else { return "there is no row under the cursor" }
    if SubjectRef(ref) != nil || ref.isInspectable { return nil }
    return "the inspector is about users, groups and objects, not about a \(ref.kind.title)"
  }

  @Sendable static func letGo(_ state: BrowserState) -> String? {
    if state.place.isPage { return inspector(state) }
    let inspector = state.inspector
    let isHeld =
      inspector.subjectIsPinned || inspector.objectIsPinned || inspector.object != nil
      || inspector.before != nil
    return isHeld ? nil : "nothing is pinned"
  }

  @Sendable static func before(_ state: BrowserState) -> String? {
    if let reason = present(state) { return reason }
    return state.refUnderCursor?.kind == .entry ? nil : "there is no entry of the history under the cursor"
  }

  @Sendable static func copy(_ state: BrowserState) -> String? {
    if let reason = present(state) { return reason }
    if let page = state.place.why { return page.items.isEmpty ? "there is no answer yet" : nil }
    if let page = state.place.request { return page.report == nil ? "there is no answer to copy" : nil }
    if let matrix = state.place.matrix {
      return matrix.cell == nil ? "there is no cell under the cursor" : nil
    }
    return state.inspector.shown == nil && state.refUnderCursor == nil ? "there is no answer to copy" : nil
  }
}
