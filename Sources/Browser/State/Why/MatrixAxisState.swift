import Authorization

/// The rows or the columns of the matrix: those that are loaded, and where the cursor is among them.
struct MatrixAxisState: Hashable, Sendable {
  /// Where the cursor goes once what was asked for is there.
  enum Use: Hashable, Sendable { case keep, first, last }

  struct Wish: Hashable, Sendable {
    var start: MatrixRequest.Start
    var use: Use
  }

  var filter = ""
  private(set) var rows: [ListRow] = []
  private(set) var reachesStart = false
  private(set) var reachesEnd = false
  private(set) var cursor = 0
  /// First visible one.
  private(set) var top = 0
  /// Where to read next, before anything else is done.
  var wish: Wish?
  /// How many were asked for at once.
  private var loadedLimit = 0
  /// The row that the cursor should be on, whatever is loaded.
  private var anchor: EntityRef?

  /// How near to an end of what is loaded the cursor may come before more is asked for.
  private static let margin = 2
  /// How many stay loaded beyond what is visible, behind the cursor.
  private static let slack = 3

  init(around ref: EntityRef?) {
    anchor = ref
    wish = Wish(start: ref.map { .around($0) } ?? .at(.start), use: ref == nil ? .first : .keep)
  }

  var row: ListRow? { rows.indices.contains(cursor) ? rows[cursor] : nil }

  mutating func take(_ page: Page, _ use: Use, limit: Int, visible: Int) {
    loadedLimit = limit
    let old = anchor ?? row?.ref
    let line = cursor - top
    rows = page.rows
    reachesStart = page.reachesStart
    reachesEnd = page.reachesEnd
    switch use {
    case .first: cursor = 0
    case .last: cursor = max(0, rows.count - 1)
    case .keep:
      let place = old.flatMap { old in rows.firstIndex { $0.ref.isSameRow(as: old) } }
      cursor = place ?? min(cursor, max(0, rows.count - 1))
    }
    anchor = nil
    top = use == .keep ? max(0, cursor - line) : 0
    settle(visible: visible)
  }

  mutating func settle(visible: Int) {
    cursor = min(max(0, cursor), max(0, rows.count - 1))
    top = Scroll.top(top, showing: cursor, lines: visible, of: rows.count)
  }

  mutating func put(cursor place: Int) { if rows.indices.contains(place) { cursor = place } }

  mutating func move(_ movement: Movement, visible: Int) {
    switch movement {
    case .first where !reachesStart: wish = Wish(start: .at(.start), use: .first)
    case .last where !reachesEnd: wish = Wish(start: .at(.end), use: .last)
    default:
      let wanted = cursor + (movement.distance(lines: visible) ?? 0)
      if case .pages = movement, wanted >= rows.count, !reachesEnd, let last = rows.last {
        wish = Wish(start: .at(.from(last.position)), use: .first)
      } else if case .pages = movement, wanted < 0, !reachesStart, let first = rows.first {
        wish = Wish(start: .at(.before(first.position)), use: .last)
      } else {
        cursor = movement.apply(to: cursor, count: rows.count, lines: visible)
      }
    }
  }

  /// Asks from the beginning, with another filter or about other rows.
  mutating func restart(around ref: EntityRef?) {
    anchor = ref
    wish = Wish(start: ref.map { .around($0) } ?? .at(.start), use: ref == nil ? .first : .keep)
  }

  /// Where to read so that what is visible stays and there is more in the direction of the cursor; nil where enough is
  /// loaded.
  ///
  /// - Parameter limit: at least `visible` and twice `slack`, so that one shift never calls for another.
  func shift(visible: Int, limit: Int) -> Wish? {
    guard !rows.isEmpty else { return nil }
    if !reachesEnd, cursor + Self.margin >= rows.count || top + visible > rows.count {
      let first = max(0, top - Self.slack)
      if first > 0 { return Wish(start: .at(.from(rows[first].position)), use: .keep) }
      // What was loaded for a smaller screen.
      return limit > loadedLimit ? again : nil
    }
    if !reachesStart, cursor < Self.margin {
      let end = min(top + visible + Self.slack, rows.count - 1)
      return Wish(start: .at(.before(rows[end].position)), use: .keep)
    }
    return nil
  }

  /// How what is loaded is read once more.
  var again: Wish {
    guard let first = rows.first else { return Wish(start: .at(.start), use: .keep) }
    return Wish(start: reachesStart ? .at(.start) : .at(.from(first.position)), use: .keep)
  }

  func request(_ wish: Wish, limit: Int) -> MatrixRequest.Axis {
    MatrixRequest.Axis(filter: filter, start: wish.start, limit: limit)
  }
}
