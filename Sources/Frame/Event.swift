/// One key press, by the name that key scripts use for it.
public enum Key: Hashable, Sendable {
  case character(Character)
  case control(Character)
  case escape, enter, tab, backTab
  case up, down, left, right, home, end, pageUp, pageDown
  case delete, insert, backspace
  case function(Int)
}

/// What happened on the terminal.
public enum Event: Equatable, Sendable {
  case key(Key)
  /// Text that was pasted. Line breaks are `\n`, tabs stay, other control characters are removed already.
  case paste(String)
  case mouse(Mouse)
  case resize(Size)
}

/// A mouse event, in cells from the top left corner.
public struct Mouse: Equatable, Sendable {
  public enum Kind: Equatable, Sendable { case press, doubleClick, scrollUp, scrollDown }
  public var kind: Kind
  public var x: Int
  public var y: Int

  public init(_ kind: Kind, x: Int, y: Int) {
    self.kind = kind
    self.x = x
    self.y = y
  }
}
