import Authorization
import Frame

/// The page of an answer.
enum WhyPane {
  static func draw(_ state: BrowserState, _ page: some AnswerPage, _ frame: inout Frame, _ rect: Rect) {
    let waiting = page.isSlow ? Waiting.words : ""
    let crumbs = Breadcrumbs.text(state.journey.breadcrumbs, width: rect.width - 5 - Text.width(waiting))
    frame.title(crumbs + waiting, on: rect, style: Style(.focus))
    let inside = rect.inside
    frame.cursor = Point(x: inside.x, y: inside.y)
    guard inside.height > 0, inside.width > 12 else { return }
    let all = WhyLines(page, width: inside.width)
    let top = all.top(page, height: inside.height)
    for (offset, line) in all.lines.dropFirst(top).prefix(inside.height).enumerated() {
      guard let index = line.item else { continue }
      let place = Rect(x: inside.x, y: inside.y + offset, width: inside.width, height: 1)
      draw(line, all.items[index], &frame, place)
      if index == page.cursor {
        if line.isFirst { frame.select(place, hasFocus: true) }
      }
    }
    let hidden = all.lines.count - top - inside.height
    if hidden > 0 {
      let note = " \(hidden) more "
      frame.put(
        note, x: inside.x + inside.width - Text.width(note) - 1, y: inside.y + inside.height,
        style: Style(.focus))
    }
  }

  private static func draw(_ line: WhyLines.Line, _ item: WhyItem, _ frame: inout Frame, _ place: Rect) {
    let indent = WhyLines.indent(item)
    let style = style(item.look)
    if line.isFirst, !item.mark.isEmpty {
      frame.put(item.mark, x: place.x + 2 + item.depth * 2, y: place.y, style: style)
    }
    frame.text(line.text, x: place.x + indent, y: place.y, width: place.width - indent, style: style)
  }

  private static func style(_ look: WhyItem.Look) -> Style {
    switch look {
    case .headline(.allowed): Style(.allowed, bold: true)
    case .headline(.denied): Style(.denied, bold: true)
    case .headline(.undetermined): Style(.undetermined, bold: true)
    case .heading: Style(.heading, bold: true)
    case .plain, .missing: Style(.plain)
    case .verdict(let verdict): Style(tone(verdict))
    case .warning: Style(.warning)
    case .dim: Style(.dim)
    case .change: Style(.key)
    }
  }

  private static func tone(_ verdict: Consideration.Verdict) -> Style.Tone {
    switch verdict {
    case .granted: .allowed
    case .denied: .denied
    case .notGranted: .plain
    case .skipped: .dim
    case .failed: .warning
    case .undetermined: .undetermined
    }
  }
}
