internal import Authorization
internal import GRDB

/// Plans taking back what an entry of the history did, and doing it again.
///
/// An edit is in force or undone; every undo and redo of it is an entry that is about it, and the newest of them says
/// which. Either way is the opposite of the newest entry's rows, in reverse order, so that what a redo brings back is
/// what the undo took away. A row must still be as that entry left it: of an update the columns that it changed, of a
/// row that it added all of them, except for those that change by themselves (a login).
struct UndoPlanner {
  private let reader: AuthorizationReader
  private let journal: JournalReader
  private let words: RowWords
  private let store: RowStore

  init(_ reader: AuthorizationReader) throws {
    self.reader = reader
    journal = try JournalReader(reader.database)
    words = RowWords(reader)
    store = RowStore(reader.database)
  }

  func plan(_ change: Change) throws -> Planning.Planned {
    let (number, isRedo): (Int64, Bool)
    switch change {
    case .undo(let entry): (number, isRedo) = (entry, false)
    case .redo(let entry): (number, isRedo) = (entry, true)
    default: throw StoreError(.usage, "neither undo nor redo")
    }
    var plan = EditPlan(changes: [change])
    do {
      guard let entry = try journal.entry(number) else {
        throw refused("there is no entry \(number) in the history")
      }
      // Taking back an undo is doing the edit again.
      let kind: HistoryEntry.Kind = isRedo || entry.kind == .undo ? .redo : .undo
      let edit = entry.about ?? entry.number
      guard let original = try journal.entry(edit), let latest = try journal.latest(about: edit) else {
        throw refused("entry \(edit) is not in the history any more")
      }
      try refuse(original, latest, kind)
      plan.lines = lines(original, kind)
      do {
        plan.rows = try rows(latest)
      } catch let error as EditRefused {
        let verb = kind == .undo ? "undone" : "done again"
        throw refused("entry \(edit) cannot be \(verb): \(error.refusal.text)")
      }
      return Planning.Planned(plan: plan, kind: kind, about: edit)
    } catch let error as EditRefused {
      plan.rows = []
      plan.refusal = error.refusal
      plan.warnings = ["other entries can still be undone, each by its number, in the history"]
      return Planning.Planned(plan: plan)
    }
  }

  private func refused(_ text: String) -> EditRefused { EditRefused(Refusal(.cannotUndo, text)) }

  private func refuse(_ original: HistoryEntry, _ latest: HistoryEntry, _ kind: HistoryEntry.Kind) throws {
    if let reason = original.irreversible { throw refused(reason) }
    let number = original.number
    switch (latest.kind, kind) {
    case (.undo, .undo): throw refused("entry \(number) was undone already, by entry \(latest.number)")
    case (.edit, .redo): throw refused("entry \(number) was not undone: there is nothing to do again")
    case (.redo, .redo): throw refused("entry \(number) was done again already, by entry \(latest.number)")
    default: return
    }
  }

  private func lines(_ entry: HistoryEntry, _ kind: HistoryEntry.Kind) -> [PlanLine] {
    entry.lines.map { line in
      line.isConsequence ? line : PlanLine("\(kind.rawValue) \(entry.number): \(line.text)")
    }
  }

  /// The opposite of an entry's rows, each checked against the row as it is.
  private func rows(_ latest: HistoryEntry) throws -> [RowChange] {
    let opposite = try journal.rows(of: latest.number).reversed().map(\.inverse)
    let obstacles = try UndoObstacles(reader, opposite, entry: latest.number)
    var rows: [RowChange] = []
    for row in opposite {
      try obstacles.refuseForeignTable(row)
      switch (row.before, row.after) {
      case (nil, let after?):
        try obstacles.refuseInsertion(row, after)
        rows.append(row)
      case (let before?, nil):
        let found = try unchanged(row, before, obstacles)
        guard let whole = try store.row(row.table, row.key) else { continue }
        try obstacles.refuseDeletion(row, found)
        rows.append(RowChange(table: row.table, key: row.key, before: whole, after: nil))
      case (let before?, let after?):
        let found = try unchanged(row, before, obstacles)
        if let update = update(row, before, after, found) {
          try obstacles.refuseUpdate(update)
          rows.append(update)
        }
      case (nil, nil): continue
      }
    }
    return rows
  }

  /// What stands in the columns of an image; refused where it is not what the entry left there.
  private func unchanged(_ row: RowChange, _ before: [ColumnValue], _ obstacles: UndoObstacles) throws
    -> [ColumnValue]
  {
    guard let found = try store.values(row.table, row.key, before.map(\.column)) else {
      throw try obstacles.gone(row, before)
    }
    if let difference = RowComparison.difference(before, found) {
      throw try obstacles.changed(row, before, difference)
    }
    return found
  }

  /// The update without the columns that have changed by themselves since; nil where none is left.
  private func update(
    _ row: RowChange, _ before: [ColumnValue], _ after: [ColumnValue], _ found: [ColumnValue]
  ) -> RowChange? {
    let kept = before.indices.filter { before[$0].value == found[$0].value }
    guard kept.contains(where: { before[$0].value != after[$0].value }) else { return nil }
    return RowChange(
      table: row.table, key: row.key, before: kept.map { before[$0] }, after: kept.map { after[$0] })
  }
}
