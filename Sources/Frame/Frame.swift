/// A screen as values: a grid of styled cells, and where the cursor is.
///
/// Text enters a frame through `put` only, which makes visible whatever hostile text hides.
public struct Frame: Equatable, Sendable {
  public let size: Size
  /// Where the terminal's own cursor rests, for screen readers and text fields; none hides it.
  public var cursor: Point?
  private var cells: [Cell]

  public init(size: Size) {
    self.size = Size(width: max(0, size.width), height: max(0, size.height))
    cells = Array(repeating: .blank, count: self.size.width * self.size.height)
  }

  /// The cell at a place; blank outside the frame.
  public subscript(x: Int, y: Int) -> Cell {
    guard contains(x, y) else { return .blank }
    return cells[y * size.width + x]
  }

  /// The cells of one row from left to right; empty outside the frame.
  public func row(_ y: Int) -> ArraySlice<Cell> {
    guard y >= 0, y < size.height else { return [] }
    return cells[y * size.width..<(y + 1) * size.width]
  }

  /// Writes text from a place to the right and returns how many cells it took.
  ///
  /// It is cut at `maxWidth` cells and at the right edge, never within a wide character.
  @discardableResult
  public mutating func put(
    _ text: String, x: Int, y: Int, maxWidth: Int? = nil, style: Style = .plain
  ) -> Int {
    let room = min(maxWidth ?? Int.max, size.width - x)
    guard room > 0, y >= 0, y < size.height else { return 0 }
    if Text.isPlain(text) { return putPlain(text, x: x, y: y, room: room, style: style) }
    var used = 0
    // Text that is made visible never begins with a mark.
    var cell = Cell("", width: 0, style: style)
    for scalar in Text.visible(text).unicodeScalars {
      let width = Text.width(ofVisible: scalar)
      guard width > 0 else {
        cell.text.unicodeScalars.append(scalar)
        continue
      }
      if cell.width > 0 { write(cell, x: x + used, y: y) }
      used += Int(cell.width)
      if used + width > room { return used }
      cell.text = String(scalar)
      cell.width = UInt8(width)
    }
    if cell.width > 0 { write(cell, x: x + used, y: y) }
    return used + Int(cell.width)
  }

  /// The characters alone, one line a row, trailing spaces removed.
  public func plainText() -> String {
    var lines: [String] = []
    for y in 0..<size.height {
      var line = ""
      for cell in row(y) { line += cell.text }
      while line.unicodeScalars.last == " " { line.unicodeScalars.removeLast() }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }

  /// Puts one cell in its place and blanks what is left of wide characters that it covers by half.
  mutating func write(_ cell: Cell, x: Int, y: Int) {
    let last = x + Int(cell.width) - 1
    guard contains(x, y), contains(last, y) else {
      // A wide character that hangs over the left edge leaves a blank.
      if x < 0, contains(last, y) { write(Cell(style: cell.style), x: last, y: y) }
      return
    }
    separate(x, y)
    if last < size.width - 1 { separate(last + 1, y) }
    let index = y * size.width + x
    cells[index] = cell
    if cell.width == 2 { cells[index + 1] = .continuation(cell.style) }
  }

  mutating func setStyle(_ style: Style, x: Int, y: Int) {
    guard contains(x, y) else { return }
    cells[y * size.width + x].style = style
  }

  /// Blanks both halves of a wide character whose right half is at this place.
  private mutating func separate(_ x: Int, _ y: Int) {
    let index = y * size.width + x
    guard cells[index].isContinuation else { return }
    cells[index] = Cell(style: cells[index].style)
    if x > 0 { cells[index - 1] = Cell(style: cells[index - 1].style) }
  }

  private func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && x < size.width && y >= 0 && y < size.height }

  /// Writes printable ASCII, where each byte is a cell: most of what is drawn, at every key.
  private mutating func putPlain(_ text: String, x: Int, y: Int, room: Int, style: Style) -> Int {
    let used = min(text.utf8.count, room)
    let (first, last) = (max(x, 0), x + used - 1)
    guard first <= last else { return used }
    separate(first, y)
    if last < size.width - 1 { separate(last + 1, y) }
    let start = y * size.width + x
    cells.withUnsafeMutableBufferPointer { cells in
      for (offset, byte) in text.utf8.prefix(used).enumerated() where x + offset >= 0 {
        cells[start + offset] = Cell(asciiTexts[Int(byte)], style: style)
      }
    }
    return used
  }
}

/// One text for each ASCII character, made once.
private let asciiTexts = (UInt8(0)..<0x80).map { String(Unicode.Scalar($0)) }
