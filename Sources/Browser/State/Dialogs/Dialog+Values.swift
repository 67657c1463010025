import Authorization

/// The values of a dialog by the names of its fields.
extension Dialog {
  func field(_ name: FieldName) -> Field? { fields.first { $0.name == name } }
  func index(_ name: FieldName) -> Int? { fields.firstIndex { $0.name == name } }

  func text(_ name: FieldName) -> Name {
    guard case .text(let control) = field(name)?.control else { return "" }
    return control.value
  }

  /// Nil where it is as it was.
  func changedText(_ name: FieldName) -> Name? {
    guard case .text(let control) = field(name)?.control, control.isChanged else { return nil }
    return control.value
  }

  func flag(_ name: FieldName) -> Bool {
    guard case .toggle(let control) = field(name)?.control else { return false }
    return control.isOn
  }

  /// Nil where it is as it was.
  func changedFlag(_ name: FieldName) -> Bool? {
    guard case .toggle(let control) = field(name)?.control, control.isChanged else { return nil }
    return control.isOn
  }

  func option(_ name: FieldName) -> Int {
    guard case .options(let control) = field(name)?.control else { return 0 }
    return control.index
  }

  func choice(_ name: FieldName) -> ChoiceControl.Value {
    guard case .choice(let control) = field(name)?.control else { return .unset }
    return control.value
  }

  /// Whether another row was chosen than what stands in the database.
  func choiceIsChanged(_ name: FieldName) -> Bool {
    guard case .choice(let control) = field(name)?.control else { return false }
    return control.isChanged
  }

  func checklist(_ name: FieldName) -> Checklist? {
    guard case .checklist(let list) = field(name)?.control else { return nil }
    return list
  }

  func lines(_ name: FieldName) -> LinesControl? {
    guard case .lines(let lines) = field(name)?.control else { return nil }
    return lines
  }

  func area(_ name: FieldName) -> TextArea? {
    guard case .area(let area) = field(name)?.control else { return nil }
    return area
  }

  mutating func show(_ name: FieldName, _ isShown: Bool) {
    guard let index = index(name) else { return }
    fields[index].isShown = isShown
  }

  mutating func setChoice(_ name: FieldName, _ change: (inout ChoiceControl) -> Void) {
    guard let index = index(name), case .choice(var control) = fields[index].control else { return }
    change(&control)
    fields[index].control = .choice(control)
  }

  mutating func setChecklist(_ name: FieldName, _ change: (inout Checklist) -> Void) {
    guard let index = index(name), case .checklist(var control) = fields[index].control else { return }
    change(&control)
    fields[index].control = .checklist(control)
  }
}

extension Field {
  static func text(_ name: FieldName, _ label: String, _ value: String = "") -> Field {
    Field(name, label, .text(TextControl(value, original: "")))
  }

  static func unreadText(_ name: FieldID, _ label: String) -> Field {
    Field(.row(name), label, .text(.unread))
  }

  static func toggle(_ name: FieldName, _ label: String, _ isOn: Bool = false) -> Field {
    Field(name, label, .toggle(ToggleControl(isOn)))
  }

  static func unreadToggle(_ name: FieldID, _ label: String) -> Field {
    Field(.row(name), label, .toggle(.unread))
  }

  static func choice(
    _ name: FieldName, _ label: String, _ source: ChoiceSource, none: String? = nil,
    value: ChoiceControl.Value = .unset
  ) -> Field {
    Field(name, label, .choice(ChoiceControl(source, none: none, value: value)))
  }

  static func checklist(
    _ name: FieldName, _ label: String, _ source: ChoiceSource, _ state: ChoiceState = .nothing,
    added: [EntityRef] = []
  ) -> Field {
    Field(name, label, .checklist(Checklist(source, state, added: added)))
  }

  static func options(_ name: FieldName, _ label: String, _ words: [String]) -> Field {
    Field(name, label, .options(OptionControl(words: words)))
  }

  static func note(_ number: Int, _ label: String, _ text: String) -> Field {
    Field(.about(number), label, .note(text))
  }
}
