/// What limits the listings of an endpoint: Pulp calls the view set's `function` with `parameters`.
///
/// NULL in the database, or a JSON `null`, means that listings are not limited.
public struct QuerysetScoping: Sendable, Hashable {
  /// The value as it stands in the text, whatever it is.
  public private(set) var json: JSONValue
  private var source: Source?

  private struct Source: Sendable, Hashable {
    var text: Name
    var json: JSONValue
  }

  public init(json: JSONValue) { self.json = json }

  public init(function: Name) { json = .object(JSONObject([("function", .string(function))])) }

  /// What every view set of Pulp has: the objects for which the user has the view set's required permission.
  public static let usual = QuerysetScoping(function: "scope_queryset")

  /// Reads a JSON text. Whether it is an object is a matter of the findings.
  public static func parse(_ text: Name) throws(PolicyTextError) -> QuerysetScoping {
    var scoping = QuerysetScoping(json: try PolicyText.json(text))
    scoping.source = Source(text: text, json: scoping.json)
    return scoping
  }

  /// The text to store: the one that was read where nothing changed, else as Django writes it.
  public func write() -> Name {
    if let source, source.json == json { return source.text }
    return Name(json.pythonText)
  }

  /// Whether it is another one than what was read.
  public var isEdited: Bool { source?.json != json }

  /// `scope_queryset`; nil where the key is missing or no text; nil takes a text away.
  public var function: Name? {
    get { json.members?["function"]?.text }
    set { if newValue != function { json.setMember("function", newValue.map { .string($0) }) } }
  }

  /// The keyword arguments as they were written; nil where there are none.
  public var parameters: JSONObject? { json.members?["parameters"]?.members }
}
