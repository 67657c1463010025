internal import Authorization
internal import GRDB

/// Something that a request depends on and that cannot be told from the database.
struct RequestUndetermined: Error {
  var reason: String
}

/// Asks the database what a view set of Pulp asks it during one request.
final class RequestEvaluator: ConditionAnswering {
  let reader: AuthorizationReader
  let request: EndpointRequest
  let policy: EndpointPolicy
  let chain: Chain
  /// Whether a condition that Pulp does not ship raises, or is code that a plugin may have.
  let raisesForUnknownConditions: Bool
  private var found: ObjectAddress?
  private var validated: [Name: ObjectAddress]?
  /// What each condition asked of `has_perm`, by the condition's text, for the explanation and for remedies.
  private(set) var asked: [Name: [AskedPermission]] = [:]
  private var asking: Name?

  /// One call of `has_perm` by a condition.
  struct AskedPermission {
    var permission: Permission
    var target: Target
    var isHeld: Bool
  }

  init(
    _ reader: AuthorizationReader, _ request: EndpointRequest, _ policy: EndpointPolicy, chain: Chain,
    raisesForUnknownConditions: Bool
  ) {
    self.reader = reader
    self.request = request
    self.policy = policy
    self.chain = chain
    self.raisesForUnknownConditions = raisesForUnknownConditions
  }

  /// `AccessPolicyFromDB.has_permission`.
  ///
  /// - Throws: `PolicyFailure`, with `Http404` and `ValidationError` among what is raised.
  func decide() throws -> PolicyDecision {
    let policyRequest = PolicyRequest(
      user: try reader.requestUser(request.subject), action: request.action, method: request.method)
    var evaluator = PolicyEvaluator(request: policyRequest, conditions: self)
    return try evaluator.decide(policy.statements)
  }

  func answer(_ call: ConditionCall) throws -> ConditionAnswer {
    guard let condition = PulpCondition.named(call.name) else { return try unknown(call) }
    guard let permission = call.argument else {
      throw RaisedException("TypeError", "`\(call.name)` needs a permission after a colon")
    }
    asking = call.text
    asked[call.text] = []
    defer { asking = nil }
    do {
      return .known(try holds(condition, permission))
    } catch let open as RequestUndetermined {
      return .undetermined("`\(call.text)`: \(open.reason)")
    }
  }

  private func unknown(_ call: ConditionCall) throws -> ConditionAnswer {
    let near = Suggestions.near(call.name.text, in: PulpCondition.all.map(\.name.text))
    let hint = Suggestions.question(near).map { "; \($0)" } ?? ""
    guard !raisesForUnknownConditions else {
      throw RaisedException("AccessPolicyException", "no condition `\(call.name)`\(hint)")
    }
    return .undetermined(
      "`\(call.name)` is no condition of Pulp itself: it is code of a plugin, or raises\(hint)"
    )
  }

  private func holds(_ condition: PulpCondition, _ permission: Name) throws -> Bool {
    if condition.target == .uploadRepository { return try holdsOnUpload(permission) }
    var levels: [() throws -> Bool] = []
    if condition.asksModel { levels.append { try self.allows(permission, .general) } }
    if condition.asksDomain, let domain = request.domain {
      levels.append { try self.allows(permission, .domain(domain.key, domain.name)) }
    }
    return try Self.any(levels + [{ try self.holds(condition.target, permission) }])
  }

  /// Whether one of these holds, in their order. One that cannot be told leaves the rest to decide, and what they raise
  /// is as open as it is.
  private static func any(_ parts: [() throws -> Bool]) throws -> Bool {
    var open: RequestUndetermined?
    for part in parts {
      do {
        if try part() { return true }
      } catch let unknown as RequestUndetermined {
        open = open ?? unknown
      } catch let raised as RaisedException {
        throw open.map { RequestUndetermined(reason: "\($0.reason); or it raises \(raised.className)") }
          ?? raised
      }
    }
    if let open { throw open }
    return false
  }

  private func holds(_ target: PulpCondition.Target, _ permission: Name) throws -> Bool {
    switch target {
    case .none, .uploadRepository: return false
    case .object: return try allows(permission, object())
    case .repositoryAttribute:
      let object = try object()
      guard let repository = try reader.related(object, "repository_id") else {
        throw RaisedException("AttributeError", "`\(object.argument)` has no repository")
      }
      return try allows(permission, reader.detail(Self.repository, repository))
    case .parentRepository:
      guard let key = request.parentKey else {
        throw RaisedException("KeyError", "the URL of `\(request.endpoint.name)` names no repository")
      }
      let master = try reader.object(Self.repository, key: key)
      guard master.exists, let native = master.native else {
        throw RaisedException("DoesNotExist", "no repository `\(key)`")
      }
      return try allows(permission, reader.detail(Self.repository, native))
    case .parentGroup:
      guard let key = request.parentKey else {
        throw RaisedException("KeyError", "the URL of `\(request.endpoint.name)` names no group")
      }
      let group = try reader.object(Self.group, key: key)
      guard group.exists else { throw RaisedException("DoesNotExist", "no group `\(key)`") }
      return try allows(permission, group)
    case .remoteParameter:
      guard let remote = try body()["remote"] else { return true }
      let names = permission.text.split(separator: ",", omittingEmptySubsequences: false)
      return try Self.any(names.map { name in { try self.allows(Name(String(name)), remote) } })
    case .repositoryParameter:
      let body = try body()
      guard let repository = body["repository"] ?? body["repository_version"] else { return true }
      return try allows(permission, repository)
    case .publicationParameter: return try passes(permission, "publication")
    case .uploadParameter: return try passes(permission, "upload")
    }
  }

  private func passes(_ permission: Name, _ parameter: Name) throws -> Bool {
    guard let object = try body()[parameter] else { return true }
    return try allows(permission, object)
  }

  /// `has_required_repo_perms_on_upload`
  private func holdsOnUpload(_ permission: Name) throws -> Bool {
    if request.subject.isSuperuser { return true }
    guard let repository = try body()["repository"] else {
      throw RaisedException("ValidationError", "no repository to upload to was given")
    }
    func general(_ permission: Name) throws -> Bool {
      let domain = request.domain
      return try Self.any(
        [{ try self.allows(permission, .general) }]
          + (domain.map { domain in [{ try self.allows(permission, .domain(domain.key, domain.name)) }] }
            ?? []))
    }
    let hasLabels =
      request.body["pulp_labels"].map { $0 != .null && $0 != "" && $0 != [:] && $0 != [] } ?? false
    if request.action == "create", hasLabels, try !general("core.manage_content_labels") {
      throw RaisedException("ValidationError", "labels need `core.manage_content_labels`")
    }
    if try general(permission) { return true }
    return try allows(permission, repository)
  }

  private func allows(_ permission: Name, _ object: ObjectAddress) throws -> Bool {
    try allows(permission, .object(object))
  }

  /// `request.user.has_perm`
  func allows(_ name: Name, _ target: Target) throws -> Bool {
    var type: TypeName?
    if case .object(let object) = target { type = object.type }
    let permission = try reader.permission(name, on: type)
    let isHeld = try reader.allows(request.subject, permission, target, chain: chain)
    if let asking {
      asked[asking, default: []].append(
        AskedPermission(permission: permission, target: target, isHeld: isHeld))
    }
    if isHeld { return true }
    // Where code of the project may still say yes, this is no denial.
    if let open = chain.incompleteness ?? reader.assumedGroupsProblem(request.subject, permission) {
      throw RequestUndetermined(reason: open)
    }
    return false
  }

  /// `view.get_object()`: the object of the URL, where the listing does not hide it.
  ///
  /// - Throws: `RaisedException("Http404")` where there is none, or where it is hidden.
  func object() throws -> ObjectAddress {
    if let found { return found }
    let scope = QuerysetScope(self)
    let object = try scope.object()
    found = object
    return object
  }

  private func body() throws -> [Name: ObjectAddress] {
    if let validated { return validated }
    let object =
      request.endpoint.action(named: request.action)?.isDetail ?? (request.key != nil) ? try object() : nil
    let read = try RequestBody(self, instance: object).validated()
    validated = read
    return read
  }

  static let repository = TypeName(app: "core", model: "repository")
  static let group = TypeName(app: "core", model: "group")
}

extension AuthorizationReader {
  /// The value of a foreign key of an object, in its own table or the one that it inherits from.
  func related(_ object: ObjectAddress, _ column: String) throws -> DatabaseKey? {
    guard let table = try table(of: object.type), let native = object.native else { return nil }
    guard let place = try place(column, of: table) else { return nil }
    let sql = """
      SELECT \(place.sql) FROM \(place.source) WHERE o.\(table.key.quoted) = ?\(place.join)
      """
    let value = try StoredValue.fetchOne(database.cachedStatement(sql: sql), arguments: [native.value])
    return value.flatMap { DatabaseKey($0) }
  }

  /// Where a column of a type is: in its own table (`o`) or in the one that it inherits from (`parent`).
  func place(_ column: String, of table: TypeTable) throws -> (sql: String, source: String, join: String)? {
    let catalog = try TableCatalog(database)
    if try catalog.columns(table.table).contains(where: { $0.name == column }) {
      return ("o.\(column.quoted)", "\(table.table.quoted) AS o", "")
    }
    guard let link = try catalog.foreignKeys(table.table).first(where: { $0.column == table.key }),
      let key = try catalog.primaryKey(link.table)?.name,
      try catalog.columns(link.table).contains(where: { $0.name == column })
    else { return nil }
    return (
      "parent.\(column.quoted)", "\(table.table.quoted) AS o CROSS JOIN \(link.table.quoted) AS parent",
      " AND parent.\(key.quoted) = o.\(table.key.quoted)"
    )
  }

  /// Pulp: `cast()`, the object of a master model as the model that it really is, which `pulp_type` names.
  ///
  /// - Throws: `RequestUndetermined` where that model is not known.
  func detail(_ master: TypeName, _ key: DatabaseKey) throws -> ObjectAddress {
    guard let table = try table(of: master) else {
      throw RequestUndetermined(reason: "this database has no table of `\(master)`")
    }
    let statement = try database.cachedStatement(
      sql: "SELECT pulp_type FROM \(table.table.quoted) WHERE \(table.key.quoted) = ?")
    let type = try StoredValue.fetchOne(statement, arguments: [key.value]).flatMap { Name($0) }
    guard let type else {
      throw RaisedException("DoesNotExist", "no `\(master)` with the key `\(table.text(key))`")
    }
    let area = EndpointTable.pulp.endpoints.first { $0.model == master && $0.scope == .master }?.name ?? ""
    let name = Name("\(area)/\(type.text.replacing(".", with: "/"))")
    guard let model = try endpoint(name).model else {
      throw RequestUndetermined(reason: "the model of `\(type)` is not known")
    }
    return try object(model, key: table.text(key))
  }
}
