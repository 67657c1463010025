import Authorization
import Frame

/// Who can, and the answer as text.
extension BrowserState {
  /// The permissions that one could mean by `w` at this moment, and the object they are asked about.
  var whoCanQuestions: [(permission: Name, object: EntityRef?)] {
    if place.isPage { return turnable.map { [($0.permission, $0.object)] } ?? [] }
    if focus == .inspector {
      return inspector.row.map { [($0.permission, inspector.shown?.object)] } ?? []
    }
    if let ref = refUnderCursor, ref.kind == .permission { return [(ref.name, nil)] }
    guard inspector.isVisible, let shown = inspector.shown else { return [] }
    return shown.rows.map { ($0.permission, shown.object) }
  }

  mutating func askWhoCan() {
    let questions = whoCanQuestions
    guard let first = questions.first else { return }
    if questions.count == 1 { return openWhoCan(first.permission, first.object) }
    let items = questions.map { question in
      Menu.Item(id: question.permission.text, label: question.permission.text, note: "", disabled: nil)
    }
    let what = first.object.map { "on \($0.title)" } ?? "in general"
    overlay = .menu(
      Menu(
        title: "who can … \(what)", purpose: .whoCan(first.object), items: items,
        cursor: min(inspector.cursor, items.count - 1)))
  }

  mutating func openWhoCan(_ permission: Name, _ object: EntityRef?) {
    let title = "who can \(permission)" + (object.map { " on \($0.name)" } ?? "")
    enter(Place(list: .whoCan(permission: permission, object: object), title: title))
  }

  mutating func copyAnswer() {
    if let page = place.why { return copyWhy(page) }
    if let page = place.request { return copyRequest(page) }
    if let matrix = place.matrix { return copyMatrix(matrix) }
    let lines = focus == .inspector ? answerUnderCursor : wholeAnswer
    guard !lines.isEmpty else { return }
    // A clipboard is pasted into tickets and shells, so what hides in names is made visible here too.
    outbox.append(.copy(lines.map(Text.visible).joined(separator: "\n")))
    messages.say(.info, "copied \(Words.count(lines.count, "line"))")
  }

  /// The row of the inspector, level by level.
  private var answerUnderCursor: [String] {
    guard let shown = inspector.shown, let row = inspector.row else { return [] }
    return Answer.lines(of: row, in: shown, onlyRelevant: false) + row.warnings + shown.notes
  }

  /// Everything that the inspector says, or the row under the cursor where it is hidden.
  private var wholeAnswer: [String] {
    guard inspector.isVisible, let shown = inspector.shown else {
      return refUnderCursor.map { [$0.title] } ?? []
    }
    let rows = shown.rows.flatMap { Answer.lines(of: $0, in: shown, onlyRelevant: true) + $0.warnings }
    return rows + shown.notes + [command(for: shown)]
  }

  private func command(for shown: Inspection) -> String {
    let arguments =
      ["permissions", databaseArgument, shown.subject.argument]
      + (shown.object.map { [$0.argument] } ?? [])
      + (inspector.shownBefore.map { ["--as-of", "#\($0)"] } ?? [])
    return (["permscope"] + arguments.map(ShellWord.quote)).joined(separator: " ")
  }
}

/// Answers in sentences.
enum Answer {
  /// The answer to what was asked: that of the nearest level. A grant at a wider level does not satisfy a check on
  /// an object, so its path must not stand beside a denial.
  static func relevant(_ row: InspectionRow) -> LevelAnswer? { row.answers.last { $0.outcome != nil } }

  static func lines(of row: InspectionRow, in shown: Inspection, onlyRelevant: Bool) -> [String] {
    let answers = onlyRelevant ? relevant(row).map { [$0] } ?? [] : row.answers
    return answers.flatMap { answer -> [String] in
      guard let outcome = answer.outcome else { return [] }
      let reason = answer.text.isEmpty ? "" : " — \(answer.text)"
      let question = "\(row.permission) for \(shown.subject.title) \(place(shown))"
      let line = "\(question) (\(answer.level.rawValue) level): \(outcome.rawValue)\(reason)"
      return [line] + (onlyRelevant ? [] : answer.command.map { [$0] } ?? [])
    }
  }

  private static func place(_ shown: Inspection) -> String {
    shown.object.map { "on \($0.title)" } ?? "in general"
  }
}
