internal import Authorization
internal import GRDB

extension ListCatalog {
  /// What a filter of entries looks at: all that is shown of one in words, the number and the time as they are shown.
  fileprivate static let historyFilters = [
    "CAST(r.number AS TEXT)", "replace(substr(r.made_at, 1, 16), 'T', ' ')", "r.operator", "r.lines",
    "r.reason",
  ]

  /// The entries of the history, the newest first; none before the first edit.
  func history() throws -> [ListPart] {
    guard try JournalTables.exist(reader.database) else { return [] }
    let isUndone = "((r.kind = 'undo') <> (\(JournalReader.latestKind) = 'undo'))"
    let list = ViewList(
      kind: .entry, from: "permscope_entry AS r", key: "r.number", name: "CAST(r.number AS TEXT)", order: [],
      keyDescends: true, filters: Self.historyFilters, faded: isUndone,
      fields: [
        "number": .count("r.number"), "time": .date("r.made_at"), "operator": .text("r.operator"),
        "summary": ViewList.Field(sql: ["r.lines"]) {
          .text(EntryLines.summary(EntryLines.lines($0[0].text ?? "")))
        },
        "gains": .number("r.gains"), "losses": .number("r.losses"), "reason": .text("r.reason"),
        "undone": .flag(isUndone, else: false),
      ])
    return [list.part(ViewDescription.columns(of: .view(.history)))]
  }
}

extension ViewList.Field {
  /// A count that is not always known.
  fileprivate static func number(_ sql: String) -> Self {
    Self(sql: [sql]) { $0[0].integer.map { .count(Int($0)) } ?? .none }
  }
}

extension Sections {
  /// The entries that concern any of these rows, the newest first.
  func history(of refs: [EntityRef]) throws -> [ListPart] {
    guard try JournalTables.exist(reader.database) else { return [] }
    let rows = try reader.rowsWithHistory(of: refs)
    guard let about = JournalReader.isAbout(rows) else { return [] }
    return [
      ListPart(
        // The index gives the order of the entries about one row only.
        access: rows.count == 1 ? .straight : .sortedWhenFew(otherwise: nil),
        from: "permscope_subject AS s CROSS JOIN permscope_entry AS r",
        conditions: [about.sql, "r.number = s.entry"], arguments: about.arguments, isDistinct: rows.count > 1,
        order: [ListPart.Term(sql: "s.entry", descending: true)],
        filters: ListCatalog.historyFilters
      ) { reader, keys in
        let journal = try JournalReader(reader.database)
        return try keys.map { key in
          try key.last?.integer.flatMap { try journal.entry($0) }.map { FilledRow($0) }
        }
      }
    ]
  }

  /// The rows of an entry in the order in which they were written.
  func rows(ofEntry key: DatabaseKey) throws -> [ListPart] {
    guard try JournalTables.exist(reader.database) else { return [] }
    return [
      part(
        from: "permscope_row AS r", conditions: ["r.entry = ?"], arguments: [key.value],
        order: ["r.position"],
        filters: ["r.table_name", "r.row_key"],
        columns: ["r.table_name", "r.row_key", "r.before_image", "r.after_image"]
      ) { _, row in
        let change = RowComparison.masked(try JournalReader.row(row, from: 0))
        let entry = EntityRef(kind: .entry, key: key, name: Name(key.text))
        return FilledRow(
          entry, change.words, note: change.columnWords.map { "\($0.0) \($0.1)" }.joined(separator: ", "))
      }
    ]
  }
}

extension FilledRow {
  /// An entry as a row of a section.
  init(_ entry: HistoryEntry) {
    let undone = entry.isUndone ? ", undone" : ""
    self.init(
      entry.ref, EntryLines.summary(entry.lines),
      note: "\(Cell.minutes(entry.time)) by \(entry.operatorName)\(undone)", faded: entry.isUndone)
  }
}

extension HistoryEntry {
  var ref: EntityRef { EntityRef(kind: .entry, key: .integer(number), name: Name(String(number))) }
}

extension RowChange {
  /// `auth_group 7 changed`
  var words: String {
    let verb = before == nil ? "added" : after == nil ? "deleted" : "changed"
    let numbers = key.compactMap(\.value.databaseValue.text).joined(separator: ", ")
    return "\(table) \(numbers) \(verb)"
  }

  /// Each column with what it was and what it is.
  var columnWords: [(column: String, words: String)] {
    (after ?? before ?? []).map { value in
      let words =
        switch (before?.value(of: value.column), after?.value(of: value.column)) {
        case (let old?, let new?): "\(RowComparison.words(old)) → \(RowComparison.words(new))"
        case (nil, let new?): RowComparison.words(new)
        case (let old, nil): RowComparison.words(old ?? .null)
        }
      return (value.column, words)
    }
  }
}
