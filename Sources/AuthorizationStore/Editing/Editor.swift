public import Authorization
import Foundation

/// The one gate for every change of a database: dialogs, commands and undo all pass here, nothing else writes.
///
/// Planning and previewing read; only `apply` opens a writing connection, and `removeHistory`, which touches no table
/// but Permscope's own.
public final class Editor: Sendable {
  /// Who edits, and what the settings ask to be confirmed.
  public struct Options: Sendable {
    /// What the history says: the login name, or the user of `--as`.
    public var operatorName: Name
    /// With `--as`: the user whose permissions limit what may be done.
    public var limitedTo: Name?
    /// How many times as many subjects may get a permission on something before a word has to be typed.
    public var confirmFactor: Int

    public init(operatorName: Name, limitedTo: Name? = nil, confirmFactor: Int = 100) {
      self.operatorName = operatorName
      self.limitedTo = limitedTo
      self.confirmFactor = confirmFactor
    }
  }

  let database: AuthorizationDatabase
  public let options: Options
  private let previews: PreviewSource

  public init(_ database: AuthorizationDatabase, options: Options) {
    self.database = database
    self.options = options
    previews = PreviewSource(database)
  }

  private var now: Date { database.options.now ?? Date() }

  /// What has to be said before the first edit; nil where the tables of the history are there.
  public func firstEditNotice() throws -> FirstEditNotice? {
    try database.read { try FirstEdit(reader: $0, path: database.path, now: now).notice() }
  }

  /// Writes a copy of the whole database. It is one state of it; an application in Django's default journal mode
  /// waits with its commits meanwhile.
  ///
  /// - Throws: `StoreError.exists` where something has the name already.
  public func backUp(to path: String) throws { try Backup(database: database).write(to: path) }

  /// What the changes would do, with what forbids it. Reads only.
  ///
  /// Undo and redo are lists by themselves.
  ///
  /// - Parameter refusesMissing: whether a change that names a row which is not there is refused like any other, and
  ///   the others are planned all the same.
  /// - Throws: `StoreError` where a row that a change names is not there, unless such changes are refused.
  public func plan(_ changes: [Change], refusesMissing: Bool = false) throws -> EditPlan {
    var (plan, held) = try database.read { reader in
      var plan = try Planning(reader: reader, now: now).plan(changes, refusesMissing: refusesMissing).plan
      if let warning = try Triggers(database: reader.database).warning(plan.rows) {
        plan.warnings.append(warning)
      }
      guard plan.refusal == nil, !plan.isEmpty else { return (plan, [[OperatorLimits.Need]]?.none) }
      let guards = EditGuards(reader, options: options)
      plan.refusal = try guards.refusal(plan) ?? readOnly
      return (plan, plan.refusal == nil ? try guards.held(plan.rows) : nil)
    }
    if let held {
      plan.refusal = try previews.afterwards(plan.rows) { reader in
        try EditGuards(reader, options: options).lockoutAfterwards(held)
      }
    }
    return plan
  }

  /// The preview of a plan: whose checks it changes.
  public func preview(_ plan: EditPlan) throws -> EditPreview {
    try EditPreview(database, plan.rows, confirmFactor: options.confirmFactor, source: previews)
  }

  /// Writes a plan in one transaction, with one entry of the history.
  ///
  /// The changes are planned anew inside the transaction; where the rows are not those of the plan any more, nothing
  /// is written. Keys and moments of new rows are those of the plan, except where a counted key was used meanwhile.
  ///
  /// - Parameters:
  ///   - impact: what was previewed, for the history and for what has to be confirmed.
  ///   - confirmed: the words that were typed.
  /// - Throws: `EditRefused`, or `StoreError` where the file cannot be written.
  public func apply(_ plan: EditPlan, reason: Name?, impact: Impact?, confirmed: [Name]) throws
    -> HistoryEntry
  {
    if let refusal = plan.refusal ?? readOnly { throw EditRefused(refusal) }
    guard !plan.rows.isEmpty else {
      throw EditRefused(Refusal(.invalid, "there is nothing to change: everything is as it is wanted"))
    }
    if let missing = impact?.confirmations.first(where: { !confirmed.contains($0.word) }) {
      throw EditRefused(
        Refusal(.unconfirmed, "\(missing.text); to do it all the same type `\(missing.word)`"))
    }
    return try WritingConnection.open(try sameFile()).transaction { connection, opened in
      let reader = AuthorizationReader(
        connection, file: try OpenFile(writing: opened, connection, database.options),
        options: database.options)
      let transaction = EditTransaction(
        reader: reader, options: options, now: now, reason: reason, impact: impact)
      return try transaction.run(plan)
    }
  }

  private var readOnly: Refusal? {
    database.readOnlyReason.map {
      Refusal(.readOnly, "`\(database.path)` is open for reading only: \($0)")
    }
  }

  /// Takes Permscope's own tables out of the database, and with them the history. That cannot be undone.
  ///
  /// - Returns: the tables that were there.
  /// - Throws: `EditRefused` where the file cannot be written.
  public func removeHistory() throws -> [String] {
    if let readOnly { throw EditRefused(readOnly) }
    return try WritingConnection.open(try sameFile()).transaction { connection, _ in
      try JournalTables.remove(connection)
    }
  }

  /// The file that was read; another one with its name was never looked at.
  private func sameFile() throws -> DatabaseFile {
    let file = database.connection.file
    guard FileStamp(file.realPath)?.inode == file.stamp?.inode else {
      throw EditRefused(
        Refusal(
          .conflict, "another file has taken the place of `\(database.path)`; look again, then repeat it"))
    }
    return file
  }

  /// The entries of the history, the newest first.
  public func history(before number: Int64? = nil, limit: Int) throws -> [HistoryEntry] {
    try journal { try $0.entries(before: number, limit: limit) }
  }

  /// The entries that concern a row, the newest first: those that wrote it, those that wrote rows that refer to it, such
  /// as the memberships of a user, and those about what decides on it, such as the groups of a git tree's policy.
  public func history(of ref: EntityRef, limit: Int) throws -> [HistoryEntry] {
    try database.read { reader in
      try JournalReader(reader.database).entries(about: try reader.rowsWithHistory(of: [ref]), limit: limit)
    }
  }

  /// The same by a table and the columns of its primary key.
  public func history(of table: String, key: [ColumnValue], limit: Int) throws -> [HistoryEntry] {
    try journal { try $0.entries(about: [RowIdentity(table: table, key: key)], limit: limit) }
  }

  /// One entry; nil where there is none with this number.
  public func entry(_ number: Int64) throws -> HistoryEntry? { try journal { try $0.entry(number) } }

  /// The row changes of an entry; in the place of secrets stands a mark.
  public func rows(ofEntry number: Int64) throws -> [RowChange] {
    try journal { try $0.rows(of: number).map { RowComparison.masked($0) } }
  }

  /// The entry that `u` would take back; nil where there is none.
  ///
  /// Ended sessions are passed over; `passedOver` says which. It can be one that other edits stand in the way of: then the plan says so.
  public func nextUndo() throws -> HistoryEntry? { try journal { try $0.nextUndo() } }

  /// The entries that `u` passes over, because they can never be taken back, the newest first.
  ///
  /// - Parameter entry: the one that it would take back; nil where there is none.
  public func passedOver(by entry: HistoryEntry?, limit: Int) throws -> [HistoryEntry] {
    try journal { try $0.irreversible(after: entry?.number ?? 0, limit: limit) }
  }

  /// The entry that `Ctrl-r` would do again, an undo that no edit followed; nil where there is none.
  public func nextRedo() throws -> HistoryEntry? { try journal { try $0.nextRedo() } }

  private func journal<Value>(_ body: (JournalReader) throws -> Value) throws -> Value {
    try database.read { try body(JournalReader($0.database)) }
  }
}

/// An edit that was not done.
public struct EditRefused: Error, Sendable, Hashable {
  public var refusal: Refusal

  public init(_ refusal: Refusal) { self.refusal = refusal }
}
