import Authorization
import Frame

/// A list: title with its numbers, column headings, rows.
enum ListPane {
  /// The cursor's sign, the mark, and then the columns.
  private static let gutter = 2

  static func draw(
    _ state: BrowserState, _ list: ListState, _ frame: inout Frame, _ rect: Rect, hasFocus: Bool
  ) {
    frame.title(
      title(state, list, width: rect.width - 5), on: rect, style: Style(hasFocus ? .focus : .border))
    let inside = rect.inside
    guard inside.width > gutter + 1, inside.height > 1 else { return }
    let fit = ColumnFit(list.columns, width: inside.width - gutter - 1, sorted: list.order?.column)
    drawHeadings(list, fit, &frame, inside)
    let lines = inside.height - 1
    let count = list.window.rows.count
    guard count > 0 else {
      let note = Text.clipped(emptyNote(list), to: inside.width - 2)
      frame.put(note, x: inside.x + 2, y: inside.y + 1, style: Style(.dim))
      if hasFocus { frame.cursor = Point(x: inside.x, y: inside.y + 1) }
      return
    }
    let cursor = min(list.cursor, count - 1)
    let top = Scroll.top(list.top, showing: cursor, lines: lines, of: count)
    for line in 0..<lines where top + line < count {
      let row = list.window.rows[top + line]
      let place = Rect(x: inside.x, y: inside.y + 1 + line, width: inside.width, height: 1)
      drawRow(row, list, fit, &frame, place)
      // Only the name is inverse: a whole row costs several times the bytes, at every step, over ssh.
      if top + line == cursor {
        let name = gutter + (fit.columns.first?.width ?? 0)
        frame.select(Rect(x: place.x, y: place.y, width: name, height: 1), hasFocus: hasFocus)
      }
    }
  }

  /// The same list without the keys, as what one came from.
  static func drawBehind(_ state: BrowserState, _ list: ListState, _ frame: inout Frame, _ rect: Rect) {
    draw(state, list, &frame, rect, hasFocus: false)
  }

  private static func title(_ state: BrowserState, _ list: ListState, width: Int) -> String {
    var parts = [numbers(list)]
    if let tally = list.tally, list.counting != nil, !tally.complete,
      !list.filter.isEmpty || list.order != nil || list.source == .view(.findings)
    {
      let work = list.source == .view(.findings) ? "looking" : list.filter.isEmpty ? "sorting" : "searching"
      parts.append("\(work) \(Int(max(0, min(1, tally.progress)) * 100))%")
    }
    if !list.filter.isEmpty { parts.append("filter: \(list.filter)") }
    if !list.marks.isEmpty { parts.append("\(Digits.grouped(list.marks.count)) marked") }
    if let note = list.tally?.note { parts.append(note) }
    let rest = parts.filter { !$0.isEmpty }.map { " ─ \($0)" }.joined()
    let path = state.place.list?.source == list.source ? state.journey.breadcrumbs : [list.title]
    let crumbs = state.place.pane == .detail && path.count > 1 ? Array(path.dropLast()) : path
    return Breadcrumbs.text(crumbs, width: max(12, width - Text.width(rest))) + rest
  }

  private static func numbers(_ list: ListState) -> String {
    guard let tally = list.tally else { return "" }
    let matches = Digits.grouped(tally.matches)
    guard !list.filter.isEmpty else {
      if tally.complete { return matches }
      return tally.total.map(Digits.grouped) ?? (tally.matches > 0 ? "\(matches)+" : "")
    }
    return tally.total.map { "\(matches) of \(Digits.grouped($0))" } ?? "\(matches) found"
  }

  private static func emptyNote(_ list: ListState) -> String {
    if list.failed { return "this could not be read; Ctrl-l tries again" }
    if !list.window.loaded { return "reading…" }
    let isFiltered = !list.filter.isEmpty
    if list.counting != nil, list.source == .view(.findings) { return "looking…" }
    if list.counting != nil, list.isPrepared {
      return isFiltered ? "searching `\(list.filter)`…" : list.order != nil ? "sorting…" : "searching…"
    }
    if isFiltered { return "nothing matches `\(list.filter)`" }
    switch list.source {
    case .history, .section(_, .history):
      return "no edit in the history concerns it; what other programs changed is not known"
    default: return "there is nothing here"
    }
  }

  private static func drawHeadings(_ list: ListState, _ fit: ColumnFit, _ frame: inout Frame, _ inside: Rect)
  {
    var x = inside.x + gutter
    for placed in fit.columns {
      var title = placed.column.title
      if let order = list.order, order.column == placed.column.id { title += order.descending ? " v" : " ^" }
      put(title, placed, &frame, x: x, y: inside.y, style: Style(.heading))
      x += placed.width + 1
    }
  }

  private static func drawRow(
    _ row: ListRow, _ list: ListState, _ fit: ColumnFit, _ frame: inout Frame, _ place: Rect
  ) {
    if list.marks.contains(row.ref) { frame.put("*", x: place.x + 1, y: place.y, style: Style(.key)) }
    var x = place.x + gutter
    for placed in fit.columns {
      let value = row.cells.indices.contains(placed.index) ? row.cells[placed.index] : .none
      // Rows of an older question are no answer to this one.
      let style = Style(row.faded || list.outdated != nil ? .dim : tone(value))
      put(text(value, placed), placed, &frame, x: x, y: place.y, style: style)
      if !list.filter.isEmpty, list.outdated == nil, case .text(let text) = value {
        Match.mark(list.filter, in: text, &frame, x: x, y: place.y, width: placed.width)
      }
      x += placed.width + 1
    }
  }

  private static func put(
    _ text: String, _ placed: ColumnFit.Placed, _ frame: inout Frame, x: Int, y: Int, style: Style
  ) {
    let indent = placed.column.alignment == .right ? max(0, placed.width - Text.width(text)) : 0
    frame.text(text, x: x + indent, y: y, width: placed.width - indent, style: style)
  }

  private static func text(_ value: CellValue, _ placed: ColumnFit.Placed) -> String {
    switch value {
    case .text(let text):
      // Where there is no room for the time of day, the date is whole instead of both cut.
      placed.isWithoutYear
        ? String(text.dropFirst(5)) : placed.isDateOnly ? String(text.prefix { $0 != " " }) : text
    case .flag(let flag): flag ? "yes" : "no"
    case .count(let count): Digits.grouped(count)
    case .audience(let audience): audience.text
    case .none: ""
    }
  }

  private static func tone(_ value: CellValue) -> Style.Tone {
    switch value {
    case .audience(.anyone): .warning
    default: .plain
    }
  }
}

/// The part of a name that the filter found.
enum Match {
  static func mark(_ filter: String, in text: String, _ frame: inout Frame, x: Int, y: Int, width: Int) {
    let letters = text.map { $0.lowercased() }
    let wanted = filter.map { $0.lowercased() }
    guard !wanted.isEmpty, letters.count >= wanted.count else { return }
    let starts = 0...(letters.count - wanted.count)
    guard let start = starts.first(where: { Array(letters[$0..<$0 + wanted.count]) == wanted }) else {
      return
    }
    let before = Text.width(String(text.prefix(start)))
    let found = Text.width(String(text.dropFirst(start).prefix(wanted.count)))
    let rect = Rect(x: x + before, y: y, width: min(found, width - before), height: 1)
    // Underlined as well: a colour alone says nothing to many readers.
    frame.restyle(rect) { Style(.match, bold: $0.bold, selected: $0.selected, underlined: true) }
  }
}
