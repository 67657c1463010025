internal import Authorization
import Foundation
internal import GRDB

/// The place of a row as the browser keeps it: opaque text that says the order it belongs to and the row's terms.
///
/// A place of another order (the list has been sorted anew since) is not understood, so that it can't mislead.
struct Place {
  /// Names the order: terms of one shape can't be taken for those of another.
  var shape: String
  var part: Int
  var terms: [DatabaseValue]

  init(shape: String, part: Int, terms: [DatabaseValue]) {
    self.shape = shape
    self.part = part
    self.terms = terms
  }

  var position: RowPosition {
    var text = "\(shape)\u{1F}\(part)\u{1F}"
    for term in terms { text += Self.encode(term) }
    let key = terms.last.flatMap { DatabaseKey($0) } ?? .text("")
    return RowPosition(sortValue: .text(Name(text)), key: key)
  }

  init?(_ position: RowPosition) {
    guard case .text(let name) = position.sortValue else { return nil }
    let pieces = name.text.utf8.split(separator: 0x1F, maxSplits: 2, omittingEmptySubsequences: false)
    guard pieces.count == 3, let part = Int(String(decoding: pieces[1], as: UTF8.self)),
      let terms = Self.decode(pieces[2])
    else { return nil }
    self.init(shape: String(decoding: pieces[0], as: UTF8.self), part: part, terms: terms)
  }

  /// A letter, the length in bytes, a colon, the value.
  private static func encode(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null: return "n0:"
    case .int64(let integer):
      let digits = String(integer)
      return "i\(digits.utf8.count):\(digits)"
    case .double(let double):
      let digits = String(double.bitPattern)
      return "d\(digits.utf8.count):\(digits)"
    case .string(let text): return "s\(text.utf8.count):\(text)"
    case .blob(let bytes):
      let digits = bytes.map { String(0x100 + Int($0), radix: 16).dropFirst() }.joined()
      return "b\(digits.utf8.count):\(digits)"
    }
  }

  private static func decode(_ text: Substring.UTF8View) -> [DatabaseValue]? {
    var values: [DatabaseValue] = []
    var rest = text
    while let letter = rest.first {
      guard let colon = rest.firstIndex(of: UInt8(ascii: ":")),
        let length = Int(String(decoding: rest[rest.index(after: rest.startIndex)..<colon], as: UTF8.self))
      else { return nil }
      let start = rest.index(after: colon)
      guard let end = rest.index(start, offsetBy: length, limitedBy: rest.endIndex) else { return nil }
      let piece = String(decoding: rest[start..<end], as: UTF8.self)
      switch letter {
      case UInt8(ascii: "i"): values.append(Int64(piece)?.databaseValue ?? .null)
      case UInt8(ascii: "d"):
        values.append(UInt64(piece).map { Double(bitPattern: $0).databaseValue } ?? .null)
      case UInt8(ascii: "s"): values.append(piece.databaseValue)
      case UInt8(ascii: "b"):
        let digits = Array(piece.utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).map { start in
          UInt8(String(decoding: digits[start..<min(start + 2, digits.count)], as: UTF8.self), radix: 16) ?? 0
        }
        values.append(Data(bytes).databaseValue)
      default: values.append(.null)
      }
      rest = rest[end...]
    }
    return values
  }
}
