public import Authorization
internal import PermscopeResources

/// A request to one of Pulp's endpoints, as it is asked about.
public struct EndpointRequest: Sendable {
  public var subject: Subject
  public var endpoint: Endpoint
  public var action: Name
  /// As the client sends it; nil for the one that reaches the action.
  public var method: Name
  /// The domain of the URL; nil where domains are off.
  public var domain: EntityRef?
  /// What stands in the URL where a domain would, while domains are off.
  public var ignoredDomain: Name?
  /// The key of the object in the URL; nil for an action that is about none.
  public var key: Name?
  /// The key of the parent in the URL of a nested endpoint.
  public var parentKey: Name?
  /// The parameters in the body.
  public var body: JSONObject

  public init(
    subject: Subject, endpoint: Endpoint, action: Name, method: Name? = nil, domain: EntityRef? = nil,
    key: Name? = nil, parentKey: Name? = nil, body: JSONObject = JSONObject()
  ) {
    self.subject = subject
    self.endpoint = endpoint
    self.action = action
    self.method = method ?? endpoint.action(named: action)?.method ?? "GET"
    self.domain = domain
    self.key = key
    self.parentKey = parentKey
    self.body = body
  }
}

/// The access policy that decides a request.
public struct EndpointPolicy: Sendable, Hashable {
  public enum Source: Sendable, Hashable {
    case stored
    /// From a file that a person gave.
    case supplied
    /// Pulp's own default where neither the database nor the view set has one: superusers may do anything.
    case adminOnly
  }

  public var statements: JSONValue
  public var creationHooks: JSONValue
  public var querysetScoping: JSONValue
  public var source: Source

  public init(
    statements: JSONValue, creationHooks: JSONValue = .null, querysetScoping: JSONValue = .null,
    source: Source
  ) {
    self.statements = statements
    self.creationHooks = creationHooks
    self.querysetScoping = querysetScoping
    self.source = source
  }

  /// `pulpcore.app.access_policy.DEFAULT_ACCESS_POLICY`
  public static let adminOnly = EndpointPolicy(
    statements: [["action": "*", "principal": "admin", "effect": "allow"]], source: .adminOnly)
}

extension EndpointTable {
  /// The endpoints of pulpcore and the plugins that come with it.
  public static let pulp = EndpointTable((try? JSONValue(parsing: Resources.endpoints)) ?? .null)
}

extension AuthorizationReader {
  /// An endpoint by its name: a known one, one that the database has a policy of, or what the name tells.
  public func endpoint(_ name: Name) throws -> Endpoint {
    try EndpointTable.pulp.described(name) { try contentType($0) != nil }
  }

  /// The policy of an endpoint in the database; nil where it has none.
  ///
  /// - Throws: `RaisedException` where the text is no JSON, which Django's field raises for.
  public func storedPolicy(_ name: Name) throws -> EndpointPolicy? {
    guard schema.has(.policies), let stored = try endpointIfAny(named: name) else { return nil }
    func json(_ text: Name?) throws -> JSONValue {
      guard let text else { return .null }
      do {
        return try JSONValue(parsing: text.text)
      } catch {
        throw RaisedException(
          "JSONDecodeError", "the access policy `\(name)` is not JSON: \(error.description)")
      }
    }
    return EndpointPolicy(
      statements: try json(stored.fields.statements), creationHooks: try json(stored.fields.creationHooks),
      querysetScoping: try json(stored.fields.querysetScoping), source: .stored)
  }

  /// Whether requests name a domain: as the settings say, or where there is another one than `default`.
  public func domainsAreOn() throws -> Bool {
    if let domains = options.domains { return domains }
    guard schema.hasDomains else { return false }
    let statement = try database.cachedStatement(
      sql: "SELECT 1 FROM core_domain WHERE name <> 'default' LIMIT 1")
    return try StoredValue.fetchOne(statement) != nil
  }
}
