public import Frame

/// The screen for a state, at any size. Pure: the same state and size give the same frame.
public func draw(_ state: BrowserState, size: Size) -> Frame {
  var frame = Frame(size: size)
  let layout = Layout(state, size: size)
  guard !layout.isTooSmall else {
    drawTooSmall(&frame)
    return frame
  }
  Header.draw(state, &frame, y: layout.header)
  ViewBar.draw(state, &frame, y: layout.viewBar)
  if let missing = state.missingSystem(of: state.journey.view) {
    AbsentPage.draw(state, missing, &frame, layout.body)
  } else {
    drawPanes(state, &frame, layout)
  }
  MessageLine.draw(state, &frame, y: layout.message)
  Footer.draw(state, &frame, y: layout.footer)
  DialogDrawing.draw(state, &frame)
  OverlayDrawing.draw(state, &frame)
  return frame
}

private func drawPanes(_ state: BrowserState, _ frame: inout Frame, _ layout: Layout) {
  if let rect = layout.page {
    frame.box(rect, style: Style(.focus))
    if let page = state.place.answer { WhyPane.draw(state, page, &frame, rect) }
    if let matrix = state.place.matrix { MatrixPane.draw(state, matrix, &frame, rect) }
    return
  }
  let focus = state.focus
  let rects = [layout.parent, layout.list, layout.detail, layout.inspector].compactMap { $0 }
  for rect in rects { frame.box(rect, style: Style(.border), joined: true) }
  // The border of the pane that has the keys is drawn last, so that it is whole.
  let focused = focus == .list ? layout.list : focus == .detail ? layout.detail : layout.inspector
  if let focused { frame.box(focused, style: Style(.focus), joined: true) }
  if let rect = layout.parent { ParentPane.draw(state, &frame, rect) }
  if let rect = layout.list, let list = state.place.list {
    ListPane.draw(state, list, &frame, rect, hasFocus: focus == .list)
  }
  if let rect = layout.detail { DetailPane.draw(state, &frame, rect, hasFocus: focus == .detail) }
  if let rect = layout.inspector { InspectorPane.draw(state, &frame, rect, hasFocus: focus == .inspector) }
}

private func drawTooSmall(_ frame: inout Frame) {
  let least = Layout.least
  let lines = [
    "the screen is too small",
    "needed: \(least.width)x\(least.height), it is \(frame.size.width)x\(frame.size.height)",
  ]
  let top = max(0, (frame.size.height - lines.count) / 2)
  for (index, line) in lines.enumerated() {
    let x = max(0, (frame.size.width - Text.width(line)) / 2)
    frame.text(line, x: x, y: top + index, width: frame.size.width)
  }
  frame.cursor = frame.size.width > 0 && frame.size.height > 0 ? Point(x: 0, y: 0) : nil
}

extension Frame {
  /// Puts text that is cut with `…` where it does not fit. Returns the cells that it took.
  @discardableResult
  mutating func text(_ text: String, x: Int, y: Int, width: Int, style: Style = .plain) -> Int {
    guard width > 0 else { return 0 }
    return put(Text.clipped(text, to: width), x: x, y: y, maxWidth: width, style: style)
  }

  /// Puts a title into the upper border of a pane.
  mutating func title(_ text: String, on rect: Rect, style: Style) {
    guard rect.width > 6 else { return }
    put(" \(Text.clipped(text, to: rect.width - 5)) ", x: rect.x + 1, y: rect.y, style: style)
  }

  /// Marks a line as the one under the cursor: with a sign, inverse where its pane has the keys, and with the
  /// terminal's own cursor for screen readers.
  mutating func select(_ rect: Rect, hasFocus: Bool) {
    put(">", x: rect.x, y: rect.y, style: self[rect.x, rect.y].style)
    restyle(rect) { style in
      var style = style
      style.bold = true
      style.selected = hasFocus
      return style
    }
    if hasFocus { cursor = Point(x: rect.x, y: rect.y) }
  }

  /// Puts a field and parks the cursor at its insertion point; scrolls sideways where it is too long.
  mutating func field(_ field: TextField, x: Int, y: Int, width: Int, style: Style = .plain) {
    guard width > 1 else { return }
    var before = field.textBeforeInsertion[...]
    var isCut = false
    while Text.width(String(before)) > width - 2, !before.isEmpty {
      before = before.dropFirst()
      isCut = true
    }
    let hidden = field.textBeforeInsertion.count - before.count
    let shown = (isCut ? "…" : "") + String(field.characters.dropFirst(hidden))
    let style = field.isSelected ? Style(.plain, selected: true) : style
    text(shown, x: x, y: y, width: width, style: style)
    cursor = Point(x: x + Text.width(String(before)) + (isCut ? 1 : 0), y: y)
  }
}
