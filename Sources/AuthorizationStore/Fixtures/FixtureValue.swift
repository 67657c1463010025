internal import Authorization
import Foundation

/// Values of a fixture as Django's fields would store them on SQLite (`Field.to_python`, `get_db_prep_save`).
enum FixtureValue {
  /// The value for a column; nil where the field does not take it. `null` is for the caller.
  static func stored(_ value: JSONValue, _ kind: FieldKind, column: String) -> RowValue? {
    switch kind {
    case .boolean: boolean(value)
    case .integer: integer(value)
    case .real: real(value)
    case .decimal: decimal(value)
    case .text: text(value)
    case .json: json(value, column: column)
    case .uuid: value.text.flatMap { uuid($0.text) }.map { .text($0) }
    case .dateTime: value.text.flatMap { FixtureTime.dateTime($0.text) }.map { .text(Name($0)) }
    case .date: value.text.flatMap { FixtureTime.date($0.text) }.map { .text(Name($0)) }
    case .time: value.text.flatMap { FixtureTime.time($0.text[...]) }.map { .text(Name($0)) }
    case .bytes: value.text.flatMap { Data(base64Encoded: $0.text) }.map { .bytes(Array($0)) }
    }
  }

  /// The 32 digits of a UUID, however it is written; nil for other texts. Python's `uuid.UUID` takes these forms.
  static func uuid(_ text: String) -> Name? {
    let bare = text.hasPrefix("urn:uuid:") ? text.dropFirst(9) : text[...]
    let digits = bare.utf8.filter { ![0x2D, 0x7B, 0x7D].contains($0) }
    guard digits.count == 32, digits.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }) else {
      return nil
    }
    return Name(String(decoding: digits, as: UTF8.self).lowercased())
  }

  private static func boolean(_ value: JSONValue) -> RowValue? {
    switch value {
    case .bool(let truth): RowValue(truth)
    case .integer(0): RowValue(false)
    case .integer(1): RowValue(true)
    case .string(let name):
      // What `BooleanField.to_python` takes.
      ["t", "True", "1"].contains(name)
        ? RowValue(true) : ["f", "False", "0"].contains(name) ? RowValue(false) : nil
    default: nil
    }
  }

  private static func integer(_ value: JSONValue) -> RowValue? {
    switch value {
    case .integer(let integer): .integer(integer)
    case .string(let name):
      // A duration is kept as microseconds (`DurationField`).
      (Int64(name.text) ?? FixtureTime.microseconds(name.text)).map { .integer($0) }
    default: nil
    }
  }

  private static func real(_ value: JSONValue) -> RowValue? {
    let text: String
    switch value {
    case .integer(let integer): text = String(integer)
    case .number(let name), .string(let name): text = name.text
    default: return nil
    }
    guard let double = Double(text), double.isFinite else { return nil }
    return .real(double)
  }

  /// As text: the column's affinity makes a number of it, as it does of what Django writes.
  private static func decimal(_ value: JSONValue) -> RowValue? {
    guard real(value) != nil else { return nil }
    return switch value {
    case .integer(let integer): .text(Name(String(integer)))
    case .number(let name), .string(let name): .text(name)
    default: nil
    }
  }

  private static func text(_ value: JSONValue) -> RowValue? {
    switch value {
    // `CharField.to_python` makes text of numbers.
    case .integer(let integer): .text(Name(String(integer)))
    case .number(let name): .text(Name(PythonNumber.text(name.text)))
    case .string(let name) where !name.text.utf8.contains(0): .text(name)
    default: nil
    }
  }

  private static func json(_ value: JSONValue, column: String) -> RowValue {
    // `HStoreField`, which Pulp keeps its labels in, is dumped as a text that holds the JSON.
    if column == "pulp_labels", let text = value.text, let inner = try? JSONValue(parsing: text.text),
      inner.members != nil
    {
      return .text(Name(inner.pythonText))
    }
    return .text(Name(value.pythonText))
  }
}
