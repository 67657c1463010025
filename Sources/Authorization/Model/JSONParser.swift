/// Why a text is not JSON, and where.
public struct JSONError: Error, Sendable, Hashable {
  /// Lower case, no final period.
  public var message: String
  /// Counted from 1.
  public var line: Int
  /// In characters from the beginning of the line, counted from 1.
  public var column: Int
  /// In bytes from the beginning of the text, counted from 0.
  public var offset: Int

  public init(_ message: String, line: Int, column: Int, offset: Int = 0) {
    self.message = message
    self.line = line
    self.column = column
    self.offset = offset
  }

  public var description: String { "\(message) at line \(line), column \(column)" }
}

extension JSONError: CustomStringConvertible {}

extension JSONValue {
  /// Reads one JSON text, with nothing but white space around it.
  ///
  /// Strict (RFC 8259): no `NaN`, no comments, no trailing commas, no lone surrogates.
  public init(parsing text: String) throws(JSONError) {
    var parser = JSONParser(Array(text.utf8))
    self = try parser.document()
  }

  /// Reads one JSON text from bytes that need not be UTF-8.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw JSONError("the text is not UTF-8", line: 1, column: 1)
    }
    var parser = JSONParser(bytes)
    self = try parser.document()
  }
}

/// A recursive-descent parser over UTF-8 that is known to be valid.
struct JSONParser {
  /// Deeper nesting is an error and not a crash.
  static let maximumDepth = 512

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSONValue {
    skipSpace()
    let value = try value(depth: 0)
    skipSpace()
    guard place == bytes.count else { throw failure("unexpected text after the value") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard depth <= Self.maximumDepth else {
      throw failure("nested more than \(Self.maximumDepth) levels deep")
    }
    guard let byte = peek else { throw failure("unexpected end of the text") }
    switch byte {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw failure("expected a value")
    }
  }

  private mutating func object(_ depth: Int) throws(JSONError) -> JSONValue {
    place += 1
    var pairs: [(Name, JSONValue)] = []
    skipSpace()
    if take("}") { return .object(JSONObject()) }
    while true {
      guard peek == UInt8(ascii: "\"") else { throw failure("expected a key in quotes") }
      let key = try string()
      skipSpace()
      guard take(":") else { throw failure("expected `:` after the key") }
      skipSpace()
      pairs.append((key, try value(depth: depth + 1)))
      skipSpace()
      if take("}") { return .object(JSONObject(pairs)) }
      guard take(",") else { throw failure("expected `,` or `}`") }
      skipSpace()
    }
  }

  private mutating func array(_ depth: Int) throws(JSONError) -> JSONValue {
    place += 1
    var values: [JSONValue] = []
    skipSpace()
    if take("]") { return .array([]) }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return .array(values) }
      guard take(",") else { throw failure("expected `,` or `]`") }
      skipSpace()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let end = place + text.utf8CodeUnitCount
    guard end <= bytes.count, bytes[place..<end].elementsEqual(text.description.utf8) else {
      throw failure("expected a value")
    }
    place = end
    return value
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = place
    _ = take("-")
    if take("0") {
      guard !isDigit(peek) else { throw failure("a number does not begin with 0") }
    } else {
      try digits()
    }
    var isInteger = true
    if take(".") {
      isInteger = false
      try digits()
    }
    if take("e") || take("E") {
      isInteger = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    // What does not fit keeps its digits; nothing computes with it.
    if isInteger, let value = Int64(text) { return .integer(value) }
    return .number(Name(text))
  }

  private mutating func digits() throws(JSONError) {
    guard isDigit(peek) else { throw failure("expected a digit") }
    while isDigit(peek) { place += 1 }
  }

  private mutating func string() throws(JSONError) -> Name {
    place += 1
    let start = place
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { place += 1 }
    if peek == UInt8(ascii: "\"") {
      defer { place += 1 }
      return Name(String(decoding: bytes[start..<place], as: UTF8.self))
    }
    var out = Array(bytes[start..<place])
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return Name(String(decoding: out, as: UTF8.self))
      case UInt8(ascii: "\\"): out += Array(String(Character(try escape())).utf8)
      case 0..<0x20: throw failure("a control character in a string has to be escaped")
      default:
        out.append(byte)
        place += 1
      }
    }
    throw failure("the string does not end")
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    place += 1
    guard let byte = peek else { throw failure("the string does not end") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try escapedScalar()
    default:
      place -= 1
      throw failure("unknown escape in a string")
    }
  }

  private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
    let start = place
    let unit = try fourHexDigits()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    // Half of a pair: no text can hold it alone.
    if unit < 0xDC00, take("\\"), take("u") {
      let low = try fourHexDigits()
      if (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
      {
        return scalar
      }
    }
    place = start
    throw failure("half of a surrogate pair in a string")
  }

  private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
        throw failure("expected four hexadecimal digits after `\\u`")
      }
      value = value << 4 | UInt32(digit)
      place += 1
    }
    return value
  }

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: scalar) else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
  }

  private func failure(_ message: String) -> JSONError {
    let before = bytes[..<min(place, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let begin = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    // Continuation bytes of UTF-8 are no characters of their own.
    let column = before[begin...].count { $0 & 0xC0 != 0x80 } + 1
    return JSONError(message, line: line, column: column, offset: before.count)
  }
}
