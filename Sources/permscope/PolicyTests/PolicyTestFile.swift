import Authorization
import AuthorizationStore
import Foundation

/// Reads a file of policy tests.
enum PolicyTestFile {
  /// No honest file of tests is larger, in bytes.
  private static let limit = 16 << 20

  /// - Throws: `StoreError` with the line of what is not as expected.
  static func read(_ path: String) throws -> [PolicyTest] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw StoreError(.noSuchFile, "cannot read the tests `\(path)`")
    }
    guard data.count <= limit else {
      throw StoreError(.badTests, "`\(path)` is larger than any file of tests: \(data.count) bytes")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw StoreError(.badTests, "`\(path)` is not UTF-8 text")
    }
    guard let root = try TestNode.root(text, file: path) else {
      throw StoreError(.badTests, "`\(path)` has no tests; expected a list `tests`")
    }
    guard let list = try root.members(["tests"])["tests"] else {
      throw root.error("there is no list `tests`")
    }
    let tests = try list.elements().map(test)
    guard !tests.isEmpty else { throw list.error("there is no test in `tests`") }
    return tests
  }

  private static let kinds = ["allowed", "denied", "undetermined", "who_can", "can", "authorize"]

  private static func test(_ node: TestNode) throws -> PolicyTest {
    let named = TestNode(node: node.node, file: node.file, place: "a test")
    let members = try named.members(["name"] + kinds)
    guard let name = try members["name"]?.text() else { throw named.error("the test has no `name`") }
    var assertions: [PolicyAssertion] = []
    for kind in kinds {
      for part in try members[kind]?.oneOrMore() ?? [] { assertions.append(try assertion(kind, part)) }
    }
    guard !assertions.isEmpty else {
      throw named.error("the test `\(name)` asserts nothing; expected \(kinds.joined(separator: ", "))")
    }
    return PolicyTest(name: name, line: node.line, assertions: assertions)
  }

  private static func assertion(_ kind: String, _ node: TestNode) throws -> PolicyAssertion {
    switch kind {
    case "who_can": return .whoCan(try whoCan(node))
    case "can": return .can(try can(node))
    case "authorize": return .authorize(try authorize(node))
    default: return .check(try check(Outcome(rawValue: kind) ?? .undetermined, node))
    }
  }

  private static func check(_ outcome: Outcome, _ node: TestNode) throws -> CheckAssertion {
    let keys =
      ["subject", "permission", "object", "level", "in_group"] + (outcome == .allowed ? ["via"] : [])
    let members = try node.members(keys)
    var check = CheckAssertion(
      outcome: outcome, subject: try required("subject", members, node).text(),
      permission: try required("permission", members, node).name())
    check.object = try members["object"].map(object)
    check.inGroups = try names(members["in_group"]) ?? []
    check.via = try members["via"]?.oneOrMore().map { try $0.text() } ?? []
    if let level = members["level"] {
      guard try level.text() == "any" else {
        throw level.error("`level` is `\(try level.text())`; expected `any`, or no `level` at all")
      }
      check.anyLevel = true
    }
    return check
  }

  private static func whoCan(_ node: TestNode) throws -> WhoCanAssertion {
    let members = try node.members(["permission", "object", "everyone", "users", "groups"])
    let wanted = WhoCanAssertion(
      permission: try required("permission", members, node).name(), object: try members["object"].map(object),
      everyone: try members["everyone"]?.flag(), users: try names(members["users"]),
      groups: try names(members["groups"]))
    guard wanted.everyone != nil || wanted.users != nil || wanted.groups != nil else {
      throw node.error("`who_can` says nobody; expected `users`, `groups` or `everyone`")
    }
    return wanted
  }

  private static func can(_ node: TestNode) throws -> CanAssertion {
    let members = try node.members(["subject", "in_group", "permission", "type", "all", "objects"])
    var wanted = CanAssertion(
      subject: try required("subject", members, node).text(),
      permission: try required("permission", members, node).name())
    wanted.inGroups = try names(members["in_group"]) ?? []
    wanted.type = try members["type"].map { type in
      guard let name = TypeName(try type.text()) else {
        throw type.error("`\(try type.text())` is not a type; expected `app.model`")
      }
      return name
    }
    wanted.all = try members["all"]?.flag()
    wanted.objects = try members["objects"]?.oneOrMore().map(object)
    guard wanted.all != nil || wanted.objects != nil else {
      throw node.error("`can` says nothing; expected `objects` or `all`")
    }
    return wanted
  }

  private static func authorize(_ node: TestNode) throws -> AuthorizeAssertion {
    let members = try node.members([
      "subject", "in_group", "request", "action", "endpoint", "object", "method", "domain", "parent",
      "params", "status",
    ])
    guard (members["request"] == nil) != (members["action"] == nil) else {
      throw node.error("`authorize` takes a `request` line, or an `action` with its `endpoint`")
    }
    var request = RequestDescription(
      action: try (members["request"] ?? required("action", members, node)).text())
    request.endpoint = try members["endpoint"]?.name()
    request.object = try members["object"]?.text()
    request.method = try members["method"]?.name()
    request.domain = try members["domain"]?.name()
    request.parentKey = try members["parent"]?.name()
    if let params = members["params"] {
      guard let body = try params.json().members else { throw params.error("`params` is not a mapping") }
      request.body = body
    }
    return AuthorizeAssertion(
      subject: try required("subject", members, node).text(), inGroups: try names(members["in_group"]) ?? [],
      request: request, status: try required("status", members, node).integer())
  }

  private static func required(_ key: String, _ members: [String: TestNode], _ node: TestNode) throws
    -> TestNode
  {
    guard let member = members[key] else { throw node.error("\(node.place) has no `\(key)`") }
    return member
  }

  private static func names(_ node: TestNode?) throws -> [Name]? {
    try node?.oneOrMore().map { try $0.name() }
  }

  private static func object(_ node: TestNode) throws -> ObjectArgument {
    let text = try node.text()
    guard let argument = ObjectArgument(text) else {
      throw node.error(
        "`\(text)` is not an object; expected `app.model:KEY`, `app.model:=NAME`, `tree:NAME` or `domain:NAME`"
      )
    }
    return argument
  }
}
