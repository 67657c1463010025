/// A word or sign of a rule's text.
struct RuleToken: Hashable {
  enum Kind: Hashable {
    case word(Name)
    case text(Name)
    case integer(Int64)
    case decimal(Name)
    case sign(String)
    case end
  }

  var kind: Kind
  /// In characters from 1.
  var column: Int
  /// As it was written.
  var source: String

  /// Longer signs first, so that `<=` is not read as `<`.
  private static let signs = ["==", "!=", "<=", ">=", "<", ">", "&", "|", "^", "~", "(", ")", ",", ".", "="]

  /// Cuts a text into tokens; the last one is its end.
  static func read(_ text: String) throws(RuleTextError) -> [RuleToken] {
    // Scalars: a combining mark after a sign must not hide it.
    let scalars = Array(text.unicodeScalars)
    var tokens: [RuleToken] = []
    var place = 0
    while place < scalars.count {
      let start = place
      let scalar = scalars[place]
      if scalar.properties.isWhitespace {
        place += 1
        continue
      }
      let kind: Kind
      if scalar == "\"" || scalar == "'" {
        kind = .text(try quoted(scalars, &place))
      } else if isDigit(scalar) || (scalar == "-" && place + 1 < scalars.count && isDigit(scalars[place + 1]))
      {
        kind = try number(scalars, &place)
      } else if isLetter(scalar) {
        while place < scalars.count, isLetter(scalars[place]) || isDigit(scalars[place]) { place += 1 }
        kind = .word(Name(string(scalars[start..<place])))
      } else if let sign = signs.first(where: { scalars[place...].starts(with: $0.unicodeScalars) }) {
        place += sign.unicodeScalars.count
        kind = .sign(sign)
      } else {
        throw RuleTextError(
          start + 1,
          "`\(String(Character(scalar)))` is not part of a rule; expected a column, a value or a sign")
      }
      tokens.append(RuleToken(kind: kind, column: start + 1, source: string(scalars[start..<place])))
    }
    return tokens + [RuleToken(kind: .end, column: scalars.count + 1, source: "")]
  }

  private static func quoted(_ scalars: [UnicodeScalar], _ place: inout Int) throws(RuleTextError) -> Name {
    let start = place
    let quote = scalars[place]
    place += 1
    var value = String.UnicodeScalarView()
    while place < scalars.count {
      var scalar = scalars[place]
      place += 1
      if scalar == quote { return Name(String(value)) }
      if scalar == "\\", place < scalars.count {
        scalar = scalars[place]
        place += 1
      }
      guard scalar.value >= 0x20 else {
        throw RuleTextError(place, "a control character stands in the text; expected text that can be seen")
      }
      value.append(scalar)
    }
    throw RuleTextError(start + 1, "the text that begins here does not end; expected `\(quote)`")
  }

  private static func number(_ scalars: [UnicodeScalar], _ place: inout Int) throws(RuleTextError) -> Kind {
    let start = place
    place += 1
    while place < scalars.count, isDigit(scalars[place]) { place += 1 }
    if place + 1 < scalars.count, scalars[place] == ".", isDigit(scalars[place + 1]) {
      place += 1
      while place < scalars.count, isDigit(scalars[place]) { place += 1 }
      return .decimal(Name(string(scalars[start..<place])))
    }
    let text = string(scalars[start..<place])
    guard let value = Int64(text) else {
      throw RuleTextError(start + 1, "`\(text)` is too large; expected a whole number of 64 bits")
    }
    return .integer(value)
  }

  private static func string(_ scalars: ArraySlice<UnicodeScalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func isDigit(_ scalar: UnicodeScalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isLetter(_ scalar: UnicodeScalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
  }
}
