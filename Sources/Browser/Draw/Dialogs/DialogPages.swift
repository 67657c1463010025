import Authorization
import Frame

/// What lies over a dialog: choosing a row, the exact list, what is said before the first edit, a statement.
enum DialogPages {
  /// The lines that a list in a page can show.
  static func lines(_ size: Size) -> Int { max(1, rect(size).inside.height) }

  static func rect(_ size: Size) -> Rect {
    let width = DialogLayout.width(size)
    let height = max(0, min(size.height - 5, 40))
    return Rect(x: (size.width - width) / 2, y: 2, width: width, height: height)
  }

  static func draw(_ dialog: Dialog, _ frame: inout Frame) {
    guard let page = dialog.page else { return }
    switch page {
    case .picker(let picker):
      draw(picker, &frame, open(picker.title + " ─ Enter chooses, Esc goes back", &frame))
    case .units(let units): draw(units, dialog, &frame)
    case .firstEdit(let page): FirstEditDrawing.draw(page, &frame)
    case .statement(let page): StatementDrawing.draw(page, dialog, &frame)
    }
  }

  /// An empty box; returns its inside.
  static func open(_ title: String, _ frame: inout Frame, height: Int? = nil) -> Rect {
    var rect = rect(frame.size)
    if let height { rect.height = min(rect.height, height) }
    frame.fill(rect)
    frame.box(rect, style: Style(.focus))
    frame.title(title, on: rect, style: Style(.focus))
    return rect.inside
  }

  private static func draw(_ picker: Picker, _ frame: inout Frame, _ inside: Rect) {
    let lines = inside.height - 1
    for line in 0..<max(0, lines) where picker.list.top + line < picker.count {
      let index = picker.list.top + line
      let place = Rect(x: inside.x, y: inside.y + 1 + line, width: inside.width, height: 1)
      if picker.isNone(index) {
        frame.text(picker.none ?? "", x: place.x + 2, y: place.y, width: place.width - 2)
      } else if let row = picker.row(at: index) {
        let style = Style(picker.list.isOutdated ? .dim : .plain)
        let used = frame.text(
          row.ref.name.text, x: place.x + 2, y: place.y, width: place.width - 2, style: style)
        let start = max(used + 4, 30)
        frame.text(
          row.note, x: place.x + start, y: place.y, width: place.width - start, style: Style(.dim))
      }
      if index == picker.cursor { frame.select(place, hasFocus: true) }
    }
    if picker.list.count == 0 {
      let text =
        picker.list.failed
        ? "this could not be read"
        : !picker.list.isLoaded || picker.list.isOutdated ? "reading…" : "nothing matches"
      let y = inside.y + 1 + picker.count
      frame.text(text, x: inside.x + 2, y: y, width: inside.width - 2, style: Style(.dim))
    }
    // The field comes last, because the terminal's cursor belongs into it.
    frame.put("/", x: inside.x, y: inside.y, style: Style(.key, bold: true))
    frame.field(picker.filter, x: inside.x + 2, y: inside.y, width: inside.width - 2)
  }

  private static func draw(_ units: UnitsPage, _ dialog: Dialog, _ frame: inout Frame) {
    let title =
      "gains \(Digits.grouped(units.gains))  losses \(Digits.grouped(units.losses)) ─ Tab between them, Esc goes back"
    let inside = open(title, &frame)
    for line in 0..<inside.height where units.top + line < units.count {
      let index = units.top + line
      let place = Rect(x: inside.x, y: inside.y + line, width: inside.width, height: 1)
      let unit = units.unit(at: index)
      let text = unit?.words ?? (units.failed ? "this could not be read" : "…")
      let tone: Style.Tone = unit.map { $0.isGain ? .allowed : .denied } ?? .dim
      frame.text(text, x: place.x + 2, y: place.y, width: place.width - 2, style: Style(tone))
      if index == units.cursor { frame.select(place, hasFocus: true) }
    }
    let place = " \(Digits.grouped(min(units.cursor + 1, units.count))) of \(Digits.grouped(units.count)) "
    frame.put(
      place, x: inside.x + inside.width - Text.width(place) - 1, y: inside.y + inside.height,
      style: Style(.focus))
  }
}
