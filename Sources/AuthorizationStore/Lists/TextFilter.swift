internal import Authorization
import Foundation
internal import GRDB

/// A filter that people type: text that a field contains, whatever the case.
struct TextFilter {
  private let needle: String
  private let lowered: [UInt8]
  private let folded: [UInt8]
  /// SQLite's LIKE knows the two cases of ASCII letters only; other letters are compared here.
  let isPlain: Bool

  /// Nil where the text is empty.
  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    needle = text
    lowered = Array(text.lowercased().utf8)
    folded = Array(Self.fold(text.lowercased()).utf8)
    isPlain = Self.isPlain(text)
  }

  func matches(_ text: String) -> Bool {
    let isPlainText = Self.isPlain(text)
    if isPlainText && !isPlain { return false }
    let text = text.lowercased()
    // Taking accents apart is slow, and most names are spelled as the filter is.
    if Self.contains(text, lowered) { return true }
    return !isPlainText && Self.contains(Self.fold(text), folded)
  }

  /// Either Unicode spelling of a letter in the same bytes.
  private static func fold(_ text: String) -> String { text.decomposedStringWithCanonicalMapping }

  private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  private static func contains(_ text: String, _ needle: [UInt8]) -> Bool {
    let found = text.utf8.withContiguousStorageIfAvailable { bytes in
      guard bytes.count >= needle.count else { return false }
      return (0...(bytes.count - needle.count)).contains { start in
        bytes[start] == needle[0] && bytes[start..<(start + needle.count)].elementsEqual(needle)
      }
    }
    return found ?? contains(String(decoding: Array(text.utf8), as: UTF8.self), needle)
  }

  /// SQL that holds for the rows that match, or, where the filter is not plain, for all rows that could.
  func condition(_ fields: [String]) -> String {
    let tests = fields.flatMap { field in
      // LIKE is slow with letters beyond ASCII.
      isPlain ? ["\(field) LIKE ? ESCAPE '\\'"] : spellings.map { _ in "instr(\(field), ?) > 0" }
    }
    return "(" + tests.joined(separator: " OR ") + ")"
  }

  func arguments(_ fields: [String]) -> [DatabaseValue] {
    let patterns = isPlain ? ["%\(escaped)%"] : spellings
    return fields.flatMap { _ in patterns.map(\.databaseValue) }
  }

  private var escaped: String {
    var out = ""
    // SQLite refuses longer patterns; no name is that long.
    for character in needle.prefix(10_000) {
      if character == "%" || character == "_" || character == "\\" { out.append("\\") }
      out.append(character)
    }
    return out
  }

  /// The ways to write the first letter beyond ASCII: each case, composed or as an accent by itself. A text that
  /// matches holds one of them.
  private var spellings: [String] {
    guard let letter = needle.first(where: { !$0.isASCII }).map(String.init) else { return [] }
    let forms = [letter, letter.lowercased(), letter.uppercased()].flatMap {
      [$0.precomposedStringWithCanonicalMapping, $0.decomposedStringWithCanonicalMapping]
    }
    return Set(forms.compactMap { $0.unicodeScalars.first { !$0.isASCII } }).sorted().map { String($0) }
  }
}
