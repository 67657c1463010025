/// A value as it stands in a column.
public enum RowValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(Name)
  case bytes([UInt8])
}

/// A column with its value.
public struct ColumnValue: Sendable, Hashable {
  public var column: String
  public var value: RowValue

  public init(_ column: String, _ value: RowValue) {
    self.column = column
    self.value = value
  }
}

/// Which row of the database it is.
public struct RowIdentity: Sendable, Hashable {
  public var table: String
  /// The columns of the primary key.
  public var key: [ColumnValue]

  public init(table: String, key: [ColumnValue]) {
    self.table = table
    self.key = key
  }

  public init(_ change: RowChange) { self.init(table: change.table, key: change.key) }
}

/// What happens to one row: the images before and after it.
///
/// An insertion has no image before, a deletion none after; both images hold every column then. For an update both
/// hold the columns that change, in the same order, and nothing else: a login that another program writes into the
/// row meanwhile is no conflict.
public struct RowChange: Sendable, Hashable {
  public var table: String
  /// The columns of the primary key.
  public var key: [ColumnValue]
  public var before: [ColumnValue]?
  public var after: [ColumnValue]?

  public init(table: String, key: [ColumnValue], before: [ColumnValue]?, after: [ColumnValue]?) {
    self.table = table
    self.key = key
    self.before = before
    self.after = after
  }

  /// The change that takes this one back.
  public var inverse: RowChange { RowChange(table: table, key: key, before: after, after: before) }
}
