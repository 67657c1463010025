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
}

extension PlanningSession {
  /// The first name that is still another row's after all changes.
  func clash() throws -> TakenName? {
    try takenNames.first { taken in
      try state.rows(of: taken.table, where: [(taken.column, .text(taken.name))]).contains {
        taken.keys.contains($0[taken.keyColumn])
      }
    }
  }
}
