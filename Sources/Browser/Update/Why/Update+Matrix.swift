import Authorization
import Frame

/// The matrix of subjects × objects.
extension BrowserState {
  /// Asks for the cells that are needed and not there.
  mutating func settleMatrix() {
    guard var matrix = place.matrix, let rect = layout.page else { return }
    let room = MatrixLayout(matrix, rect.inside)
    if matrix.pending == nil {
      matrix.rows.settle(visible: room.lines)
      matrix.columns.settle(visible: room.columns)
    }
    if let (request, rows, columns) = matrix.next(visibleRows: room.lines, visibleColumns: room.columns) {
      matrix.isStale = false
      matrix.rows.wish = nil
      matrix.columns.wish = nil
      let token = ask { .loadMatrix(request, $0) }
      matrix.pending = MatrixState.Pending(token: token, request: request, rows: rows, columns: columns)
    }
    place.matrix = matrix
    // The title says what would be turned on from here, which moves with the cursor.
    place.pivot = Pivot(question: matrix.turnable, facet: .matrix)
    place.title = matrix.turnable.title(.matrix)
  }

  private mutating func withMatrix(_ token: Token, _ body: (inout MatrixState, MatrixLayout) -> Void) -> Bool
  {
    let rect = Layout.page(size)
    for index in journeys.indices {
      var found = false
      journeys[index].forEachPlace { place in
        guard !found, var matrix = place.matrix, matrix.pending?.token == token else { return }
        found = true
        body(&matrix, MatrixLayout(matrix, rect.inside))
        place.matrix = matrix
      }
      if found { return true }
    }
    return false
  }

  mutating func takeMatrix(_ token: Token, _ window: MatrixWindow) {
    guard running.end(token) else { return }
    _ = withMatrix(token) { $0.take(window, visibleRows: $1.lines, visibleColumns: $1.columns) }
  }

  /// What cannot be asked is said in the matrix. False where it is no such answer.
  mutating func takeMatrixFailure(_ token: Token, _ text: String) -> Bool {
    withMatrix(token) { matrix, _ in matrix.fail(text) }
  }

  mutating func moveInMatrix(_ movement: Movement) { moveMatrix(rows: movement) }
  mutating func moveMatrixColumns(_ movement: Movement) { moveMatrix(columns: movement) }

  private mutating func moveMatrix(rows: Movement? = nil, columns: Movement? = nil) {
    guard let matrix = place.matrix, let rect = layout.page else { return }
    let room = MatrixLayout(matrix, rect.inside)
    place.matrix?.isCellChosen = true
    if let rows { place.matrix?.rows.move(rows, visible: room.lines) }
    if let columns { place.matrix?.columns.move(columns, visible: room.columns) }
  }

  /// Asks anew: what was under way answers an older question.
  mutating func changeMatrix(_ change: (inout MatrixState) -> Void) {
    guard var matrix = place.matrix else { return }
    if let pending = matrix.pending {
      cancel(pending.token)
      matrix.pending = nil
      matrix.isStale = true
    }
    change(&matrix)
    place.matrix = matrix
  }

  mutating func copyMatrix(_ matrix: MatrixState) {
    guard let question = matrix.cell else { return }
    let answers = matrix.answers(row: matrix.rows.cursor, column: matrix.columns.cursor)
    let lines = zip(matrix.permissions, answers).flatMap { permission, answer -> [String] in
      var asked = question
      asked.permission = permission
      return ["$ \(asked.command(database: databaseArgument))", "\(asked.title): \(answer.word)"]
    }
    outbox.append(.copy(lines.map(Text.visible).joined(separator: "\n")))
    messages.say(.info, "copied \(Words.count(lines.count, "line"))")
  }
}

extension MatrixWindow.Answer {
  /// `allowed`
  var word: String {
    switch self {
    case .outcome(let outcome): outcome.rawValue
    case .raises: "the real system raises"
    }
  }
}
