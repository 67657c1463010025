extension Frame {
  /// Blanks a rectangle in a style.
  public mutating func fill(_ rect: Rect, style: Style = .plain) {
    let spaces = String(repeating: " ", count: columns(of: rect).count)
    for y in rows(of: rect) { put(spaces, x: max(0, rect.x), y: y, style: style) }
  }

  /// Draws a border along the edge of a rectangle, with a title in its upper line.
  ///
  /// - Parameter joined: Where the border meets one that is already there, both join (`┬`, `┼`); fill the
  ///   rectangle first to lie on top instead.
  public mutating func box(_ rect: Rect, title: String? = nil, style: Style = .plain, joined: Bool = false) {
    guard rect.width > 1, rect.height > 1 else { return }
    let (left, right) = (rect.x, rect.x + rect.width - 1)
    let (top, bottom) = (rect.y, rect.y + rect.height - 1)
    line([.down, .right], x: left, y: top, style: style, joined: joined)
    line([.down, .left], x: right, y: top, style: style, joined: joined)
    line([.up, .right], x: left, y: bottom, style: style, joined: joined)
    line([.up, .left], x: right, y: bottom, style: style, joined: joined)
    for x in left + 1..<right {
      line(.horizontal, x: x, y: top, style: style, joined: joined)
      line(.horizontal, x: x, y: bottom, style: style, joined: joined)
    }
    for y in top + 1..<bottom {
      line(.vertical, x: left, y: y, style: style, joined: joined)
      line(.vertical, x: right, y: y, style: style, joined: joined)
    }
    if let title, rect.width > 6 {
      put(" " + Text.clipped(title, to: rect.width - 5) + " ", x: left + 1, y: top, style: style)
    }
  }

  /// Changes the style of every cell of a rectangle and leaves the text.
  public mutating func restyle(_ rect: Rect, _ transform: (Style) -> Style) {
    for y in rows(of: rect) {
      for x in columns(of: rect) { setStyle(transform(self[x, y].style), x: x, y: y) }
    }
  }

  /// Draws a horizontal line, joined to the borders that it meets.
  public mutating func rule(x: Int, y: Int, width: Int, style: Style = .plain) {
    guard width > 0 else { return }
    for step in 0..<width {
      let lines: LineEnds = step == 0 ? .right : step == width - 1 ? .left : .horizontal
      line(width == 1 ? .horizontal : lines, x: x + step, y: y, style: style, joined: true)
    }
  }

  private mutating func line(_ ends: LineEnds, x: Int, y: Int, style: Style, joined: Bool) {
    let all = joined ? ends.union(LineEnds(drawnAs: self[x, y].text)) : ends
    write(Cell(all.text, style: style), x: x, y: y)
  }

  /// The rows of a rectangle that lie in the frame.
  private func rows(of rect: Rect) -> Range<Int> {
    let first = min(max(0, rect.y), size.height)
    return first..<max(first, min(size.height, rect.y + rect.height))
  }

  /// The columns of a rectangle that lie in the frame.
  private func columns(of rect: Rect) -> Range<Int> {
    let first = min(max(0, rect.x), size.width)
    return first..<max(first, min(size.width, rect.x + rect.width))
  }
}
