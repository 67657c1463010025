internal import Authorization

/// The settings that decide an answer, as they were in force where a case was made.
struct CaseSettings: Hashable {
  var backends: [BackendID]
  var unknownBackends: [String]
  var userTable: String
  var anonymousName: Name?
  var gitTreeSuperuserBypass: Bool
  var domains: Bool?
  var treePaths: [TypeName: String]
  var rules: ProjectRuleTexts
  var taskFilters: TaskFilters

  init(_ reader: AuthorizationReader) throws {
    let options = reader.options
    backends = options.backends ?? Chain.guess(reader.schema)
    unknownBackends = options.unknownBackends
    userTable = reader.schema.users.table
    anonymousName = options.anonymousName
    gitTreeSuperuserBypass = options.gitTreeSuperuserBypass
    domains = try reader.schema.hasDomains ? reader.domainsAreOn() : options.domains
    treePaths = options.treePaths
    rules = options.rules
    taskFilters = options.taskFilters
  }

  var options: AuthorizationDatabase.Options {
    var options = AuthorizationDatabase.Options(
      backends: backends, unknownBackends: unknownBackends, userTable: userTable,
      anonymousName: anonymousName, gitTreeSuperuserBypass: gitTreeSuperuserBypass, treePaths: treePaths,
      readOnly: true)
    options.domains = domains
    options.rules = rules
    options.taskFilters = taskFilters
    return options
  }

  var json: JSONValue {
    let permissions = rules.permissions.map { permission -> JSONValue in
      var members: [(Name, JSONValue)] = [
        ("name", .string(permission.name)), ("rule", JSONValue(permission.rule)),
      ]
      if let type = permission.type { members.append(("on", JSONValue(type.description))) }
      return .object(JSONObject(members))
    }
    let predicates = rules.predicates.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) }
    let paths = treePaths.sorted { $0.key < $1.key }.map { (Name($0.key.description), JSONValue($0.value)) }
    return .object(
      JSONObject([
        ("backends", .array(backends.map { JSONValue($0.rawValue) })),
        ("unknown_backends", .array(unknownBackends.map { JSONValue($0) })),
        ("user_table", JSONValue(userTable)), ("anonymous_user", anonymousName.map { .string($0) } ?? .null),
        ("git_tree_superuser_bypass", .bool(gitTreeSuperuserBypass)),
        ("domains", domains.map { .bool($0) } ?? .null), ("tree_paths", .object(JSONObject(paths))),
        ("predicates", .object(JSONObject(predicates))), ("rules", .array(permissions)),
        ("user_tasks_status_filters", JSONValue(taskFilters.status.rawValue)),
        ("user_tasks_artifact_filters", taskFilters.artifacts.map { JSONValue($0.rawValue) } ?? .null),
      ]))
  }

  init(_ node: CaseNode) throws {
    backends = try node.member("backends").elements(limit: 20).map { node in
      guard let id = BackendID(rawValue: try node.text()) else { throw node.refused("is no backend") }
      return id
    }
    unknownBackends = try node.member("unknown_backends").elements(limit: 20).map { try $0.text() }
    userTable = try node.member("user_table").text()
    anonymousName = try node.optional("anonymous_user").map { Name(try $0.text()) }
    gitTreeSuperuserBypass = try node.member("git_tree_superuser_bypass").flag()
    domains = try node.optional("domains")?.flag()
    treePaths = [:]
    let paths = try node.member("tree_paths")
    for member in try paths.members().members {
      guard let type = TypeName(member.key.text) else { throw paths.refused("names no type") }
      treePaths[type] = try paths.member(member.key).text()
    }
    rules = ProjectRuleTexts()
    let predicates = try node.member("predicates")
    for member in try predicates.members().members {
      rules.predicates[member.key] = try predicates.member(member.key).text()
    }
    rules.permissions = try node.member("rules").elements(limit: 1_000).map { rule in
      let type = try rule.optional("on").map { node in
        guard let type = TypeName(try node.text()) else { throw node.refused("is no type") }
        return type
      }
      return .init(
        name: Name(try rule.member("name").text()), type: type, rule: try rule.member("rule").text())
    }
    taskFilters = TaskFilters(
      status: try Self.filter(node.member("user_tasks_status_filters")),
      artifacts: try node.optional("user_tasks_artifact_filters").map(Self.filter))
  }

  private static func filter(_ node: CaseNode) throws -> TaskFilters.Filter {
    guard let filter = TaskFilters.Filter(rawValue: try node.text()) else {
      throw node.refused("is no filter")
    }
    return filter
  }
}
