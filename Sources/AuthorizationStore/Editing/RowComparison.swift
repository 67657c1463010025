internal import Authorization

/// What tells one image of a row from another.
enum RowComparison {
  /// What stands for a secret wherever rows are shown.
  static let mark = RowValue.text("(secret)")

  /// The images of a row with their secrets left out.
  static func masked(_ values: [ColumnValue]) -> [ColumnValue] {
    values.map { SecretColumns.contains($0.column) && $0.value != .null ? ColumnValue($0.column, mark) : $0 }
  }

  static func masked(_ row: RowChange) -> RowChange {
    RowChange(
      table: row.table, key: masked(row.key), before: row.before.map(masked), after: row.after.map(masked))
  }

  /// The first column that is not as expected, with what was found there.
  static func difference(_ expected: [ColumnValue], _ found: [ColumnValue]) -> Difference? {
    for (wanted, value) in zip(expected, found) where wanted.value != value.value {
      guard !VolatileColumns.contains(wanted.column) else { continue }
      return Difference(column: wanted.column, expected: wanted.value, found: value.value)
    }
    return nil
  }

  struct Difference: Hashable {
    var column: String
    var expected: RowValue
    var found: RowValue

    /// `email` is `b` and not `a`
    var words: String {
      guard !SecretColumns.contains(column) else { return "`\(column)` is another one" }
      return "`\(column)` is \(RowComparison.words(found)) and not \(RowComparison.words(expected))"
    }
  }

  /// A value as people read it, cut short.
  static func words(_ value: RowValue) -> String {
    switch value {
    case .null: return "empty"
    case .integer(let integer): return "`\(integer)`"
    case .real(let double): return "`\(double)`"
    case .text(let name):
      return name.text.count > 60 ? "`\(name.text.prefix(60))…`" : "`\(name.text)`"
    case .bytes(let bytes): return "\(bytes.count) bytes"
    }
  }
}
