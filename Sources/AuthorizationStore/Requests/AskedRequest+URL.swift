internal import Authorization
internal import GRDB

extension AuthorizationReader {
  /// A request by its URL.
  func request(_ subject: Subject, _ line: RequestLine, _ asked: RequestDescription) throws -> AskedRequest {
    if let tasks = try taskRequest(subject, line) { return tasks }
    guard schema.has(.policies) else {
      throw StoreError(
        .missingSystem, "this database has no access policies that could decide `\(asked.action)`")
    }
    let more = try endpoints().filter { EndpointTable.pulp[$0.fields.name] == nil }
      .map { try endpoint($0.fields.name) }
    let (routed, nearest) = EndpointTable.pulp.route(line, more: more)
    guard let routed else {
      let known = try endpointNames().map(\.text)
      let path = line.pieces.map(\.text).joined(separator: "/")
      guard let nearest else {
        throw StoreError(
          .unknownEndpoint, "no endpoint is at `\(path)`", didYouMean: Suggestions.near(path, in: known))
      }
      throw StoreError(
        .unknownEndpoint,
        "`\(nearest.name)` has nothing at `\(path)` for \(line.method); its actions are \(nearest.actions.map { "`\($0.name)`" }.joined(separator: ", "))"
      )
    }
    let areOn = try domainsAreOn()
    if areOn, let named = asked.domain, let domain = line.domain, named != domain {
      throw StoreError(
        .usage, "the URL is about the domain `\(domain)`, and `\(named)` was asked for; leave one out")
    }
    var request = EndpointRequest(
      subject: subject, endpoint: routed.endpoint, action: routed.action, method: line.method,
      domain: try requestDomain(areOn ? line.domain ?? asked.domain : asked.domain, nil), key: routed.key,
      parentKey: routed.parentKey ?? asked.parentKey, body: asked.body)
    if !areOn { request.ignoredDomain = line.domain }
    return .pulp(request)
  }

  /// A request to user_tasks' views, wherever the project mounts them; nil where the line is none.
  private func taskRequest(_ subject: Subject, _ line: RequestLine) throws -> AskedRequest? {
    guard schema.has(.tasks), !schema.has(.policies) || line.version != "v3",
      let place = line.pieces.lastIndex(where: { TaskEndpoint(rawValue: $0.text) != nil }),
      let endpoint = TaskEndpoint(rawValue: line.pieces[place].text)
    else { return nil }
    let rest = line.pieces[(place + 1)...]
    guard rest.count <= 2 else { return nil }
    let object = try rest.first.map { try taskObject($0.text, endpoint.type) }
    let names: [Name: Name] = [
      "GET": object == nil ? "list" : "retrieve", "HEAD": object == nil ? "list" : "retrieve",
      "OPTIONS": "metadata", "POST": "create", "PUT": "update", "PATCH": "partial_update",
      "DELETE": "destroy",
    ]
    let action = rest.last.flatMap { rest.count == 2 ? $0 : nil } ?? names[line.method] ?? line.method
    guard
      rest.count < 2 || endpoint.actions.contains(where: { $0.name == action && $0.method == line.method })
    else {
      throw StoreError(
        .unknownEndpoint,
        "`\(endpoint.rawValue)` has no `\(action)` for \(line.method); its actions are \(endpoint.actions.map { "`\($0.name)`" }.joined(separator: ", "))"
      )
    }
    return .tasks(
      TaskRequest(subject: subject, endpoint: endpoint, method: line.method, object: object), action: action)
  }

  /// A task or an artifact by what a person wrote, or by the UUID that its URL has.
  func taskObject(_ text: String, _ type: TypeName) throws -> ObjectAddress {
    if let argument = ObjectArgument(text) {
      guard case .object(let object) = try target(argument), object.type == type else {
        throw StoreError(.usage, "expected an object of `\(type)` and not `\(text)`")
      }
      guard object.exists else { throw try orphan(object) }
      return object
    }
    let table = type == UserTasks.status ? "user_tasks_usertaskstatus" : "user_tasks_usertaskartifact"
    let bare = text.filter { $0 != "-" }.lowercased()
    let statement = try database.cachedStatement(sql: "SELECT id FROM \(table) WHERE uuid = ?")
    if let key = try StoredValue.fetchOne(statement, arguments: [bare]).flatMap({ DatabaseKey($0) }) {
      return try object(type, key: Name(key.text))
    }
    let object = try object(type, key: Name(text))
    guard object.exists else {
      throw StoreError(.unknownObject, "no `\(type)` with the UUID or key `\(text)`")
    }
    return object
  }
}
