internal import Authorization

/// Images of rows as JSON, exact for every value that a column can hold.
///
/// An object with a member for each column: numbers are 64-bit integers, strings are text, and what JSON has no word
/// for is an object: `{"real":"0.1"}`, `{"hex":"00ff"}`.
enum JournalImage {
  static func text(_ values: [ColumnValue]) -> String {
    JSONValue.object(JSONObject(values.map { (Name($0.column), json($0.value)) })).compactText
  }

  /// - Throws: `StoreError` where the text is not an image.
  static func values(_ text: String) throws -> [ColumnValue] {
    guard let object = try? JSONValue(parsing: text).members else { throw damaged }
    return try object.members.map { ColumnValue($0.key.text, try value($0.value)) }
  }

  static func json(_ value: RowValue) -> JSONValue {
    switch value {
    case .null: return .null
    case .integer(let integer): return .integer(integer)
    // Swift writes the shortest digits that give the same number again, and `inf`, which a column can hold too.
    case .real(let double): return ["real": JSONValue("\(double)")]
    case .text(let name): return .string(name)
    case .bytes(let bytes):
      let digits = Array("0123456789abcdef".utf8)
      return [
        "hex": JSONValue(
          String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self))
      ]
    }
  }

  static func value(_ json: JSONValue) throws -> RowValue {
    switch json {
    case .null: return .null
    case .integer(let integer): return .integer(integer)
    case .string(let name): return .text(name)
    case .object(let object):
      if let text = object["real"]?.text?.text, let double = Double(text) { return .real(double) }
      if let text = object["hex"]?.text?.text, let bytes = bytes(text) { return .bytes(bytes) }
      throw damaged
    case .bool, .number, .array: throw damaged
    }
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count % 2 == 0, !digits.contains(nil) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8((digits[$0] ?? 0) << 4 | (digits[$0 + 1] ?? 0))
    }
  }

  private static var damaged: StoreError {
    StoreError(.damaged, "the history holds a row that cannot be read; it was written by something else")
  }
}

/// The lines of an entry as JSON: strings, and lists of one string for what goes with something else.
enum EntryLines {
  static func text(_ lines: [PlanLine]) -> String {
    JSONValue.array(lines.map { $0.isConsequence ? .array([JSONValue($0.text)]) : JSONValue($0.text) })
      .compactText
  }

  static func lines(_ text: String) -> [PlanLine] {
    let elements = (try? JSONValue(parsing: text))?.elements ?? []
    return elements.compactMap { element in
      if let text = element.text { return PlanLine(text.text) }
      return element.elements?.first?.text.map { PlanLine($0.text, isConsequence: true) }
    }
  }

  /// All of an entry in one line: its first line, and how many there are besides.
  static func summary(_ lines: [PlanLine]) -> String {
    guard let first = lines.first else { return "nothing" }
    let rest = lines.dropFirst().count { !$0.isConsequence }
    return rest == 0 ? first.text : "\(first.text), and \(Counting.words(rest, "more edit"))"
  }
}
