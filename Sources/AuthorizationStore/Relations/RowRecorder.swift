internal import Authorization

/// Notes which rows an answer rests on: what was resolved by name or key, and what stands on paths.
///
/// INVARIANT: used inside one read.
final class RowRecorder {
  /// How many paths of one bare answer are noted.
  static let pathLimit = 20

  private(set) var rows: [RowIdentity] = []
  /// Tables of types that were looked at.
  var tables: Set<String> = []
  private var known: Set<RowIdentity> = []

  func add(_ row: RowIdentity) {
    if known.insert(row).inserted { rows.append(row) }
  }

  func add(_ table: String, _ column: String, _ key: DatabaseKey) {
    add(RowIdentity(table: table, key: [ColumnValue(column, RowValue(key))]))
  }
}
