import Frame

/// Where everything is on the screen. Pure arithmetic, shared by drawing, paging and the mouse.
struct Layout: Hashable, Sendable {
  static let least = Size(width: 60, height: 16)
  /// From this width on the detail has its place beside the list.
  static let wide = 100
  /// A list beside a detail shows the columns that it has where it is alone on 80 cells.
  private static let listWidth = 67
  /// What a detail needs in any case.
  private static let detailWidth = 44

  var isTooSmall = false
  /// Full width, one row each.
  var header = 0
  var viewBar = 1
  var message = 0
  var footer = 0
  /// The rows between the view bar and the message line.
  var body: Rect
  /// The place one comes from, beside a row that was opened from it.
  var parent: Rect?
  var list: Rect?
  var detail: Rect?
  var inspector: Rect?
  /// What fills the screen instead of panes, and which pane it is to the keys.
  var page: Rect?
  private var pagePane = Pane.why

  /// Where a page lies.
  static func page(_ size: Size) -> Rect { Rect(x: 0, y: 2, width: size.width, height: size.height - 4) }

  init(_ state: BrowserState, size: Size) {
    body = Self.page(size)
    guard size.width >= Self.least.width, size.height >= Self.least.height else {
      isTooSmall = true
      return
    }
    message = size.height - 2
    footer = size.height - 1
    guard !state.isAbsent else { return }
    guard !state.place.isPage else {
      page = body
      pagePane = state.place.pane
      return
    }
    let inspectorHeight = Self.inspectorHeight(state, body: body.height)
    // Neighbouring panes share a border.
    let main = Rect(
      x: 0, y: body.y, width: body.width,
      height: inspectorHeight > 0 ? body.height - inspectorHeight + 1 : body.height)
    if inspectorHeight > 0 {
      inspector = Rect(
        x: 0, y: main.y + main.height - 1, width: body.width, height: inspectorHeight)
    }
    placeMain(state, main)
  }

  private mutating func placeMain(_ state: BrowserState, _ main: Rect) {
    guard main.width >= Self.wide else {
      if state.place.pane == .list { list = main } else { detail = main }
      return
    }
    let share = max(main.width * 11 / 20, min(Self.listWidth, main.width - Self.detailWidth))
    let left = Rect(x: 0, y: main.y, width: share, height: main.height)
    let right = Rect(
      x: left.width - 1, y: main.y, width: main.width - left.width + 1, height: main.height)
    detail = right
    if state.place.list == nil { parent = left } else { list = left }
  }

  /// The inspector grows while it has the keys, and never jumps with what it shows.
  private static func inspectorHeight(_ state: BrowserState, body: Int) -> Int {
    guard state.inspector.isVisible else { return 0 }
    if state.focus == .inspector { return max(8, body * 13 / 20) }
    return max(body < 18 ? 5 : 7, body * 3 / 10)
  }

  /// The rows that a list can show below its column headings.
  var listLines: Int { max(0, (list?.inside.height ?? 0) - 1) }
  var detailLines: Int { detail?.inside.height ?? 0 }

  /// The pane under a point.
  func pane(at point: Point) -> Pane? {
    if page?.contains(point) == true { return pagePane }
    if inspector?.contains(point) == true { return .inspector }
    if list?.contains(point) == true { return .list }
    if detail?.contains(point) == true { return .detail }
    return nil
  }
}

extension BrowserState {
  var layout: Layout { Layout(self, size: size) }
}
