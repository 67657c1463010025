import Authorization
import Frame

/// Everything that hangs on a row.
enum DetailPane {
  static func draw(_ state: BrowserState, _ frame: inout Frame, _ rect: Rect, hasFocus: Bool) {
    let detail = state.place.detail
    frame.title(
      title(state, detail, width: rect.width - 5), on: rect, style: Style(hasFocus ? .focus : .border))
    let inside = rect.inside
    guard detail.shown != nil else {
      let note =
        detail.failed
        ? "this could not be read; Ctrl-l tries again" : detail.wanted == nil ? "nothing chosen" : "reading…"
      frame.text(note, x: inside.x + 2, y: inside.y, width: inside.width - 2, style: Style(.dim))
      if hasFocus { frame.cursor = Point(x: inside.x, y: inside.y) }
      return
    }
    let showsCursor = state.place.pane == .detail
    drawLines(detail, &frame, inside, hasFocus: hasFocus, showsCursor: showsCursor)
  }

  private static func title(_ state: BrowserState, _ detail: DetailState, width: Int) -> String {
    let name = detail.shown?.ref.name.text ?? detail.wanted?.name.text ?? ""
    guard state.place.pane == .detail else { return name }
    return Breadcrumbs.text(state.journey.breadcrumbs, width: width)
  }

  static func drawLines(
    _ detail: DetailState, _ frame: inout Frame, _ inside: Rect, hasFocus: Bool, showsCursor: Bool = true
  ) {
    guard inside.height > 0, inside.width > 4 else { return }
    let all = DetailLines(detail, width: inside.width)
    let top = all.top(detail, height: inside.height)
    if hasFocus { frame.cursor = Point(x: inside.x, y: inside.y) }
    for (offset, line) in all.lines.dropFirst(top).prefix(inside.height).enumerated() {
      let place = Rect(x: inside.x, y: inside.y + offset, width: inside.width, height: 1)
      draw(line, &frame, place)
      if showsCursor, all.item(at: top + offset) == detail.cursor { frame.select(place, hasFocus: hasFocus) }
    }
    let hidden = all.lines.count - top - inside.height
    if hidden > 0 {
      let note = " \(hidden) more "
      frame.put(
        note, x: inside.x + inside.width - Text.width(note) - 1, y: inside.y + inside.height,
        style: Style(.dim))
    }
  }

  private static func draw(_ line: DetailLines.Line, _ frame: inout Frame, _ place: Rect) {
    let width = place.width - 1
    switch line {
    case .facts(let facts): draw(facts, &frame, place)
    case .heading(let title, let count):
      let used = frame.text(
        title, x: place.x + 1, y: place.y, width: width, style: Style(.heading, bold: true))
      frame.text(count, x: place.x + used + 2, y: place.y, width: width - used - 1, style: Style(.dim))
    case .item(_, let line): draw(line, &frame, place)
    case .rest(_, let text):
      frame.text(text, x: place.x + 3, y: place.y, width: width - 2, style: Style(.key))
    case .blank: break
    }
  }

  private static func draw(_ facts: [Fact], _ frame: inout Frame, _ place: Rect) {
    var x = place.x + 1
    let end = place.x + place.width
    for (index, fact) in facts.enumerated() {
      if index > 0 { x += frame.text(" · ", x: x, y: place.y, width: end - x, style: Style(.dim)) }
      let text = fact.warns ? "! \(fact.text)" : fact.text
      x += frame.text(
        text, x: x, y: place.y, width: end - x, style: Style(fact.warns ? .warning : .plain))
    }
  }

  private static func draw(_ line: DetailLine, _ frame: inout Frame, _ place: Rect) {
    let text = line.warns ? "! \(line.text)" : line.text
    let room = place.width - 3
    let noteWidth = line.note.isEmpty ? 0 : min(Text.width(line.note), room / 2)
    // Notes line up in one column where the text leaves room for it.
    let column = max(0, min(room - noteWidth - 2, max(24, room * 2 / 5)))
    let limit = noteWidth == 0 ? room : room - noteWidth - 2
    let used = frame.text(
      text, x: place.x + 3, y: place.y, width: limit, style: Style(line.warns ? .warning : .plain))
    guard noteWidth > 0 else { return }
    let start = max(used + 2, min(column, room - noteWidth))
    frame.text(
      line.note, x: place.x + 3 + start, y: place.y, width: room - start, style: Style(.dim))
  }
}
