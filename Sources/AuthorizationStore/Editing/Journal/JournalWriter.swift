internal import Authorization
import Foundation
internal import GRDB

/// Writes one entry of the history, inside the transaction of the edit.
struct JournalWriter {
  let reader: AuthorizationReader

  /// What an entry says besides its rows.
  struct Heading {
    var kind: HistoryEntry.Kind
    var about: Int64?
    var time: Date
    var operatorName: Name
    var reason: Name?
    var impact: Impact?
  }

  private var database: Database { reader.database }

  func write(_ plan: EditPlan, _ heading: Heading) throws -> HistoryEntry {
    try JournalTables.make(database)
    let newest = try StoredValue.fetchOne(
      database.cachedStatement(sql: "SELECT max(number) FROM permscope_entry"))
    let (number, isFull) = (newest?.databaseValue.integer ?? 0).addingReportingOverflow(1)
    guard !isFull, number > 0 else {
      throw StoreError(
        .damaged, "the history is damaged: its newest entry has the number \(number &- 1); remove the history"
      )
    }
    let entry = HistoryEntry(
      number: number, kind: heading.kind, about: heading.about,
      time: heading.time.formatted(.iso8601), operatorName: heading.operatorName, reason: heading.reason,
      lines: plan.lines, gains: heading.impact?.gains, losses: heading.impact?.losses, isUndone: false,
      irreversible: plan.irreversible)
    try insert(
      "permscope_entry",
      [
        ColumnValue("number", .integer(entry.number)), ColumnValue("kind", .text(Name(entry.kind.rawValue))),
        ColumnValue("about", entry.about.map { .integer($0) } ?? .null),
        ColumnValue("made_at", .text(Name(entry.time))), ColumnValue("operator", .text(entry.operatorName)),
        ColumnValue("reason", entry.reason.map { .text($0) } ?? .null),
        ColumnValue("lines", .text(Name(EntryLines.text(entry.lines)))),
        ColumnValue("gains", entry.gains.map { .integer(Int64($0)) } ?? .null),
        ColumnValue("losses", entry.losses.map { .integer(Int64($0)) } ?? .null),
        ColumnValue("irreversible", entry.irreversible.map { .text(Name($0)) } ?? .null),
      ])
    var subjects: Set<RowIdentity> = []
    let links = try RowLinks(database)
    for (position, row) in plan.rows.enumerated() {
      try write(row, entry.number, position)
      try subjects.formUnion(self.subjects(of: row, links))
    }
    for subject in subjects { try write(subject, entry.number) }
    return entry
  }

  private func insert(_ table: String, _ values: [ColumnValue]) throws {
    try RowStore(database).insert(table, values)
  }

  private func write(_ row: RowChange, _ entry: Int64, _ position: Int) throws {
    func image(_ values: [ColumnValue]?) -> RowValue {
      // What a person had open in the browser is nobody's business, here neither.
      values.map { .text(Name(JournalImage.text($0.filter { $0.column != "session_data" }))) } ?? .null
    }
    try insert(
      "permscope_row",
      [
        ColumnValue("entry", .integer(entry)), ColumnValue("position", .integer(Int64(position))),
        ColumnValue("table_name", .text(Name(row.table))),
        ColumnValue("row_key", .text(Name(JournalImage.text(row.key)))),
        ColumnValue("before_image", image(row.before)), ColumnValue("after_image", image(row.after)),
      ])
  }

  private func write(_ subject: RowIdentity, _ entry: Int64) throws {
    try insert(
      "permscope_subject",
      [
        ColumnValue("table_name", .text(Name(subject.table))),
        ColumnValue("row_key", .text(Name(JournalImage.text(subject.key)))),
        ColumnValue("entry", .integer(entry)),
      ])
  }

  /// The row itself, the rows that it refers to, and the object of a grant.
  private func subjects(of row: RowChange, _ links: RowLinks) throws -> [RowIdentity] {
    var found = [RowIdentity(row)]
    for link in try links.outgoing(row.table) where link.parent != "django_content_type" {
      for value in row.values(of: link.column) where value != .null {
        found.append(RowIdentity(table: link.parent, key: [ColumnValue(link.target, value)]))
      }
    }
    for image in [row.before, row.after] {
      if let object = try image.flatMap({ try self.object($0) }) { found.append(object) }
    }
    return found
  }

  /// The object that a grant or a role assignment is on, by the text of its key.
  private func object(_ image: [ColumnValue]) throws -> RowIdentity? {
    guard let typeKey = image.key(of: "content_type_id"),
      let text = image.key(of: "object_pk") ?? image.key(of: "object_id"),
      let type = try reader.type(key: typeKey), let table = try reader.table(of: type),
      let native = table.native(Name(text.text))
    else { return nil }
    return RowIdentity(table: table.table, key: [ColumnValue(table.key, RowValue(native))])
  }
}
