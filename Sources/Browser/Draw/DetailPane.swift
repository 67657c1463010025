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
      // The title says when reading takes long; a word for a moment would flicker.
      let note =
        detail.failed
        ? "this could not be read; Ctrl-l tries again" : detail.wanted == nil ? "nothing chosen" : ""
      frame.text(note, x: inside.x + 2, y: inside.y, width: inside.width - 2, style: Style(.dim))
      if hasFocus { frame.cursor = Point(x: inside.x, y: inside.y) }
      return
    }
    let showsCursor = state.place.pane == .detail
    drawLines(detail, &frame, inside, hasFocus: hasFocus, showsCursor: showsCursor)
  }

  private static func title(_ state: BrowserState, _ detail: DetailState, width: Int) -> String {
    let waiting = detail.isSlow ? Waiting.words : ""
    let room = width - Text.width(waiting)
    let name = detail.shown?.ref.name.text ?? detail.wanted?.name.text ?? ""
    guard state.place.pane == .detail else { return Text.clipped(name, to: room) + waiting }
    return Breadcrumbs.text(state.journey.breadcrumbs, width: room) + waiting
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
    case .item(_, let line, let column): draw(line, column, &frame, place)
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

  private static func draw(_ line: DetailLine, _ column: Int, _ frame: inout Frame, _ place: Rect) {
    let fit = NoteFit(line, column: column, room: place.width - NoteFit.indent)
    let x = place.x + NoteFit.indent
    frame.text(fit.text, x: x, y: place.y, width: fit.room, style: Style(line.warns ? .warning : .plain))
    frame.text(line.note, x: x + fit.start, y: place.y, width: fit.room - fit.start, style: Style(.dim))
  }
}
