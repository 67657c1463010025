import Authorization
import Frame

/// The fields of a dialog, line by line.
enum DialogFields {
  static func draw(_ dialog: Dialog, _ layout: DialogLayout, _ frame: inout Frame) {
    let rect = layout.form
    for (offset, line) in layout.lines.dropFirst(layout.top).prefix(rect.height).enumerated() {
      let place = Rect(x: rect.x, y: rect.y + offset, width: rect.width - 1, height: 1)
      switch line {
      case .field(let index):
        let field = dialog.fields[index]
        let hasFocus = dialog.focus == .field(index)
        if field.isTall {
          drawHeading(field, layout.hiddenItems(dialog, index), &frame, place, hasFocus: hasFocus)
        } else {
          draw(field, layout, &frame, place, hasFocus: hasFocus)
        }
      case .row(let index, let row):
        DialogRows.draw(
          dialog.fields[index], row, &frame, place, hasFocus: dialog.focus == .field(index))
      case .conflict(let index):
        let text = "! \(dialog.fields[index].conflict ?? "")"
        frame.text(text, x: place.x + 4, y: place.y, width: place.width - 5, style: Style(.warning))
      case .more(_, let text):
        let x = place.x + 2 + layout.labelWidth + 2
        frame.text(text, x: x, y: place.y, width: place.x + place.width - x)
      }
    }
  }

  /// A field on one line: label, value, and what it was.
  private static func draw(
    _ field: Field, _ layout: DialogLayout, _ frame: inout Frame, _ place: Rect, hasFocus: Bool
  ) {
    if hasFocus { frame.mark(x: place.x, y: place.y) }
    if field.isChanged { frame.put("*", x: place.x + 1, y: place.y, style: Style(.key, bold: true)) }
    frame.text(
      field.label, x: place.x + 2, y: place.y, width: layout.labelWidth,
      style: Style(.plain, bold: hasFocus))
    let x = place.x + 2 + layout.labelWidth + 2
    let value = Rect(x: x, y: place.y, width: max(4, place.x + place.width - x), height: 1)
    switch field.control {
    case .text(let control): draw(control, &frame, value, hasFocus: hasFocus)
    case .toggle(let control):
      put(control.isOn ? "[x]" : "[ ]", field, was: nil, &frame, value, hasFocus: hasFocus, at: 1)
    case .options(let control):
      let word = control.words.indices.contains(control.index) ? control.words[control.index] : ""
      put("< \(word) >", field, was: nil, &frame, value, hasFocus: hasFocus, at: 2)
    case .choice(let control):
      let word = control.value == .unset ? "(choose)" : control.words(control.value)
      let was = control.isChanged && control.original != .unset ? control.words(control.original) : nil
      put("\(word) v", field, was: was, &frame, value, hasFocus: hasFocus, at: 0)
    case .note(let text):
      let first = Words.wrapped(text, width: layout.noteWidth).first ?? ""
      frame.text(first, x: value.x, y: value.y, width: value.width)
    case .checklist, .lines, .area, .statements: break
    }
  }

  private static func draw(
    _ control: TextControl, _ frame: inout Frame, _ value: Rect, hasFocus: Bool
  ) {
    guard let original = control.original else {
      frame.text("reading…", x: value.x, y: value.y, width: value.width, style: Style(.dim))
      if hasFocus { frame.cursor = Point(x: value.x, y: value.y) }
      return
    }
    // What it was stands beside it, where that says something.
    let note = control.isChanged && !original.text.isEmpty ? "was \(original)" : ""
    let noteWidth = note.isEmpty ? 0 : min(Text.width(note), value.width / 2) + 2
    var input = value
    input.width -= noteWidth
    frame.input(control.field, input, hasFocus: hasFocus)
    if noteWidth > 0 {
      frame.text(
        note, x: value.x + input.width + 2, y: value.y, width: noteWidth - 2, style: Style(.dim))
    }
  }

  private static func put(
    _ text: String, _ field: Field, was: String?, _ frame: inout Frame, _ value: Rect, hasFocus: Bool,
    at column: Int
  ) {
    let used = frame.text(
      text, x: value.x, y: value.y, width: value.width,
      style: Style(.plain, bold: hasFocus, selected: hasFocus))
    if let was {
      frame.text(
        "was \(was)", x: value.x + used + 2, y: value.y, width: value.width - used - 2, style: Style(.dim))
    }
    if hasFocus { frame.cursor = Point(x: value.x + column, y: value.y) }
  }

  private static func drawHeading(
    _ field: Field, _ hidden: String, _ frame: inout Frame, _ place: Rect, hasFocus: Bool
  ) {
    var place = place
    if !hidden.isEmpty {
      place.width -= Text.width(hidden) + 2
      frame.put(hidden, x: place.x + place.width + 1, y: place.y, style: Style(.dim))
    }
    if field.isChanged { frame.put("*", x: place.x + 1, y: place.y, style: Style(.key, bold: true)) }
    var x = place.x + 2
    x +=
      frame.text(
        field.label, x: x, y: place.y, width: place.width - 3, style: Style(.heading, bold: true)) + 2
    guard case .checklist(let list) = field.control else { return }
    var parts = [list.summary]
    if list.list.question.onlyOn { parts.append("only what is on") }
    x +=
      frame.text(
        parts.filter { !$0.isEmpty }.joined(separator: " ─ "), x: x, y: place.y,
        width: place.x + place.width - x, style: Style(.dim)) + 2
    if let filter = list.filter {
      let used = frame.text("/", x: x, y: place.y, width: 1, style: Style(.key, bold: true))
      frame.input(
        filter, Rect(x: x + used + 1, y: place.y, width: max(4, place.x + place.width - x - 3), height: 1),
        hasFocus: hasFocus)
    } else if !list.list.question.filter.isEmpty {
      frame.text(
        "filter: \(list.list.question.filter)", x: x, y: place.y, width: place.x + place.width - x,
        style: Style(.dim))
    }
  }
}
