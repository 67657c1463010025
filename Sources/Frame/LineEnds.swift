/// The directions in which a line leaves a cell, and the box-drawing character that shows them.
struct LineEnds: OptionSet {
  var rawValue: UInt8

  static let up = Self(rawValue: 1)
  static let down = Self(rawValue: 2)
  static let left = Self(rawValue: 4)
  static let right = Self(rawValue: 8)
  static let horizontal: Self = [.left, .right]
  static let vertical: Self = [.up, .down]

  /// By raw value; a line that only begins in the cell is drawn through it.
  private static let texts = [
    " ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼",
  ]

  var text: String { Self.texts[Int(rawValue & 15)] }
}

extension LineEnds {
  /// What a box-drawing character shows; nothing for any other text.
  init(drawnAs text: String) {
    self =
      switch text {
      case "│": .vertical
      case "─": .horizontal
      case "┘": [.up, .left]
      case "┐": [.down, .left]
      case "┤": [.up, .down, .left]
      case "└": [.up, .right]
      case "┌": [.down, .right]
      case "├": [.up, .down, .right]
      case "┴": [.up, .left, .right]
      case "┬": [.down, .left, .right]
      case "┼": [.up, .down, .left, .right]
      default: []
      }
  }
}
