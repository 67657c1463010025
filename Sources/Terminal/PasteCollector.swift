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

  /// The text without control characters but for tabs and line breaks, which are all `\n`: terminals send `\r`.
  func text() -> String {
    var text = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      defer { afterReturn = scalar.value == 0x0D }
      switch scalar.value {
      case 0x0A where afterReturn: continue
      case 0x0A...0x0D, 0x85, 0x2028, 0x2029: text.append("\n")
      case 0x09: text.append(scalar)
      case 0..<0x20, 0x7F..<0xA0:
        continue
      default: text.append(scalar)
      }
    }
    return String(text)
  }

  private mutating func keep(_ byte: UInt8) {
    if bytes.count < Self.limit { bytes.append(byte) }
  }
}
