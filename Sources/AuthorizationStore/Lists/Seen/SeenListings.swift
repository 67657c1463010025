internal import Authorization
internal import GRDB

/// What one listing shows to somebody.
struct SeenAnswer {
  /// The rows; nil where nothing is shown or nobody can tell.
  var part: ListPart?
  /// As far as `SeenCatalog.most`, and one more.
  var count: Int?
  /// How it is limited, or why nothing is shown.
  var note: String
}

/// Finds out what the listings of the applications show to one user, by the rules that answer every other question.
struct SeenCatalog {
  let catalog: ListCatalog
  let user: EntityRef

  /// Rows are counted so far.
  static let most = 1_000
  /// Domains whose listings are shown one by one.
  private static let mostDomains = 20

  private var reader: AuthorizationReader { catalog.reader }

  /// The listings in their order: git trees, tasks, endpoints, types.
  func listings() throws -> [SeenListing] {
    var found: [SeenListing] = []
    if reader.schema.has(.trees) { found.append(.trees) }
    if reader.schema.has(.tasks) { found += TaskEndpoint.allCases.map { .tasks($0) } }
    if reader.schema.has(.policies) {
      let domains = try domains()
      for endpoint in try reader.endpoints().map(\.ref.name) where try hasListing(endpoint) {
        found += domains.map { .endpoint(endpoint, domain: $0) }
      }
    }
    let types = try reader.allPermissionRows().filter { $0.codename == Name("view_\($0.type.model)") }
    for type in types.map(\.type) where try reader.table(of: type) != nil { found.append(.objects(type)) }
    return found
  }

  /// The domains that a URL can name, the first ones; one nil where requests name none.
  private func domains() throws -> [EntityRef?] {
    guard try reader.domainsAreOn() else { return [nil] }
    let rows = try StoredRow.fetchAll(
      reader.database.cachedStatement(
        sql: "SELECT pulp_id, name FROM core_domain ORDER BY name LIMIT \(Self.mostDomains)"))
    return rows.compactMap { row in
      guard let key = DatabaseKey(row[0]), let name = row.name(1) else { return nil }
      return EntityRef(kind: .domain, key: key, name: name, type: Gate.domainType)
    }
  }

  /// That domains are left out, and how many; nil where all are shown.
  func domainNote() throws -> String? {
    guard reader.schema.has(.policies), try reader.domainsAreOn() else { return nil }
    let count =
      try Int.fetchOne(
        reader.database.cachedStatement(sql: "SELECT count(*) FROM core_domain")) ?? 0
    guard count > Self.mostDomains else { return nil }
    return "the first \(Self.mostDomains) of \(Digits.grouped(count)) domains"
  }

  private func hasListing(_ name: Name) throws -> Bool {
    let endpoint = try reader.endpoint(name)
    return !endpoint.isKnown || endpoint.action(named: "list") != nil
  }

  func answer(_ listing: SeenListing) throws -> SeenAnswer {
    do {
      switch listing {
      case .trees: return try reached(GitTrees.read, GitTrees.tree)
      case .objects(let type): return try reached(Name("\(type.app).view_\(type.model)"), type)
      case .endpoint(let name, let domain): return try endpoint(name, domain)
      case .tasks(let endpoint): return try tasks(endpoint)
      }
    } catch let open as RequestUndetermined {
      return SeenAnswer(note: "cannot be told: \(open.reason)")
    } catch let raised as RaisedException {
      return SeenAnswer(note: "the real system raises \(raised.className): \(raised.text)")
    }
  }

  private func reached(_ name: Name, _ type: TypeName) throws -> SeenAnswer {
    let subject = try reader.subject(.user(user))
    let permission = try reader.knownPermission(name, on: type)
    let plan = try reader.objects(subject, permission, type)
    guard let part = try catalog.whatCan(.user(user), name, type) else {
      return SeenAnswer(note: "the objects are not in this database")
    }
    let open = reader.chain(for: permission).incompleteness
    let rule = plan.isAll ? "all of them" : "those with `\(name)`"
    return SeenAnswer(
      part: part,
      count: try plan.isAll ? part.boundedCount(reader.database, limit: Self.most + 1) : count(plan),
      note: open ?? rule)
  }

  private func count(_ plan: ObjectPlan) throws -> Int? {
    let keys = plan.keys(reader.schema)
    return try Int.fetchOne(
      reader.database.cachedStatement(
        sql: "SELECT count(*) FROM (SELECT 1 FROM (\(keys.sql)) AS k LIMIT \(Self.most + 1)) AS n"),
      arguments: keys.arguments)
  }

  private func endpoint(_ name: Name, _ domain: EntityRef?) throws -> SeenAnswer {
    let endpoint = try reader.endpoint(name)
    if let parent = endpoint.parent {
      return SeenAnswer(note: "one listing below each object of `\(parent.endpoint)`")
    }
    let request = EndpointRequest(
      subject: try reader.subject(.user(user)), endpoint: endpoint, action: "list", domain: domain)
    let answer = try reader.authorize(request)
    guard answer.outcome == .allowed else { return refused(answer) }
    let evaluator = RequestEvaluator(
      reader, request, try reader.storedPolicy(name) ?? .adminOnly, chain: reader.djangoChain,
      raisesForUnknownConditions: false)
    let scope = QuerysetScope(evaluator)
    let table = try scope.table()
    let limits = try scope.scope(table)
    var isAll = false
    if case .all = limits { isAll = true }
    return try shown(
      table.type, limits.condition.sql, limits.condition.arguments,
      note: isAll ? "not limited" : "limited by the queryset scoping")
  }

  private func tasks(_ endpoint: TaskEndpoint) throws -> SeenAnswer {
    let subject = try reader.subject(.user(user))
    let answer = try reader.authorize(
      TaskRequest(subject: subject, endpoint: endpoint, method: "GET", object: nil))
    guard answer.outcome == .allowed else { return refused(answer) }
    switch try reader.options.taskFilters.listing(for: subject) {
    case .undetermined(let why): return SeenAnswer(note: "cannot be told: \(why)")
    case .everything: return try shown(endpoint.type, "1 = 1", [], note: "not limited")
    case .ownedBy(let key):
      let condition =
        endpoint == .tasks
        ? "o.user_id = ?" : "o.status_id IN (SELECT id FROM user_tasks_usertaskstatus WHERE user_id = ?)"
      return try shown(endpoint.type, condition, [key.value], note: "their own")
    }
  }

  private func refused(_ answer: RequestAnswer) -> SeenAnswer {
    let status = answer.status.map { " (\($0))" } ?? ""
    let isDenied = answer.outcome == .denied
    return SeenAnswer(
      count: isDenied ? 0 : nil, note: "\(answer.outcome.rawValue)\(status): \(answer.sentence)")
  }

  /// The objects of a type under a condition over its table (`o`, `parent`).
  private func shown(_ type: TypeName, _ condition: String, _ arguments: [DatabaseValue], note: String) throws
    -> SeenAnswer
  {
    guard var part = try catalog.objects(type) else {
      return SeenAnswer(note: "the objects of `\(type)` are not in this database")
    }
    part.from += part.joins
    part.joins = ""
    part.conditions.append(condition)
    part.arguments += StatementArguments(arguments)
    part.fill = { reader, keys in
      try keys.map { key in
        try key.last.flatMap { DatabaseKey($0) }.map { try reader.seenRow(type, $0) } ?? nil
      }
    }
    return SeenAnswer(
      part: part, count: try part.boundedCount(reader.database, limit: Self.most + 1), note: note)
  }
}

extension AuthorizationReader {
  fileprivate func seenRow(_ type: TypeName, _ key: DatabaseKey) throws -> FilledRow? {
    guard let row = try objectRow(type, key), let table = try table(of: type) else { return nil }
    return FilledRow(ref: row.ref, cells: [.text(row.ref.name.text), .text(table.text(key).text), .none])
  }
}
