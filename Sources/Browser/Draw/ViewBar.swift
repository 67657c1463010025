import Authorization
import Frame

/// The second row: all views with their keys, at any width.
enum ViewBar {
  struct Item {
    var view: ViewID
    var label: String
    var x: Int
    var isCurrent: Bool
    var isAbsent: Bool
  }

  static func draw(_ state: BrowserState, _ frame: inout Frame, y: Int) {
    for item in items(state, width: frame.size.width) {
      let style =
        if item.isCurrent { Style(.focus, bold: true, selected: true) } else if item.isAbsent {
          Style(.dim)
        } else { Style() }
      // Brackets and parentheses say what colours only repeat. An absent view has its own room for them.
      let isOpen = item.isCurrent && !item.isAbsent
      let label = isOpen ? "[\(item.label)]" : item.label
      frame.text(label, x: isOpen ? item.x - 1 : item.x, y: y, width: frame.size.width, style: style)
    }
  }

  /// The view under a column of the screen.
  static func view(_ state: BrowserState, at x: Int, width: Int) -> ViewID? {
    items(state, width: width).first { x >= $0.x && x < $0.x + Text.width($0.label) }?.view
  }

  /// The widest way to write all views that fits.
  static func items(_ state: BrowserState, width: Int) -> [Item] {
    let ways: [(gap: Int, label: (ViewDescription, Bool, Bool) -> String)] = [
      (2, { view, _, _ in "\(view.key) \(view.title)" }),
      (1, { view, _, _ in "\(view.key) \(view.title)" }),
      (1, { view, _, _ in "\(view.key) \(short(view))" }),
      (1, { view, _, _ in "\(view.key)\(short(view))" }),
      (1, { view, isCurrent, isAbsent in isAbsent && !isCurrent ? tiny(view) : "\(view.key)\(short(view))" }),
      (1, { view, isCurrent, _ in isCurrent ? "\(view.key)\(short(view))" : tiny(view) }),
      (
        1,
        { view, isCurrent, isAbsent in
          isCurrent ? "\(view.key)\(short(view))" : isAbsent ? String(view.key) : tiny(view)
        }
      ),
    ]
    var items: [Item] = []
    for way in ways {
      items = place(state, gap: way.gap, label: way.label)
      if let last = items.last, last.x + Text.width(last.label) < width { break }
    }
    return items
  }

  private static func place(
    _ state: BrowserState, gap: Int, label: (ViewDescription, Bool, Bool) -> String
  ) -> [Item] {
    var x = 1
    return ViewDescription.all.map { view in
      let isCurrent = view.id == state.journey.view
      let isAbsent = state.missingSystem(of: view.id) != nil
      var text = label(view, isCurrent, isAbsent)
      if isAbsent { text = isCurrent ? "[\(text)]" : "(\(text))" }
      defer { x += Text.width(text) + gap }
      return Item(view: view.id, label: text, x: x, isCurrent: isCurrent, isAbsent: isAbsent)
    }
  }

  private static func tiny(_ view: ViewDescription) -> String { "\(view.key)\(view.title.prefix(2))" }

  private static func short(_ view: ViewDescription) -> String {
    switch view.id {
    case .groups: "Grps"
    case .policies: "Pols"
    case .objects: "Objs"
    case .permissions: "Perms"
    case .endpoints: "Ends"
    case .sessions: "Sess"
    case .history: "Hist"
    case .findings: "Find"
    case .users, .roles, .trees, .tasks: view.title
    }
  }
}
