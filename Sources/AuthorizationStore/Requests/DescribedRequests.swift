public import Authorization

extension AuthorizationReader {
  /// Finds what a person described.
  ///
  /// - Parameter hasStatements: whether statements are given by hand, so that the endpoint need not be known.
  /// - Throws: `StoreError` for endpoints, objects and domains that there are none of, with names that are close.
  public func request(
    _ subject: Subject, _ asked: RequestDescription, hasStatements: Bool = false
  ) throws -> AskedRequest {
    if let line = RequestLine(asked.action) {
      guard asked.endpoint == nil, asked.object == nil, asked.method == nil else {
        throw StoreError(
          .usage,
          "`\(asked.action)` is a whole request; leave out the endpoint, the object and the method beside it")
      }
      return try request(subject, line, asked)
    }
    guard let name = try asked.endpoint ?? endpointName(asked) else {
      throw StoreError(
        .usage,
        "`\(asked.action)` is neither an action with an endpoint nor a request like `GET /pulp/api/v3/remotes/file/file/`"
      )
    }
    let action = Name(asked.action)
    if let method = asked.method, !RequestLine.methods.contains(Name(method.text.uppercased())) {
      throw StoreError(
        .usage, "no method `\(method)`",
        didYouMean: Suggestions.near(method.text, in: RequestLine.methods.map(\.text).sorted()))
    }
    if let tasks = try taskEndpoint(name, asked.object) {
      guard let method = asked.method ?? tasks.method(of: action) else {
        throw StoreError(
          .usage, "`\(name)` has no action `\(action)`",
          didYouMean: Suggestions.near(action.text, in: tasks.actions.map(\.name.text)))
      }
      let object = try asked.object.map { try taskObject($0, tasks.type) }
      guard asked.domain == nil, asked.parentKey == nil, asked.body.members.isEmpty, !hasStatements else {
        throw StoreError(
          .usage, "`\(name)` of user_tasks knows no domain, parent, parameters or statements; leave them out")
      }
      if let known = tasks.actions.first(where: { $0.name == action }), known.isDetail, object == nil {
        throw StoreError(.usage, "`\(action)` is about one object; give it as `\(tasks.type):KEY`")
      }
      var request = TaskRequest(
        subject: subject, endpoint: tasks, method: Name(method.text.uppercased()), object: object)
      request.isListing = action == "list"
      return .tasks(request, action: action)
    }
    let endpoint = try knownEndpoint(name, hasStatements: hasStatements)
    let object = try asked.object.map { try endpointObject($0, endpoint) }
    if let known = endpoint.action(named: action), known.isDetail, object == nil {
      throw StoreError(.usage, "`\(action)` of `\(endpoint.name)` is about one object; give it")
    }
    if let parent = asked.parentKey, endpoint.parent == nil {
      throw StoreError(
        .usage, "`\(endpoint.name)` is below no other endpoint; leave out the parent `\(parent)`")
    }
    return .pulp(
      EndpointRequest(
        subject: subject, endpoint: endpoint, action: action, method: asked.method,
        domain: try requestDomain(asked.domain, object),
        key: try object.flatMap { try lookupKey($0, endpoint) },
        parentKey: try asked.parentKey ?? object.flatMap { try parentKey($0, endpoint) }, body: asked.body))
  }

  /// The names of the endpoints that can be asked about.
  public func endpointNames() throws -> [Name] {
    var names = Set(schema.has(.policies) ? EndpointTable.pulp.endpoints.map(\.name) : [])
    if schema.has(.policies) { names.formUnion(try endpoints().map(\.fields.name)) }
    if schema.has(.tasks) {
      names.formUnion(TaskEndpoint.allCases.map { Name("user_tasks/\($0.rawValue)") })
    }
    return names.sorted()
  }

  /// The endpoint of the object that is named; nil where none is, or where the action is a request line.
  private func endpointName(_ asked: RequestDescription) throws -> Name? {
    guard let text = asked.object else { return nil }
    guard let argument = ObjectArgument(text) else {
      throw StoreError(.usage, "`\(text)` does not say of which endpoint it is; give one, or `app.model:KEY`")
    }
    let type: TypeName? =
      switch argument {
      case .key(let type, _), .name(let type, _): type
      case .domain: Gate.domainType
      case .tree: GitTrees.tree
      }
    if let tasks = TaskEndpoint.allCases.first(where: { $0.type == type }) {
      return Name("user_tasks/\(tasks.rawValue)")
    }
    guard let type, let endpoint = EndpointTable.pulp.endpoint(of: type) else {
      throw StoreError(.usage, "no endpoint is known for `\(text)`; give one")
    }
    return endpoint.name
  }

  /// user_tasks' endpoint that is meant; nil where it is Pulp's.
  private func taskEndpoint(_ name: Name, _ object: String?) throws -> TaskEndpoint? {
    let plain = name.text.hasPrefix("user_tasks/") ? String(name.text.dropFirst(11)) : name.text
    guard let endpoint = TaskEndpoint(rawValue: plain) else { return nil }
    guard schema.has(.tasks) else {
      guard schema.has(.policies), plain == name.text else {
        throw StoreError(.missingSystem, "this database has no user tasks; there is no endpoint `\(name)`")
      }
      return nil
    }
    if plain != name.text || !schema.has(.policies) { return endpoint }
    // Both systems have an endpoint of that name: the object says which, else the one that has a policy.
    if let object, ObjectArgument(object) != nil { return object.hasPrefix("user_tasks.") ? endpoint : nil }
    return try endpointIfAny(named: name) == nil ? endpoint : nil
  }

  private func knownEndpoint(_ name: Name, hasStatements: Bool) throws -> Endpoint {
    let endpoint = try endpoint(name)
    if endpoint.isKnown && schema.has(.policies) || hasStatements { return endpoint }
    guard schema.has(.policies) else {
      throw StoreError(
        .missingSystem,
        "this database has no access policies; give the statements of `\(name)` with `--statements FILE`")
    }
    if try endpointIfAny(named: name) != nil { return endpoint }
    throw StoreError(
      .unknownEndpoint, "no endpoint `\(name)`",
      didYouMean: Suggestions.near(name.text, in: try endpointNames().map(\.text)))
  }

  private func endpointObject(_ text: String, _ endpoint: Endpoint) throws -> ObjectAddress {
    let object: ObjectAddress
    if case .object(let found)? = try ObjectArgument(text).map({ try target($0) }) {
      object = found
    } else {
      guard let model = endpoint.model else {
        throw StoreError(
          .usage, "the model of `\(endpoint.name)` is not known; give the object as `app.model:KEY`")
      }
      // `domain:NAME` is an object here, as every bare key is.
      if case .domain(let name)? = ObjectArgument(text) { return try self.object(model, named: name) }
      object = try self.object(model, key: Name(text))
    }
    if let model = endpoint.model, object.type != model {
      throw StoreError(
        .usage, "`\(endpoint.name)` is about `\(model)`, and `\(text)` is a `\(object.type)`")
    }
    guard object.exists else { throw try orphan(object) }
    return object
  }

  /// What the URL calls an object: its key, or the column that the endpoint looks it up by.
  private func lookupKey(_ object: ObjectAddress, _ endpoint: Endpoint) throws -> Name? {
    guard let lookup = endpoint.lookup else { return object.text }
    return try related(object, lookup).map { Name($0.text) }
  }

  private func parentKey(_ object: ObjectAddress, _ endpoint: Endpoint) throws -> Name? {
    guard let parent = endpoint.parent else { return nil }
    return try related(object, String(parent.key.text.dropLast(3)) + "_id").map { Name(Gate.dashed($0.text)) }
  }

  /// The domain of a request: the one that is named, the object's, or `default`; nil where domains are off.
  func requestDomain(_ name: Name?, _ object: ObjectAddress?) throws -> EntityRef? {
    guard try domainsAreOn() else {
      guard let name, name != "default" else { return nil }
      throw StoreError(
        .usage, "domains are off here, so that there is no `\(name)`; the setting `domains` turns them on")
    }
    if name == nil, let key = object?.domain {
      return EntityRef(kind: .domain, key: key, name: try relations.name(of: .domain, key: key) ?? "")
    }
    guard case .domain(let key, let found) = try target(.domain(name ?? "default")) else { return nil }
    return EntityRef(kind: .domain, key: key, name: found)
  }
}
