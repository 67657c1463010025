internal import Authorization
internal import GRDB

/// Finds what other programs did to the rows of the history since it was written.
struct Strangers {
  /// A row of another program that cannot have been there beside one that was.
  struct Intruder {
    var removal: RowChange
    var words: String
  }

  /// In words, a sentence for each row that is not what the history left.
  private(set) var differences: [String] = []
  private let reader: AuthorizationReader
  private let words: RowWords

  /// What the newest entries left of a row.
  private struct Left {
    /// The newest entry about it.
    var entry: Int64
    var exists: Bool
    /// Whether older entries say nothing more.
    var isWhole: Bool
    var values: [ColumnValue] = []
  }

  /// - Parameter changes: the newest first.
  init(_ reader: AuthorizationReader, _ changes: [(entry: Int64, row: RowChange)]) throws {
    self.reader = reader
    words = RowWords(reader)
    var order: [RowIdentity] = []
    var left: [RowIdentity: Left] = [:]
    for (entry, row) in changes {
      let identity = RowIdentity(row)
      if left[identity] == nil {
        order.append(identity)
        left[identity] = Left(entry: entry, exists: row.after != nil, isWhole: row.after == nil)
      }
      guard left[identity]?.isWhole == false, let after = row.after else { continue }
      for value in after where left[identity]?.values.value(of: value.column) == nil {
        left[identity]?.values.append(value)
      }
      left[identity]?.isWhole = row.before == nil
    }
    let catalog = try TableCatalog(reader.database)
    var absent: Set<String> = []
    for identity in order {
      guard let known = left[identity] else { continue }
      if catalog.has(identity.table) {
        if let difference = try difference(identity, known, catalog) { differences.append(difference) }
      } else if absent.insert(identity.table).inserted {
        differences.append(
          "the table `\(identity.table)` is not there any more; what entry \(known.entry) did in it is left out"
        )
      }
    }
  }

  private func difference(_ identity: RowIdentity, _ left: Left, _ catalog: TableCatalog) throws -> String? {
    let columns = Set(try catalog.columns(identity.table).map(\.name))
    let expected = left.values.filter { columns.contains($0.column) }
    let key = identity.key
    guard key.allSatisfy({ columns.contains($0.column) }) else {
      return "`\(identity.table)` has another key now; what entry \(left.entry) did in it is left out"
    }
    let found: [ColumnValue]?
    do {
      found = try RowStore(reader.database).values(identity.table, key, expected.map(\.column))
    } catch is EditRefused {
      return try sentence("changed", identity, left, "")
    }
    guard let found else {
      guard left.exists else { return nil }
      return try sentence("deleted", identity, left, left.isWhole ? "" : "; all that it was is not known")
    }
    guard left.exists else { return try sentence("added", identity, left, "") }
    return try RowComparison.difference(expected, found).map {
      try sentence("changed", identity, left, ": \($0.words)")
    }
  }

  private func sentence(_ verb: String, _ identity: RowIdentity, _ left: Left, _ rest: String) throws
    -> String
  {
    let name = try words.name(identity.table, identity.key, image: left.values)
    return "another program has \(verb) \(name) since entry \(left.entry)\(rest)"
  }

  /// Rows that hold what must be unique of a row that comes back, and that the history knows nothing of.
  func intruders(in deltas: [TableDelta]) throws -> [Intruder] {
    let links = try RowLinks(reader.database)
    var found: [Intruder] = []
    var seen: Set<RowIdentity> = []
    for delta in deltas {
      let known = Set(
        (delta.removed + delta.added).map { row in delta.keys.map { delta.value($0, of: row) } })
      for columns in try links.uniqueColumns(delta.table) {
        for row in delta.added {
          let values = columns.map { ColumnValue($0, RowValue(delta.value($0, of: row))) }
          guard let holder = try links.holder(delta.table, of: values),
            !known.contains(holder.key.map(\.value.stored)), seen.insert(holder).inserted
          else { continue }
          let name = try words.name(holder.table, holder.key)
          found.append(
            Intruder(
              removal: RowChange(table: holder.table, key: holder.key, before: [], after: nil),
              words: "another program has added \(name) since, where another row was; it is left out"))
        }
      }
    }
    return found
  }
}

extension TableDelta {
  fileprivate func value(_ column: String, of row: [DatabaseValue]) -> DatabaseValue {
    index(column).map { row[$0] } ?? .null
  }
}
