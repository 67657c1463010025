import Authorization

/// The detail pane: the row it is about, and the last detail that arrived.
struct DetailState: Hashable, Sendable {
  /// What the pane should show.
  var wanted: EntityRef?
  /// What it shows; an older row until the new one has arrived, so that nothing flickers.
  var shown: Detail?
  var pending: Token?
  /// The row that was asked for last, answered or not.
  var asked: EntityRef?
  var isStale = false
  /// Place among the lines that can be selected.
  var cursor = 0
  /// First visible line.
  var top = 0
  var failed = false
  /// Ticks that passed without an answer, whatever was asked for meanwhile.
  var ticks = 0

  /// Whether it shows what it should.
  var isCurrent: Bool {
    guard let shown, let wanted else { return false }
    return shown.ref.isSameRow(as: wanted)
  }

  var isSlow: Bool { pending != nil && ticks >= Waiting.patience }

  var items: [DetailItem] { shown.map(DetailItem.all(of:)) ?? [] }
  var item: DetailItem? {
    let items = items
    return items.indices.contains(cursor) ? items[cursor] : nil
  }

  /// Takes a detail that arrived, keeping the place where it is about the same row.
  mutating func take(_ detail: Detail) {
    let old = item
    let sameRow = shown?.ref.isSameRow(as: detail.ref) == true
    shown = detail
    guard sameRow else {
      cursor = 0
      top = 0
      return
    }
    let items = items
    if let old, let place = items.firstIndex(where: { $0.identity == old.identity }) { cursor = place }
    cursor = min(cursor, max(0, items.count - 1))
  }
}

/// A line of a detail that the cursor can stand on.
struct DetailItem: Hashable, Sendable {
  enum Identity: Hashable, Sendable {
    case target(SectionID, EntityRef)
    case text(SectionID, Name)
    case rest(SectionID)
  }

  var identity: Identity
  var section: SectionID
  var line: DetailLine?

  static func all(of detail: Detail) -> [DetailItem] {
    detail.sections.flatMap { section in
      var items = section.lines.map { line in
        DetailItem(
          identity: line.target.map { .target(section.id, $0) } ?? .text(section.id, Name(line.text)),
          section: section.id, line: line)
      }
      if section.continues {
        items.append(DetailItem(identity: .rest(section.id), section: section.id, line: nil))
      }
      return items
    }
  }
}
