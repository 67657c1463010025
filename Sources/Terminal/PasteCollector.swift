/// Collects pasted text until the terminal says that it ends.
struct PasteCollector {
  /// What a paste may hold, in bytes; the rest is left out.
  static let limit = 64 * 1024

  private static let endMarker = Array("\u{1B}[201~".utf8)

  private var bytes: [UInt8] = []
  /// How much of the end marker the last bytes are.
  private var matched = 0

  /// Takes one byte; true if it ends the paste.
  mutating func take(_ byte: UInt8) -> Bool {
    if byte == Self.endMarker[matched] {
      matched += 1
      return matched == Self.endMarker.count
    }
    // Only the first byte of the marker is ESC, so what matched so far can't be the start of another one.
    for missed in Self.endMarker.prefix(matched) { keep(missed) }
    matched = byte == Self.endMarker[0] ? 1 : 0
    if matched == 0 { keep(byte) }
    return false
  }

  /// The text, on one line and without control characters.
  ///
  /// Line breaks and tabs become one space each run of them, so that a pasted list stays a list of words.
  func text() -> String {
    var text = String.UnicodeScalarView()
    var gap = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x09...0x0D, 0x85, 0x2028, 0x2029:
        gap = !text.isEmpty
      case 0..<0x20, 0x7F..<0xA0:
        continue
      default:
        if gap { text.append(" ") }
        gap = false
        text.append(scalar)
      }
    }
    return String(text)
  }

  private mutating func keep(_ byte: UInt8) {
    if bytes.count < Self.limit { bytes.append(byte) }
  }
}
