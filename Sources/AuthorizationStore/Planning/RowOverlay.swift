internal import Authorization

/// The rows of one table that the changes planned so far touch.
struct RowOverlay {
  struct Entry {
    var key: [RowValue]
    /// As it stands in the database; nil for a new row.
    var original: RowImage?
    /// As the changes leave it; nil where they delete it.
    var current: RowImage?
    /// When it was touched last, as a count of all touches.
    var touched: Int
  }

  private(set) var entries: [Entry] = []
  private var slots: [[RowValue]: Int] = [:]
  /// For columns that were asked for: the entries that have, or once had, a value there.
  private var indexes: [String: [RowValue: [Int]]] = [:]
  /// Deleted rows by what they say, so that one that comes again is the old one.
  private var graves: [[RowValue]: Int] = [:]

  func entry(_ key: [RowValue]) -> Entry? { slots[key].map { entries[$0] } }

  /// Notes what becomes of a row.
  ///
  /// - Parameters:
  ///   - original: the row of the database, where the overlay does not know it yet.
  ///   - content: what tells a row from others besides its key; for deletions and insertions.
  mutating func put(
    _ key: [RowValue], original: RowImage?, current: RowImage?, touched: Int, content: [RowValue]? = nil
  ) {
    let slot: Int
    if let known = slots[key] {
      slot = known
      entries[slot].current = current
      entries[slot].touched = touched
    } else {
      slot = entries.count
      entries.append(Entry(key: key, original: original, current: current, touched: touched))
      slots[key] = slot
    }
    if let content { graves[content] = current == nil && entries[slot].original != nil ? slot : nil }
    guard let current else { return }
    // A loop over the dictionary's own keys would hold it, and every change would copy it whole.
    for column in Array(indexes.keys) { indexes[column]?[current[column], default: []].append(slot) }
  }

  /// The row of the database that was deleted with this content.
  func deleted(_ content: [RowValue]) -> RowImage? { graves[content].flatMap { entries[$0].original } }

  /// The rows that are there now and have these values.
  mutating func rows(_ conditions: [ColumnValue]) -> [RowImage] {
    guard !entries.isEmpty else { return [] }
    guard let first = conditions.first else { return entries.compactMap(\.current) }
    if indexes[first.column] == nil {
      indexes[first.column] = Dictionary(
        grouping: entries.indices.filter { entries[$0].current != nil },
        by: { entries[$0].current?[first.column] ?? .null })
    }
    let slots = indexes[first.column]?[first.value] ?? []
    var seen: Set<Int> = []
    return slots.compactMap { slot in
      guard let row = entries[slot].current, seen.insert(slot).inserted,
        conditions.allSatisfy({ row[$0.column] == $0.value })
      else { return nil }
      return row
    }
  }
}
