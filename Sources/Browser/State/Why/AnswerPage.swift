/// A page of text that answers a question, item by item.
protocol AnswerPage {
  var items: [WhyItem] { get }
  /// Place among the items that the cursor can stand on.
  var cursor: Int { get set }
  /// First visible line.
  var top: Int { get set }
  /// Whether the answer has been waited for so long that it is said.
  var isSlow: Bool { get }
}

extension AnswerPage {
  var item: WhyItem? {
    let items = items
    return items.indices.contains(cursor) ? items[cursor] : nil
  }

  /// Another answer may have fewer items.
  mutating func clampCursor() { cursor = min(cursor, max(0, items.count - 1)) }

  /// The first item of the section after the one under the cursor, or before it; round at the ends.
  func section(by step: Int) -> Int {
    let items = items
    // The headline has no heading; the cursor stops below a heading, on what it is about.
    let starts = [0] + items.indices.filter { items[$0].look == .heading && $0 > 0 }.map { $0 + 1 }
    let places = starts.filter(items.indices.contains)
    if step > 0 { return places.first { $0 > cursor } ?? 0 }
    return places.last { $0 < cursor } ?? places.last ?? 0
  }
}
