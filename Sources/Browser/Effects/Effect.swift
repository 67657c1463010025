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
  /// Reads what the header says; answered by `summary`.
  case loadSummary(Token)
  /// The answer to this effect is not wanted any more.
  case cancel(Token)
  /// Writes a whole list as CSV; answered by `exported`.
  case export(ListSource, filter: String, order: ListOrder?, path: String, Token)
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
