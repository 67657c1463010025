/// One value of an access policy that is stored as JSON: a statement, a creation hook, the queryset scoping.
public protocol PolicyPart: Sendable, Hashable {
  /// The value as it stands in the text, whatever it is.
  var json: JSONValue { get }

  init(json: JSONValue)

  /// Whether a JSON `null` is as good as an empty list of these.
  static var nullMeansNone: Bool { get }
}

extension PolicyPart {
  public static var nullMeansNone: Bool { false }
}

/// Why a text cannot be read as a part of an access policy.
public struct PolicyTextError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Lower case, no final period.
  public var description: String

  public init(_ description: String) { self.description = description }
}

/// A list of an access policy: the statements, or the creation hooks.
///
/// It remembers the text from which it was read, so that a list that nobody edited keeps its bytes.
public struct PolicyList<Element: PolicyPart>: Sendable, Hashable {
  public var elements: [Element]
  private var source: Source?

  private struct Source: Sendable, Hashable {
    var text: Name
    var elements: [Element]
  }

  public init(_ elements: [Element] = []) {
    self.elements = elements
  }

  /// Reads a JSON list. What its elements are is a matter of their findings, not of reading.
  public static func parse(_ text: Name) throws(PolicyTextError) -> PolicyList {
    let value = try PolicyText.json(text)
    guard let values = value.elements ?? (value.isNull && Element.nullMeansNone ? [] : Optional.none) else {
      throw PolicyTextError("expected a list and not \(value.noun)")
    }
    var list = PolicyList(values.map { Element(json: $0) })
    list.source = Source(text: text, elements: list.elements)
    return list
  }

  /// The text to store: the one that was read where nothing changed, else as Django writes it.
  public func write() -> Name {
    if let source, source.elements == elements { return source.text }
    return Name(JSONValue.array(elements.map(\.json)).pythonText)
  }

  /// Whether the elements are others than those that were read.
  public var isEdited: Bool { source?.elements != elements }
}

/// The statements of an access policy.
public typealias AccessStatements = PolicyList<AccessStatement>

/// What an access policy does when an object is created. NULL in the database is no text at all.
public typealias CreationHooks = PolicyList<CreationHook>

/// What reading and changing the JSON texts of policies have in common.
enum PolicyText {
  static func json(_ text: Name) throws(PolicyTextError) -> JSONValue {
    do {
      return try JSONValue(parsing: text.text)
    } catch {
      throw PolicyTextError("not JSON: \(error.description)")
    }
  }

  /// The names in a value that may be one name or a list; what is no text is left out.
  static func names(_ value: JSONValue?) -> [Name] {
    switch value {
    case .string(let name): [name]
    case .array(let values): values.compactMap(\.text)
    default: []
    }
  }

  /// The value that says `names`: a list where one stood before or several are said, else a bare string.
  static func value(_ names: [Name], instead old: JSONValue? = nil) -> JSONValue {
    if let values = old?.elements { return .array(edited(values, names)) }
    return names.count == 1 ? .string(names[0]) : JSONValue(names)
  }

  /// The names, and what was no text in the list before them; nobody who edits names has seen that.
  private static func edited(_ values: [JSONValue], _ names: [Name]) -> [JSONValue] {
    values.filter { $0.text == nil } + names.map { .string($0) }
  }
}

extension JSONValue {
  /// Whether it is a text or a list, which is what the libraries take for names.
  var isNameOrList: Bool { text != nil || elements != nil }
}
