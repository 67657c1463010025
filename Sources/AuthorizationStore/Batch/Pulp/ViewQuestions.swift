internal import Authorization
internal import GRDB

extension BatchAnswerer {
  /// Requests against Pulp's endpoints.
  static let viewHandlers: [Name: Handler] = [
    "pulp.view_has_permission": { session, query in
      let evaluator = try session.request(
        query, action: query.text("action"), method: query.text("method"), key: "target")
      do {
        return .bool(try session.isAllowed(query, evaluator.decide()))
      } catch let failure as PolicyFailure {
        throw failure.raised
      }
    },
    "pulp.view_scope": { session, query in
      let evaluator = try session.request(query, action: "list", method: "GET", key: nil)
      return try session.determined(query) {
        let scope = QuerysetScope(evaluator)
        let table = try scope.table()
        return try JSONValue(session.reader.keys(scope.scope(table), table))
      }
    },
    "pulp.http_get": { session, query in
      try session.determined(query) { try session.get(query) }
    },
  ]
}

extension BatchSession {
  /// A request as the question describes it, decided by the endpoint's policy in the database, or by Pulp's default.
  fileprivate func request(
    _ query: BatchQuery, action: Name, method: Name, key: Name?
  ) throws -> RequestEvaluator {
    try require(.policies)
    let subject = try subject(query)
    let name = try query.text("viewset")
    var domain: EntityRef?
    if let inDomain = try query.optionalText("in_domain"),
      case .domain(let key, let name) = try self.domain(inDomain)
    {
      domain = EntityRef(kind: .domain, key: key, name: name)
    }
    let request = EndpointRequest(
      subject: subject, endpoint: try reader.endpoint(name), action: action, method: method, domain: domain,
      key: try key.flatMap { try query.optionalText($0) }, body: query.fields["data"]?.members ?? JSONObject()
    )
    return RequestEvaluator(
      reader, request, try reader.storedPolicy(name) ?? .adminOnly, chain: try pulpChain(),
      raisesForUnknownConditions: true)
  }

  /// Runs `body`, and says in a sentence what cannot be told from the database.
  fileprivate func determined(_ query: BatchQuery, _ body: () throws -> JSONValue) throws -> JSONValue {
    do {
      return try body()
    } catch let open as RequestUndetermined {
      throw BatchError("`\(query.kind)` has no answer: \(open.reason)")
    }
  }

  /// - Throws: `BatchError` where the decision depends on code outside the database.
  fileprivate func isAllowed(_ query: BatchQuery, _ decision: PolicyDecision) throws -> Bool {
    guard decision.outcome != .undetermined else {
      throw BatchError("`\(query.kind)` has no answer: \(decision.dependsOn.joined(separator: "; "))")
    }
    return decision.outcome == .allowed
  }

  /// The whole of a GET: the check, the object, and what is shown.
  fileprivate func get(_ query: BatchQuery) throws -> JSONValue {
    let sub = try query.optionalText("sub").map { Name(String($0.text.prefix { $0 != "/" })) }
    let target = try query.optionalText("target")
    let action: Name = sub ?? (target == nil ? "list" : "retrieve")
    let evaluator = try request(query, action: action, method: "GET", key: "target")
    let isAnonymous = evaluator.request.subject.kind == .anonymous
    do {
      guard try isAllowed(query, evaluator.decide()) else { return ["status": isAnonymous ? 401 : 403] }
    } catch let failure as PolicyFailure {
      return Self.status(failure.raised)
    }
    do {
      guard target != nil else {
        let scope = QuerysetScope(evaluator)
        let table = try scope.table()
        guard let name = table.name else { return ["status": 200, "names": []] }
        let names = try reader.column(table.sql(name), scope.scope(table), table).sorted()
        return ["status": 200, "names": JSONValue(names)]
      }
      let object = try evaluator.object()
      switch sub {
      case "my_permissions":
        let names = try rolePermissions(evaluator.request.subject, object)
        return ["status": 200, "body": ["permissions": JSONValue(names)]]
      case "list_roles": return ["status": 200, "body": ["roles": try reader.assignedRoles(object)]]
      default: return ["status": 200, "names": JSONValue([object.name ?? ""])]
      }
    } catch let raised as RaisedException {
      return Self.status(raised)
    }
  }

  /// What a client sees of an exception: everything that the REST framework does not know is an error of the server.
  private static func status(_ raised: RaisedException) -> JSONValue {
    ["status": .integer(Int64(raised.clientStatus ?? 500))]
  }

  /// `my_permissions`: ModelBackend has none on an object, so that a superuser too sees object-level roles only.
  private func rolePermissions(_ subject: Subject, _ object: ObjectAddress) throws -> [Name] {
    guard case .user(let key) = subject.kind else { return [] }
    return try reader.rolePermissions(key, .object(object)).map { Name("\(object.type.app).\($0)") }.sorted()
  }
}

extension AuthorizationReader {
  /// Pulp: `list_roles`, the assignments on one object by role. The content type is that of the model behind a proxy.
  func assignedRoles(_ object: ObjectAddress) throws -> JSONValue {
    let type = object.concrete(schema.proxies).typeKey?.value ?? .null
    let users = schema.users
    let selects = [
      (
        "users", "core_userrole", "\(users.table.quoted) AS h", users.username,
        "h.\(users.key.quoted) = a.user_id"
      ),
      ("groups", "core_grouprole", "auth_group AS h", "name", "h.id = a.group_id"),
    ]
    var roles: [Name: [String: [Name]]] = [:]
    for (kind, table, holder, name, condition) in selects {
      let sql = """
        SELECT r.name, h.\(name.quoted) FROM \(table) AS a CROSS JOIN core_role AS r CROSS JOIN \(holder) \
        WHERE a.object_id = ? AND a.content_type_id = ? AND r.pulp_id = a.role_id AND \(condition)
        """
      let rows = try StoredRow.fetchAll(
        database.cachedStatement(sql: sql), arguments: [object.text.value, type])
      for row in rows {
        if let role = row.name(0), let holder = row.name(1) {
          roles[role, default: [:]][kind, default: []].append(holder)
        }
      }
    }
    return .array(
      roles.sorted { $0.key < $1.key }.map { role, holders in
        [
          "role": .string(role), "users": JSONValue(sorted: holders["users"] ?? []),
          "groups": JSONValue(sorted: holders["groups"] ?? []),
        ]
      })
  }
}
