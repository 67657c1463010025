internal import Authorization
internal import GRDB

/// A row with every column, in the order of the table.
typealias RowImage = [ColumnValue]

extension [ColumnValue] {
  /// The value of a column; NULL where the row has no such column.
  subscript(column: String) -> RowValue { first { $0.column == column }?.value ?? .null }

  /// The row with some of its columns replaced.
  func setting(_ columns: [ColumnValue]) -> RowImage {
    map { own in columns.first { $0.column == own.column } ?? own }
  }
}

extension RowValue {
  /// A truth value as Django writes it on SQLite.
  init(_ truth: Bool) { self = .integer(truth ? 1 : 0) }

  var key: DatabaseKey? { DatabaseKey(databaseValue) }

  /// The value as people read it; empty for NULL.
  var words: Name { Name(databaseValue) ?? "" }

  var isTrue: Bool { databaseValue.bool ?? false }
}
