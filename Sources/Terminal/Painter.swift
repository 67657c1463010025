import CNcurses
import Frame
import Glibc

/// Draws cells with curses.
struct Painter {
  private var looks: [Look] = []
  private let unicode: Bool

  /// - Parameter unicode: Whether curses can draw anything but ASCII.
  init(theme: Theme, unicode: Bool) {
    self.unicode = unicode
    setTheme(theme)
  }

  mutating func setTheme(_ theme: Theme) {
    let colors = Int(cn_colors())
    looks = Style.Tone.allCases.map { theme.look($0, colors: colors) }
    guard colors > 0 else { return }
    for (index, look) in looks.enumerated() { cn_define_pair(Int32(index + 1), Int32(look.color), -1) }
  }

  /// The cells that curses gives a scalar; -1 if it can't draw it.
  static func cells(of scalar: Unicode.Scalar) -> Int { Int(cn_cells(wchar_t(bitPattern: scalar.value))) }

  /// What curses has in one row.
  static func text(row y: Int, width: Int) -> String {
    var text = String.UnicodeScalarView()
    var buffer = [wchar_t](repeating: 0, count: Int(CN_CELL_LENGTH))
    var x = 0
    while x < width {
      var attributes: UInt32 = 0
      var pair: Int32 = 0
      let count = Int(cn_read(Int32(x), Int32(y), &buffer, &attributes, &pair))
      let scalars = buffer.prefix(count).compactMap { Unicode.Scalar(UInt32(bitPattern: $0)) }
      text.append(contentsOf: scalars)
      x += max(1, scalars.first.map(cells) ?? 1)
    }
    return String(text)
  }

  func paint(row y: Int, of frame: Frame, width: Int) {
    let row = frame.row(y)
    var x = 0
    while x < width {
      let index = row.startIndex + x
      let cell = index < row.endIndex ? row[index] : .blank
      // A frame from before a resize may be cut within a wide character.
      let drawn = Int(cell.width) > width - x || cell.isContinuation ? Cell(style: cell.style) : cell
      paint(drawn, x: x, y: y)
      x += Int(drawn.width)
    }
  }

  private func paint(_ cell: Cell, x: Int, y: Int) {
    let (attributes, pair) = appearance(of: cell.style)
    let drawn = Self.withTerminated(cell.text) { text in
      isDrawable(cell, as: text) && cn_put(Int32(x), Int32(y), text.baseAddress, attributes, pair)
    }
    guard !drawn else { return }
    cn_put(Int32(x), Int32(y), [wchar_t(LineDrawing.ascii(for: cell.text)), 0], attributes, pair)
    if cell.width == 2 { cn_put(Int32(x + 1), Int32(y), [wchar_t(UInt8(ascii: " ")), 0], attributes, pair) }
  }

  /// Whether curses, by the C library's tables, gives the text as many cells as the frame does.
  private func isDrawable(_ cell: Cell, as text: UnsafeMutableBufferPointer<wchar_t>) -> Bool {
    guard let first = text.first else { return false }
    if text.count == 2, (0x20..<0x7F).contains(first) { return true }
    guard unicode, text.count - 1 <= Int(CN_CELL_LENGTH), cn_cells(first) == Int32(cell.width) else {
      return false
    }
    return text.dropFirst().dropLast().allSatisfy { cn_cells($0) == 0 }
  }

  /// Calls the body with the text as code points and a zero, without allocating for each cell.
  private static func withTerminated<Result>(
    _ text: String, _ body: (UnsafeMutableBufferPointer<wchar_t>) -> Result
  ) -> Result {
    let capacity = text.utf8.count + 1
    return withUnsafeTemporaryAllocation(of: wchar_t.self, capacity: capacity) { buffer in
      var count = 0
      for scalar in text.unicodeScalars {
        buffer.initializeElement(at: count, to: wchar_t(bitPattern: scalar.value))
        count += 1
      }
      buffer.initializeElement(at: count, to: 0)
      return body(UnsafeMutableBufferPointer(rebasing: buffer[...count]))
    }
  }

  private func appearance(of style: Style) -> (attributes: UInt32, pair: Int32) {
    let index = Int(style.tone.rawValue)
    let look = looks[index]
    var attributes = 0
    if style.bold || look.bold { attributes |= Int(CN_BOLD) }
    if style.underlined || look.underlined { attributes |= Int(CN_UNDERLINE) }
    // What is reverse already shows the cursor by not being so.
    if style.selected != look.reverse { attributes |= Int(CN_REVERSE) }
    // Dim text in reverse can't be read on many terminals.
    if look.dim && !style.selected { attributes |= Int(CN_DIM) }
    return (UInt32(attributes), look.color < 0 ? 0 : Int32(index + 1))
  }
}

/// What stands for a character that can't be drawn.
private enum LineDrawing {
  static func ascii(for text: String) -> UInt8 {
    switch text {
    case "│": UInt8(ascii: "|")
    case "─": UInt8(ascii: "-")
    case "┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼": UInt8(ascii: "+")
    case "…": UInt8(ascii: "~")
    case "‹": UInt8(ascii: "<")
    case "›": UInt8(ascii: ">")
    default: UInt8(ascii: "?")
    }
  }
}
