public import Authorization
internal import GRDB

/// A request to one of django-user-tasks' REST views.
public struct TaskRequest: Sendable {
  public var subject: Subject
  public var endpoint: TaskEndpoint
  /// In upper case.
  public var method: Name
  /// Nil for the listing.
  public var object: ObjectAddress?
  /// Whether the listing is asked for; an object then is only looked for in it.
  public var isListing = false

  public init(subject: Subject, endpoint: TaskEndpoint, method: Name, object: ObjectAddress?) {
    self.subject = subject
    self.endpoint = endpoint
    self.method = method
    self.object = object
  }
}

extension AuthorizationReader {
  /// What a client sees of a request to `tasks` or `artifacts`.
  ///
  /// The REST framework asks in this order: the permission without an object (403), the list filter (404), the
  /// permission on the object (404 for who may not view it, else 403).
  public func authorize(_ request: TaskRequest) throws -> RequestAnswer {
    let type = request.endpoint.type
    guard let permission = request.endpoint.permission(for: request.method) else {
      throw StoreError(
        .usage,
        "`\(request.method)` is no method of `\(request.endpoint.rawValue)`; expected GET, HEAD, OPTIONS, POST, PUT, PATCH or DELETE"
      )
    }
    var answer = RequestAnswer(outcome: .denied, status: 403, sentence: "")
    answer.warnings = warnings(request)
    guard request.subject.kind != .anonymous else {
      answer.steps = [RequestStep(text: "somebody is logged in", passed: false)]
      answer.sentence = "nobody is logged in"
      answer.warnings.append(
        "the status is 401 where the project's first authentication class answers with a challenge (Basic, Token)"
      )
      return answer
    }
    guard let general = try has(request, permission, .general) else { return open(answer, permission) }
    answer.steps.append(RequestStep(text: "has_perms([\"\(permission)\"])", passed: general))
    guard general else {
      answer.sentence = "`\(permission)` is not granted without an object, which is asked first"
      if let hint = modelOnlyHint { answer.warnings.append(hint) }
      return answer
    }
    // OPTIONS looks at no object.
    guard let object = request.object, !request.isListing, request.method != "OPTIONS" else {
      if let object = request.object, request.isListing {
        answer.hiddenByScope = try isListed(request, object) == false
      }
      answer.outcome = .allowed
      answer.status = 200
      answer.sentence = "`\(permission)` is granted; the listing is limited by its filter"
      return answer
    }
    let shown = try isListed(request, object)
    answer.steps.append(
      RequestStep(
        text: "the list filter shows the object (\(options.taskFilters.inForce.rawValue))", passed: shown))
    answer.hiddenByScope = shown == false
    guard let shown else {
      answer.outcome = .undetermined
      answer.status = nil
      answer.sentence = "the list filter is code of the project"
      return answer
    }
    guard shown else {
      answer.status = 404
      answer.sentence = "the list filter hides the object, so that it is not found"
      return answer
    }
    guard let own = try has(request, permission, .object(object)) else { return open(answer, permission) }
    answer.steps.append(RequestStep(text: "has_perms([\"\(permission)\"], object)", passed: own))
    if own {
      answer.outcome = .allowed
      answer.status = 200
      answer.sentence = "`\(permission)` is granted without and with the object"
      return answer
    }
    let view = Name("\(type.app).view_\(type.model)")
    let isSafe = ["GET", "HEAD", "OPTIONS"].contains(request.method)
    guard let views = isSafe ? false : try has(request, view, .object(object)) else {
      return open(answer, view)
    }
    if !isSafe { answer.steps.append(RequestStep(text: "has_perms([\"\(view)\"], object)", passed: views)) }
    answer.status = views ? 403 : 404
    answer.sentence =
      "`\(permission)` is not granted on the object" + (views ? "" : ", nor may it be viewed: not found")
    if let hint = modelOnlyHint { answer.warnings.append(hint) }
    return answer
  }

  /// What a denied request lacks.
  func lacked(_ request: TaskRequest, _ answer: RequestAnswer) throws -> [RequestLack] {
    guard answer.outcome == .denied, let name = request.endpoint.permission(for: request.method) else {
      return []
    }
    guard request.subject.kind != .anonymous else {
      return [.fixed("a request needs somebody who is logged in")]
    }
    if answer.hiddenByScope {
      let owner = "the list filter shows a task to who triggered it and to superusers; no grant changes that"
      return [.principal(.admin, means: false), .fixed(owner)]
    }
    // The first step is the check in general; the object is asked about after it.
    guard answer.steps.first?.passed == true, let object = request.object else {
      return [.permission(try permission(name, on: nil), .general)]
    }
    return [.permission(try permission(name, on: object.type), .object(object))]
  }

  private func open(_ answer: RequestAnswer, _ permission: Name) -> RequestAnswer {
    var answer = answer
    answer.outcome = .undetermined
    answer.status = nil
    answer.sentence = "`\(permission)` depends on code of the project"
    return answer
  }

  /// Nil where code of the project may still say yes.
  private func has(_ request: TaskRequest, _ name: Name, _ target: Target) throws -> Bool? {
    var type: TypeName?
    if case .object(let object) = target { type = object.type }
    let permission = try permission(name, on: type)
    if try allows(request.subject, permission, target, chain: djangoChain) { return true }
    let isOpen = djangoChain.incompleteness != nil || assumedGroupsProblem(request.subject, permission) != nil
    return isOpen ? nil : false
  }

  /// Nil where the filter is code of the project.
  private func isListed(_ request: TaskRequest, _ object: ObjectAddress) throws -> Bool? {
    guard object.exists else { return false }
    // A group triggers no task, nor does somebody without a row.
    switch request.subject.kind {
    case .group, .outsider: if options.taskFilters.inForce == .standard { return request.subject.isSuperuser }
    case .user, .anonymous: break
    }
    switch try options.taskFilters.listing(for: request.subject) {
    case .undetermined: return nil
    case .everything: return true
    case .ownedBy(let key):
      guard let native = object.native else { return false }
      return try !listedTasks(request.endpoint.type, of: key, only: native).isEmpty
    }
  }

  /// user_tasks: `StatusFilterBackend` and `ArtifactFilterBackend` for who is no superuser: their own.
  func listedTasks(_ type: TypeName, of user: DatabaseKey, only key: DatabaseKey? = nil) throws
    -> [DatabaseKey]
  {
    let isStatus = type == UserTasks.status
    let sql =
      isStatus
      ? "SELECT s.id FROM user_tasks_usertaskstatus AS s WHERE s.user_id = ?\(key == nil ? "" : " AND s.id = ?")"
      : """
      SELECT a.id FROM user_tasks_usertaskstatus AS s CROSS JOIN user_tasks_usertaskartifact AS a \
      WHERE s.user_id = ? AND a.status_id = s.id\(key == nil ? "" : " AND a.id = ?")
      """
    let arguments = [user.value] + (key.map { [$0.value] } ?? [])
    return try StoredValue.fetchAll(
      database.cachedStatement(sql: sql), arguments: StatementArguments(arguments)
    ).compactMap { DatabaseKey($0) }
  }

  /// With Django's own backend alone nothing is ever granted on an object.
  private var modelOnlyHint: String? {
    djangoChain.backends.map(\.id) == [.model]
      ? "with ModelBackend alone every request about an object ends in 404 for all but superusers" : nil
  }

  private func warnings(_ request: TaskRequest) -> [String] {
    var warnings: [String] = []
    if case .user = request.subject.kind, !request.subject.isActive {
      warnings.append(
        "\(request.subject.name) is inactive and cannot log in, so that no request of theirs arrives; the rules do not look at that"
      )
    }
    if let unknown = djangoChain.incompleteness { warnings.append(unknown) }
    if request.endpoint == .artifacts, let warning = options.taskFilters.warning { warnings.append(warning) }
    let isReached = request.endpoint.actions.contains {
      $0.method == request.method && $0.isDetail == (request.object != nil)
    }
    if !isReached, !["HEAD", "OPTIONS"].contains(request.method) {
      let place = request.object == nil ? "the listing" : "an object"
      warnings.append(
        "user_tasks' own view has no \(request.method) on \(place): where the permission is there it answers 405"
      )
    }
    return warnings
  }
}
