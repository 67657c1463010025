import Authorization

/// One list: its question, the window of rows around the cursor, and what is under way for it.
struct ListState: Hashable, Sendable {
  /// What a page that is under way will be used for.
  enum PageUse: Hashable, Sendable {
    /// Start over with the cursor on the first or last row.
    case first, last
    /// Replace the window and put the cursor back on its row, at its line of the pane.
    case restore
    /// Start at a row whose place is known, after `restore` did not find it.
    case here
    case after, before
  }

  struct PendingPage: Hashable, Sendable {
    var token: Token
    var use: PageUse
  }

  let source: ListSource
  let title: String
  let columns: [Column]
  var filter = ""
  var order: ListOrder?
  var window = RowWindow()
  var cursor = 0
  /// First visible row of the window.
  var top = 0
  var marks: Set<EntityRef> = []
  var tally: Tally?
  var pending: PendingPage?
  var counting: Token?
  /// Rows must be read again, without losing the place.
  var rowsAreStale = false
  /// The numbers must be counted again.
  var tallyIsStale = true
  /// Where to look for the row that took the place of the one under the cursor.
  var placeToFind: RowPosition?
  /// A row that was created and is looked for in the rows that are read next.
  var rowToFind: CreatedRow?
  /// Such a row that the filter hides, until that is said.
  var hiddenRow: CreatedRow?
  /// The line of the pane that the cursor should stand on once the rows before it are there.
  var lineToKeep: Int?
  /// The rows were read while their filter or order was still being prepared.
  var mayGrow = false
  /// The rows came empty, the tally knew better, and they were read once more: never twice for one question.
  var wasReadAgain = false
  /// The rows answer an older question, because what was asked for last is still being prepared. Says how to read
  /// once there is something to read.
  var outdated: PageUse?
  /// Set when reading failed, so that it is not tried again and again.
  var failed = false

  init(source: ListSource, title: String) {
    self.source = source
    self.title = title
    self.columns = ViewDescription.columns(of: source)
  }

  var row: ListRow? { window.rows.indices.contains(cursor) ? window.rows[cursor] : nil }

  /// Whether its rows come from a list that the store makes in the background.
  var isPrepared: Bool {
    switch source {
    // Findings stand in no table.
    case .whoCan, .whatCan, .section, .history, .listing, .view(.findings): true
    case .view, .objects, .seen: !filter.isEmpty || order != nil
    }
  }

  /// The lines that the pane can show at once.
  mutating func keepCursorVisible(lines: Int) {
    let count = window.rows.count
    cursor = min(max(0, cursor), max(0, count - 1))
    top = Scroll.top(top, showing: cursor, lines: lines, of: count)
  }

  func request(_ anchor: PageRequest.Anchor, limit: Int = RowWindow.page) -> PageRequest {
    PageRequest(source: source, filter: filter, order: order, anchor: anchor, limit: limit)
  }
}

/// A row that an edit of one's own created. The applied entry does not tell its key.
struct CreatedRow: Hashable, Sendable {
  var name: Name
  /// The entry that it was saved as.
  var entry: Int64
  /// Whether the whole list was read without it.
  var isSurelyHidden = false
}

/// Scrolling that moves no further than it must.
enum Scroll {
  static func top(_ top: Int, showing cursor: Int, lines: Int, of count: Int) -> Int {
    guard lines > 0 else { return max(0, cursor) }
    let highest = max(0, count - lines)
    let wanted = min(max(top, cursor - lines + 1), cursor)
    return min(max(0, wanted), highest)
  }
}
