import Frame

/// Makes mouse events of the reports of a terminal in SGR mode, `ESC [ < button ; column ; row M`.
struct MouseReports {
  /// Milliseconds between the presses of a double click at most.
  private static let doubleClick = 400

  private var lastPress: (place: Point, time: Int)?

  /// The event of a report without its ESC; none for releases, movements and other buttons.
  mutating func event(_ bytes: [UInt8], now: Int) -> Event? {
    guard bytes.starts(with: [UInt8(ascii: "["), UInt8(ascii: "<")]), bytes.last == UInt8(ascii: "M") else {
      return nil
    }
    let numbers = KeySequences.parameters(bytes.dropFirst(2).dropLast())
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    let place = Point(x: numbers[1] - 1, y: numbers[2] - 1)
    // Shift, Alt and Ctrl are bits of the button and make no difference.
    switch numbers[0] & ~(4 + 8 + 16) {
    case 0:
      if let last = lastPress, last.place == place, now - last.time <= Self.doubleClick {
        lastPress = nil
        return .mouse(Mouse(.doubleClick, x: place.x, y: place.y))
      }
      lastPress = (place, now)
      return .mouse(Mouse(.press, x: place.x, y: place.y))
    case 64: return .mouse(Mouse(.scrollUp, x: place.x, y: place.y))
    case 65: return .mouse(Mouse(.scrollDown, x: place.x, y: place.y))
    default: return nil
    }
  }
}
