import Authorization

extension BrowserState {
  /// What `Enter` does in the pane that has the keys.
  mutating func open() {
    switch focus {
    case .list:
      // A row of a list of answers is opened by what it is the answer to.
      if let question = rowQuestion { openWhy(question) } else { openRow() }
    case .detail:
      guard let item = place.detail.item else { return }
      if let target = item.line?.target { return openTarget(target) }
      if case .fix(let fix) = item.line?.edit { return openFix(fix) }
      guard item.line == nil, let detail = place.detail.shown else { return }
      let title = detail.sections.first { $0.id == item.section }?.title ?? item.section.rawValue
      enter(Place(list: .section(of: detail.ref, section: item.section), title: title.lowercased()))
    case .inspector: askWhy()
    case .why: openRemedy()
    case .request: openRequest()
    case .matrix: if let question = place.matrix?.cell { openWhy(question) }
    }
  }

  private mutating func openRow() {
    guard let row = place.list?.row, !openRowList() else { return }
    if row.ref.kind == .type, row.opens == nil, !isSeen { return openTarget(row.ref) }
    place.pane = .detail
    place.detail.cursor = 0
    place.detail.top = 0
    follow()
    chooseSubject()
  }

  /// Whether the list is about listings, whose rows lead to nothing but their lists.
  private var isSeen: Bool { if case .seen = place.list?.source { true } else { false } }

  /// To the right: the next object of the matrix, the detail of a row, or whatever `Enter` opens.
  mutating func goRight() {
    switch focus {
    case .matrix: moveMatrixColumns(.lines(1))
    case .list: openRow()
    case .detail, .inspector, .why, .request: open()
    }
  }

  private mutating func openTarget(_ ref: EntityRef) {
    if ref.kind == .type, let type = ref.type ?? TypeName(ref.name.text) {
      enter(Place(list: .objects(type), title: type.description))
    } else {
      enter(Place(entity: ref))
    }
  }

  /// Goes on at the same level.
  mutating func replace(_ next: Place) {
    stopCounting()
    let left = journey.replace(next)
    abandon(left)
    inspectorHasFocus = false
    follow()
  }

  /// Goes down one level.
  mutating func enter(_ next: Place) {
    // Whoever the inspector was about when a person went on is no accident any more.
    chooseSubject()
    stopCounting()
    journey.push(next)
    inspectorHasFocus = false
    follow()
    chooseSubject()
  }

  var canGoBack: Bool {
    overlay != nil || focus == .inspector
      || place.list.map { !$0.filter.isEmpty || !$0.marks.isEmpty } == true || isMatrixFiltered
      || (place.pane == .detail && place.list != nil) || !journey.isAtRoot
  }

  private var isMatrixFiltered: Bool {
    place.matrix.map { !$0.rows.filter.isEmpty || !$0.columns.filter.isEmpty } ?? false
  }

  /// What `Esc` does: one step at a time, and never out of the program.
  mutating func goBack() {
    if overlay != nil {
      overlay = nil
    } else if focus == .inspector {
      inspectorHasFocus = false
    } else if place.pane == .detail, place.list != nil {
      place.pane = .list
    } else if place.list?.filter.isEmpty == false {
      setFilter("")
    } else if isMatrixFiltered {
      changeMatrix { matrix in
        matrix.filtersColumns = !matrix.columns.filter.isEmpty
        matrix.filter = ""
      }
    } else if !journey.isAtRoot {
      leave()
    } else if place.list?.marks.isEmpty == false {
      place.list?.marks = []
    }
    follow()
  }

  mutating func goLeft() {
    if focus == .matrix {
      moveMatrixColumns(.lines(-1))
    } else if focus == .inspector {
      inspectorHasFocus = false
    } else if place.pane == .detail, place.list != nil {
      place.pane = .list
    } else if !journey.isAtRoot {
      leave()
    }
    follow()
  }

  private mutating func leave() {
    guard let left = journey.pop() else { return }
    abandon(left)
  }

  mutating func changePane(by step: Int) {
    guard !isAbsent else { return }
    if place.isPage { return moveMatrixColumns(.pages(step)) }
    var panes: [Pane] = place.list == nil ? [.detail] : [.list, .detail]
    if inspector.isVisible { panes.append(.inspector) }
    guard let now = panes.firstIndex(of: focus) else { return }
    focusPane(panes[(now + step + panes.count) % panes.count])
  }

  mutating func focusPane(_ pane: Pane) {
    inspectorHasFocus = pane == .inspector
    if pane != .inspector { place.pane = pane }
    follow()
  }

  /// Goes to a view, to where one was in it; to its beginning where it is on the screen already.
  mutating func show(_ view: ViewID) {
    guard let index = journeys.firstIndex(where: { $0.view == view }) else { return }
    let (left, seen) = (journey, lens)
    overlay = nil
    if index == current {
      while !journey.isAtRoot { leave() }
      place.pane = place.list == nil ? .detail : .list
    } else {
      stopCounting()
      current = index
    }
    inspectorHasFocus = false
    follow()
    if let seen, lens == nil { sayThatLensEnded(seen, in: left) }
  }

  /// Stops the background work of the place that goes out of sight; it starts anew when it comes back.
  private mutating func stopCounting() {
    if let token = place.list?.counting {
      cancel(token)
      place.list?.counting = nil
      place.list?.tallyIsStale = true
      // What was not ready when it was read is read again then.
      if place.list?.isPrepared == true { place.list?.rowsAreStale = true }
    }
    if let token = place.why?.remedying {
      cancel(token)
      place.why?.remedying = nil
      place.why?.hasAskedRemedies = false
    }
  }

  /// Stops everything that a place has asked for and will not show any more.
  private mutating func abandon(_ place: Place) {
    for token in [
      place.list?.counting, place.list?.pending?.token, place.detail.pending, place.why?.pending,
      place.why?.remedying, place.matrix?.pending?.token, place.request?.pending,
    ] {
      if let token { cancel(token) }
    }
  }
}
