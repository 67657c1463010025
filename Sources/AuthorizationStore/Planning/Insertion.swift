internal import Authorization

extension PlanningSession {
  /// Adds a row with these values. The key is drawn, and other columns get what the table gives them.
  ///
  /// - Throws: `Refused` where the table has required columns that nobody here knows.
  @discardableResult
  func insert(_ table: String, _ values: [String: RowValue]) throws -> RowImage {
    let shape = try state.shape(table)
    var image: RowImage = []
    var unknown: [String] = []
    for column in shape.columns {
      if let value = values[column.name] {
        image.append(ColumnValue(column.name, value))
      } else if shape.key == [column.name] {
        guard let key = try freshKey(table, column) else {
          unknown.append(column.name)
          continue
        }
        image.append(ColumnValue(column.name, key))
      } else if let value = try column.defaultValue(state.database) {
        image.append(ColumnValue(column.name, value))
      } else {
        unknown.append(column.name)
      }
    }
    guard unknown.isEmpty else {
      let listed = unknown.map { "`\($0)`" }.joined(separator: ", ")
      let noun = unknown.count == 1 ? "a required column" : "required columns"
      throw Refused(
        .invalid,
        "the table `\(table)` has \(noun) that permscope cannot fill: \(listed); make the row with the application itself"
      )
    }
    let row = try state.insert(table, image)
    if let key = shape.key.first { created[table, default: []].append(row[key]) }
    return row
  }

  /// Nil where nobody can tell what the key of a new row is.
  private func freshKey(_ table: String, _ column: TableShape.Column) throws -> RowValue? {
    // The key of a child of multi-table inheritance is that of its parent's row.
    if try state.shape(table).isChild { return nil }
    if column.isUUID { return .text(try state.freshUUID(table)) }
    return column.isInteger ? .integer(try state.nextKey(table)) : nil
  }

  /// Those of the values whose column the table has.
  func present(_ values: [String: RowValue], in table: String) throws -> [String: RowValue] {
    let shape = try state.shape(table)
    return values.filter { shape.has($0.key) }
  }

  /// Changes columns of a row.
  func update(_ row: PlannedRow, _ values: [ColumnValue]) throws {
    try state.update(row.table, row.image, values)
  }

  /// The time of a change, where the table notes it (Pulp's `auto_now`).
  func changed(_ table: String) throws -> [ColumnValue] {
    try state.shape(table).has("pulp_last_updated") ? [ColumnValue("pulp_last_updated", .text(now))] : []
  }
}
