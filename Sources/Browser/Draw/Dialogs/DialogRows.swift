import Authorization
import Frame

/// The rows of the tall fields of a dialog.
enum DialogRows {
  static func draw(_ field: Field, _ row: Int, _ frame: inout Frame, _ place: Rect, hasFocus: Bool) {
    switch field.control {
    case .checklist(let list): draw(list, row, &frame, place, hasFocus: hasFocus)
    case .lines(let lines): draw(lines, row, &frame, place, hasFocus: hasFocus)
    case .statements(let control): draw(control, row, &frame, place, hasFocus: hasFocus)
    case .area(let area): draw(area, row, &frame, place, hasFocus: hasFocus)
    case .text, .toggle, .options, .choice, .note: break
    }
  }

  private static func draw(
    _ list: Checklist, _ row: Int, _ frame: inout Frame, _ place: Rect, hasFocus: Bool
  ) {
    let index = list.list.top + row
    guard let line = list.line(at: index) else {
      if row == 0, list.count == 0 {
        say(empty(list), &frame, place, hasFocus: hasFocus && list.filter == nil)
      }
      return
    }
    let tone: Style.Tone =
      if list.list.isOutdated { .dim } else {
        switch line.mark {
        case .off, .on: .plain
        case .adding: .allowed
        case .removing: .denied
        }
      }
    let text = "\(line.mark.sign) \(line.ref.name)"
    put(text, note: line.note, tone, &frame, place)
    // The cursor of the terminal stays in the filter while it is typed.
    if index == list.cursor { select(text, &frame, place, hasFocus: hasFocus, parks: list.filter == nil) }
  }

  private static func empty(_ list: Checklist) -> String {
    if let reason = list.blocked ?? list.list.problem { return reason }
    if list.list.failed { return "this could not be read; Ctrl-l tries again" }
    guard list.list.isLoaded, !list.list.isOutdated else { return "reading…" }
    if !list.list.question.filter.isEmpty { return "nothing matches `\(list.list.question.filter)`" }
    return list.list.question.onlyOn ? "nothing is on; `o` shows everything" : "there is nothing to choose"
  }

  private static func draw(
    _ lines: LinesControl, _ row: Int, _ frame: inout Frame, _ place: Rect, hasFocus: Bool
  ) {
    let index = lines.top + row
    guard lines.items.indices.contains(index) else {
      if index == lines.items.count, lines.continues {
        say("… the list is longer; the others are in the detail", &frame, place, hasFocus: false)
      } else if row == 0, lines.items.isEmpty {
        say(lines.isLoaded ? lines.empty : "reading…", &frame, place, hasFocus: hasFocus)
      }
      return
    }
    let item = lines.items[index]
    let isRemoved = lines.removed.contains(item.removal)
    let sign = lines.removesAtOnce ? "-" : isRemoved ? "[-]" : "[x]"
    let refused = lines.refused[index]
    let isRefused = refused != nil
    let isConflict = lines.conflicts.contains(index)
    let mark = lines.removesAtOnce ? isRefused || isConflict ? "!" : " " : sign
    let text = "\(mark) \(lines.isNumbered ? "\(index + 1). " : "")\(item.text)"
    let note = refused.map { "refused: \($0.reason)" } ?? (isConflict ? "changed" : item.note)
    let tone: Style.Tone = isRefused ? .error : isConflict ? .warning : isRemoved ? .denied : .plain
    put(text, note: note, tone, &frame, place)
    if index == lines.cursor { select(text, &frame, place, hasFocus: hasFocus) }
  }

  private static func draw(
    _ control: StatementsControl, _ row: Int, _ frame: inout Frame, _ place: Rect, hasFocus: Bool
  ) {
    let index = control.top + row
    guard control.items.indices.contains(index) else {
      guard row == 0, control.items.isEmpty else { return }
      let text = control.problem ?? (control.isLoaded ? "no statements: nobody may do anything" : "reading…")
      say(text, &frame, place, hasFocus: hasFocus)
      return
    }
    let statement = control.items[index]
    let hasError = statement.findings().contains { $0.severity == .error }
    // Whatever is not exactly `allow` denies.
    let text = "\(hasError ? "!" : " ") \(index + 1). \(StatementsControl.words(statement))"
    put(text, note: "", statement.allows ? .plain : .warning, &frame, place)
    if index == control.cursor { select(text, &frame, place, hasFocus: hasFocus) }
  }

  private static func draw(
    _ area: TextArea, _ row: Int, _ frame: inout Frame, _ place: Rect, hasFocus: Bool
  ) {
    let index = area.top + row
    guard area.lines.indices.contains(index) else { return }
    let inside = Rect(x: place.x + 2, y: place.y, width: place.width - 2, height: 1)
    if area.original == nil {
      if row == 0 { say("reading…", &frame, place, hasFocus: hasFocus) }
    } else if hasFocus, index == area.line {
      frame.field(area.lines[index], x: inside.x, y: inside.y, width: inside.width)
    } else {
      frame.text(area.lines[index].text, x: inside.x, y: inside.y, width: inside.width)
    }
  }

  private static func put(
    _ text: String, note: String, _ tone: Style.Tone, _ frame: inout Frame, _ place: Rect
  ) {
    let used = frame.text(
      text, x: place.x + 2, y: place.y, width: place.width - 2, style: Style(tone))
    let start = max(used + 4, min(36, place.width / 2))
    frame.text(note, x: place.x + start, y: place.y, width: place.width - start, style: Style(.dim))
  }

  private static func say(_ text: String, _ frame: inout Frame, _ place: Rect, hasFocus: Bool) {
    frame.text(text, x: place.x + 2, y: place.y, width: place.width - 2, style: Style(.dim))
    if hasFocus {
      frame.mark(x: place.x, y: place.y)
      frame.cursor = Point(x: place.x, y: place.y)
    }
  }

  /// The row under the cursor; inverse as far as its text goes.
  private static func select(
    _ text: String, _ frame: inout Frame, _ place: Rect, hasFocus: Bool, parks: Bool = true
  ) {
    // Where the keys are elsewhere a second sign would only confuse.
    guard hasFocus else { return }
    let parked = frame.cursor
    let width = min(place.width, Text.width(text) + 3)
    frame.select(Rect(x: place.x, y: place.y, width: width, height: 1), hasFocus: hasFocus)
    if !parks { frame.cursor = parked }
  }
}
