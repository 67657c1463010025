import Authorization
import Frame

/// What is said before the first edit of a database.
enum FirstEditDrawing {
  static func draw(_ page: FirstEditPage, _ frame: inout Frame) {
    let width = DialogPages.rect(frame.size).inside.width - 2
    var lines = Words.wrapped(
      "This is the first edit of this database. It makes the tables that the history and undo need, in the same file:",
      width: width)
    lines += Words.wrapped(page.notice.tables.joined(separator: ", "), width: width)
    if !page.notice.triggers.isEmpty {
      lines += [""]
      lines += Words.wrapped(
        "! Triggers of the database run with every edit: \(page.notice.triggers.joined(separator: ", "))",
        width: width)
    }
    lines += [""] + Words.wrapped("A copy of the whole database can be written first, to:", width: width)
    let inside = DialogPages.open("before the first edit", &frame, height: lines.count + 6)
    let shown = lines.suffix(max(0, inside.height - 4))
    for (offset, line) in shown.enumerated() {
      let tone: Style.Tone = line.hasPrefix("!") ? .warning : .plain
      frame.text(line, x: inside.x + 1, y: inside.y + offset, width: inside.width - 2, style: Style(tone))
    }
    let y = inside.y + shown.count
    frame.input(
      page.path, Rect(x: inside.x + 2, y: y, width: inside.width - 4, height: 1),
      hasFocus: page.focus == .path)
    if page.focus == .path { frame.mark(x: inside.x, y: y) }
    let buttons: [(FirstEditPage.Focus, String)] = [
      (.backUp, "[ Backup first ]"), (.go, "[ Without backup ]"), (.cancel, "[ Cancel ]"),
    ]
    var x = inside.x + 2
    for (focus, text) in buttons {
      let hasFocus = page.focus == focus
      frame.text(
        text, x: x, y: y + 2, width: inside.x + inside.width - x,
        style: Style(.plain, bold: hasFocus, selected: hasFocus))
      if hasFocus {
        frame.mark(x: x - 1, y: y + 2)
        frame.cursor = Point(x: x + 2, y: y + 2)
      }
      x += Text.width(text) + 2
    }
  }
}
