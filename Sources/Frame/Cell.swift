/// One cell of a frame.
public struct Cell: Hashable, Sendable {
  /// The character with its marks; empty in the right half of a wide character.
  public var text: String
  /// Cells that the character takes: 1 or 2, and 0 in the right half of a wide one.
  public var width: UInt8
  public var style: Style

  public init(_ text: String = " ", width: Int = 1, style: Style = .plain) {
    self.text = text
    self.width = UInt8(clamping: width)
    self.style = style
  }

  public static let blank = Cell()

  /// Whether this is the right half of the wide character to the left.
  public var isContinuation: Bool { width == 0 }

  static func continuation(_ style: Style) -> Cell { Cell("", width: 0, style: style) }
}
