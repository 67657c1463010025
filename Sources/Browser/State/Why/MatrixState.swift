import Authorization

/// Subjects × objects of one type, with the answer to a permission in each cell.
struct MatrixState: Hashable, Sendable {
  struct Pending: Hashable, Sendable {
    var token: Token
    var request: MatrixRequest
    var rows: MatrixAxisState.Use
    var columns: MatrixAxisState.Use
  }

  /// What it was opened about.
  let question: AccessQuestion
  private(set) var permission: Name
  private(set) var subjects: MatrixRequest.Subjects
  var rows: MatrixAxisState
  var columns: MatrixAxisState
  private(set) var type: TypeName?
  /// What each cell answers, and what could be asked instead.
  private(set) var permissions: [Name] = []
  private(set) var choices: [Name] = []
  private(set) var cells: [[[MatrixWindow.Answer]]] = []
  var pending: Pending?
  private(set) var failure: String?
  var isStale = false
  /// Whether a person went to the cell under the cursor, which is what the matrix is about from then on.
  var isCellChosen = false
  /// Whether what is typed filters the objects; else the subjects.
  var filtersColumns = false
  var ticks = 0

  init(_ question: AccessQuestion) {
    self.question = question
    permission = question.permission
    type = question.object?.type
    if case .group = question.subject { subjects = .groups } else { subjects = .users }
    rows = MatrixAxisState(around: question.holder)
    columns = MatrixAxisState(around: question.object)
  }

  var isSlow: Bool { pending != nil && ticks >= Waiting.patience }

  /// The question of the cell under the cursor; nil where there is none.
  var cell: AccessQuestion? {
    guard let row = rows.row?.ref, let column = columns.row?.ref, let subject = SubjectRef(row) else {
      return nil
    }
    return AccessQuestion(subject: subject, permission: permission, object: column)
  }

  /// What would be turned to another side.
  var turnable: AccessQuestion {
    var asked = isCellChosen ? cell ?? question : question
    asked.permission = permission
    return asked
  }

  /// The answers of a cell that is loaded, one for each of the permissions.
  func answers(row: Int, column: Int) -> [MatrixWindow.Answer] {
    guard cells.indices.contains(row), cells[row].indices.contains(column) else { return [] }
    return cells[row][column]
  }

  mutating func take(_ window: MatrixWindow, visibleRows: Int, visibleColumns: Int) {
    guard let pending else { return }
    self.pending = nil
    failure = nil
    type = window.type
    permissions = window.permissions
    choices = window.choices
    cells = window.cells
    let (down, right) = (pending.request.rows.limit, pending.request.columns.limit)
    rows.take(window.rows, pending.rows, limit: down, visible: visibleRows)
    columns.take(window.columns, pending.columns, limit: right, visible: visibleColumns)
  }

  mutating func fail(_ text: String) {
    pending = nil
    failure = text
  }

  /// Lets what failed be tried again.
  mutating func forgetFailure() { failure = nil }

  /// Asks for the next permission of the type. Reading and writing of git trees stand side by side, as one.
  mutating func turnPermission(by step: Int) {
    let both: Set<Name> = [GitTrees.read, GitTrees.write]
    let all = choices.filter { $0 != GitTrees.write || !choices.contains(GitTrees.read) }
    guard let now = all.firstIndex(of: both.contains(permission) ? GitTrees.read : permission), all.count > 1
    else { return }
    permission = all[(now + step + all.count) % all.count]
    isStale = true
    failure = nil
  }

  mutating func turnSubjects() {
    subjects = subjects == .users ? .groups : .users
    rows.filter = ""
    let isHolder = question.holder?.kind == (subjects == .users ? .user : .group)
    rows.restart(around: isHolder ? question.holder : nil)
    // What is turned on from here is what the screen shows, not who was asked about before.
    isCellChosen = true
    failure = nil
  }

  /// The filter that is being typed.
  var filter: String {
    get { filtersColumns ? columns.filter : rows.filter }
    set {
      if filtersColumns {
        columns.filter = newValue
        columns.restart(around: newValue.isEmpty ? columns.row?.ref : nil)
      } else {
        rows.filter = newValue
        rows.restart(around: newValue.isEmpty ? rows.row?.ref : nil)
      }
      isCellChosen = true
      failure = nil
    }
  }

  /// What to read now, and where the cursor goes then; nil where everything is there.
  func next(visibleRows: Int, visibleColumns: Int) -> (
    MatrixRequest, MatrixAxisState.Use, MatrixAxisState.Use
  )? {
    guard pending == nil, failure == nil else { return nil }
    let most = (rows: MatrixRequest.mostRows, columns: MatrixRequest.mostColumns)
    let limits = (min(most.rows, visibleRows + 24), min(most.columns, visibleColumns + 16))
    let down = rows.wish ?? rows.shift(visible: visibleRows, limit: limits.0)
    let right = columns.wish ?? columns.shift(visible: visibleColumns, limit: limits.1)
    guard isStale || down != nil || right != nil else { return nil }
    let (row, column) = (down ?? rows.again, right ?? columns.again)
    let request = MatrixRequest(
      permission: permission, type: type, subjects: subjects, rows: rows.request(row, limit: limits.0),
      columns: columns.request(column, limit: limits.1))
    return (request, row.use, column.use)
  }
}
