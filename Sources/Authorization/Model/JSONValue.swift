/// A JSON value, for the questions and answers of programs.
///
/// The core has a type of its own because Foundation's loses what matters here: the order of keys, the difference
/// between two spellings of a name, and numbers beyond 64 bits.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// A number that is not a 64-bit integer, as it was written.
  case number(Name)
  case string(Name)
  case array([JSONValue])
  case object(JSONObject)

  /// A floating-point number; null where it is not finite, which JSON cannot say.
  public init(_ double: Double) {
    self = double.isFinite ? .number(Name("\(double)")) : .null
  }

  public init(_ text: String) { self = .string(Name(text)) }

  /// Names as an array of strings.
  public init(_ names: [Name]) { self = .array(names.map { .string($0) }) }

  public var text: Name? { if case .string(let name) = self { name } else { nil } }
  public var elements: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
  public var members: JSONObject? { if case .object(let object) = self { object } else { nil } }
  public var truth: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var isNull: Bool { self == .null }

  /// What people call this kind of value: `a string`, `a list`.
  public var noun: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .integer, .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(Name(value)) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(nilLiteral: ()) { self = .null }
  public init(dictionaryLiteral elements: (Name, JSONValue)...) { self = .object(JSONObject(elements)) }
}

/// The members of a JSON object, in the order in which their keys first came.
public struct JSONObject: Sendable, Hashable {
  public struct Member: Sendable, Hashable {
    public var key: Name
    public var value: JSONValue
  }

  public private(set) var members: [Member] = []

  public init() {}

  /// Of a key that comes twice the last value counts, at the place of the first, as in Python.
  public init(_ pairs: [(Name, JSONValue)]) {
    // Looking through a list is quicker for the few keys of a question, and far too slow for many.
    guard pairs.count > 16 else {
      for (key, value) in pairs { self[key] = value }
      return
    }
    var places: [Name: Int] = [:]
    for (key, value) in pairs {
      if let place = places[key] {
        members[place].value = value
      } else {
        places[key] = members.count
        members.append(Member(key: key, value: value))
      }
    }
  }

  public subscript(_ key: Name) -> JSONValue? {
    get { members.first { $0.key == key }?.value }
    set {
      let place = members.firstIndex { $0.key == key }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONValue {
  /// The value on one line without spaces; the same value always gives the same bytes.
  ///
  /// Text stays UTF-8. Characters that a terminal would obey (C0, DEL, C1, line and paragraph separators, bidirectional
  /// overrides) are written as escapes.
  public var compactText: String {
    var out = ""
    write(to: &out)
    return out
  }

  private func write(to out: inout String) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .number(let name): out += name.text
    case .string(let name): Self.write(name, to: &out)
    case .array(let values):
      out += "["
      for (index, value) in values.enumerated() {
        if index > 0 { out += "," }
        value.write(to: &out)
      }
      out += "]"
    case .object(let object):
      out += "{"
      for (index, member) in object.members.enumerated() {
        if index > 0 { out += "," }
        Self.write(member.key, to: &out)
        out += ":"
        member.value.write(to: &out)
      }
      out += "}"
    }
  }

  private static func write(_ name: Name, to out: inout String) {
    out += "\""
    if name.text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
      out += name.text
    } else {
      for scalar in name.text.unicodeScalars { write(scalar, to: &out) }
    }
    out += "\""
  }

  private static func write(_ scalar: Unicode.Scalar, to out: inout String) {
    switch scalar.value {
    case 0x22: out += "\\\""
    case 0x5C: out += "\\\\"
    case 0x08: out += "\\b"
    case 0x09: out += "\\t"
    case 0x0A: out += "\\n"
    case 0x0C: out += "\\f"
    case 0x0D: out += "\\r"
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
      let digits = String(scalar.value, radix: 16)
      out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: out.unicodeScalars.append(scalar)
    }
  }
}
