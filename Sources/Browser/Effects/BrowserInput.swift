public import Authorization
public import Frame

/// Something that happened: an event of the terminal, or the answer to an effect.
public enum BrowserInput: Equatable, Sendable {
  case event(Event)
  case page(Token, Page)
  /// How far counting and filtering have come. The effect runs until a tally is complete.
  case tally(Token, Tally)
  case detail(Token, Detail)
  case inspection(Token, Inspection)
  case explained(Token, CheckReport)
  case remediation(Token, Remediation)
  case matrix(Token, MatrixWindow)
  case authorized(Token, RequestReport)
  case summary(Token, DatabaseSummary)
  /// A fifth of a second has passed, as far as the driver can tell.
  case tick
  /// Another process has written to the database.
  case databaseChanged
  /// A list was written to a file.
  case exported(Token, path: String, rows: Int)
  /// Nil where the row is gone.
  case fields(Token, EntityFields?)
  case choices(Token, ChoicePage)
  /// What the changes would do to rows, and what has to be said before the first edit of a database.
  case planned(Token, EditPlan, FirstEditNotice?)
  /// Whose checks would change; nil while that is being counted. Progress 1 is the last.
  case previewed(Token, Impact?, progress: Double)
  case units(Token, [ImpactUnit])
  case applied(Token, HistoryEntry)
  case refused(Token, Refusal)
  /// Nil where there is nothing to undo or to do again; and newer entries that can never be undone, the newest first, of
  /// which more than `PassedOver.shown` need not be told.
  case undoable(Token, HistoryEntry?, passedOver: [HistoryEntry])
  /// An effect could not be carried out. The message is a lower-case sentence without a final period.
  case failed(Token, message: String)
  /// Something a reader should know that nobody asked for.
  case notice(Message)
}
