import Authorization
import Frame

/// Who may do something to what, in cells.
enum MatrixPane {
  static func draw(_ state: BrowserState, _ matrix: MatrixState, _ frame: inout Frame, _ rect: Rect) {
    let rest = titleEnd(matrix)
    let crumbs = Breadcrumbs.text(state.journey.breadcrumbs, width: rect.width - 5 - Text.width(rest))
    frame.title(crumbs + rest, on: rect, style: Style(.focus))
    let inside = rect.inside
    frame.cursor = Point(x: inside.x, y: inside.y)
    guard inside.width > 20, inside.height > 5 else { return }
    if let failure = matrix.failure {
      for (line, text) in Words.wrapped("! \(failure)", width: inside.width - 2).enumerated() {
        frame.text(text, x: inside.x + 1, y: inside.y + line, width: inside.width - 2, style: Style(.warning))
      }
      return
    }
    let room = MatrixLayout(matrix, inside)
    frame.text(status(matrix), x: inside.x + 1, y: inside.y, width: inside.width - 2, style: Style(.heading))
    drawHeadings(matrix, room, &frame, inside)
    drawRows(matrix, room, &frame, inside)
    if let note = emptyNote(matrix) {
      let y = inside.y + 1 + room.headingHeight
      frame.text(note, x: inside.x + 1, y: y, width: inside.width - 2, style: Style(.dim))
    }
  }

  private static func titleEnd(_ matrix: MatrixState) -> String {
    var parts: [String] = []
    if !matrix.rows.filter.isEmpty { parts.append("subjects: \(matrix.rows.filter)") }
    if !matrix.columns.filter.isEmpty { parts.append("objects: \(matrix.columns.filter)") }
    return parts.map { " ─ \($0)" }.joined() + (matrix.isSlow ? Waiting.words : "")
  }

  /// The cell under the cursor in words.
  private static func status(_ matrix: MatrixState) -> String {
    guard let row = matrix.rows.row, let column = matrix.columns.row else {
      return matrix.permissions.map(\.text).joined(separator: " ")
    }
    let answers = matrix.answers(row: matrix.rows.cursor, column: matrix.columns.cursor)
    let words = zip(matrix.permissions, answers).map { "\($1.sign) \($0) \($1.word)" }.joined(separator: "  ")
    let subject = SubjectRef(row.ref)?.title ?? row.ref.name.text
    return "\(subject) on \(column.ref.name): \(words)"
  }

  private static func emptyNote(_ matrix: MatrixState) -> String? {
    guard matrix.type != nil, matrix.pending == nil, !matrix.choices.isEmpty else { return nil }
    if matrix.rows.rows.isEmpty { return matrix.rows.filter.isEmpty ? "no subjects" : "no subject matches" }
    if matrix.columns.rows.isEmpty {
      return matrix.columns.filter.isEmpty ? "no objects" : "no object matches"
    }
    return nil
  }

  private static func drawHeadings(
    _ matrix: MatrixState, _ room: MatrixLayout, _ frame: inout Frame, _ inside: Rect
  ) {
    let names = matrix.columns.rows.dropFirst(matrix.columns.top).prefix(room.columns)
    for (offset, row) in names.enumerated() {
      let isCurrent = matrix.columns.top + offset == matrix.columns.cursor
      let letters = upright(row.ref.name.text, height: room.headingHeight)
      let x = inside.x + room.nameWidth + offset * room.columnWidth
      for (line, letter) in letters.enumerated() {
        let y = inside.y + 1 + room.headingHeight - letters.count + line
        frame.put(
          letter, x: x, y: y, maxWidth: room.columnWidth,
          style: Style(isCurrent ? .key : .heading, bold: isCurrent))
      }
    }
    let y = inside.y + room.headingHeight
    let names2 = matrix.permissions.map(\.text).joined(separator: ", ")
    frame.text(names2, x: inside.x + 1, y: y, width: room.nameWidth - 2, style: Style(.dim))
  }

  /// A name from above to below. Where it does not fit its end is shown, which tells names apart.
  private static func upright(_ name: String, height: Int) -> [String] {
    let letters = Text.visible(name).map { String($0) }
    guard letters.count > height else { return letters }
    return ["…"] + letters.suffix(height - 1)
  }

  private static func drawRows(
    _ matrix: MatrixState, _ room: MatrixLayout, _ frame: inout Frame, _ inside: Rect
  ) {
    let rows = matrix.rows.rows.dropFirst(matrix.rows.top).prefix(room.lines)
    for (offset, row) in rows.enumerated() {
      let index = matrix.rows.top + offset
      let y = inside.y + 1 + room.headingHeight + offset
      let isCurrent = index == matrix.rows.cursor
      frame.text(
        (isCurrent ? "> " : "  ") + row.ref.name.text, x: inside.x, y: y, width: room.nameWidth - 1,
        style: Style(row.faded ? .dim : .plain, bold: isCurrent))
      for place in 0..<room.columns where matrix.columns.rows.indices.contains(matrix.columns.top + place) {
        let column = matrix.columns.top + place
        let x = inside.x + room.nameWidth + place * room.columnWidth
        draw(matrix, index, column, &frame, x: x, y: y)
        guard isCurrent, column == matrix.columns.cursor else { continue }
        let cell = Rect(x: x, y: y, width: max(1, matrix.permissions.count), height: 1)
        frame.restyle(cell) { Style($0.tone, bold: true, selected: true) }
        frame.cursor = Point(x: x, y: y)
      }
    }
  }

  private static func draw(
    _ matrix: MatrixState, _ row: Int, _ column: Int, _ frame: inout Frame, x: Int, y: Int
  ) {
    for (place, answer) in matrix.answers(row: row, column: column).enumerated() {
      // Reading and writing stand side by side, each by its letter where it is allowed.
      let isPair = matrix.permissions.count > 1
      let letter = matrix.permissions[place].text.first.map { String($0) } ?? "+"
      let sign = isPair && answer == .outcome(.allowed) ? letter : answer.sign
      frame.put(sign, x: x + place, y: y, style: Style(tone(answer)))
    }
  }

  private static func tone(_ answer: MatrixWindow.Answer) -> Style.Tone {
    switch answer {
    case .outcome(.allowed): .allowed
    case .outcome(.denied): .dim
    case .outcome(.undetermined): .undetermined
    case .raises: .warning
    }
  }
}
