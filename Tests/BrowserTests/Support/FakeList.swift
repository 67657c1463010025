import Authorization

/// A list in memory that answers page requests as a store does: by key, in order, filtered.
struct FakeList {
  var rows: [ListRow]

  init(_ rows: [ListRow]) { self.rows = rows.sorted { Self.precedes($0.position, $1.position) } }

  /// Rows that are in order already.
  init(sorted rows: [ListRow]) { self.rows = rows }

  func page(_ request: PageRequest) -> Page {
    let all = ordered(request)
    let range: Range<Int> =
      switch request.anchor {
      case .start: 0..<min(request.limit, all.count)
      case .end: max(0, all.count - request.limit)..<all.count
      case .after(let position): from(all.partition { Self.precedes(position, $0) }, request, all)
      case .from(let position): from(all.partition { !Self.precedes($0, position) }, request, all)
      case .before(let position): upTo(all.partition { !Self.precedes($0, position) }, request)
      }
    return Page(
      rows: Array(all[range]), reachesStart: range.lowerBound == 0, reachesEnd: range.upperBound == all.count)
  }

  func count(filter: String) -> Int {
    filter.isEmpty ? rows.count : rows.count { Self.matches($0, filter) }
  }

  private func from(_ start: Int, _ request: PageRequest, _ all: [ListRow]) -> Range<Int> {
    start..<min(all.count, start + request.limit)
  }

  private func upTo(_ end: Int, _ request: PageRequest) -> Range<Int> { max(0, end - request.limit)..<end }

  private func ordered(_ request: PageRequest) -> [ListRow] {
    var found = rows
    if !request.filter.isEmpty { found = found.filter { Self.matches($0, request.filter) } }
    guard let order = request.order,
      let column = ViewDescription.columns(of: request.source).firstIndex(where: { $0.id == order.column })
    else { return found }
    for index in found.indices {
      let value = Self.sortValue(found[index].cells[column])
      found[index].position = RowPosition(sortValue: value, key: found[index].ref.key)
    }
    found.sort { Self.precedes($0.position, $1.position) }
    return order.descending ? found.reversed() : found
  }

  private static func matches(_ row: ListRow, _ filter: String) -> Bool {
    row.ref.name.text.lowercased().contains(filter.lowercased())
  }

  private static func sortValue(_ cell: CellValue) -> SortValue {
    switch cell {
    case .text(let text): .text(Name(text))
    case .flag(let flag): .integer(flag ? 1 : 0)
    case .count(let count): .integer(Int64(count))
    case .audience(let audience): .text(Name(audience.text))
    case .none: .null
    }
  }

  static func precedes(_ left: RowPosition, _ right: RowPosition) -> Bool {
    switch (left.sortValue, right.sortValue) {
    case (.text(let one), .text(let two)) where one != two: return one < two
    case (.integer(let one), .integer(let two)) where one != two: return one < two
    case (.null, .text), (.null, .integer): return true
    case (.text, .null), (.integer, .null): return false
    default: break
    }
    return switch (left.key, right.key) {
    case (.integer(let one), .integer(let two)): one < two
    case (.text(let one), .text(let two)): one < two
    case (.integer, .text): true
    case (.text, .integer): false
    case (.created, _), (_, .created): false
    }
  }
}

extension [ListRow] {
  /// The first place whose position fulfils a condition that holds from there on.
  fileprivate func partition(_ holds: (RowPosition) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle].position) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension ListRow {
  /// A row in the order of its name.
  static func named(_ ref: EntityRef, _ cells: [CellValue], faded: Bool = false) -> ListRow {
    ListRow(
      ref: ref, cells: cells, position: RowPosition(sortValue: .text(ref.name), key: ref.key), faded: faded)
  }
}
