internal import Authorization
internal import GRDB

/// Unique names that rows of one list hand to each other in a circle: one becomes `b` while `b` becomes `a`.
///
/// SQLite looks at unique columns with every statement, so that no order of the rows is right. A row that still holds
/// a name which another one is to get takes a stand-in first, within the same transaction; nobody else ever sees it,
/// and the journal has one image before and one after for each row.
struct NameHandover {
  /// A row that holds a name which it gives up later.
  struct Holder: Hashable {
    var index: Int
    var column: String
  }

  private struct Place: Hashable {
    var table: String
    var column: String
    var value: RowValue
  }

  private let rows: [RowChange]
  private let database: Database
  private var givers: [Place: Holder] = [:]
  private var unique: [String: Set<String>] = [:]
  private var standingIn: Set<Holder> = []

  init(_ rows: [RowChange], _ database: Database) throws {
    self.rows = rows
    self.database = database
    let links = try RowLinks(database)
    for (index, row) in rows.enumerated() {
      if unique[row.table] == nil {
        unique[row.table] = Set(
          try links.uniqueColumns(row.table).compactMap { $0.count == 1 ? $0.first : nil })
      }
      guard row.after != nil else { continue }
      for value in row.before ?? [] where isName(value, row.table) {
        let place = Place(table: row.table, column: value.column, value: value.value)
        givers[place] = Holder(index: index, column: value.column)
      }
    }
  }

  private func isName(_ value: ColumnValue, _ table: String) -> Bool {
    guard case .text = value.value else { return false }
    return unique[table]?.contains(value.column) == true
  }

  /// The rows that are written later and hold what this one is to get.
  func holders(inTheWayOf row: RowChange, at index: Int) -> [Holder] {
    (row.after ?? []).compactMap { value in
      let place = Place(table: row.table, column: value.column, value: value.value)
      guard let holder = givers[place], holder.index > index, !standingIn.contains(holder) else { return nil }
      return holder
    }
  }

  /// What the holder has in the place of its name from now on.
  mutating func standIn(_ holder: Holder) throws -> ColumnValue {
    standingIn.insert(holder)
    let table = rows[holder.index].table
    while true {
      // Short: a username may have 30 characters.
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      let value = ColumnValue(holder.column, .text(Name("~\(digits)")))
      if try !RowStore(database).exists(table, [value]) { return value }
    }
  }

  /// The row without the columns of its image before that hold a stand-in.
  func asLeft(_ row: RowChange, _ index: Int) -> RowChange {
    var row = row
    row.before = row.before?.filter { !standingIn.contains(Holder(index: index, column: $0.column)) }
    return row
  }
}
