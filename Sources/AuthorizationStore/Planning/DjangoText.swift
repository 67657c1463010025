internal import Authorization
import Foundation

/// Values as Django writes them on SQLite.
enum DjangoText {
  /// `2026-11-02 09:12:00.123456`, UTC; without the fraction where it is zero, as Python's `str` leaves it out.
  static func time(_ date: Date) -> String {
    let whole = date.timeIntervalSince1970.rounded(.down)
    let micros = Int(((date.timeIntervalSince1970 - whole) * 1_000_000).rounded(.down))
    let seconds = SessionReader.text(Date(timeIntervalSince1970: whole))
    guard micros > 0 else { return seconds }
    let digits = String(micros)
    return "\(seconds).\(String(repeating: "0", count: 6 - digits.count))\(digits)"
  }

  /// A password that nobody can log in with: `make_password(None)`.
  static func unusablePassword() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    return "!" + String((0..<40).compactMap { _ in letters.randomElement() })
  }

  /// Whether Django's form for users takes the name: letters, digits and `@.+-_` (`UnicodeUsernameValidator`).
  static func isUsername(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy { isWord($0) || "@.+-".unicodeScalars.contains($0) }
  }

  /// `\w` of Python: what is alphabetic or numeric, and the underscore. Combining marks are not.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: scalar == "_" || scalar.properties.numericType != nil
    }
  }

  /// Whether a text can be an e-mail address, about as `EmailValidator` judges it.
  static func isEmail(_ text: String) -> Bool {
    guard let at = text.unicodeScalars.lastIndex(of: "@") else { return false }
    let local = text.unicodeScalars[..<at]
    let domain = text.unicodeScalars[text.unicodeScalars.index(after: at)...]
    let marks = "!#$%&'*+/=?^_`{}|~-".unicodeScalars
    let atoms = local.split(separator: ".", omittingEmptySubsequences: false)
    let isPlain = atoms.allSatisfy { atom in
      !atom.isEmpty && atom.allSatisfy { $0.isASCII && (isWord($0) || marks.contains($0)) }
    }
    let isQuoted = local.count > 2 && local.first == "\"" && local.last == "\"" && local.allSatisfy(\.isASCII)
    guard isPlain || isQuoted else { return false }
    if String(domain) == "localhost" { return true }
    if domain.first == "[", domain.last == "]" { return domain.count > 3 }
    let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, let top = labels.last, top.count > 1,
      !top.allSatisfy({ ("0"..."9").contains($0) })
    else { return false }
    return labels.allSatisfy { label in
      !label.isEmpty && label.count <= 63 && label.first != "-" && label.last != "-"
        && label.allSatisfy { $0 == "-" || ($0.isASCII ? $0 != "_" && isWord($0) : $0.value >= 0xA1) }
    }
  }
}
