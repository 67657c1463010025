import Authorization
import Frame

/// The line above the footer: a text field, or the last message.
enum MessageLine {
  static func draw(_ state: BrowserState, _ frame: inout Frame, y: Int) {
    let width = frame.size.width
    switch state.overlay {
    case .filter(let field):
      let hint = "Enter keeps  Esc clears  (\(filterHint(state)))"
      drawField("/", field, hint: hint, &frame, y: y)
    case .prompt(let prompt): drawField(prompt.label + ":", prompt.field, hint: "Enter  Esc", &frame, y: y)
    default:
      guard let message = state.messages.current else { return }
      let (sign, tone): (String, Style.Tone) =
        switch message.level {
        case .info: ("", .plain)
        case .warning: ("warning: ", .warning)
        case .error: ("error: ", .error)
        }
      frame.text(sign + message.text, x: 1, y: y, width: width - 2, style: Style(tone))
    }
  }

  private static func filterHint(_ state: BrowserState) -> String {
    if let matrix = state.place.matrix { return matrix.filtersColumns ? "names of objects" : "names" }
    if case .view(let view) = state.place.list?.source { return ViewDescription.of(view).filterHint }
    return "name"
  }

  private static func drawField(
    _ label: String, _ field: TextField, hint: String, _ frame: inout Frame, y: Int
  ) {
    let width = frame.size.width
    let used = frame.text(label, x: 1, y: y, width: width / 2, style: Style(.key, bold: true))
    let x = used + 2
    // The hint gives way to what is typed.
    let hintWidth = Text.width(hint)
    let showsHint = x + Text.width(field.text) + 3 + hintWidth < width
    let room = showsHint ? width - x - hintWidth - 2 : width - x - 1
    frame.field(field, x: x, y: y, width: room)
    if showsHint { frame.put(hint, x: width - hintWidth - 1, y: y, style: Style(.dim)) }
  }
}

/// The last row: what can be done here, as far as there is room.
enum Footer {
  static func draw(_ state: BrowserState, _ frame: inout Frame, y: Int) {
    let width = frame.size.width
    frame.fill(Rect(x: 0, y: y, width: width, height: 1), style: Style(.bar))
    guard state.overlay?.takesText != true else {
      var x = 1
      for (key, title) in [("Enter", "take it"), ("Esc", "leave"), ("Ctrl-w", "remove a word")] {
        x += frame.text(key, x: x, y: y, width: width - x, style: Style(.key, bold: true))
        x += frame.text(" \(title)", x: x, y: y, width: width - x, style: Style(.bar)) + 2
      }
      return
    }
    if state.overlay == nil, let dialog = state.dialog {
      let items = DialogFooter.items(state, dialog)
      var x = 1
      for (key, title) in items where x + Text.width(key) + Text.width(title) + 2 <= width {
        x += frame.text(key, x: x, y: y, width: width - x, style: Style(.key, bold: true))
        x += frame.text(" \(title)", x: x, y: y, width: width - x, style: Style(.bar)) + 2
      }
      return
    }
    let actions = relevant(state)
    // The way to everything else is always there.
    let always = actions.filter { ($0.footer ?? 0) >= 100 }
    var room = width - 2 - always.reduce(0) { $0 + Text.width(label($1)) + 2 }
    var shown: [Action] = []
    for action in actions where (action.footer ?? 0) < 100 {
      let needed = Text.width(label(action)) + 2
      guard needed <= room else { continue }
      room -= needed
      shown.append(action)
    }
    var x = 1
    for action in shown + always {
      x += frame.text(key(action), x: x, y: y, width: width - x, style: Style(.key, bold: true))
      x += frame.text(" \(action.title)", x: x, y: y, width: width - x, style: Style(.bar)) + 2
    }
  }

  /// What the keys mean in the pane that has them, the most useful first.
  static func relevant(_ state: BrowserState) -> [Action] {
    let context =
      state.overlay != nil
      ? ActionContext.overlay : state.dialog != nil ? .dialog : ActionContext(state.focus)
    let actions = Action.all.filter {
      $0.footer != nil && $0.contexts.contains(context) && $0.disabled(state) == nil
    }
    return actions.sorted { ($0.footer ?? 0) < ($1.footer ?? 0) }
  }

  private static func key(_ action: Action) -> String { action.keyNames.first ?? "" }
  private static func label(_ action: Action) -> String { "\(key(action)) \(action.title)" }
}

/// A view whose system the database does not have.
enum AbsentPage {
  static func draw(_ state: BrowserState, _ missing: SystemStatus, _ frame: inout Frame, _ rect: Rect) {
    frame.box(rect, style: Style(.focus))
    let view = ViewDescription.of(state.journey.view)
    frame.title(view.title, on: rect, style: Style(.focus))
    let inside = rect.inside
    var lines = ["this database has no \(missing.system.title)", "", "the view needs these tables:"]
    lines += missing.missingTables.map { "  \($0)" }
    for (index, line) in lines.prefix(inside.height - 1).enumerated() {
      frame.text(line, x: inside.x + 2, y: inside.y + 1 + index, width: inside.width - 4)
    }
    frame.cursor = Point(x: inside.x + 2, y: inside.y + 1)
  }
}
