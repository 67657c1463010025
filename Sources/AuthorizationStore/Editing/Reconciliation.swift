internal import Authorization

/// Compares the rows that a person saw with those that the same changes give now, inside the writing transaction.
///
/// They must be alike but for what is drawn anew each time: keys of new rows, moments, unusable passwords. The values
/// that were seen are kept, except for a counted key that has been used meanwhile: it is never given twice.
struct Reconciliation {
  let changes: [Change]
  let words: RowWords
  let links: RowLinks
  let store: RowStore
  /// For each table the counted keys that moved: the fresh one and the one that was seen.
  private var moved: [String: [RowValue: RowValue]] = [:]
  /// Drawn keys: the fresh one and the one that was seen, which is kept.
  private var drawn: [RowValue: RowValue] = [:]

  init(_ changes: [Change], _ reader: AuthorizationReader) throws {
    self.changes = changes
    words = RowWords(reader)
    links = try RowLinks(reader.database)
    store = RowStore(reader.database)
  }

  /// The rows to write.
  ///
  /// - Throws: `EditRefused` with the first difference in words.
  mutating func rows(seen: [RowChange], fresh: [RowChange]) throws -> [RowChange] {
    guard !fresh.isEmpty else {
      throw conflict("somebody has done this already: nothing is left to change")
    }
    let pairs = try pairs(seen, fresh)
    for (old, new) in pairs where new.before == nil { try settle(old, new) }
    return try pairs.map { try merge($0, $1) }
  }

  private func conflict(_ text: String) -> EditRefused { EditRefused(Refusal(.conflict, text)) }

  /// Each fresh row with the one that was seen: new rows by their order, others by their keys.
  private func pairs(_ seen: [RowChange], _ fresh: [RowChange]) throws -> [(RowChange, RowChange)] {
    var insertions: [String: ArraySlice<RowChange>] = [:]
    for (table, rows) in Dictionary(grouping: seen.filter { $0.before == nil }, by: \.table) {
      insertions[table] = rows[...]
    }
    var others: [RowIdentity: RowChange] = [:]
    for row in seen where row.before != nil { others[RowIdentity(row)] = row }
    let pairs = try fresh.map { row -> (RowChange, RowChange) in
      let match =
        row.before == nil ? insertions[row.table]?.popFirst() : others.removeValue(forKey: RowIdentity(row))
      guard let match else { throw try unexpected(row) }
      return (match, row)
    }
    if let left = insertions.values.first(where: { !$0.isEmpty })?.first ?? others.values.first {
      let verb = left.before == nil ? "added" : left.after == nil ? "deleted" : "changed"
      throw conflict(
        "\(try words.name(left.table, left.key, image: left.after ?? left.before)) need not be \(verb) any more: somebody did it"
      )
    }
    return pairs
  }

  private func unexpected(_ row: RowChange) throws -> EditRefused {
    let name = try words.name(row.table, row.key, image: row.after ?? row.before)
    let verb = row.before == nil ? "added" : row.after == nil ? "deleted" : "changed"
    return conflict(
      "\(name) would be \(verb) as well, because of what another program has written; look again")
  }

  /// Decides on the key of a new row.
  private mutating func settle(_ old: RowChange, _ new: RowChange) throws {
    for (seen, fresh) in zip(old.key, new.key) where seen.value != fresh.value {
      switch (seen.value, fresh.value) {
      case (.integer, .integer):
        if let kind = words.kind(new.table), let key = DatabaseKey(seen.value.databaseValue),
          changes.contains(where: { $0.names(kind, key) })
        {
          throw conflict(
            "another program has used the key \(key) that other edits of the list name as the new \(kind.title); put the list together anew"
          )
        }
        moved[new.table, default: [:]][fresh.value] = seen.value
      case (.text(let text), .text(let other)):
        guard try !store.exists(old.table, old.key) else {
          throw conflict("the key `\(text)` of a new row in `\(old.table)` has been used meanwhile")
        }
        drawn[.text(other)] = .text(text)
        drawn[.text(Name(Gate.dashed(other.text)))] = .text(Name(Gate.dashed(text.text)))
      default: throw conflict("a new row in `\(new.table)` would have another key than it had; look again")
      }
    }
  }

  private func merge(_ seen: RowChange, _ fresh: RowChange) throws -> RowChange {
    var row = fresh
    let isNew = fresh.before == nil
    if let old = seen.before, let new = fresh.before { try compare(old, new, fresh, isAfter: false) }
    if let old = seen.after, let new = fresh.after { try compare(old, new, fresh, isAfter: true) }
    guard (seen.after == nil) == (fresh.after == nil) else { throw try unexpected(fresh) }
    row.key = fresh.key.map { ColumnValue($0.column, isNew ? drawn[$0.value] ?? $0.value : $0.value) }
    row.after = fresh.after.map { image in
      image.map { value in
        if let kept = drawn[value.value] { return ColumnValue(value.column, kept) }
        guard let old = seen.after?.value(of: value.column), Self.isDrawn(value.column, old, value.value)
        else {
          return value
        }
        return ColumnValue(value.column, old)
      }
    }
    return row
  }

  private func compare(_ seen: [ColumnValue], _ fresh: [ColumnValue], _ row: RowChange, isAfter: Bool) throws
  {
    let names = Set(seen.map(\.column)).symmetricDifference(fresh.map(\.column))
    guard names.allSatisfy(VolatileColumns.contains) else { throw try unexpected(row) }
    for value in fresh {
      guard let old = seen.value(of: value.column), !isSame(row, old, value, isAfter) else { continue }
      let difference = RowComparison.Difference(column: value.column, expected: old, found: value.value)
      let name = try words.name(row.table, row.key, image: row.before ?? row.after)
      throw conflict("\(name) would not be what it was to be: \(difference.words); look again")
    }
  }

  private func isSame(_ row: RowChange, _ old: RowValue, _ value: ColumnValue, _ isAfter: Bool) -> Bool {
    if old == value.value || drawn[value.value] == old { return true }
    if isAfter, Self.isDrawn(value.column, old, value.value) { return true }
    if !isAfter, VolatileColumns.contains(value.column) { return true }
    if row.before == nil, row.key.contains(where: { $0.column == value.column }) {
      return moved[row.table]?[value.value] == old
    }
    let link = try? links.outgoing(row.table).first { $0.column == value.column }
    return link.map { moved[$0.parent]?[value.value] == old } ?? false
  }

  /// Whether two values differ only because each was drawn at its time.
  private static func isDrawn(_ column: String, _ old: RowValue, _ new: RowValue) -> Bool {
    guard case .text(let old) = old, case .text(let new) = new else { return false }
    if column == "password" { return old.text.hasPrefix("!") && new.text.hasPrefix("!") }
    return isMoment(old.text) && isMoment(new.text)
  }

  /// `2026-11-21 03:28:41`, with or without a fraction.
  private static func isMoment(_ text: String) -> Bool {
    let shape = "dddd-dd-dd dd:dd:dd"
    guard text.utf8.count >= shape.utf8.count, text.utf8.count <= 32 else { return false }
    return zip(shape.utf8, text.utf8).allSatisfy { wanted, byte in
      wanted == UInt8(ascii: "d") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : wanted == byte
    }
  }
}
