internal import Authorization

/// A name that a change takes while other rows have it.
struct TakenName {
  var table: String
  var column: String
  var name: Name
  var keyColumn: String
  /// The rows that have it.
  var keys: [RowValue]
  /// The place of the change.
  var change: Int
  var refusal: Refusal

  var refused: RefusedChange {
    let holders = keys.map { RowIdentity(table: table, key: [ColumnValue(keyColumn, $0)]) }
    return RefusedChange(change, refusal, canBeLifted: true, holders: holders)
  }
}

extension PlanningSession {
  /// The names that are still another row's after all changes.
  func clashes() throws -> [TakenName] {
    try takenNames.filter { taken in
      try state.rows(of: taken.table, where: [(taken.column, .text(taken.name))]).contains {
        taken.keys.contains($0[taken.keyColumn])
      }
    }
  }
}
