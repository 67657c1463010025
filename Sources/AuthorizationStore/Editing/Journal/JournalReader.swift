internal import Authorization
internal import GRDB

/// Reads the history; a database without its tables has an empty one.
struct JournalReader {
  let database: Database
  let exists: Bool

  init(_ database: Database) throws {
    self.database = database
    exists = try JournalTables.exist(database)
  }

  /// The kind of the newest entry about the same edit, which says whether the edit is in force.
  static let latestKind = """
    coalesce((SELECT l.kind FROM permscope_entry AS l WHERE l.about = coalesce(r.about, r.number) \
    ORDER BY l.number DESC LIMIT 1), 'edit')
    """

  private static let columns = """
    r.number, r.kind, r.about, r.made_at, r.operator, r.reason, r.lines, r.gains, r.losses, r.irreversible, \
    \(latestKind)
    """

  private static func entry(_ row: StoredRow) -> HistoryEntry {
    let kind = HistoryEntry.Kind(rawValue: row.text(1) ?? "") ?? .edit
    return HistoryEntry(
      number: row.integer(0) ?? 0, kind: kind, about: row.integer(2), time: row.text(3) ?? "",
      operatorName: row.name(4) ?? "", reason: row.name(5), lines: EntryLines.lines(row.text(6) ?? ""),
      gains: row.integer(7).map { Int($0) }, losses: row.integer(8).map { Int($0) },
      isUndone: (kind == .undo) != (row.text(10) == HistoryEntry.Kind.undo.rawValue),
      irreversible: row.text(9))
  }

  private func entries(_ sql: String, _ arguments: StatementArguments = []) throws -> [HistoryEntry] {
    guard exists else { return [] }
    let statement = try database.cachedStatement(sql: "SELECT \(Self.columns) FROM \(sql)")
    return try StoredRow.fetchAll(statement, arguments: arguments).map(Self.entry)
  }

  /// The newest first.
  ///
  /// - Parameter first: the oldest that is wanted.
  func entries(before number: Int64?, since first: Int64 = .min, limit: Int) throws -> [HistoryEntry] {
    try entries(
      "permscope_entry AS r WHERE r.number < ? AND r.number >= ? ORDER BY r.number DESC LIMIT ?",
      [number ?? .max, first, limit])
  }

  func oldest() throws -> HistoryEntry? {
    try entries("permscope_entry AS r ORDER BY r.number LIMIT 1").first
  }

  /// How many entries there are from this one on.
  func count(since first: Int64) throws -> Int {
    guard exists else { return 0 }
    let statement = try database.cachedStatement(
      sql: "SELECT count(*) FROM permscope_entry WHERE number >= ?")
    return try StoredRow.fetchOne(statement, arguments: [first])?.count(0) ?? 0
  }

  /// The first entry that was made at a time or later; nil where there is none.
  func firstEntry(since time: String) throws -> Int64? {
    try entries("permscope_entry AS r WHERE r.made_at >= ? ORDER BY r.number LIMIT 1", [time]).first?.number
  }

  /// The first entry after another that says an earlier time.
  func firstEntry(after number: Int64, earlierThan time: String) throws -> HistoryEntry? {
    try entries(
      "permscope_entry AS r WHERE r.number > ? AND r.made_at < ? ORDER BY r.number LIMIT 1", [number, time]
    ).first
  }

  func entry(_ number: Int64) throws -> HistoryEntry? {
    try entries("permscope_entry AS r WHERE r.number = ?", [number]).first
  }

  /// The entries that are about any of these rows, the newest first.
  func entries(about rows: [RowIdentity], limit: Int) throws -> [HistoryEntry] {
    guard let about = Self.isAbout(rows) else { return [] }
    return try entries(
      """
      (SELECT DISTINCT s.entry FROM permscope_subject AS s WHERE \(about.sql) ORDER BY s.entry DESC LIMIT ?) AS f \
      CROSS JOIN permscope_entry AS r WHERE r.number = f.entry ORDER BY f.entry DESC
      """, about.arguments + [limit])
  }

  /// That an entry (`s`) is about one of these rows; nil where there are none.
  static func isAbout(_ rows: [RowIdentity]) -> (sql: String, arguments: StatementArguments)? {
    guard !rows.isEmpty else { return nil }
    let each = rows.map { _ in "s.table_name = ? AND s.row_key = ?" }
    let values = rows.flatMap { [$0.table, JournalImage.text($0.key)] }
    return (
      each.count == 1 ? each[0] : "(\(each.joined(separator: " OR ")))", StatementArguments(values)
    )
  }

  /// The newest entry about an edit: itself, or what took it back or did it again.
  func latest(about edit: Int64) throws -> HistoryEntry? {
    try entries("permscope_entry AS r WHERE r.about = ? ORDER BY r.number DESC LIMIT 1", [edit]).first
      ?? entry(edit)
  }

  /// The newest edit that is in force, by the entry that put it there.
  func nextUndo() throws -> HistoryEntry? {
    try entries(
      """
      permscope_entry AS r WHERE r.kind <> 'undo' AND r.irreversible IS NULL\(Self.isLatest) \
      ORDER BY r.number DESC LIMIT 1
      """
    )
    .first
  }

  /// Entries after this one that can never be taken back, the newest first.
  func irreversible(after number: Int64, limit: Int) throws -> [HistoryEntry] {
    try entries(
      "permscope_entry AS r WHERE r.number > ? AND r.irreversible IS NOT NULL ORDER BY r.number DESC LIMIT ?",
      [number, limit])
  }

  /// The newest undo that nothing followed but other undos and their opposites.
  func nextRedo() throws -> HistoryEntry? {
    try entries(
      """
      permscope_entry AS r WHERE r.kind = 'undo'\(Self.isLatest) AND r.number > coalesce((SELECT e.number \
      FROM permscope_entry AS e WHERE e.kind = 'edit' ORDER BY e.number DESC LIMIT 1), 0) \
      ORDER BY r.number DESC LIMIT 1
      """
    ).first
  }

  private static let isLatest = """
     AND NOT EXISTS (SELECT 1 FROM permscope_entry AS l WHERE l.about = coalesce(r.about, r.number) \
    AND l.number > r.number)
    """

  /// The row changes of an entry as they were written, secrets included: not for showing.
  func rows(of number: Int64) throws -> [RowChange] {
    try rows("entry = ? ORDER BY position", [number]).map(\.row)
  }

  func rows(of number: Int64, limit: Int) throws -> [RowChange] {
    try rows("entry = ? ORDER BY position LIMIT ?", [number, limit]).map(\.row)
  }

  /// What an entry and all after it did, the newest first.
  func rows(from number: Int64) throws -> [(entry: Int64, row: RowChange)] {
    try rows("entry >= ? ORDER BY entry DESC, position DESC", [number])
  }

  /// The changes of one row after an entry, the newest first.
  func changes(of row: RowIdentity, after number: Int64) throws -> [(entry: Int64, row: RowChange)] {
    try rows(
      "table_name = ? AND row_key = ? AND entry > ? ORDER BY entry DESC",
      [row.table, JournalImage.text(row.key), number])
  }

  private func rows(_ condition: String, _ arguments: StatementArguments) throws -> [(
    entry: Int64, row: RowChange
  )] {
    guard exists else { return [] }
    let statement = try database.cachedStatement(
      sql:
        "SELECT entry, table_name, row_key, before_image, after_image FROM permscope_row WHERE \(condition)")
    return try StoredRow.fetchAll(statement, arguments: arguments).map { stored in
      (stored.integer(0) ?? 0, try Self.row(stored, from: 1))
    }
  }

  /// A row change from its table, key and images, which begin at a column.
  static func row(_ stored: StoredRow, from first: Int) throws -> RowChange {
    RowChange(
      table: stored.text(first) ?? "", key: try JournalImage.values(stored.text(first + 1) ?? ""),
      before: try stored.text(first + 2).map(JournalImage.values),
      after: try stored.text(first + 3).map(JournalImage.values))
  }
}
