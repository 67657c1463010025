import Authorization
import Frame

/// The page of an answer as lines of a given width.
struct WhyLines {
  struct Line: Hashable {
    /// The item that the line belongs to; nil for a blank line.
    var item: Int?
    var isFirst = true
    var text: String
  }

  private(set) var lines: [Line] = []
  let items: [WhyItem]

  init(_ page: some AnswerPage, width: Int) {
    items = page.items
    for (index, item) in items.enumerated() {
      if item.look == .heading, index > 0 { lines.append(Line(item: nil, text: "")) }
      let room = width - Self.indent(item)
      let pieces = Words.wrapped(item.text, width: max(10, room))
      for (place, text) in (pieces.isEmpty ? [""] : pieces).enumerated() {
        lines.append(Line(item: index, isFirst: place == 0, text: text))
      }
    }
  }

  /// The cells before the text: the cursor's sign, the levels, the mark.
  static func indent(_ item: WhyItem) -> Int {
    2 + item.depth * 2 + (item.mark.isEmpty ? 0 : Text.width(item.mark) + 1)
  }

  /// The first visible line; the whole item under the cursor is in sight where it fits.
  func top(_ page: some AnswerPage, height: Int) -> Int {
    guard let first = lines.firstIndex(where: { $0.item == page.cursor }),
      let last = lines.lastIndex(where: { $0.item == page.cursor })
    else { return 0 }
    let below = Scroll.top(page.top, showing: last, lines: height, of: lines.count)
    return Scroll.top(below, showing: first, lines: height, of: lines.count)
  }
}
