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
