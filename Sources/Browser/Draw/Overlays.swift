import Authorization
import Frame

/// Where pages and menus lie.
enum OverlayLayout {
  /// The lines inside a page.
  static func lines(_ size: Size) -> Int { page(size).inside.height }
  static func width(_ size: Size) -> Int { page(size).inside.width }

  static func page(_ size: Size) -> Rect {
    let width = max(0, min(size.width - 4, 96))
    let height = max(0, min(size.height - 4, 50))
    return Rect(x: (size.width - width) / 2, y: 2, width: width, height: height)
  }

  /// The rectangle of what is open; nil where nothing lies over the panes.
  static func rect(_ state: BrowserState) -> Rect? { rect(state, state.size) }

  static func rect(_ state: BrowserState, _ size: Size) -> Rect? {
    switch state.overlay {
    case .help, .messages, .palette: return page(size)
    case .menu(let menu):
      let labels = menu.items.map { Text.width($0.label) }.max() ?? 0
      let longest = labels + (menu.items.map { Text.width($0.disabled ?? $0.note) }.max() ?? 0) + 7
      let width = min(max(longest, Text.width(menu.title) + 6, 30), size.width - 4)
      let height = min(menu.items.count + 2, size.height - 4)
      return Rect(
        x: (size.width - width) / 2, y: max(2, (size.height - height) / 3), width: width, height: height)
    case .prompt, .filter, nil: return nil
    }
  }
}

/// What lies over the panes.
enum OverlayDrawing {
  static func draw(_ state: BrowserState, _ frame: inout Frame) {
    guard let overlay = state.overlay, let rect = OverlayLayout.rect(state, frame.size) else { return }
    frame.fill(rect)
    frame.box(rect, style: Style(.focus))
    switch overlay {
    case .help(let top): drawHelp(top, &frame, rect)
    case .messages(let top): drawMessages(state, top, &frame, rect)
    case .menu(let menu): drawMenu(menu, &frame, rect)
    case .palette(let palette): drawPalette(state, palette, &frame, rect)
    case .prompt, .filter: break
    }
  }

  private static func drawHelp(_ top: Int, _ frame: inout Frame, _ rect: Rect) {
    let inside = rect.inside
    let top = min(max(0, top), max(0, HelpPage.lines.count - inside.height))
    frame.title("help ─ Esc closes", on: rect, style: Style(.focus))
    for (offset, line) in HelpPage.lines.dropFirst(top).prefix(inside.height).enumerated() {
      let y = inside.y + offset
      switch line {
      case .heading(let text):
        frame.text(text, x: inside.x + 1, y: y, width: inside.width - 2, style: Style(.heading, bold: true))
      case .entry(let keys, let help):
        frame.text(keys, x: inside.x + 3, y: y, width: HelpPage.keyWidth, style: Style(.key, bold: true))
        let x = inside.x + 3 + HelpPage.keyWidth + 1
        frame.text(help, x: x, y: y, width: inside.x + inside.width - x)
      case .blank: break
      }
    }
    drawMore(HelpPage.lines.count - top - inside.height, &frame, rect)
    frame.cursor = Point(x: inside.x, y: inside.y)
  }

  private static func drawMessages(_ state: BrowserState, _ top: Int, _ frame: inout Frame, _ rect: Rect) {
    let inside = rect.inside
    let lines = MessagePage.lines(state, width: inside.width)
    let top = min(max(0, top), max(0, lines.count - inside.height))
    frame.title("messages ─ Esc closes", on: rect, style: Style(.focus))
    for (offset, line) in lines.dropFirst(top).prefix(inside.height).enumerated() {
      let tone: Style.Tone =
        switch line.level {
        case .info: .plain
        case .warning: .warning
        case .error: .error
        }
      frame.text(
        line.text, x: inside.x + 1, y: inside.y + offset, width: inside.width - 1, style: Style(tone))
    }
    drawMore(lines.count - top - inside.height, &frame, rect)
    frame.cursor = Point(x: inside.x, y: inside.y)
  }

  private static func drawMore(_ hidden: Int, _ frame: inout Frame, _ rect: Rect) {
    guard hidden > 0 else { return }
    let note = " \(hidden) more "
    frame.put(
      note, x: rect.x + rect.width - Text.width(note) - 2, y: rect.y + rect.height - 1, style: Style(.focus))
  }

  private static func drawMenu(_ menu: Menu, _ frame: inout Frame, _ rect: Rect) {
    frame.title(menu.title, on: rect, style: Style(.focus))
    let inside = rect.inside
    let top = Scroll.top(0, showing: menu.cursor, lines: inside.height, of: menu.items.count)
    let labels = menu.items.map { Text.width($0.label) }.max() ?? 0
    for (offset, item) in menu.items.dropFirst(top).prefix(inside.height).enumerated() {
      let place = Rect(x: inside.x, y: inside.y + offset, width: inside.width, height: 1)
      let note = item.disabled ?? item.note
      let style = Style(item.disabled == nil ? .plain : .dim)
      let used = frame.text(item.label, x: place.x + 2, y: place.y, width: place.width - 2, style: style)
      // Several dialogs are compared by what they do, so that stands in a column.
      let start = (menu.purpose == .form ? labels : used) + 4
      frame.text(note, x: place.x + start, y: place.y, width: place.width - start, style: Style(.dim))
      if top + offset == menu.cursor { frame.select(place, hasFocus: true) }
    }
  }

  private static func drawPalette(
    _ state: BrowserState, _ palette: Palette, _ frame: inout Frame, _ rect: Rect
  ) {
    frame.title("commands ─ Enter runs, Esc closes", on: rect, style: Style(.focus))
    let inside = rect.inside
    let actions = palette.actions
    let lines = inside.height - 1
    let top = Scroll.top(0, showing: palette.cursor, lines: lines, of: actions.count)
    for (offset, action) in actions.dropFirst(top).prefix(lines).enumerated() {
      let place = Rect(x: inside.x, y: inside.y + 1 + offset, width: inside.width, height: 1)
      drawAction(action, state, &frame, place)
      if top + offset == palette.cursor { frame.select(place, hasFocus: true) }
    }
    if actions.isEmpty {
      frame.text(
        "no command has these letters", x: inside.x + 2, y: inside.y + 1, width: inside.width - 2,
        style: Style(.dim))
    }
    // The field comes last, because the terminal's cursor belongs into it.
    frame.put(":", x: inside.x, y: inside.y, style: Style(.key, bold: true))
    frame.field(palette.field, x: inside.x + 2, y: inside.y, width: inside.width - 2)
  }

  private static func drawAction(
    _ action: Action, _ state: BrowserState, _ frame: inout Frame, _ place: Rect
  ) {
    // The palette is judged by what lies below it.
    var below = state
    below.overlay = nil
    let reason = action.disabled(below)
    let style = Style(reason == nil ? .plain : .dim)
    let keys = action.keyNames.joined(separator: " ")
    frame.text(action.title, x: place.x + 2, y: place.y, width: 24, style: style)
    frame.text(keys, x: place.x + 27, y: place.y, width: 11, style: Style(reason == nil ? .key : .dim))
    let text = reason.map { "not now: \($0)" } ?? action.help
    frame.text(text, x: place.x + 39, y: place.y, width: place.width - 39, style: style)
  }
}
