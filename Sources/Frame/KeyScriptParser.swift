/// Reads a script from front to back, keeping the place for messages.
struct KeyScriptParser {
  private var rest: Substring
  private var line = 1
  private var column = 1

  /// The widest and tallest screen that a script may ask for, in cells.
  private static let largest = 1000

  init(_ text: String) {
    rest = text.unicodeScalars.first == "\u{FEFF}" ? Substring(text.unicodeScalars.dropFirst()) : text[...]
  }

  mutating func steps() throws(KeyScript.Failure) -> [KeyScript.Step] {
    var steps: [KeyScript.Step] = []
    skipBlanks()
    while let first = rest.first {
      let (line, column) = (line, column)
      let action: KeyScript.Step.Action
      if first == "\"" {
        action = .text(try quoted())
      } else {
        let word = word()
        action =
          if let key = Key(name: word) { .key(key) } else { try directive(word, line: line, column: column) }
      }
      steps.append(KeyScript.Step(action, line: line, column: column))
      skipBlanks()
    }
    return steps
  }

  private mutating func directive(
    _ word: String, line: Int, column: Int
  ) throws(KeyScript.Failure) -> KeyScript.Step.Action {
    func missing(_ what: String) -> KeyScript.Failure {
      KeyScript.Failure(line: line, column: column, message: "`\(word)` needs \(what) after it")
    }
    switch word {
    case "@resize":
      skipBlanks()
      let (line, column) = (self.line, self.column)
      guard let text = try argument() else { throw missing("a size such as `80x24`") }
      guard let size = Self.size(text) else {
        throw KeyScript.Failure(
          line: line, column: column,
          message: "expected a size such as `80x24`, at most \(Self.largest) each way, not `\(text)`")
      }
      return .resize(size)
    case "@wait":
      guard let text = try argument(), !text.isEmpty else { throw missing("a text such as `\"Users\"`") }
      return .wait(text)
    case "@dump":
      guard let text = try argument(), !text.isEmpty else { throw missing("a file name") }
      return .dump(text)
    default:
      let near = Spelling.nearest(to: word, among: Self.words).map { ", did you mean `\($0)`?" } ?? ""
      let kind = word.hasPrefix("@") ? "directive" : "key"
      throw KeyScript.Failure(
        line: line, column: column, message: "unknown \(kind) `\(Text.visible(word))`\(near)")
    }
  }

  /// The next token, quoted or bare; none at the end of the script.
  private mutating func argument() throws(KeyScript.Failure) -> String? {
    skipBlanks()
    guard let first = rest.first else { return nil }
    return first == "\"" ? try quoted() : word()
  }

  private mutating func word() -> String {
    var word = ""
    while let character = rest.first, !character.isWhitespace {
      word.append(character)
      advance()
    }
    return word
  }

  private mutating func quoted() throws(KeyScript.Failure) -> String {
    let (line, column) = (line, column)
    var text = ""
    advance()
    while let character = rest.first, !character.isNewline {
      if character == "\\" {
        text.unicodeScalars.append(try escape())
      } else if character == "\"" {
        advance()
        guard rest.first?.isWhitespace ?? true else {
          throw failure("expected white space after the closing quote")
        }
        return text
      } else {
        text.append(character)
        advance()
      }
    }
    throw KeyScript.Failure(
      line: line, column: column,
      message: "the text that starts here isn't closed on its line; a line break in it is `\\n`")
  }

  private mutating func escape() throws(KeyScript.Failure) -> Unicode.Scalar {
    let (line, column) = (line, column)
    advance()
    let sign = rest.first
    if sign != nil { advance() }
    switch sign {
    case "\"": return "\""
    case "\\": return "\\"
    case "n": return "\n"
    case "u":
      let digits = String(rest.prefix(4))
      guard digits.count == 4, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
        let value = UInt32(digits, radix: 16)
      else {
        throw KeyScript.Failure(line: line, column: column, message: "`\\u` needs four hexadecimal digits")
      }
      for _ in digits { advance() }
      if let scalar = Unicode.Scalar(value) { return scalar }
      return try secondHalf(of: value, line: line, column: column)
    default:
      let shown = Text.visible(sign.map { "\\\($0)" } ?? "\\")
      throw KeyScript.Failure(
        line: line, column: column,
        message: "unknown escape `\(shown)`; there are `\\\"`, `\\\\`, `\\n` and `\\uXXXX`")
    }
  }

  /// The scalar that a surrogate pair stands for, as in JSON.
  private mutating func secondHalf(
    of high: UInt32, line: Int, column: Int
  ) throws(KeyScript.Failure) -> Unicode.Scalar {
    let text = rest.prefix(6)
    if text.hasPrefix("\\u"), let low = UInt32(text.dropFirst(2), radix: 16), (0xDC00...0xDFFF).contains(low),
      (0xD800...0xDBFF).contains(high),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    {
      for _ in text { advance() }
      return scalar
    }
    let shown = "\\u" + String(high, radix: 16, uppercase: true)
    throw KeyScript.Failure(
      line: line, column: column, message: "`\(shown)` is half of a character; the other half is missing")
  }

  private mutating func skipBlanks() {
    while let character = rest.first {
      if character == "#" {
        while let comment = rest.first, !comment.isNewline {
          _ = comment
          advance()
        }
      } else if character.isWhitespace {
        advance()
      } else {
        return
      }
    }
  }

  private mutating func advance() {
    guard let character = rest.popFirst() else { return }
    if character.isNewline {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }

  private func failure(_ message: String) -> KeyScript.Failure {
    KeyScript.Failure(line: line, column: column, message: message)
  }

  private static let words =
    Key.named.map(\.name) + ["Space"] + (1...12).map { "F\($0)" } + ["@resize", "@wait", "@dump"]

  private static func size(_ text: String) -> Size? {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      (1...largest).contains(width), (1...largest).contains(height)
    else { return nil }
    return Size(width: width, height: height)
  }
}
