internal import Authorization

/// What the values of a field have been, over all records of a model: what its column has to hold.
struct FieldShapes: OptionSet, Sendable, Hashable {
  let rawValue: Int

  static let boolean = FieldShapes(rawValue: 1)
  static let integer = FieldShapes(rawValue: 2)
  static let real = FieldShapes(rawValue: 4)
  static let uuid = FieldShapes(rawValue: 8)
  static let dateTime = FieldShapes(rawValue: 16)
  static let otherText = FieldShapes(rawValue: 32)
  static let listOfIntegers = FieldShapes(rawValue: 64)
  static let listOfUUIDs = FieldShapes(rawValue: 128)
  static let emptyList = FieldShapes(rawValue: 256)
  /// A list of texts, which can be a natural key, and a list of such lists.
  static let listOfTexts = FieldShapes(rawValue: 1024)
  static let listOfTextLists = FieldShapes(rawValue: 2048)
  /// Objects, other lists, and integers beyond 64 bits.
  static let otherJSON = FieldShapes(rawValue: 512)

  static let texts: FieldShapes = [.uuid, .dateTime, .otherText]

  init(rawValue: Int) { self.rawValue = rawValue }

  init(_ value: JSONValue) {
    switch value {
    case .null: self = []
    case .bool: self = .boolean
    case .integer: self = .integer
    case .number(let name):
      self = name.text.utf8.contains { [0x2E, 0x45, 0x65].contains($0) } ? .real : .otherJSON
    case .string(let name): self = Self.shape(name.text)
    case .object: self = .otherJSON
    case .array(let elements): self = Self.shape(elements)
    }
  }

  /// Whether every value can be the key of a row, plain or natural; null refers to nothing.
  var mayBeReference: Bool { [[], .integer, .uuid, .listOfTexts].contains(self) }
  /// Whether every value can be a list of such keys.
  var mayBeLinks: Bool {
    [[], .listOfIntegers, .listOfUUIDs, .listOfTextLists].contains(subtracting(.emptyList)) && !isEmpty
  }
  var isNatural: Bool { self == .listOfTexts || contains(.listOfTextLists) }

  /// The kind of column that holds every value without a loss.
  var kind: FieldKind {
    switch self {
    case []: .text
    case .boolean: .boolean
    case .integer: .integer
    case .real, [.real, .integer]: .real
    case .dateTime: .dateTime
    default: isSubset(of: .texts) ? .text : .json
    }
  }

  private static func shape(_ text: String) -> FieldShapes {
    if isUUID(text) { return .uuid }
    // Exactly as Django's encoder writes it, so that it can be written so again.
    if text.utf8.count >= 20, text.hasSuffix("Z"), let stored = FixtureTime.dateTime(text),
      FixtureTime.fixture(stored) == text
    {
      return .dateTime
    }
    return .otherText
  }

  private static func shape(_ elements: [JSONValue]) -> FieldShapes {
    if elements.isEmpty { return .emptyList }
    if elements.allSatisfy({ if case .integer = $0 { true } else { false } }) { return .listOfIntegers }
    if elements.allSatisfy({ $0.text.map { isUUID($0.text) } ?? false }) { return .listOfUUIDs }
    if elements.allSatisfy({ $0.text != nil }) { return .listOfTexts }
    let isListOfLists = elements.allSatisfy { inner in
      inner.elements.map { !$0.isEmpty && $0.allSatisfy { $0.text != nil } } ?? false
    }
    return isListOfLists ? .listOfTextLists : .otherJSON
  }

  /// As Python writes a UUID; another spelling could not be given back.
  private static func isUUID(_ text: String) -> Bool {
    guard text.utf8.count == 36, let digits = FixtureValue.uuid(text) else { return false }
    return Gate.dashed(digits.text) == text
  }
}
