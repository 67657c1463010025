import Authorization
import Frame

/// The statements of an access policy as lines that can be added, edited, reordered and removed.
struct StatementsControl: Hashable, Sendable {
  private(set) var list = AccessStatements()
  private(set) var original: Name?
  /// Why the text in the database cannot be read as statements.
  private(set) var problem: String?
  var cursor = 0
  var top = 0

  static let unread = StatementsControl()

  init() {}

  /// The statements of a policy that is new.
  static var empty: StatementsControl {
    var control = StatementsControl()
    _ = control.take("[]")
    return control
  }

  var items: [AccessStatement] { list.elements }
  var isLoaded: Bool { original != nil }
  var text: Name { list.write() }
  var isChanged: Bool { original.map { problem == nil && $0 != text } ?? false }

  /// Takes what stands in the database. What was edited stays. Returns whether it had changed underneath.
  mutating func take(_ now: Name) -> Bool {
    let old = original
    guard old != now else { return false }
    let wasChanged = isChanged
    original = now
    if wasChanged { return true }
    do {
      list = try AccessStatements.parse(now)
      problem = nil
    } catch {
      list = AccessStatements()
      problem = "the statements are \(error)"
    }
    cursor = min(cursor, max(0, items.count - 1))
    return old != nil
  }

  mutating func put(_ statement: AccessStatement, at place: Int?) {
    if let place, items.indices.contains(place) {
      list.elements[place] = statement
    } else {
      let next = items.isEmpty ? 0 : min(cursor + 1, items.count)
      list.elements.insert(statement, at: next)
      cursor = next
    }
  }

  /// Where a statement that is put at a place would stand.
  func place(of page: StatementPage) -> Int {
    page.place.flatMap { items.indices.contains($0) ? $0 : nil } ?? min(cursor + 1, items.count)
  }

  mutating func remove() {
    guard items.indices.contains(cursor) else { return }
    list.elements.remove(at: cursor)
    cursor = min(cursor, max(0, items.count - 1))
  }

  mutating func move(by step: Int) {
    let next = cursor + step
    guard items.indices.contains(cursor), items.indices.contains(next) else { return }
    list.elements.swapAt(cursor, next)
    cursor = next
  }

  /// `allow authenticated: list if has_model_perms:…`.
  static func words(_ statement: AccessStatement) -> String { statement.words }
}

/// One statement, as fields. It lies over the dialog of its policy and goes back to it.
struct StatementPage: Hashable, Sendable {
  static let names: [FieldName] = [.principal, .action, .effect, .condition, .expression]

  /// Nil for a new one.
  var place: Int?
  var original: AccessStatement
  var fields: [Field]
  var focus = 0

  init(_ statement: AccessStatement?, at place: Int?) {
    self.place = place
    let start = statement ?? AccessStatement(principal: ["authenticated"], action: [], effect: "allow")
    original = start
    fields = [
      .text(.principal, "principal", Self.joined(start.principal, by: ", ")),
      .text(.action, "action", Self.joined(start.action, by: ", ")),
      .text(.effect, "effect", start.effect?.text ?? ""),
      .text(.condition, "condition", Self.joined(start.condition, by: "; ")),
      .text(.expression, "expression", Self.joined(start.conditionExpression, by: "; ")),
    ]
    for index in fields.indices {
      if case .text(let control) = fields[index].control {
        fields[index].control = .text(TextControl(control.value.text, original: control.value))
      }
    }
  }

  var isChanged: Bool { place == nil || fields.contains(where: \.isChanged) }

  /// What the fields say. A field that nobody edited leaves its part of the statement as it was written.
  var statement: AccessStatement {
    var statement = original
    for field in fields where field.isChanged {
      guard case .text(let control) = field.control else { continue }
      let text = control.value.text
      switch field.name {
      case .principal: statement.principal = Self.names(text, separator: ",")
      case .action: statement.action = Self.names(text, separator: ",")
      case .effect: statement.effect = Name(Self.trimmed(text))
      case .condition: statement.condition = Self.names(text, separator: ";")
      case .expression: statement.conditionExpression = Self.names(text, separator: ";")
      default: break
      }
    }
    return statement
  }

  private static func joined(_ names: [Name], by separator: String) -> String {
    names.map(\.text).joined(separator: separator)
  }

  private static func names(_ text: String, separator: Character) -> [Name] {
    text.split(separator: separator).map { trimmed(String($0)) }.filter { !$0.isEmpty }.map { Name($0) }
  }

  private static func trimmed(_ text: String) -> String {
    let letters = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
    return String(letters.reversed())
  }
}

extension Dialog {
  var isTypingStatement: Bool { if case .statement? = page { true } else { false } }

  private var statements: StatementsControl? {
    guard case .statements(let control)? = field(.row(.statements))?.control else { return nil }
    return control
  }

  /// The statements, with the one that is being typed as if it were taken: so the store checks it at each letter.
  var statementsAsTyped: StatementsControl? {
    guard var control = statements else { return nil }
    if case .statement(let page)? = page, page.isChanged, control.problem == nil {
      control.put(page.statement, at: page.place)
    }
    return control
  }

  /// What a person should know of the statement that is being typed, and whether it is wrong: by itself, then by what
  /// the database holds.
  func findings(_ page: StatementPage) -> [(text: String, isError: Bool)] {
    let own = page.statement.findings().map { (text: $0.text, isError: $0.severity == .error) }
    guard let control = statements, page.isChanged, let plan = preview.plan else { return own }
    let heading = StatementFinding.heading(control.place(of: page))
    let others = plan.warnings.compactMap { warning -> (text: String, isError: Bool)? in
      guard warning.hasPrefix(heading) else { return nil }
      let text = String(warning.dropFirst(heading.count))
      return own.contains { $0.text == text } ? nil : (text, false)
    }
    return own + others
  }
}
