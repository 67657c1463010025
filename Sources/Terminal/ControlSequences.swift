/// The sequences that curses doesn't know or doesn't send when we need them.
///
/// Source: ECMA-48 and the private modes of xterm, which every terminal in use ignores or understands.
enum ControlSequences {
  static let beginUpdate = "\u{1B}[?2026h"
  static let endUpdate = "\u{1B}[?2026l"
  static let pasteOn = "\u{1B}[?2004h"
  static let pasteOff = "\u{1B}[?2004l"
  /// Presses and the wheel, reported in decimal, so that there is no last column.
  static let mouseOn = "\u{1B}[?1000h\u{1B}[?1006h"
  static let mouseOff = "\u{1B}[?1006l\u{1B}[?1000l"

  /// What terminals take at most in one clipboard sequence, before the text is encoded, in bytes.
  static let clipboardLimit = 74_000

  /// OSC 52, which puts text on the clipboard of the terminal's machine; none if it is too long.
  static func copy(_ text: String) -> String? {
    guard text.utf8.count <= clipboardLimit else { return nil }
    return "\u{1B}]52;c;" + base64(Array(text.utf8)) + "\u{7}"
  }

  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(0) { $0 << 8 | Int($1) }
      bits <<= 8 * (3 - group.count)
      for position in 0..<4 {
        let digit = alphabet[bits >> (18 - 6 * position) & 63]
        encoded.append(position <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
