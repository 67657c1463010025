import Authorization

/// The loaded part of a list. It never holds a whole table: rows far from the cursor are dropped.
struct RowWindow: Hashable, Sendable {
  /// Rows that are kept at the most. A page is a third of it.
  static let limit = 300
  static let page = 100
  /// How near to an end of the window the cursor may come before more rows are asked for.
  static let margin = 40

  private(set) var rows: [ListRow] = []
  var reachesStart = false
  var reachesEnd = false
  /// False until the first page is there.
  private(set) var loaded = false

  mutating func replace(by page: Page) {
    rows = page.rows
    reachesStart = page.reachesStart
    reachesEnd = page.reachesEnd
    loaded = true
  }

  mutating func remove(where isGone: (ListRow) -> Bool) { rows.removeAll(where: isGone) }

  /// Adds rows at the end. Returns how many were dropped at the start, by which places in the window move.
  mutating func append(_ page: Page) -> Int {
    rows += page.rows
    // A page without rows means the end, whatever the store says: asking again would never stop.
    reachesEnd = page.reachesEnd || page.rows.isEmpty
    let surplus = max(0, rows.count - Self.limit)
    if surplus > 0 {
      rows.removeFirst(surplus)
      reachesStart = false
    }
    return surplus
  }

  /// Adds rows at the start. Returns how many, by which places in the window move.
  mutating func prepend(_ page: Page) -> Int {
    rows = page.rows + rows
    reachesStart = page.reachesStart || page.rows.isEmpty
    if rows.count > Self.limit {
      rows.removeLast(rows.count - Self.limit)
      reachesEnd = false
    }
    return page.rows.count
  }
}
