import Authorization
import Frame

/// A dialog over the panes.
enum DialogDrawing {
  static func draw(_ state: BrowserState, _ frame: inout Frame) {
    guard let dialog = state.dialog else { return }
    let layout = DialogLayout(dialog, size: frame.size)
    let rect = layout.rect
    frame.fill(rect)
    frame.box(rect, style: Style(.focus))
    let change = dialog.isChanged ? " ─ changed" : ""
    frame.title(dialog.title + change, on: rect, style: Style(.focus))
    drawBanner(dialog, layout, &frame)
    DialogFields.draw(dialog, layout, &frame)
    drawPreview(dialog, layout, &frame)
    drawConfirmations(dialog, layout, &frame)
    drawReason(dialog, layout, &frame)
    drawButtons(dialog, layout, &frame)
    DialogPages.draw(dialog, &frame)
  }

  private static func drawBanner(_ dialog: Dialog, _ layout: DialogLayout, _ frame: inout Frame) {
    let rect = layout.banner
    let lines = DialogLayout.bannerLines(dialog, width: rect.width - 2).prefix(rect.height)
    for (offset, line) in lines.enumerated() {
      frame.text(line, x: rect.x + 1, y: rect.y + offset, width: rect.width - 2, style: Style(.warning))
    }
  }

  private static func drawPreview(_ dialog: Dialog, _ layout: DialogLayout, _ frame: inout Frame) {
    let rect = layout.preview
    let keys = PageKeys(dialog, rows: layout.rows)
    let note = layout.hiddenFields(dialog).map { " \($0) " } ?? ""
    let line = Rect(
      x: layout.rect.x, y: layout.rule, width: layout.rect.width - Text.width(note), height: 1)
    frame.rule(x: line.x, y: line.y, width: layout.rect.width, style: Style(.focus))
    let title = PreviewLines.title(dialog, layout.pages, width: line.width - 5, keys: keys)
    frame.title(title, on: line, style: Style(.focus))
    frame.put(note, x: line.x + line.width - 1, y: line.y, style: Style(.dim))
    let lines = PreviewLines.visible(dialog, layout.pages, width: rect.width - 2, key: keys.next)
    for (offset, line) in lines.enumerated() {
      frame.text(
        line.text, x: rect.x + 1, y: rect.y + offset, width: rect.width - 2,
        style: Style(line.tone, bold: line.isBold))
    }
  }

  private static func drawConfirmations(_ dialog: Dialog, _ layout: DialogLayout, _ frame: inout Frame) {
    let rect = layout.confirmations
    for (offset, index) in layout.wordFields.enumerated() {
      let y = rect.y + offset
      let hasFocus = dialog.focus == .confirmation(index)
      let label = "type `\(dialog.confirmations[index].word)` to confirm:"
      let field = dialog.typedWords.indices.contains(index) ? dialog.typedWords[index] : TextField()
      let used = frame.text(
        label, x: rect.x + 2, y: y, width: rect.width * 2 / 3, style: Style(.key, bold: hasFocus))
      let place = Rect(x: rect.x + used + 3, y: y, width: max(8, rect.width - used - 5), height: 1)
      frame.input(field, place, hasFocus: hasFocus)
      if hasFocus { frame.mark(x: rect.x, y: y) }
    }
  }

  private static func drawReason(_ dialog: Dialog, _ layout: DialogLayout, _ frame: inout Frame) {
    guard !dialog.asks else { return }
    let hasFocus = dialog.focus == .reason
    let x = layout.rect.x + 1
    let label = "reason (optional)"
    frame.text(label, x: x + 2, y: layout.reason, width: 18, style: Style(.plain, bold: hasFocus))
    let start = x + 2 + Text.width(label) + 2
    let place = Rect(
      x: start, y: layout.reason, width: layout.rect.x + layout.rect.width - start - 2, height: 1)
    frame.input(dialog.reason, place, hasFocus: hasFocus)
    if hasFocus { frame.mark(x: x, y: layout.reason) }
  }

  private static func drawButtons(_ dialog: Dialog, _ layout: DialogLayout, _ frame: inout Frame) {
    for place in DialogButtons.places(dialog, in: layout) {
      let hasFocus = dialog.focus == .button(place.button)
      let canPress = dialog.reasonAgainst(place.button) == nil
      let style = Style(canPress ? .plain : .dim, bold: hasFocus, selected: hasFocus)
      let room = layout.rect.x + layout.rect.width - 1 - place.x
      frame.text(place.text, x: place.x, y: layout.buttons, width: room, style: style)
      if hasFocus {
        frame.mark(x: place.x - 1, y: layout.buttons)
        frame.cursor = Point(x: place.x + 2, y: layout.buttons)
      }
    }
  }
}

extension Frame {
  /// The sign of what has the keys.
  mutating func mark(x: Int, y: Int) { put(">", x: x, y: y, style: Style(.plain, bold: true)) }

  /// A text field with its place underlined; the terminal's cursor is in the one that has the keys.
  mutating func input(_ field: TextField, _ place: Rect, hasFocus: Bool) {
    let parked = cursor
    if hasFocus {
      self.field(field, x: place.x, y: place.y, width: place.width)
    } else {
      text(field.text, x: place.x, y: place.y, width: place.width)
      cursor = parked
    }
    restyle(place) { Style($0.tone, bold: $0.bold, selected: $0.selected, underlined: true) }
  }
}
