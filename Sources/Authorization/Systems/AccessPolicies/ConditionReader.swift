extension ConditionExpression {
  /// Reads a `condition_expression` as drf-access-policy does (`rest_access_policy.parsing` over pyparsing 3.3.3).
  ///
  /// `not` binds more strongly than `and`, `and` more strongly than `or`. What follows a complete expression is ignored.
  /// Up to pyparsing 3.3.2 what stops in the middle (`a and (b`) was read up to the last complete expression; now
  /// it raises.
  public static func read(_ text: Name) throws(ConditionError) -> ConditionReading {
    var reader = ConditionReader(text)
    return try reader.read()
  }
}

/// A copy of pyparsing's `_InfixNotation`: two stacks and no recursion.
private struct ConditionReader {
  private enum Operator {
    case not, parenthesis
    /// With the number of its arguments.
    case and(Int)
    case or(Int)
  }

  private struct Operand {
    var expression: ConditionExpression
    var depth: Int
  }

  private let bytes: [UInt8]
  private var place = 0
  private var operators: [Operator] = []
  private var operands: [Operand] = []
  private var openParentheses = 0
  private var cuts: [ConditionReading.Cut] = []
  /// The end of the last word out of which an operator was cut: what is cut out of its rest is told with it.
  private var cutEnd = 0

  init(_ text: Name) { bytes = Array(text.text.utf8) }

  mutating func read() throws(ConditionError) -> ConditionReading {
    repeat {
      try operand()
    } while try continues()
    try reduce(below: 4)
    guard openParentheses == 0, operators.isEmpty, operands.count == 1, let only = operands.first else {
      throw failure(.unbalanced)
    }
    var end = bytes.count
    while end > place, Self.isSpace(bytes[end - 1]) { end -= 1 }
    return ConditionReading(expression: only.expression, ignored: name(place..<end), cuts: cuts)
  }

  /// One condition and what stands before it. `not` is looked for first, in the middle of a word as well.
  private mutating func operand() throws(ConditionError) {
    while true {
      skipSpace()
      if take("not") {
        operators.append(.not)
      } else if let word = takeWord() {
        operands.append(Operand(expression: .condition(word), depth: 0))
        return
      } else if take("(") {
        operators.append(.parenthesis)
        openParentheses += 1
      } else {
        throw failure(.expectedCondition)
      }
    }
  }

  /// Closes parentheses and takes an operator; false where the expression is complete.
  private mutating func continues() throws(ConditionError) -> Bool {
    skipSpace()
    while openParentheses > 0, take(")") {
      try reduce(below: 4)
      operators.removeLast()
      openParentheses -= 1
      skipSpace()
    }
    if take("and") {
      try reduce(below: 2)
      if case .and(let count) = operators.last {
        operators[operators.count - 1] = .and(count + 1)
      } else {
        operators.append(.and(2))
      }
      return true
    }
    guard take("or") else { return false }
    try reduce(below: 3)
    if case .or(let count) = operators.last {
      operators[operators.count - 1] = .or(count + 1)
    } else {
      operators.append(.or(2))
    }
    return true
  }

  /// Applies the operators on top that bind more strongly: 1 is `not`, 2 `and`, 3 `or`. A parenthesis stops it.
  private mutating func reduce(below binding: Int) throws(ConditionError) {
    while let top = operators.last {
      switch top {
      case .parenthesis: return
      case .not:
        guard 1 < binding else { return }
        try apply(1) { .not($0[0]) }
      case .and(let count):
        guard 2 < binding else { return }
        try apply(count) { .and($0) }
      case .or(let count):
        guard 3 < binding else { return }
        try apply(count) { .or($0) }
      }
    }
  }

  private mutating func apply(
    _ count: Int, _ join: ([ConditionExpression]) -> ConditionExpression
  ) throws(ConditionError) {
    operators.removeLast()
    let arguments = operands.suffix(count)
    let depth = (arguments.map(\.depth).max() ?? 0) + 1
    guard depth <= ConditionExpression.maximumDepth else { throw failure(.tooDeep) }
    let joined = join(arguments.map(\.expression))
    operands.removeLast(count)
    operands.append(Operand(expression: joined, depth: depth))
  }

  /// `Literal`: the bytes as they are, whatever follows.
  private mutating func take(_ keyword: StaticString) -> Bool {
    let end = place + keyword.utf8CodeUnitCount
    guard end <= bytes.count, bytes[place..<end].elementsEqual(keyword.description.utf8) else { return false }
    let isWord = bytes[place] != UInt8(ascii: "(") && bytes[place] != UInt8(ascii: ")")
    if isWord, end < bytes.count, Self.isWordByte(bytes[end]), place >= cutEnd {
      cutEnd = wordEnd(from: end, atMost: .max)
      cuts.append(
        .init(word: name(place..<cutEnd), keyword: name(place..<end), rest: name(end..<cutEnd)))
    }
    place = end
    return true
  }

  /// `Keyword("True") | Keyword("False") | Word(alphanums + "_:.*", max=256)`
  private mutating func takeWord() -> Name? {
    for keyword in ["True", "False"] where bytes[place...].starts(with: keyword.utf8) {
      let end = place + keyword.utf8.count
      if end < bytes.count, Self.isKeywordByte(bytes[end]) { continue }
      if place > 0, Self.isKeywordByte(bytes[place - 1]) { continue }
      place = end
      return Name(keyword)
    }
    let end = wordEnd(from: place, atMost: 256)
    guard end > place else { return nil }
    defer { place = end }
    return name(place..<end)
  }

  private func wordEnd(from start: Int, atMost count: Int) -> Int {
    var end = start
    while end < bytes.count, end - start < count, Self.isWordByte(bytes[end]) { end += 1 }
    return end
  }

  private mutating func skipSpace() {
    while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
  }

  private func name(_ range: Range<Int>) -> Name { Name(String(decoding: bytes[range], as: UTF8.self)) }

  private func failure(_ kind: ConditionError.Kind) -> ConditionError {
    let before = String(decoding: bytes[..<place], as: UTF8.self)
    let after = String(decoding: bytes[place...], as: UTF8.self)
    return ConditionError(
      kind: kind, column: before.unicodeScalars.count + 1, found: after.first.map { Name(String($0)) })
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
      || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "*")
  }

  /// pyparsing's `Keyword.DEFAULT_KEYWORD_CHARS`
  private static func isKeywordByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
  }
}
