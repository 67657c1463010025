import Authorization
import Frame

/// Which columns of a list there is room for, and how wide each becomes.
struct ColumnFit: Hashable {
  struct Placed: Hashable {
    var column: Column
    /// Place of its value in a row.
    var index: Int
    var width: Int

    /// Whether there is room for the date and not for the time of day.
    var isDateOnly: Bool {
      ColumnFit.dates.contains(column.id) && width < column.width && !isWithoutYear
    }

    /// Whether the year gives way to the time of day: `11-21 05:12`.
    var isWithoutYear: Bool {
      column.id == ColumnFit.recent && width < column.width && width >= ColumnFit.shortTimeWidth
    }
  }

  /// `2026-11-02`.
  static let dateWidth = 10
  /// `11-21 05:12`.
  static let shortTimeWidth = 11
  /// The column of points in time that lie close together.
  private static let recent = "time"
  /// Columns of points in time.
  private static let dates: Set<String> = ["last_login", "expires", "created", "time"]

  private(set) var columns: [Placed] = []

  /// The first column is always there; the others come by their importance as far as there is room for them at
  /// their least width. A column that does not fit lets a narrower one behind it pass.
  init(_ all: [Column], width: Int, sorted: String?) {
    let candidates = all.enumerated().map { index, column in
      Placed(column: column, index: index, width: Self.least(column, isSorted: column.id == sorted))
    }
    // The column that the list is sorted by stays as long as the name does.
    let rank = { (placed: Placed) in
      placed.index == 0 ? -2 : placed.column.id == sorted ? -1 : placed.column.priority
    }
    let ranked = candidates.sorted { (rank($0), $0.index) < (rank($1), $1.index) }
    for placed in ranked where columns.isEmpty || needed + 1 + placed.width <= width {
      columns.append(placed)
    }
    grow(width - needed)
    columns.sort { $0.index < $1.index }
    share(width - needed)
  }

  private var needed: Int { columns.reduce(0) { $0 + $1.width + 1 } - 1 }

  /// The cells with which a column still says what it is for.
  private static func least(_ column: Column, isSorted: Bool) -> Int {
    let title = Text.width(column.title) + (isSorted ? 2 : 0)
    if column.id == recent { return max(shortTimeWidth, title) }
    if dates.contains(column.id) { return max(dateWidth, title) }
    return max(column.stretches ? column.width * 3 / 4 : column.width, title)
  }

  /// Gives columns the width that they want, the most important first. A date gets its time whole or not at all.
  private mutating func grow(_ spare: Int) {
    var spare = spare
    for place in columns.indices {
      let wanted = columns[place].column.width - columns[place].width
      let isWhole = Self.dates.contains(columns[place].column.id)
      guard wanted > 0, spare > 0, !isWhole || wanted <= spare else { continue }
      columns[place].width += min(wanted, spare)
      spare -= min(wanted, spare)
    }
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
