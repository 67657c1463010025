public import Authorization

/// Names an action; scripts, key maps and tests use it.
public enum ActionID: Hashable, Sendable {
  case up, down, pageUp, pageDown, halfUp, halfDown, first, last
  case open, back, left, right, nextPane, previousPane, nextSection, previousSection
  case view(ViewID)
  case filter, sort, mark, unmark, export
  case inspector, whoCan, why, turn, turnBack, remedies, previewChange, changeRequest, seeAs, pin, letGo,
    before, anonymous, copy, request
  case filterObjects, otherSubjects, nextPermission, previousPermission
  case add, edit, delete, undo, redo, staged, history
  case saveDialog, stage, listUnits, stopCounting, nextField, previousField, toggle, onlyOn, filterChoices
  case closeDialog, dialogHelp, scrollDown, scrollUp, moveUp, moveDown
  /// Opens one dialog, whatever the cursor is on.
  case form(FormID)
  case palette, help, messages, mouse, theme, redraw, suspend, quit

  /// A stable name for a key map: `page-up`, `view-users`.
  public var name: String {
    switch self {
    case .view(let view): "view-\(view.rawValue)"
    case .form(let form): "edit-\(Self.dashed(form.rawValue))"
    default: Self.dashed(String(describing: self))
    }
  }

  private static func dashed(_ text: String) -> String {
    text.reduce(into: "") { name, letter in
      name += letter.isUppercase ? "-\(letter.lowercased())" : String(letter)
    }
  }
}
