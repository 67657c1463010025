internal import Authorization
internal import GRDB

/// Puts row changes into an order in which each can be written: what others refer to comes first and goes last, and
/// a unique name is given up before another row takes it.
///
/// Otherwise deletions come first, then updates, then insertions, each as they were planned.
struct RowOrder {
  private let catalog: TableCatalog
  private let database: Database

  init(_ catalog: TableCatalog, _ database: Database) {
    self.catalog = catalog
    self.database = database
  }

  /// A value in a column of a table.
  private struct Place: Hashable {
    var table: String
    var column: String
    var value: RowValue
  }

  func sort(_ changes: [RowChange]) throws -> [RowChange] {
    let planned = changes.enumerated().sorted { left, right in
      (left.element.phase, left.offset) < (right.element.phase, right.offset)
    }.map(\.element)
    return visit(planned, try needs(planned))
  }

  /// For each change those that have to be written before it.
  private func needs(_ changes: [RowChange]) throws -> [[Int]] {
    var needs = [[Int]](repeating: [], count: changes.count)
    var made: [Place: Int] = [:]
    var gone: [Place: Int] = [:]
    var freed: [Place: Int] = [:]
    let tables = Set(changes.map(\.table))
    var keys: [String: [TableCatalog.ForeignKey]] = [:]
    var unique: [String: Set<String>] = [:]
    for table in tables {
      keys[table] = try catalog.foreignKeys(table).map { key in
        var key = key
        key.target = try key.target ?? catalog.primaryKey(key.table)?.name
        return key
      }
      unique[table] = try uniqueColumns(table)
    }
    for (index, change) in changes.enumerated() {
      if change.before == nil {
        for value in change.after ?? [] {
          made[Place(table: change.table, column: value.column, value: value.value)] = index
        }
      } else if change.after == nil {
        for value in change.before ?? [] {
          gone[Place(table: change.table, column: value.column, value: value.value)] = index
        }
      }
      for value in change.before ?? [] where unique[change.table]?.contains(value.column) == true {
        freed[Place(table: change.table, column: value.column, value: value.value)] = index
      }
    }
    for (index, change) in changes.enumerated() {
      for key in keys[change.table] ?? [] {
        guard let target = key.target else { continue }
        func place(_ image: [ColumnValue]?) -> Place? {
          guard let value = image?.first(where: { $0.column == key.column })?.value, value != .null else {
            return nil
          }
          return Place(table: key.table, column: target, value: value)
        }
        if let maker = place(change.after).flatMap({ made[$0] }), maker != index {
          needs[index].append(maker)
        }
        if let goer = place(change.before).flatMap({ gone[$0] }), goer != index { needs[goer].append(index) }
      }
      for value in change.after ?? [] where unique[change.table]?.contains(value.column) == true {
        let place = Place(table: change.table, column: value.column, value: value.value)
        if let giver = freed[place], giver != index { needs[index].append(giver) }
      }
    }
    return needs
  }

  /// Each change after those it needs. A circle is broken where it is met; the database then says what is wrong.
  private func visit(_ changes: [RowChange], _ needs: [[Int]]) -> [RowChange] {
    var sorted: [RowChange] = []
    var isSeen = [Bool](repeating: false, count: changes.count)
    for start in changes.indices where !isSeen[start] {
      isSeen[start] = true
      var stack: [(index: Int, next: Int)] = [(start, 0)]
      while let (index, next) = stack.last {
        guard next < needs[index].count else {
          sorted.append(changes[index])
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let need = needs[index][next]
        guard !isSeen[need] else { continue }
        isSeen[need] = true
        stack.append((need, 0))
      }
    }
    return sorted
  }

  /// Columns that are unique by themselves, other than the key.
  private func uniqueColumns(_ table: String) throws -> Set<String> {
    let indexes = try StoredValue.texts(
      database.cachedStatement(
        sql: "SELECT name FROM pragma_index_list(?) WHERE \"unique\" AND origin <> 'pk' AND NOT partial"),
      arguments: [table])
    return Set(
      try indexes.compactMap { index in
        let columns = try StoredRow.fetchAll(
          database.cachedStatement(sql: "SELECT name FROM pragma_index_info(?)"), arguments: [index])
        return columns.count == 1 ? columns[0].text(0) : nil
      })
  }
}

extension RowChange {
  fileprivate var phase: Int { after == nil ? 0 : before == nil ? 2 : 1 }
}
