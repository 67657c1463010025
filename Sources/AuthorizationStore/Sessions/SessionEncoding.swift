internal import CZlib

/// The encodings of Django's signed values (`django.core.signing.dumps`).
enum SessionEncoding {
  /// More than any honest session; a small text can claim to hold gigabytes.
  static let limit = 1 << 20

  /// URL-safe base64 without padding; nil where it is something else.
  static func base64(_ text: Substring.UTF8View) -> [UInt8]? {
    var out: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for byte in text {
      guard let value = sextet(byte), out.count < limit else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        out.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    // One letter alone cannot hold a byte.
    return count == 6 ? nil : out
  }

  private static func sextet(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }

  /// A base-62 number (`django.utils.baseconv`): digits, capitals, small letters.
  static func base62(_ text: Substring.UTF8View) -> Int64? {
    guard !text.isEmpty else { return nil }
    var value: Int64 = 0
    for byte in text {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = byte - UInt8(ascii: "A") + 10
      case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = byte - UInt8(ascii: "a") + 36
      default: return nil
      }
      let (product, overflow) = value.multipliedReportingOverflow(by: 62)
      let (sum, overflown) = product.addingReportingOverflow(Int64(digit))
      guard !overflow, !overflown else { return nil }
      value = sum
    }
    return value
  }

  /// Undoes `zlib.compress`; nil where it is damaged or larger than `limit`.
  static func inflate(_ bytes: [UInt8]) -> [UInt8]? {
    var size = uLongf(min(limit, max(1_024, bytes.count * 8)))
    while true {
      var out = [UInt8](repeating: 0, count: Int(size))
      var written = size
      let status = uncompress(&out, &written, bytes, uLong(bytes.count))
      if status == Z_OK { return Array(out.prefix(Int(written))) }
      guard status == Z_BUF_ERROR, size < limit else { return nil }
      size = min(uLongf(limit), size * 8)
    }
  }
}
