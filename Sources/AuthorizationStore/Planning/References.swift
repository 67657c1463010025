internal import Authorization

/// Finds the rows that refer to rows which are deleted, through all foreign keys of the database.
struct References {
  /// A column of another table that refers here.
  struct Incoming: Hashable {
    var table: String
    var column: String
    /// The column that it refers to.
    var target: String
  }

  /// Rows that refer by one foreign key.
  struct Found {
    var key: Incoming
    var rows: [RowImage]
  }

  private let state: PlanningState
  private let incoming: [String: [Incoming]]

  init(_ state: PlanningState) throws {
    self.state = state
    var incoming: [String: [Incoming]] = [:]
    for table in state.catalog.tables {
      for key in try state.catalog.foreignKeys(table) {
        guard let target = try key.target ?? state.catalog.primaryKey(key.table)?.name else { continue }
        incoming[key.table, default: []].append(
          Incoming(table: table, column: key.column, target: target))
      }
    }
    self.incoming = incoming
  }

  /// What refers to some rows of a table: one query for each foreign key and 500 rows.
  ///
  /// - Parameter limit: for a foreign key, no more rows than this; nil for all.
  func rows(to rows: [RowImage], of table: String, limit: (Incoming) -> Int?) throws -> [Found] {
    try (incoming[table] ?? []).compactMap { key in
      var seen: Set<RowValue> = []
      let values = rows.map { $0[key.target] }.filter { $0 != .null && seen.insert($0).inserted }
      let found = try state.rows(of: key.table, key.column, in: values, limit: limit(key))
      return found.isEmpty ? nil : Found(key: key, rows: found)
    }
  }
}
