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
    drawStatus(matrix, &frame, inside)
    drawHeadings(matrix, room, &frame, inside)
    drawRows(matrix, room, &frame, inside)
    if let note = emptyNote(matrix) {
      let y = inside.y + MatrixLayout.statusHeight + room.headingHeight
      frame.text(note, x: inside.x + 1, y: y, width: inside.width - 2, style: Style(.dim))
    }
  }

  private static func titleEnd(_ matrix: MatrixState) -> String {
    var parts: [String] = []
    if !matrix.rows.filter.isEmpty { parts.append("subjects: \(matrix.rows.filter)") }
    if !matrix.columns.filter.isEmpty { parts.append("objects: \(matrix.columns.filter)") }
    return parts.map { " ─ \($0)" }.joined() + (matrix.isSlow ? Waiting.words : "")
  }

  /// The cell under the cursor in words: whom and what it is about, with their whole names, and the answers.
  private static func drawStatus(_ matrix: MatrixState, _ frame: inout Frame, _ inside: Rect) {
    let width = inside.width - 2
    guard let row = matrix.rows.row, let column = matrix.columns.row else {
      let asked = matrix.permissions.map(\.text).joined(separator: " ")
      frame.text(asked, x: inside.x + 1, y: inside.y + 1, width: width, style: Style(.heading))
      return
    }
    // A name that is longer than half of the line is cut in its middle; the other one need not be.
    let subject = SubjectRef(row.ref)?.title ?? row.ref.name.text
    // Objects of several domains may have the same name; their keys tell them apart then.
    let isShared = matrix.columns.rows.contains { $0.ref.name == column.ref.name && $0.ref != column.ref }
    let (first, second) = (subject, column.ref.name.text + (isShared ? " \(column.ref.key)" : ""))
    let room = width - 4
    let firstWidth = max(room - Text.width(second), room / 2)
    let shown = Words.middleLeftOut(of: first, width: firstWidth)
    let names =
      "\(shown) on \(Words.middleLeftOut(of: second, width: room - Text.width(shown)))"
    frame.text(names, x: inside.x + 1, y: inside.y, width: width, style: Style(.heading))
    let answers = matrix.answers(row: matrix.rows.cursor, column: matrix.columns.cursor)
    var x = inside.x + 1
    for (permission, answer) in zip(matrix.permissions, answers) {
      let room = inside.x + 1 + width - x
      let text = "\(answer.sign) \(permission) \(answer.word)"
      x += frame.text(text, x: x, y: inside.y + 1, width: room, style: Style(tone(answer), bold: true)) + 2
    }
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
    let rows = matrix.columns.rows.dropFirst(matrix.columns.top).prefix(room.columns)
    let texts = rows.map(\.ref.name.text)
    let names =
      room.isUpright
      ? HeadingNames.upright(texts, height: room.headingHeight)
      : texts.map { HeadingNames.words($0, width: room.columnWidth - 1, height: room.headingHeight) }
    for (offset, letters) in names.enumerated() {
      let isCurrent = matrix.columns.top + offset == matrix.columns.cursor
      let x = inside.x + room.nameWidth + offset * room.columnWidth
      for (line, letter) in letters.enumerated() {
        let y = inside.y + MatrixLayout.statusHeight + room.headingHeight - letters.count + line
        frame.put(
          letter, x: x, y: y, maxWidth: room.isUpright ? room.columnWidth : room.columnWidth - 1,
          style: Style(isCurrent ? .key : .heading, bold: isCurrent))
      }
    }
  }

  private static func drawRows(
    _ matrix: MatrixState, _ room: MatrixLayout, _ frame: inout Frame, _ inside: Rect
  ) {
    let rows = matrix.rows.rows.dropFirst(matrix.rows.top).prefix(room.lines)
    for (offset, row) in rows.enumerated() {
      let index = matrix.rows.top + offset
      let y = inside.y + MatrixLayout.statusHeight + room.headingHeight + offset
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
