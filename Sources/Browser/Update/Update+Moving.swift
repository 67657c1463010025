import Authorization

/// How far the cursor goes.
enum Movement {
  case lines(Int), pages(Int), halfPages(Int)
  case first, last

  /// The lines to go where `lines` are visible; nil for the ends.
  func distance(lines visible: Int) -> Int? {
    switch self {
    case .lines(let count): count
    case .pages(let count): count * max(1, visible - 1)
    case .halfPages(let count): count * max(1, visible / 2)
    case .first, .last: nil
    }
  }

  /// The place that this leads to among `count`.
  func apply(to place: Int, count: Int, lines: Int) -> Int {
    let wanted =
      switch self {
      case .first: 0
      case .last: count - 1
      default: place + (distance(lines: lines) ?? 0)
      }
    return min(max(0, wanted), max(0, count - 1))
  }
}

extension BrowserState {
  mutating func move(_ movement: Movement) {
    move(movement, in: focus)
  }

  mutating func move(_ movement: Movement, in pane: Pane) {
    guard !isAbsent else { return }
    switch pane {
    case .list: moveInList(movement)
    case .detail: moveInDetail(movement)
    case .inspector:
      let lines = InspectorLines.tableLines(self, layout)
      inspector.cursor = movement.apply(
        to: inspector.cursor, count: inspector.shown?.rows.count ?? 0, lines: lines)
    case .why, .request: moveInAnswer(movement)
    case .matrix: moveInMatrix(movement)
    }
    guard pane == .list || pane == .detail else { return }
    follow()
    chooseSubject()
  }

  /// What a person went to by a key or a click remains the subject in views that have none.
  mutating func chooseSubject() {
    if inspector.subject != .anonymous { inspector.subjectIsChosen = true }
  }

  private mutating func moveInList(_ movement: Movement) {
    guard let list = place.list else { return }
    switch movement {
    case .first where !list.window.reachesStart: loadEnd(.first)
    case .last where !list.window.reachesEnd: loadEnd(.last)
    default:
      // A move beyond what is loaded stops at its edge: a key that is held never runs past.
      let cursor = movement.apply(
        to: list.cursor, count: list.window.rows.count, lines: layout.listLines)
      place.list?.cursor = cursor
    }
  }

  private mutating func moveInDetail(_ movement: Movement) {
    let items = place.detail.items.count
    let lines = layout.detailLines
    guard items > 0 else {
      // Nothing to stand on: scroll instead.
      place.detail.top = max(0, place.detail.top + (movement.distance(lines: lines) ?? 0))
      return
    }
    place.detail.cursor = movement.apply(to: place.detail.cursor, count: items, lines: lines)
    // The facts above the first line must come back into sight.
    if place.detail.cursor == 0 { place.detail.top = 0 }
  }

  /// Lets the inspector move with the row under the cursor.
  mutating func follow() {
    guard !isAbsent else { return }
    if !inspector.subjectIsChosen, !inspector.subjectIsPinned { inspector.subject = .anonymous }
    guard place.pane == .detail, let own = place.detail.wanted else {
      if let ref = place.list?.row?.ref, !isDeleted(ref) { inspector.follow(ref) }
      return
    }
    if !isDeleted(own) { inspector.follow(own) }
    // The lines speak for themselves, but who looks at a user goes on asking about that user.
    guard place.detail.isCurrent, let target = place.detail.item?.line?.target else { return }
    // A policy is named by many lines, and is seldom what is asked about.
    guard target.kind != .policy else { return }
    if !isDeleted(target), own.kind != .user || SubjectRef(target) == nil { inspector.follow(target) }
  }
}
