import Authorization
import Frame

/// The way down from a view: `Users › mira › kernel-qe`.
enum Breadcrumbs {
  /// The end of the way matters most, so it is cut at the beginning.
  static func text(_ crumbs: [String], width: Int) -> String {
    var shown = crumbs
    var isCut = false
    while shown.count > 1, Text.width(joined(shown, isCut: isCut)) > width {
      shown.removeFirst()
      isCut = true
    }
    return Text.clipped(joined(shown, isCut: isCut), to: width)
  }

  private static func joined(_ crumbs: [String], isCut: Bool) -> String {
    (isCut ? "… › " : "") + crumbs.joined(separator: " › ")
  }
}

/// What one came from, beside what was opened.
enum ParentPane {
  static func draw(_ state: BrowserState, _ frame: inout Frame, _ rect: Rect) {
    guard let parent = state.journey.parent else { return }
    if let list = parent.list, parent.pane == .list {
      ListPane.drawBehind(state, list, &frame, rect)
    } else {
      let title = parent.detail.shown?.ref.name.text ?? parent.title
      frame.title(title, on: rect, style: Style(.border))
      DetailPane.drawLines(parent.detail, &frame, rect.inside, hasFocus: false)
    }
  }
}
