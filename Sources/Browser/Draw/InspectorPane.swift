import Authorization
import Frame

/// What a subject may do to an object, and why.
enum InspectorPane {
  /// The widths of the table's columns.
  private struct Widths {
    var permission: Int
    var levels: [Int]
    var why: Int

    init(_ shown: Inspection, width: Int) {
      let longest = shown.rows.map { Text.width($0.permission.text) }.max() ?? 0
      permission = max(10, min(longest, width * 3 / 10))
      levels = shown.levels.indices.map { index in
        let words = shown.rows.map { $0.answers.indices.contains(index) ? word($0.answers[index]) : "" }
        return (words + [shown.levels[index].rawValue]).map(Text.width).max() ?? 0
      }
      why = max(0, width - permission - levels.reduce(0) { $0 + $1 + 2 } - 2)
    }
  }

  static func draw(_ state: BrowserState, _ frame: inout Frame, _ rect: Rect, hasFocus: Bool) {
    let inspector = state.inspector
    let waiting = inspector.isSlow ? Waiting.words : ""
    let title = Text.clipped(title(inspector), to: rect.width - 5 - Text.width(waiting)) + waiting
    frame.title(title, on: rect, style: Style(hasFocus ? .focus : .border))
    let inside = rect.inside
    if hasFocus { frame.cursor = Point(x: inside.x, y: inside.y) }
    guard let shown = inspector.shown else { return }
    var y = inside.y
    if !shown.notes.isEmpty {
      let notes = "! " + shown.notes.joined(separator: " · ")
      frame.text(notes, x: inside.x, y: y, width: inside.width, style: Style(.warning))
      y += 1
    }
    let layout = Layout(state, size: frame.size)
    let lines = InspectorLines.tableLines(state, layout)
    let widths = Widths(shown, width: inside.width - 2)
    drawHeadings(shown, widths, &frame, x: inside.x, y: y)
    drawTable(inspector, shown, widths, &frame, inside, y: y + 1, lines: lines, hasFocus: hasFocus)
    guard hasFocus, let row = inspector.row else { return }
    let below = y + 1 + lines
    let rest = Rect(
      x: inside.x, y: below, width: inside.width, height: inside.y + inside.height - below)
    drawWords(row, &frame, rest)
  }

  private static func title(_ inspector: InspectorState) -> String {
    // The pane tells what it shows; while the next answer is on its way that is still the last one.
    let subject = inspector.shown?.subject ?? inspector.subject
    let object = inspector.shown.map { $0.object } ?? inspector.object
    let subjectPin = inspector.subjectIsPinned ? " (pinned)" : ""
    let objectPin = inspector.objectIsPinned ? " (pinned)" : ""
    let place = object.map { "on \($0.title)\(objectPin)" } ?? "in general"
    // While the next answer is on its way the title is still that of the last.
    let before = inspector.shown == nil ? inspector.before : inspector.shownBefore
    let past = before.map { "as of before entry \($0): " } ?? ""
    return "\(past)\(subject.title)\(subjectPin) \(place)"
  }

  private static func word(_ answer: LevelAnswer) -> String {
    answer.outcome.map { "\($0.sign) \($0.rawValue)" } ?? "·"
  }

  private static func tone(_ outcome: Outcome?) -> Style.Tone {
    switch outcome {
    case .allowed: .allowed
    case .denied: .denied
    case .undetermined: .undetermined
    case nil: .dim
    }
  }

  private static func drawHeadings(
    _ shown: Inspection, _ widths: Widths, _ frame: inout Frame, x: Int, y: Int
  ) {
    let style = Style(.heading)
    frame.text("permission", x: x + 2, y: y, width: widths.permission, style: style)
    var x = x + 2 + widths.permission + 2
    for (index, level) in shown.levels.enumerated() {
      frame.text(level.rawValue, x: x, y: y, width: widths.levels[index], style: style)
      x += widths.levels[index] + 2
    }
    frame.text("why", x: x, y: y, width: widths.why, style: style)
  }

  private static func drawTable(
    _ inspector: InspectorState, _ shown: Inspection, _ widths: Widths, _ frame: inout Frame, _ inside: Rect,
    y: Int, lines: Int, hasFocus: Bool
  ) {
    let top = inspector.visibleTop(lines)
    for (offset, row) in shown.rows.dropFirst(top).prefix(lines).enumerated() {
      let place = Rect(x: inside.x, y: y + offset, width: inside.width, height: 1)
      draw(row, shown, widths, &frame, place)
      if hasFocus, top + offset == inspector.cursor { frame.select(place, hasFocus: true) }
    }
    if shown.rows.isEmpty {
      frame.text(
        "there is no permission to ask about", x: inside.x + 2, y: y, width: inside.width - 2,
        style: Style(.dim))
    }
    let hidden = shown.rows.count - top - lines
    if hidden > 0, !hasFocus {
      let note = " \(hidden) more: i "
      frame.put(
        note, x: inside.x + inside.width - Text.width(note) - 1, y: inside.y + inside.height,
        style: Style(.dim))
    }
  }

  private static func draw(
    _ row: InspectionRow, _ shown: Inspection, _ widths: Widths, _ frame: inout Frame, _ place: Rect
  ) {
    if row.custom { frame.put("*", x: place.x + 1, y: place.y, style: Style(.key)) }
    var x = place.x + 2
    frame.put(Words.end(of: row.permission.text, width: widths.permission), x: x, y: place.y)
    x += widths.permission + 2
    for (index, width) in widths.levels.enumerated() {
      if row.answers.indices.contains(index) {
        let answer = row.answers[index]
        frame.text(word(answer), x: x, y: place.y, width: width, style: Style(tone(answer.outcome)))
      }
      x += width + 2
    }
    if !row.warnings.isEmpty {
      x += frame.text("! ", x: x, y: place.y, width: 2, style: Style(.warning))
    }
    let room = place.x + place.width - x
    frame.text(Answer.relevant(row)?.text ?? "", x: x, y: place.y, width: room, style: Style(.plain))
  }

  /// All levels in full, so that nothing of the reason is cut.
  private static func drawWords(_ row: InspectionRow, _ frame: inout Frame, _ rect: Rect) {
    guard rect.height > 1 else { return }
    frame.rule(x: rect.x - 1, y: rect.y, width: rect.width + 2, style: Style(.focus))
    let title = row.permission.text + (row.custom ? " ─ custom" : "")
    frame.title(title, on: rect, style: Style(.heading, bold: true))
    var y = rect.y + 1
    let end = rect.y + rect.height
    for warning in row.warnings {
      for line in Words.wrapped("! \(warning)", width: rect.width - 2) where y < end {
        frame.text(line, x: rect.x + 2, y: y, width: rect.width - 2, style: Style(.warning))
        y += 1
      }
    }
    for answer in row.answers.reversed() where answer.outcome != nil {
      let label = Text.padded(answer.level.rawValue, to: 7) + Text.padded(word(answer), to: 15)
      let indent = 2 + Text.width(label)
      let lines = Words.wrapped(answer.text, width: rect.width - indent)
      if y < end {
        frame.text(label, x: rect.x + 2, y: y, width: rect.width - 2, style: Style(tone(answer.outcome)))
      }
      for line in lines.isEmpty ? [""] : lines where y < end {
        frame.text(line, x: rect.x + indent, y: y, width: rect.width - indent)
        y += 1
      }
    }
  }
}
