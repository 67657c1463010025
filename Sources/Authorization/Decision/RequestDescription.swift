/// A request as a person describes it, by action or by URL.
public struct RequestDescription: Sendable, Hashable {
  /// The name of an action, or, without an endpoint and an object, a request line: `GET /pulp/default/api/v3/remotes/file/file/`.
  public var action: String
  /// Nil where the object says which one is meant.
  public var endpoint: Name?
  /// As people write objects; a bare text is the key of an object of the endpoint.
  public var object: String?
  public var method: Name?
  public var domain: Name?
  public var parentKey: Name?
  public var body: JSONObject

  public init(
    action: String, endpoint: Name? = nil, object: String? = nil, method: Name? = nil, domain: Name? = nil,
    parentKey: Name? = nil, body: JSONObject = JSONObject()
  ) {
    self.action = action
    self.endpoint = endpoint
    self.object = object
    self.method = method
    self.domain = domain
    self.parentKey = parentKey
    self.body = body
  }
}
