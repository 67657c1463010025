import Authorization
import Frame

/// How the matrix is divided: names of subjects on the left, names of objects above, upright, cells between them.
struct MatrixLayout {
  /// The cells for the name of a subject, the cursor's sign before it.
  let nameWidth: Int
  /// The lines for the names of objects.
  let headingHeight: Int
  /// The lines above them that say in words what the cell under the cursor is.
  static let statusHeight = 2
  /// The cells of one column.
  let columnWidth: Int
  /// How many subjects and objects are visible.
  let lines: Int
  let columns: Int

  /// Whether the names of objects stand upright, one letter below the other.
  var isUpright: Bool { columnWidth < Self.leastForWords }

  /// From this width on names are written along the lines, where they are easier to read.
  private static let leastForWords = 5
  private static let mostForWords = 18

  /// The answers side by side and a gap; where all objects are in sight they share what is left for their names.
  private static func columnWidth(_ matrix: MatrixState, _ room: Int) -> Int {
    let least = max(1, matrix.permissions.count) + 1
    let names = matrix.columns.rows.map(\.ref.name.text)
    guard matrix.columns.reachesStart, matrix.columns.reachesEnd,
      let longest = names.map({ Text.width($0) }).max()
    else { return least }
    let wanted = min(room / names.count, longest + 1, mostForWords)
    return wanted < max(least, leastForWords) ? least : wanted
  }

  /// Fewer than an answer may hold, so that there is always something to go on to.
  private static let most = (lines: MatrixRequest.mostRows - 6, columns: MatrixRequest.mostColumns - 6)

  init(_ matrix: MatrixState, _ inside: Rect) {
    nameWidth = max(12, min(26, inside.width / 4))
    let width = Self.columnWidth(matrix, inside.width - nameWidth)
    columnWidth = width
    let room = max(3, min(9, inside.height / 3))
    // Along the lines names seldom need as many as upright, and all of them are known.
    let needed =
      width < Self.leastForWords
      ? room
      : matrix.columns.rows.map { HeadingNames.words($0.ref.name.text, width: width - 1, height: room).count }
        .max() ?? room
    headingHeight = min(room, needed)
    lines = max(1, min(Self.most.lines, inside.height - headingHeight - Self.statusHeight))
    columns = max(1, min(Self.most.columns, (inside.width - nameWidth) / columnWidth))
  }

  /// The cell at a point inside; nil for names and headings.
  func cell(at point: Point, _ inside: Rect) -> (line: Int, column: Int)? {
    let (x, y) = (point.x - inside.x - nameWidth, point.y - inside.y - headingHeight - Self.statusHeight)
    guard x >= 0, y >= 0, y < lines, x / columnWidth < columns else { return nil }
    return (y, x / columnWidth)
  }
}
