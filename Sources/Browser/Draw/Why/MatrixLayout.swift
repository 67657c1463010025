import Authorization
import Frame

/// How the matrix is divided: names of subjects on the left, names of objects above, upright, cells between them.
struct MatrixLayout {
  /// The cells for the name of a subject, the cursor's sign before it.
  let nameWidth: Int
  /// The lines for the names of objects.
  let headingHeight: Int
  /// The cells of one column.
  let columnWidth: Int
  /// How many subjects and objects are visible.
  let lines: Int
  let columns: Int

  /// Fewer than an answer may hold, so that there is always something to go on to.
  private static let most = (lines: MatrixRequest.mostRows - 6, columns: MatrixRequest.mostColumns - 6)

  init(_ matrix: MatrixState, _ inside: Rect) {
    nameWidth = max(12, min(26, inside.width / 4))
    headingHeight = max(3, min(9, inside.height / 3))
    columnWidth = max(1, matrix.permissions.count) + 1
    lines = max(1, min(Self.most.lines, inside.height - headingHeight - 1))
    columns = max(1, min(Self.most.columns, (inside.width - nameWidth) / columnWidth))
  }

  /// The cell at a point inside; nil for names and headings.
  func cell(at point: Point, _ inside: Rect) -> (line: Int, column: Int)? {
    let (x, y) = (point.x - inside.x - nameWidth, point.y - inside.y - headingHeight - 1)
    guard x >= 0, y >= 0, y < lines, x / columnWidth < columns else { return nil }
    return (y, x / columnWidth)
  }
}
