/// What a terminal of one size would show, as far as telling what is on it takes: text and places, no colours.
struct ScreenText {
  let width: Int
  let height: Int
  /// How often the program said that a picture is complete (`ESC[?2026l`).
  private(set) var pictures = 0

  private var cells: [[Unicode.Scalar]]
  private var x = 0
  private var y = 0
  private var saved = (x: 0, y: 0)
  private var top = 0
  private var bottom: Int
  private var last: Unicode.Scalar = " "
  private var state = State.text
  private var pending: [UInt8] = []

  private enum State { case text, escape, charset, sequence, string, stringEscape }

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    bottom = height - 1
    cells = Array(repeating: Array(repeating: " ", count: width), count: height)
  }

  var rows: [String] {
    cells.map { row in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: row)
      return String(text)
    }
  }

  var isBlank: Bool { cells.allSatisfy { $0.allSatisfy { $0 == " " } } }

  func contains(_ text: String) -> Bool { rows.contains { $0.contains(text) } }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { feed(byte) }
  }

  private mutating func feed(_ byte: UInt8) {
    switch state {
    case .text: text(byte)
    case .escape: escape(byte)
    case .charset: state = .text
    case .sequence:
      if (0x40...0x7E).contains(byte) {
        state = .text
        sequence(String(decoding: pending, as: UTF8.self), byte)
        pending = []
      } else {
        pending.append(byte)
      }
    case .string:
      if byte == 0x07 { state = .text } else if byte == 0x1B { state = .stringEscape }
    case .stringEscape: state = .text
    }
  }

  private mutating func text(_ byte: UInt8) {
    switch byte {
    case 0x1B:
      pending = []
      state = .escape
    case 0x08: x = max(0, x - 1)
    case 0x09: x = min(width - 1, (x / 8 + 1) * 8)
    case 0x0A...0x0C: lineFeed()
    case 0x0D: x = 0
    case 0x20...0x7E: put(Unicode.Scalar(byte))
    case 0x80...:
      pending.append(byte)
      guard pending.count >= length(of: pending[0]) else { return }
      for scalar in String(decoding: pending, as: UTF8.self).unicodeScalars { put(scalar) }
      pending = []
    default: break
    }
  }

  private func length(of lead: UInt8) -> Int { lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1 }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if (0x300...0x36F).contains(scalar.value) { return }
    if x >= width {
      x = 0
      lineFeed()
    }
    cells[y][x] = scalar
    last = scalar
    x += isWide(scalar) ? 2 : 1
  }

  private func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  private mutating func lineFeed() {
    if y == bottom { scroll(1) } else { y = min(height - 1, y + 1) }
  }

  /// Moves the scrolling region up, or down for a negative count.
  private mutating func scroll(_ count: Int, from first: Int? = nil) {
    let first = first ?? top
    guard first <= bottom else { return }
    let blank = Array(repeating: Unicode.Scalar(" "), count: width)
    for _ in 0..<min(abs(count), height) {
      if count > 0 {
        cells.remove(at: first)
        cells.insert(blank, at: bottom)
      } else {
        cells.remove(at: bottom)
        cells.insert(blank, at: first)
      }
    }
  }

  private mutating func escape(_ byte: UInt8) {
    state = .text
    switch byte {
    case UInt8(ascii: "["): state = .sequence
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"): state = .string
    case UInt8(ascii: "("), UInt8(ascii: ")"): state = .charset
    case UInt8(ascii: "7"): saved = (x, y)
    case UInt8(ascii: "8"): (x, y) = saved
    case UInt8(ascii: "M"): if y == top { scroll(-1) } else { y = max(0, y - 1) }
    case UInt8(ascii: "D"): lineFeed()
    default: break
    }
  }

  private mutating func sequence(_ parameters: String, _ final: UInt8) {
    if parameters == "?2026" && final == UInt8(ascii: "l") { pictures += 1 }
    guard parameters.first != "?", parameters.first != ">" else { return }
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = max(1, numbers.first ?? 0)
    switch Character(Unicode.Scalar(final)) {
    case "H", "f":
      y = min(height, first) - 1
      x = min(width, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
    case "A": y = max(0, y - first)
    case "B", "e": y = min(height - 1, y + first)
    case "C", "a": x = min(width - 1, x + first)
    case "D": x = max(0, x - first)
    case "E": (x, y) = (0, min(height - 1, y + first))
    case "G", "`": x = min(width, first) - 1
    case "d": y = min(height, first) - 1
    case "b": for _ in 0..<first { put(last) }
    case "X": blank(x..<min(width, x + first), y)
    case "P", "@": shift(Character(Unicode.Scalar(final)) == "@" ? first : -first)
    case "K":
      blank(
        numbers.first == 1 ? 0..<min(width, x + 1) : numbers.first == 2 ? 0..<width : min(x, width)..<width, y
      )
    case "J":
      if numbers.first ?? 0 == 0 { blank(min(x, width)..<width, y) }
      for row in (numbers.first ?? 0 == 0 ? y + 1 : 0)..<height { blank(0..<width, row) }
    case "L": scroll(-first, from: y)
    case "M": scroll(first, from: y)
    case "S": scroll(first)
    case "T": scroll(-first)
    case "r":
      top = first - 1
      bottom = max(top, min(height, numbers.count > 1 && numbers[1] > 0 ? numbers[1] : height) - 1)
      (x, y) = (0, 0)
    default: break
    }
  }

  private mutating func blank(_ columns: Range<Int>, _ row: Int) {
    for column in columns { cells[row][column] = " " }
  }

  /// Inserts blanks at the cursor, or deletes characters for a negative count.
  private mutating func shift(_ count: Int) {
    guard x < width else { return }
    let blanks = Array(repeating: Unicode.Scalar(" "), count: min(abs(count), width - x))
    let rest = cells[y][x...]
    let shifted = count > 0 ? blanks + rest.dropLast(blanks.count) : rest.dropFirst(blanks.count) + blanks
    cells[y] = cells[y][..<x] + shifted
  }
}
