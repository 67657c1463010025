import Authorization
import Frame

/// Which columns of a list there is room for, and how wide each becomes.
struct ColumnFit: Hashable {
  struct Placed: Hashable {
    var column: Column
    /// Place of its value in a row.
    var index: Int
    var width: Int
  }

  private(set) var columns: [Placed] = []

  init(_ all: [Column], width: Int, sorted: String?) {
    columns = all.enumerated().map {
      let needed = max($1.width, Text.width($1.title) + ($1.id == sorted ? 2 : 0))
      return Placed(column: $1, index: $0, width: needed)
    }
    // The column that the list is sorted by stays as long as the name does.
    while columns.count > 1, needed > width, let victim = leastImportant(sorted) {
      columns.remove(at: victim)
    }
    share(width - needed)
  }

  private var needed: Int { columns.reduce(0) { $0 + $1.width + 1 } - 1 }

  private func leastImportant(_ sorted: String?) -> Int? {
    let rank = { (placed: Placed) in placed.column.id == sorted ? 1 : placed.column.priority }
    let candidates = columns.indices.dropFirst()
    return candidates.max { rank(columns[$0]) < rank(columns[$1]) }
  }

  /// Gives the cells that are left over to the columns that can use them.
  private mutating func share(_ spare: Int) {
    guard spare > 0 else {
      if columns.count == 1 { columns[0].width = max(1, columns[0].width + spare) }
      return
    }
    let stretching = columns.indices.filter { columns[$0].column.stretches }
    guard !stretching.isEmpty else { return }
    for (count, place) in stretching.enumerated() {
      columns[place].width += spare / stretching.count + (count < spare % stretching.count ? 1 : 0)
    }
  }
}
