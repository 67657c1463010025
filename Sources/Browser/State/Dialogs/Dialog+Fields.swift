import Authorization

/// What the database says of the row that a dialog is about. What was typed always stays.
extension Dialog {
  mutating func take(_ fields: EntityFields?) {
    guard let fields else {
      isGone = true
      banner = ["this row is gone: another program has deleted it"]
      return
    }
    if isGone { banner = [] }
    isGone = false
    subject?.name = fields.ref.name
    var told = compareWithFirst(fields)
    for index in self.fields.indices {
      guard case .row(let name) = self.fields[index].name, let value = fields.values[name] else { continue }
      let wasEdited = self.fields[index].isChanged
      guard let words = take(value, at: index) else { continue }
      self.fields[index].conflict = words
      self.fields[index].isEditedConflict = wasEdited
      told.append("\(self.fields[index].label) \(words)")
    }
    hideMissing(fields)
    if !told.isEmpty { banner = ["changed by another program: \(told.joined(separator: "; "))"] }
    var isAssigning = false
    if case .assign = form { isAssigning = true }
    // Whom a locked role is given to is nobody's but the operator's business.
    if fields.values[.locked] == .flag(true), !isAssigning {
      banner = ["this role is locked: it came with the application and cannot be changed"]
    }
    form.family.adapt(&self)
  }

  /// Whoever deletes a row sees nothing of it but its name, and means the one that was there.
  private mutating func compareWithFirst(_ read: EntityFields) -> [String] {
    guard fields.isEmpty else { return [] }
    guard let firstRead else {
      firstRead = read
      return []
    }
    changedUnderneath = FieldID.allCases.compactMap { id in
      guard let old = firstRead.values[id], let new = read.values[id], old != new else { return nil }
      guard let was = Self.shown(old), let now = Self.shown(new) else { return "\(id.words) is another now" }
      return "\(id.words) was \(was), is \(now) now"
    }
    if changedUnderneath.isEmpty { banner = [] }
    return changedUnderneath
  }

  /// A value in a sentence; nil where it is too long for one.
  private static func shown(_ value: FieldValue) -> String? {
    switch value {
    case .flag(let flag): flag ? "on" : "off"
    case .reference(let ref): ref.map { "`\($0.name)`" } ?? "none"
    case .null: "none"
    case .text(let text): text.text.utf8.count <= 60 ? quoted(text) : nil
    }
  }

  /// Columns that the table lacks have no field.
  private mutating func hideMissing(_ read: EntityFields) {
    for index in fields.indices {
      if case .row(let name) = fields[index].name { fields[index].isShown = read.values[name] != nil }
    }
    if case .field(let index) = focus, !fields[index].takesFocus { focus = stops.first ?? .button(.cancel) }
  }

  /// What changed underneath, in words: `was a, is b now`.
  private mutating func take(_ value: FieldValue, at index: Int) -> String? {
    switch (fields[index].control, value) {
    case (.text(var control), _):
      guard let text = value.words else { return nil }
      let old = control.take(text)
      fields[index].control = .text(control)
      return old.map { "was \(Self.quoted($0)), is \(Self.quoted(text)) now" }
    case (.toggle(var control), .flag(let flag)):
      let old = control.take(flag)
      fields[index].control = .toggle(control)
      return old.map { "was \($0 ? "on" : "off"), is \(flag ? "on" : "off") now" }
    case (.choice(var control), _):
      guard let ref = value.row else { return nil }
      let old = control.take(ref)
      fields[index].control = .choice(control)
      return old.map { "was \(control.words($0)), is \(control.words(.init(ref))) now" }
    case (.area(var control), _):
      guard let text = value.words else { return nil }
      let old = control.original
      let hasChanged = control.take(text, laidOut: JSONLayout.readable(text))
      fields[index].control = .area(control)
      return hasChanged ? Words.difference(old?.text ?? "", text.text) : nil
    case (.statements(var control), _):
      guard let text = value.words else { return nil }
      let old = control.original
      let hasChanged = control.take(text)
      fields[index].control = .statements(control)
      return hasChanged ? Words.statementDifference(old ?? "", text) : nil
    default: return nil
    }
  }

  private static func quoted(_ text: Name) -> String { text.text.isEmpty ? "empty" : "`\(text)`" }

  /// The lines of the subject's detail that can be taken away.
  mutating func take(_ detail: Detail) {
    guard let section = detail.sections.first(where: { $0.id == self.section }) else {
      return takeLines([], continues: false)
    }
    let items = section.lines.compactMap { line -> LinesControl.Item? in
      guard let edit = line.edit, let changes = edit.removal else { return nil }
      return LinesControl.Item(text: line.text, note: line.note, removal: changes)
    }
    takeLines(items, continues: section.continues)
  }

  private mutating func takeLines(_ items: [LinesControl.Item], continues: Bool) {
    for index in fields.indices {
      if case .lines(var control) = fields[index].control {
        let removed = control.items.filter { control.removed.contains($0.removal) }
        control.take(items, continues: continues)
        fields[index].control = .lines(control)
        let gone = removed.filter { !control.removed.contains($0.removal) }.map(\.text)
        if !gone.isEmpty {
          banner = ["changed by another program: \(gone.joined(separator: ", ")) is taken away already"]
        }
      }
    }
  }
}

extension Words {
  /// What the other program did, statement by statement. What makes no such list is told by the texts.
  fileprivate static func statementDifference(_ was: Name, _ now: Name) -> String {
    guard let old = try? AccessStatements.parse(was).elements,
      let new = try? AccessStatements.parse(now).elements,
      let steps = StatementDifference(from: old, to: new)?.lines, !steps.isEmpty
    else { return difference(was.text, now.text) }
    let rest = steps.count - mostStatements
    let more = rest > 0 ? ["and \(Digits.grouped(rest)) more"] : []
    return (steps.prefix(mostStatements) + more).joined(separator: "; ")
  }

  private static let mostStatements = 3
}

extension FieldValue {
  /// As text; nil where it is none.
  fileprivate var words: Name? {
    switch self {
    case .text(let name): name
    case .null: ""
    case .flag, .reference: nil
    }
  }

  /// As a row; nil where it is none, and a nil inside where it points to none.
  fileprivate var row: EntityRef?? {
    switch self {
    case .reference(let ref): .some(ref)
    case .null: .some(nil)
    case .text, .flag: nil
    }
  }
}

extension LineEdit {
  /// What takes away exactly the row of the line; nil where it is edited in a dialog instead.
  var removal: [Change]? {
    switch self {
    case .membership(let user, let group): [.removeMember(user: user, group: group)]
    case .grant(let grant): [.revoke(grant)]
    case .grants(let grants): grants.map { .revoke($0) }
    case .assignment(let assignment): [.unassign(assignment)]
    case .rolePermission(let role, let permission): [.forbid(role: role, permission: permission)]
    case .policy(let tree): [.setPolicy(tree: tree, policy: nil)]
    case .session(let key): [.endSession(key)]
    case .entry(let number): [.undo(entry: number)]
    case .fix(let fix): fix.changes
    case .access, .statement: nil
    }
  }
}

extension FieldID {
  /// As the forms call it: `first name`, `e-mail`, `staff`.
  fileprivate var words: String {
    if self == .email { return "e-mail" }
    let letters = rawValue.map { $0.isUppercase ? " \($0.lowercased())" : String($0) }.joined()
    return letters.hasPrefix("is ") ? String(letters.dropFirst(3)) : letters
  }
}
