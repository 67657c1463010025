import Authorization
import Frame

/// The mouse does what the keys do: a click selects, a double click opens, the wheel moves the cursor.
extension BrowserState {
  /// Lines that one notch of the wheel moves.
  private static let notch = 3

  mutating func point(_ mouse: Mouse) {
    let layout = layout
    guard !layout.isTooSmall else { return }
    if overlay != nil {
      pointInOverlay(mouse)
      return
    }
    if dialog != nil { return pointInDialog(mouse) }
    let place = Point(x: mouse.x, y: mouse.y)
    switch mouse.kind {
    case .scrollUp, .scrollDown:
      guard let pane = layout.pane(at: place) else { return }
      move(.lines(mouse.kind == .scrollUp ? -Self.notch : Self.notch), in: pane)
    case .press: press(at: place, layout)
    case .doubleClick:
      press(at: place, layout)
      guard let pane = layout.pane(at: place), focus == pane, let open = Action.of(.open) else { return }
      perform(open)
    }
  }

  private mutating func press(at point: Point, _ layout: Layout) {
    if point.y == layout.viewBar {
      if let view = ViewBar.view(self, at: point.x, width: size.width) { show(view) }
      return
    }
    if layout.parent?.contains(point) == true, layout.inspector?.contains(point) != true {
      goBack()
      return
    }
    guard let pane = layout.pane(at: point) else { return }
    select(at: point, in: pane, layout)
    focusPane(pane)
    if pane == .list || pane == .detail { chooseSubject() }
  }

  private mutating func select(at point: Point, in pane: Pane, _ layout: Layout) {
    switch pane {
    case .list:
      guard let rect = layout.list, let list = place.list else { return }
      let line = point.y - rect.inside.y - 1
      let row = list.top + line
      if line >= 0, list.window.rows.indices.contains(row) { place.list?.cursor = row }
    case .detail:
      guard let rect = layout.detail else { return }
      let lines = DetailLines(place.detail, width: rect.inside.width)
      let top = lines.top(place.detail, height: rect.inside.height)
      if let item = lines.item(at: top + point.y - rect.inside.y) { place.detail.cursor = item }
    case .inspector:
      guard let rect = layout.inspector else { return }
      let row = inspector.visibleTop(InspectorLines.tableLines(self, layout)) + point.y - rect.inside.y - 1
      if inspector.shown?.rows.indices.contains(row) == true { inspector.cursor = row }
    case .why, .request:
      guard let inside = layout.page?.inside, let page = place.answer else { return }
      let all = WhyLines(page, width: inside.width)
      let line = all.top(page, height: inside.height) + point.y - inside.y
      if all.lines.indices.contains(line), let item = all.lines[line].item { place.go(toItem: item) }
    case .matrix:
      guard let inside = layout.page?.inside, let matrix = place.matrix,
        let (line, column) = MatrixLayout(matrix, inside).cell(at: point, inside)
      else { return }
      place.matrix?.isCellChosen = true
      place.matrix?.rows.put(cursor: matrix.rows.top + line)
      place.matrix?.columns.put(cursor: matrix.columns.top + column)
    }
  }

  private mutating func pointInOverlay(_ mouse: Mouse) {
    switch mouse.kind {
    case .scrollUp: moveOverlay(.lines(-Self.notch))
    case .scrollDown: moveOverlay(.lines(Self.notch))
    case .press, .doubleClick:
      guard let rect = OverlayLayout.rect(self) else { return }
      guard rect.contains(Point(x: mouse.x, y: mouse.y)) else {
        overlay = nil
        return
      }
      pressOverlay(line: mouse.y - rect.inside.y, height: rect.inside.height, mouse.kind)
    }
  }

  private mutating func pressOverlay(line: Int, height: Int, _ kind: Mouse.Kind) {
    switch overlay {
    case .menu(var menu):
      let top = Scroll.top(0, showing: menu.cursor, lines: height, of: menu.items.count)
      guard menu.items.indices.contains(top + line) else { return }
      menu.cursor = top + line
      overlay = .menu(menu)
      if kind == .doubleClick { acceptOverlay() }
    case .palette(var palette):
      // The first line of the palette is its text field.
      let count = palette.actions.count
      let top = Scroll.top(0, showing: palette.cursor, lines: height - 1, of: count)
      guard line > 0, top + line - 1 < count else { return }
      palette.cursor = top + line - 1
      overlay = .palette(palette)
      if kind == .doubleClick { choose(in: palette) }
    default: break
    }
  }
}
