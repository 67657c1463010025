internal import Authorization
internal import GRDB

/// Finds what has come to depend on the rows of an entry since, and says it.
struct UndoObstacles {
  private let reader: AuthorizationReader
  private let journal: JournalReader
  private let words: RowWords
  private let links: RowLinks
  private let entry: Int64
  private var inserted: [String: [RowChange]] = [:]
  private var deleted: Set<RowIdentity> = []
  /// Updated rows with the columns that change.
  private var updated: [RowIdentity: Set<String>] = [:]

  /// - Parameters:
  ///   - rows: all rows that would be written together.
  ///   - entry: the one that is taken back.
  init(_ reader: AuthorizationReader, _ rows: [RowChange], entry: Int64) throws {
    self.reader = reader
    self.entry = entry
    journal = try JournalReader(reader.database)
    words = RowWords(reader)
    links = try RowLinks(reader.database)
    for row in rows {
      if row.after == nil {
        deleted.insert(RowIdentity(row))
      } else if row.before == nil {
        inserted[row.table, default: []].append(row)
      } else {
        updated[RowIdentity(row)] = Set(row.after?.map(\.column) ?? [])
      }
    }
  }

  private func refused(_ text: String) -> EditRefused { EditRefused(Refusal(.cannotUndo, text)) }

  /// The later entry that touched a row, or another program.
  ///
  /// - Parameter column: what was touched; nil for the row as a whole.
  private func culprit(_ row: RowIdentity, column: String? = nil) throws -> String {
    for change in try journal.changes(of: row, after: entry) {
      let images = (change.row.before ?? []) + (change.row.after ?? [])
      guard let column, !images.contains(where: { $0.column == column }) else {
        let lines = try journal.entry(change.entry)?.lines ?? []
        return "entry \(change.entry) (\(EntryLines.summary(lines)))"
      }
    }
    return "another program"
  }

  func gone(_ row: RowChange, _ image: [ColumnValue]) throws -> EditRefused {
    let name = try words.name(row.table, row.key, image: image)
    return refused("\(name) is gone: \(try culprit(RowIdentity(row))) has deleted it since")
  }

  func changed(_ row: RowChange, _ image: [ColumnValue], _ difference: RowComparison.Difference) throws
    -> EditRefused
  {
    let name = try words.name(row.table, row.key, image: image)
    let culprit = try culprit(RowIdentity(row), column: difference.column)
    return refused("\(culprit) has changed \(name) since: \(difference.words)")
  }

  /// A table may have been dropped or may have other columns since.
  func refuseForeignTable(_ row: RowChange) throws {
    let columns = Set(try links.columns(row.table))
    guard !columns.isEmpty else { throw refused("the table `\(row.table)` is not there any more") }
    let lacking = ((row.before ?? []) + (row.after ?? [])).first { !columns.contains($0.column) }
    if let lacking { throw refused("`\(row.table)` has no column `\(lacking.column)` any more") }
  }

  func refuseInsertion(_ row: RowChange, _ after: [ColumnValue]) throws {
    let store = RowStore(reader.database)
    if try !deleted.contains(RowIdentity(row)) && store.exists(row.table, row.key) {
      let culprit = try culprit(RowIdentity(row))
      throw refused(
        "\(try words.name(row.table, row.key, image: after)) has the same key: \(culprit) has added it since")
    }
    try refuseMissingParents(row, after)
    try refuseTakenNames(row, after)
  }

  func refuseUpdate(_ row: RowChange) throws {
    guard let after = row.after else { return }
    try refuseMissingParents(row, after)
    try refuseTakenNames(row, after)
  }

  func refuseDeletion(_ row: RowChange, _ before: [ColumnValue]) throws {
    let found = try links.referring(to: row.table, before, limit: 3) { identity, column in
      deleted.contains(identity) || updated[identity]?.contains(column) ?? false
    }
    guard let first = found.first else { return }
    let name = try words.name(row.table, row.key, image: before)
    let other = try words.name(first.row.table, first.row.key)
    let more = found.count > 1 ? ", and others," : ""
    let verb = found.count > 1 ? "refer" : "refers"
    throw refused("\(other)\(more) \(verb) to \(name): \(try culprit(first.row)) has added it since")
  }

  private func refuseMissingParents(_ row: RowChange, _ after: [ColumnValue]) throws {
    let missing = try links.missing(row.table, after) { link, value in
      if deleted.contains(RowIdentity(table: link.parent, key: [ColumnValue(link.target, value)])) {
        return false
      }
      return inserted[link.parent]?.contains { $0.after?.value(of: link.target) == value } ?? false
    }
    guard let (link, value) = missing else { return }
    let parent = RowIdentity(table: link.parent, key: [ColumnValue(link.target, value)])
    let image = try journal.changes(of: parent, after: 0).lazy.compactMap(\.row.before).first
    let name = try words.name(parent.table, parent.key, image: image)
    throw refused("\(name) is gone, to which it refers: \(try culprit(parent)) has deleted it since")
  }

  private func refuseTakenNames(_ row: RowChange, _ after: [ColumnValue]) throws {
    for columns in try links.uniqueColumns(row.table)
    where after.contains(where: { columns.contains($0.column) }) {
      let stored = row.before == nil ? [] : try RowStore(reader.database).row(row.table, row.key) ?? []
      let values = columns.compactMap { column in
        (after.value(of: column) ?? stored.value(of: column)).map { ColumnValue(column, $0) }
      }
      guard values.count == columns.count, let holder = try links.holder(row.table, of: values),
        holder != RowIdentity(row), !deleted.contains(holder),
        updated[holder]?.isDisjoint(with: columns) ?? true
      else { continue }
      throw refused(
        "\(try words.taken(row.table, columns, after + stored)): \(try culprit(holder)) has added or renamed it since"
      )
    }
  }
}
