internal import Authorization

/// Converts the text of a key as Django's field of the primary key does (`get_prep_value`).
enum PythonKey {
  /// The key in the table's form.
  ///
  /// - Throws: `RaisedException` where Django raises: `ValueError` of `int`, `ValidationError` of a UUID field.
  static func native(_ key: DatabaseKey, _ table: TypeTable) throws(RaisedException) -> DatabaseKey {
    guard case .text(let name) = key else { return key }
    if table.isInteger { return .integer(try integer(name.text)) }
    if table.isUUID { return .text(Name(try uuid(name.text))) }
    return key
  }

  /// Python: `int(text)`. White space around, a sign, single underscores between digits and the digits of
  /// any script are taken.
  static func integer(_ text: String) throws(RaisedException) -> Int64 {
    var scalars = Array(text.unicodeScalars)
    while let last = scalars.last, isSpace(last) { scalars.removeLast() }
    var rest = scalars.drop { isSpace($0) }
    var isNegative = false
    if let sign = rest.first, sign == "-" || sign == "+" {
      isNegative = sign == "-"
      rest.removeFirst()
    }
    var value: Int64 = 0
    var overflows = false
    var mayPause = false
    for (index, scalar) in rest.enumerated() {
      if scalar == "_", mayPause, index + 1 < rest.count {
        mayPause = false
        continue
      }
      guard scalar.properties.generalCategory == .decimalNumber, let digit = scalar.properties.numericValue
      else {
        throw RaisedException("ValueError", "`\(text)` is not an integer")
      }
      mayPause = true
      let (shifted, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = shifted.addingReportingOverflow(isNegative ? -Int64(digit) : Int64(digit))
      value = sum
      overflows = overflows || first || second
    }
    guard mayPause else { throw RaisedException("ValueError", "`\(text)` is not an integer") }
    guard !overflows else { throw RaisedException("OverflowError", "`\(text)` has more than 64 bits") }
    return value
  }

  /// Python: `UUID(text)`, as the 32 digits that SQLite stores.
  static func uuid(_ text: String) throws(RaisedException) -> String {
    var bare = text
    for prefix in ["urn:", "uuid:"] {
      bare = bare.split(separator: prefix, omittingEmptySubsequences: false).joined()
    }
    let trimmed = bare.drop { "{}".contains($0) }.reversed().drop { "{}".contains($0) }.reversed()
    let digits = String(trimmed).filter { $0 != "-" }
    guard digits.utf8.count == 32, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      throw RaisedException("ValidationError", "`\(text)` is not a UUID")
    }
    return digits.lowercased()
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    // Python's `str.strip` also takes the four separators of ASCII.
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }
}
