internal import Authorization
import Foundation
internal import GRDB
internal import GRDBSQLite

/// What happens between the beginning and the end of the writing transaction.
struct EditTransaction {
  let reader: AuthorizationReader
  let options: Editor.Options
  let now: Date
  let reason: Name?
  let impact: Impact?

  private var database: Database { reader.database }
  private var store: RowStore { RowStore(database) }
  private var words: RowWords { RowWords(reader) }

  /// Plans anew, compares, asks the guards, writes the rows and the entry.
  ///
  /// - Throws: `EditRefused`; the transaction is rolled back then.
  func run(_ seen: EditPlan) throws -> HistoryEntry {
    if let layout = reader.file.permscopeLayout, layout > AuthorizationDatabase.knownLayout {
      throw EditRefused(Refusal(.readOnly, "its history was written by a newer permscope"))
    }
    for row in seen.rows { try expect(row) }
    var planned = try replan(seen)
    if let refusal = planned.plan.refusal { throw EditRefused(refusal) }
    var reconciliation = try Reconciliation(seen.changes, reader)
    planned.plan.rows = try reconciliation.rows(seen: seen.rows, fresh: planned.plan.rows)
    let guards = EditGuards(reader, options: options)
    if let refusal = try guards.refusal(planned.plan) { throw EditRefused(refusal) }
    let held = try guards.held(planned.plan.rows)
    try refuseUnseenOpening(planned.plan.rows)
    var handover = try NameHandover(planned.plan.rows, database)
    for index in planned.plan.rows.indices { try write(planned.plan.rows, index, &handover) }
    if let held, let refusal = try guards.lockoutAfterwards(held) { throw EditRefused(refusal) }
    try refuseBrokenLinks(planned.plan.rows)
    planned.plan.rows = try planned.plan.rows.map(stored)
    return try JournalWriter(reader: reader).write(
      planned.plan,
      JournalWriter.Heading(
        kind: planned.kind, about: planned.about, time: now, operatorName: options.operatorName,
        reason: reason,
        impact: impact))
  }

  /// Trees that would become public, where the preview saw none: another program has given the policy trees since.
  private func refuseUnseenOpening(_ rows: [RowChange]) throws {
    guard let impact, !impact.confirmations.contains(where: { $0.kind == .anonymous }) else { return }
    let statement = try database.cachedStatement(
      sql: "SELECT 1 FROM datawarehouse_gittree WHERE policy_id = ? LIMIT 1")
    for row in rows where row.table == "datawarehouse_gittreepolicy" && row.before != nil {
      let opened = TreeMethod.allCases.contains { row.after?.value(of: "\($0)_group_id") == .null }
      guard opened, let key = row.key.first,
        try StoredValue.fetchOne(statement, arguments: [key.value.databaseValue]) != nil
      else { continue }
      throw EditRefused(
        Refusal(
          .conflict,
          "another program has given trees to the policy meanwhile, and they would be open to everyone; look again"
        ))
    }
  }

  /// The same changes on the rows as they are now. What is gone meanwhile is no error of the person's.
  private func replan(_ seen: EditPlan) throws -> Planning.Planned {
    do {
      return try Planning(reader: reader, now: now).plan(seen.changes)
    } catch let error as StoreError where error.isAboutMissingRow {
      throw EditRefused(Refusal(.conflict, "another program was quicker: \(error.message)"))
    }
  }

  /// Makes sure that a row is as the plan takes it to be.
  private func expect(_ row: RowChange) throws {
    guard let before = row.before else { return }
    guard let found = try store.values(row.table, row.key, before.map(\.column)) else {
      let name = try words.name(row.table, row.key, image: before)
      throw EditRefused(Refusal(.conflict, "\(name) is gone: another program has deleted it"))
    }
    guard let difference = RowComparison.difference(before, found) else { return }
    let name = try words.name(row.table, row.key, image: before)
    throw EditRefused(
      Refusal(
        .conflict, "another program has changed \(name): \(difference.words); look again, then repeat it"))
  }

  private func write(_ rows: [RowChange], _ index: Int, _ handover: inout NameHandover) throws {
    let row = rows[index]
    try expect(handover.asLeft(row, index))
    do {
      for holder in handover.holders(inTheWayOf: row, at: index) {
        try expect(handover.asLeft(rows[holder.index], holder.index))
        try store.update(row.table, rows[holder.index].key, [try handover.standIn(holder)])
      }
      switch (row.before, row.after) {
      case (nil, let after?): try store.insert(row.table, after)
      case (_?, let after?): try store.update(row.table, row.key, after)
      case (_?, nil): try store.delete(row.table, row.key)
      case (nil, nil): return
      }
    } catch let error as DatabaseError {
      throw try ConstraintWords(words: words).refusal(error, row).map { EditRefused($0) } ?? error
    }
  }

  /// SQLite looks at deferred foreign keys at the end only, and does not say then which it was.
  private func refuseBrokenLinks(_ rows: [RowChange]) throws {
    var open: CInt = 0
    var highest: CInt = 0
    sqlite3_db_status(database.sqliteConnection, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &highest, 0)
    guard open != 0 else { return }
    let links = try RowLinks(database)
    for row in rows {
      if let after = row.after,
        let (link, value) = try links.missing(row.table, after, isThere: { _, _ in false })
      {
        throw EditRefused(
          Refusal(
            .referenced,
            "\(try words.name(row.table, row.key)) would refer to row \(RowComparison.words(value)) of `\(link.parent)`, which is not there"
          ))
      }
      if row.after == nil, let before = row.before,
        let (link, _) = try links.referring(
          to: row.table, before + row.key, limit: 1, isGone: { _, _ in false }
        ).first
      {
        throw EditRefused(
          Refusal(
            .referenced,
            "rows of `\(link.table)` refer to \(try words.name(row.table, row.key, image: before)) by `\(link.column)`"
          ))
      }
    }
    throw EditRefused(Refusal(.referenced, "rows that are still there refer to what would be deleted"))
  }

  /// The row as it is kept: a column may turn texts into numbers, and a trigger may have its say.
  private func stored(_ row: RowChange) throws -> RowChange {
    guard let after = row.after else { return row }
    guard let image = try store.values(row.table, row.key, after.map(\.column)) else {
      throw EditRefused(
        Refusal(
          .invalid,
          "a trigger of `\(row.table)` takes away \(try words.name(row.table, row.key, image: after))"))
    }
    var row = row
    row.after = image
    return row
  }
}
