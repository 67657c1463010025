import Authorization

/// Names a field within its dialog.
enum FieldName: Hashable, Sendable {
  /// A column of the row that the dialog is about.
  case row(FieldID)
  case groups, members, permissions
  case role, to, user, group, place, domain
  case objectType, object, objectKey, level
  case type, codename, title
  case policy, assignments, staged
  /// A part of a statement of an access policy.
  case endpoint
  case principal, action, effect, condition, expression
  /// The lines that say what the dialog is about.
  case about(Int)
}

/// One field of a dialog.
struct Field: Hashable, Sendable {
  enum Control: Hashable, Sendable {
    case text(TextControl)
    case toggle(ToggleControl)
    case options(OptionControl)
    case choice(ChoiceControl)
    case checklist(Checklist)
    case lines(LinesControl)
    case area(TextArea)
    case statements(StatementsControl)
    /// Text that cannot be changed.
    case note(String)
  }

  var name: FieldName
  var label: String
  var control: Control
  /// What another program wrote meanwhile: `was a, is b now`.
  var conflict: String?
  /// Whether that happened to a value that a person had edited: saving overwrites what the other program wrote.
  var isEditedConflict = false
  var isShown = true

  init(_ name: FieldName, _ label: String, _ control: Control) {
    self.name = name
    self.label = label
    self.control = control
  }

  var takesFocus: Bool {
    guard isShown else { return false }
    if case .note = control { return false }
    return true
  }

  /// Whether it takes several lines, as many as there is room for.
  var isTall: Bool {
    switch control {
    case .checklist, .lines, .area, .statements: true
    case .text, .toggle, .options, .choice, .note: false
    }
  }

  /// Whether letters are text here.
  var takesText: Bool {
    switch control {
    case .text, .area: true
    case .checklist(let list): list.filter != nil
    default: false
    }
  }

  var isChanged: Bool {
    switch control {
    case .text(let control): control.isChanged
    case .toggle(let control): control.isChanged
    case .options(let control): control.isChanged
    case .choice(let control): control.isChanged
    case .checklist(let control): control.isChanged
    case .lines(let control): control.isChanged
    case .area(let control): control.isChanged
    case .statements(let control): control.isChanged
    case .note: false
    }
  }
}
