public import Authorization

/// Something that the browser asks of the world. `update` returns effects, a driver carries them out.
///
/// An effect with a token is answered by exactly one input with that token (`tally` may come several times,
/// the last one complete), or by `failed`. A cancelled effect is answered by nothing, and a late answer is ignored.
public enum Effect: Hashable, Sendable {
  /// Reads some rows of a list; answered by `page`.
  case loadPage(PageRequest, Token)
  /// Counts a list, and prepares its filter and order in the background; answered by `tally`, repeatedly.
  case count(ListSource, filter: String, order: ListOrder?, Token)
  /// Reads everything that hangs on a row; answered by `detail`.
  case loadDetail(EntityRef, Token)
  /// Asks what a subject may do to an object, or in general; answered by `inspection`.
  case inspect(SubjectRef, EntityRef?, Token)
  /// The same as it was before an entry of the history; answered by `inspection`.
  case inspectBefore(entry: Int64, SubjectRef, EntityRef?, Token)
  /// Asks for the whole answer to one check; answered by `explained`.
  case explain(SubjectRef, Name, EntityRef?, Token)
  /// Asks what would change the answer to a check; answered by `remediation`.
  case remediate(SubjectRef, Name, EntityRef?, Token)
  /// Reads a part of the matrix; answered by `matrix`.
  case loadMatrix(MatrixRequest, Token)
  /// Notes a use in the program's own log; a notice says where that failed.
  case record(String)
  /// Asks what a client sees of a request; answered by `authorized`.
  case authorize(SubjectRef, RequestDescription, Token)
  /// Asks what a client sees of the request that a permission on an object is for; answered by `authorized`.
  case authorizeFor(SubjectRef, Name, EntityRef, Token)
  /// Reads what the header says; answered by `summary`.
  case loadSummary(Token)
  /// Reads the fields of a row for a dialog; answered by `fields`.
  case loadFields(EntityRef, Token)
  /// Reads some choices of a checklist; answered by `choices`.
  case loadChoices(ChoiceRequest, Token)
  /// Finds out what changes would do; answered by `planned`, then by `previewed` until its progress is 1. A plan that
  /// is refused or empty has no preview: `planned` is the only answer then.
  case preview([Change], Token)
  /// Finds out whether changes would be refused, and counts nothing; answered by `planned`.
  case plan([Change], Token)
  /// Reads some of the units of a preview that is complete, by the preview's token; answered by `units`.
  case loadUnits(of: Token, gains: Bool, from: Int, limit: Int, Token)
  /// Writes a plan; answered by `applied` or `refused`. `backup` is where a copy of the database goes first.
  case apply(EditPlan, reason: Name?, impact: Impact?, confirmed: [Name], backup: String?, Token)
  /// Asks which entry undo (or redo) would be about; answered by `undoable`.
  case findUndo(redo: Bool, Token)
  /// The answer to this effect is not wanted any more.
  case cancel(Token)
  /// Writes a whole list as CSV; answered by `exported`.
  case export(ListSource, filter: String, order: ListOrder?, path: String, Token)
  /// Writes the answer to a check as a case, under other names on request; answered by `exported`.
  case exportCase(SubjectRef, Name, EntityRef?, path: String, renames: Bool, Token)
  /// Puts text into the clipboard of the terminal. Lines are already safe to print.
  case copy(String)
  /// Paints every cell anew.
  case redraw
  /// Hands the terminal back to the shell until the program is continued.
  case suspend
  case setMouse(Bool)
  case setTheme(ThemeName)
  case quit
}

/// The themes of the terminal. What they look like is the terminal's business.
public enum ThemeName: String, Sendable, CaseIterable {
  case dark, light, mono

  var following: ThemeName {
    let all = ThemeName.allCases
    let place = all.firstIndex(of: self) ?? 0
    return all[(place + 1) % all.count]
  }
}
