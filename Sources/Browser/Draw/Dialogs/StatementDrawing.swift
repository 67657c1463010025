import Authorization
import Frame

/// One statement of an access policy, with what a person should know of it as it is typed.
enum StatementDrawing {
  private static let hints = [
    "*, admin, staff, authenticated, anonymous, id:KEY, group:NAME; separated by commas",
    "names, *, <method:get>, <safe_methods>; separated by commas",
    "allow or deny; whatever is not exactly allow denies",
    "name:argument; all have to hold; separated by semicolons",
    "conditions with and, or, not; all have to hold; separated by semicolons",
  ]

  static func draw(_ page: StatementPage, _ dialog: Dialog, _ frame: inout Frame) {
    let title = page.place.map { "statement \($0 + 1)" } ?? "a new statement"
    let inside = DialogPages.open("\(title) ─ Ctrl-s takes it, Esc goes back", &frame, height: 18)
    let width = inside.width - 16
    for (index, field) in page.fields.enumerated() where index < inside.height - 3 {
      let y = inside.y + index
      let hasFocus = page.focus == index
      if hasFocus { frame.mark(x: inside.x, y: y) }
      if field.isChanged { frame.put("*", x: inside.x + 1, y: y, style: Style(.key, bold: true)) }
      frame.text(field.label, x: inside.x + 2, y: y, width: 11, style: Style(.plain, bold: hasFocus))
      guard case .text(let control) = field.control else { continue }
      frame.input(control.field, Rect(x: inside.x + 14, y: y, width: width, height: 1), hasFocus: hasFocus)
    }
    let y = inside.y + page.fields.count
    if hints.indices.contains(page.focus) {
      frame.text(hints[page.focus], x: inside.x + 2, y: y, width: inside.width - 3, style: Style(.dim))
    }
    let findings = dialog.findings(page).flatMap { finding in
      Words.wrapped("! \(finding.text)", width: inside.width - 3).map { ($0, finding.isError) }
    }
    let room = max(0, inside.y + inside.height - 2 - (y + 1))
    for (offset, finding) in findings.prefix(room).enumerated() {
      frame.text(
        finding.0, x: inside.x + 2, y: y + 1 + offset, width: inside.width - 3,
        style: Style(finding.1 ? .error : .warning))
    }
    drawButton(page, &frame, inside)
  }

  private static func drawButton(_ page: StatementPage, _ frame: inout Frame, _ inside: Rect) {
    let hasFocus = page.focus == page.fields.count
    let y = inside.y + inside.height - 1
    frame.text(
      "[ Take it ]", x: inside.x + 2, y: y, width: inside.width - 3,
      style: Style(.plain, bold: hasFocus, selected: hasFocus))
    guard hasFocus else { return }
    frame.mark(x: inside.x, y: y)
    frame.cursor = Point(x: inside.x + 4, y: y)
  }
}
