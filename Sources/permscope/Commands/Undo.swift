import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope undo DB [N]`
struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take back the last edit, or the entry of the history with this number.",
    discussion: "Example: permscope undo db.sqlite3 12")

  @OptionGroup var options: EditOptions
  @Argument(help: "The database file.") var database: String
  @Argument(help: "The number of the entry; the last one where it is left out.") var number: Int64?

  func run() throws {
    try options.editHistory(database, nothing: "nothing to undo") { editor in
      if let number { return .undo(entry: try editor.existing(number).number) }
      // A script that takes back "the last edit" must not take back the one before it.
      if let last = try editor.history(limit: 1).first, last.irreversible != nil {
        return .undo(entry: last.number)
      }
      return try editor.nextUndo().map { .undo(entry: $0.number) }
    }
  }
}

/// `permscope redo DB [N]`
struct RedoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redo", abstract: "Do again what was last undone, or the entry with this number.",
    discussion: "Example: permscope redo db.sqlite3")

  @OptionGroup var options: EditOptions
  @Argument(help: "The database file.") var database: String
  @Argument(help: "The number of the entry that was undone; the last one where it is left out.")
  var number: Int64?

  func run() throws {
    try options.editHistory(database, nothing: "nothing to do again") { editor in
      if let number { return .redo(entry: try editor.existing(number).number) }
      // The entry to do again is the one that the undo was about.
      return try editor.nextRedo().map { .redo(entry: $0.kind == .undo ? $0.about ?? $0.number : $0.number) }
    }
  }
}

extension Editor {
  /// The entry with this number.
  ///
  /// - Throws: `StoreError` where there is none.
  func existing(_ number: Int64) throws -> HistoryEntry {
    let (next, overflow) = number.addingReportingOverflow(1)
    guard !overflow, let entry = try history(before: next, limit: 1).first, entry.number == number else {
      throw StoreError(.usage, "the history has no entry \(number); `history` lists them")
    }
    return entry
  }
}
