internal import Authorization
import Foundation
internal import GRDB

/// A filter that people type: text that a field contains, whatever the case.
struct TextFilter {
  private let needle: String
  private let folded: [UInt8]
  /// SQLite's LIKE knows the two cases of ASCII letters only; other letters are compared here.
  let isPlain: Bool

  /// Nil where the text is empty.
  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    needle = text
    folded = Self.fold(text)
    isPlain = text.utf8.allSatisfy { $0 < 0x80 }
  }

  /// The same letters in either case and either Unicode spelling have the same bytes.
  private static func fold(_ text: String) -> [UInt8] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      return text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }
    return Array(text.lowercased().decomposedStringWithCanonicalMapping.utf8)
  }

  func matches(_ text: String) -> Bool {
    let bytes = Self.fold(text)
    guard bytes.count >= folded.count else { return false }
    return (0...(bytes.count - folded.count)).contains { start in
      bytes[start] == folded[0] && bytes[start..<(start + folded.count)].elementsEqual(folded)
    }
  }

  /// SQL that holds for the rows that match, or, where the filter is not plain, for all rows that could.
  func condition(_ fields: [String]) -> String {
    let tests = fields.map { field in
      // A text with letters beyond ASCII has more bytes than characters.
      isPlain ? "\(field) LIKE ? ESCAPE '\\'" : "length(CAST(\(field) AS BLOB)) <> length(\(field))"
    }
    return "(" + tests.joined(separator: " OR ") + ")"
  }

  func arguments(_ fields: [String]) -> [DatabaseValue] {
    guard isPlain else { return [] }
    // SQLite refuses longer patterns; no name is that long.
    var pattern = "%"
    for character in needle.prefix(10_000) {
      if character == "%" || character == "_" || character == "\\" { pattern.append("\\") }
      pattern.append(character)
    }
    return fields.map { _ in (pattern + "%").databaseValue }
  }
}
