internal import Authorization
internal import GRDB

/// What one read remembers between the questions of a batch: the database does not change under it.
final class BatchSession {
  let reader: AuthorizationReader
  private var users: [Name: Subject?] = [:]
  private var nobody: Subject?
  private var permissions: [PermissionKey: Permission] = [:]
  private var chains: [Name: Chain] = [:]
  private var objects: [ObjectKey: ObjectAddress] = [:]

  private struct PermissionKey: Hashable {
    var name: Name
    var type: TypeName?
  }

  private struct ObjectKey: Hashable {
    var type: TypeName
    var key: Name
  }

  /// A long batch may name very many users; what is remembered is dropped now and then.
  private static let memory = 10_000

  init(_ reader: AuthorizationReader) { self.reader = reader }

  var schema: Schema { reader.schema }
  var database: Database { reader.database }

  /// Refuses a question about tables that the database does not have.
  func require(_ system: SystemID) throws(BatchError) {
    guard let missing = schema.systems.first(where: { $0.system == system })?.missingTables, !missing.isEmpty
    else {
      return
    }
    let tables = missing.map { "`\($0)`" }.joined(separator: ", ")
    throw BatchError("this database has no \(system.title): no table \(tables)")
  }

  /// The user of a question; null is nobody.
  ///
  /// - Throws: `RaisedException` of `User.objects.get` for a name that nobody has.
  func subject(_ query: BatchQuery) throws -> Subject {
    guard let name = try query.optionalText("user", isRequired: true) else { return try anonymous() }
    return try user(name)
  }

  func user(_ name: Name) throws -> Subject {
    let known: Subject?
    if let remembered = users[name] {
      known = remembered
    } else {
      known = try reader.user(named: name)
      if users.count > Self.memory { users.removeAll() }
      users[name] = .some(known)
    }
    guard let known else { throw RaisedException("DoesNotExist", "no user `\(name)`") }
    return known
  }

  /// Django's `AnonymousUser`, with what guardian needs to know of the row that stands for it.
  func anonymous() throws -> Subject {
    if let nobody { return nobody }
    let subject = try reader.anonymous()
    nobody = subject
    return subject
  }

  /// guardian: `get_anonymous_user`, which every function that takes a user applies; others stay as they are.
  func row(for subject: Subject) throws -> Subject {
    guard subject.kind == .anonymous else { return subject }
    guard let name = reader.options.anonymousName, !subject.standInIsMissing else {
      throw RaisedException(
        "DoesNotExist", "guardian looks for the user `\(subject.name)`, who does not exist")
    }
    return try user(name)
  }

  /// The key of a group.
  ///
  /// - Throws: `RaisedException` of `Group.objects.get` for a name that no group has.
  func group(_ name: Name) throws -> DatabaseKey {
    let statement = try database.cachedStatement(sql: "SELECT id FROM auth_group WHERE name = ?")
    guard let key = try StoredValue.fetchOne(statement, arguments: [name.value]).flatMap({ DatabaseKey($0) })
    else { throw RaisedException("DoesNotExist", "no group `\(name)`") }
    return key
  }

  /// A permission as a question names it. `type` is that of the object, for a bare codename.
  func permission(_ name: Name, on type: TypeName? = nil) throws -> Permission {
    let key = PermissionKey(name: name, type: type)
    if let known = permissions[key] { return known }
    var permission = try reader.permission(name, on: type)
    // `read` and `write` mean git trees elsewhere; here they may be codenames like any other.
    if permission.isTreeMethod, let type {
      permission.rows = try reader.permissions(of: type).filter { $0.codename == name }
      permission.concreteRows = try reader.concreteRows(permission, on: type)
    }
    if permissions.count > Self.memory { permissions.removeAll() }
    permissions[key] = permission
    return permission
  }

  /// The object of a question.
  ///
  /// - Throws: `RaisedException` of `apps.get_model` for a type that is not there.
  func object(_ query: BatchQuery) throws -> ObjectAddress? {
    guard let (type, key) = try query.object() else { return nil }
    return try object(type, key)
  }

  func object(_ type: TypeName, _ key: Name) throws -> ObjectAddress {
    let place = ObjectKey(type: type, key: key)
    if let known = objects[place] { return known }
    _ = try known(type)
    let object = try reader.object(type, key: key)
    if objects.count > Self.memory { objects.removeAll() }
    objects[place] = object
    return object
  }

  /// The object of a question that cannot do without one.
  func requiredObject(_ query: BatchQuery) throws -> ObjectAddress {
    guard let object = try object(query) else { throw query.missing("obj", "[\"app.model\", \"key\"]") }
    return object
  }

  /// The same as guardian takes it: an object of a proxy is one of the model behind it.
  func guardianObject(_ query: BatchQuery) throws -> ObjectAddress {
    try requiredObject(query).concrete(schema.proxies)
  }

  /// The table of a type that is known by a table or a content type.
  func known(_ type: TypeName) throws -> TypeTable? {
    let table = try reader.table(of: type)
    if table == nil, try reader.contentType(type) == nil {
      throw RaisedException("LookupError", "no type `\(type)`")
    }
    return table
  }

  /// `backends` of a question: names joined by `+`; those in force where there are none.
  func chain(_ query: BatchQuery) throws -> Chain {
    let text = try query.optionalText("backends") ?? ""
    if let known = chains[text] { return known }
    guard !text.text.isEmpty else { return reader.djangoChain }
    var backends: [BackendID] = []
    for part in text.text.split(whereSeparator: { $0 == "+" || $0 == "," }) {
      guard let backend = BackendID(rawValue: String(part)), backend != .trees else {
        throw BatchError(
          "`backends` of `\(query.kind)` names `\(part)`; expected `model`, `guardian`, `rules` or `pulp-roles`, joined by `+`"
        )
      }
      try require(Self.system(of: backend))
      backends.append(backend)
    }
    let chain = Chain.django(schema, backends: backends)
    chains[text] = chain
    return chain
  }

  /// One backend asked directly.
  func only(_ backend: BackendID) throws -> Chain {
    try require(Self.system(of: backend))
    return remembered(Name("only \(backend.rawValue)")) { .only(backend, schema) }
  }

  /// Reading and writing git trees.
  func trees(bypass: Bool) -> Chain {
    remembered(bypass ? "trees with bypass" : "trees") { .trees(schema, superuserBypass: bypass) }
  }

  /// A chain under a name that no `backends` can have. Describing its layers takes longer than a check.
  func remembered(_ name: Name, _ make: () -> Chain) -> Chain {
    if let known = chains[name] { return known }
    let chain = make()
    chains[name] = chain
    return chain
  }

  static func system(of backend: BackendID) -> SystemID {
    switch backend {
    case .model: .auth
    case .guardian: .guardian
    case .rules: .tasks
    case .pulpRoles: .roles
    case .trees: .trees
    }
  }

  /// One check over a chain, by the evaluator that everything else uses.
  func allows(
    _ subject: Subject, _ name: Name, _ object: ObjectAddress?, _ chain: Chain
  ) throws -> Bool {
    let permission = try permission(name, on: object?.type)
    return try reader.allows(subject, permission, object.map { .object($0) } ?? .general, chain: chain)
  }

  /// The values of a one-column query as names, in code-point order, each once.
  func names(_ sql: String, _ arguments: [DatabaseValue]) throws -> [Name] {
    let statement = try database.cachedStatement(sql: sql)
    let values = try StoredValue.fetchAll(statement, arguments: StatementArguments(arguments))
    return Set(values.compactMap { Name($0) }).sorted()
  }
}

extension JSONValue {
  /// Names as a list in code-point order.
  init(sorted names: some Sequence<Name>) { self.init(names.sorted()) }
}
