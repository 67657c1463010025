public import Authorization

/// The question of a case, as the command line asks it.
public enum CaseQuestion: Sendable, Hashable {
  case check(subject: Name, inGroups: [Name], permission: Name, object: ObjectArgument?, anyLevel: Bool)
  case whoCan(permission: Name, object: ObjectArgument?)
  case listObjects(subject: Name, inGroups: [Name], permission: Name, type: TypeName?)
  case authorize(subject: Name, inGroups: [Name], RequestDescription)

  /// The name of the command.
  public var command: String {
    switch self {
    case .check: "check"
    case .whoCan: "who-can"
    case .listObjects: "list-objects"
    case .authorize: "authorize"
    }
  }
}

/// What was answered: the same as the command prints, without the database's name.
public struct CaseAnswer: Sendable, Hashable {
  public var value: JSONValue
  /// The explanation in words.
  public var lines: [String]
  public var outcome: Outcome

  public init(value: JSONValue, lines: [String], outcome: Outcome) {
    self.value = value
    self.lines = lines
    self.outcome = outcome
  }
}

extension CaseQuestion {
  /// The question as a case file holds it.
  var json: JSONValue {
    var members: [(Name, JSONValue)] = [("command", JSONValue(command))]
    func add(_ key: Name, _ value: Name?) {
      if let value { members.append((key, .string(value))) }
    }
    switch self {
    case .check(let subject, let groups, let permission, let object, let anyLevel):
      add("subject", subject)
      members.append(("in_group", JSONValue(groups)))
      add("permission", permission)
      add("object", object.map { Name($0.text) })
      members.append(("any_level", .bool(anyLevel)))
    case .whoCan(let permission, let object):
      add("permission", permission)
      add("object", object.map { Name($0.text) })
    case .listObjects(let subject, let groups, let permission, let type):
      add("subject", subject)
      members.append(("in_group", JSONValue(groups)))
      add("permission", permission)
      add("type", type.map { Name($0.description) })
    case .authorize(let subject, let groups, let request):
      add("subject", subject)
      members.append(("in_group", JSONValue(groups)))
      add("action", Name(request.action))
      add("endpoint", request.endpoint)
      add("object", request.object.map { Name($0) })
      add("method", request.method)
      add("domain", request.domain)
      add("parent", request.parentKey)
      members.append(("body", .object(request.body)))
    }
    return .object(JSONObject(members))
  }

  /// - Throws: `StoreError` where it is no question.
  init(_ json: CaseNode) throws {
    let command = try json.member("command").text()
    func groups() throws -> [Name] {
      try json.optional("in_group")?.elements().map { Name(try $0.text()) } ?? []
    }
    func object() throws -> ObjectArgument? {
      try json.optional("object").map { node in
        guard let argument = ObjectArgument(try node.text()) else { throw node.refused("is no object") }
        return argument
      }
    }
    func name(_ key: Name) throws -> Name { Name(try json.member(key).text()) }
    switch command {
    case "check":
      self = .check(
        subject: try name("subject"), inGroups: try groups(), permission: try name("permission"),
        object: try object(), anyLevel: try json.optional("any_level")?.flag() ?? false)
    case "who-can": self = .whoCan(permission: try name("permission"), object: try object())
    case "list-objects":
      let type = try json.optional("type").map { node in
        guard let type = TypeName(try node.text()) else { throw node.refused("is no type") }
        return type
      }
      self = .listObjects(
        subject: try name("subject"), inGroups: try groups(), permission: try name("permission"), type: type)
    case "authorize":
      func optional(_ key: Name) throws -> Name? { try json.optional(key).map { Name(try $0.text()) } }
      var request = RequestDescription(action: try json.member("action").text())
      request.endpoint = try optional("endpoint")
      request.object = try optional("object")?.text
      request.method = try optional("method")
      request.domain = try optional("domain")
      request.parentKey = try optional("parent")
      request.body = try json.optional("body")?.members() ?? JSONObject()
      self = .authorize(subject: try name("subject"), inGroups: try groups(), request)
    default: throw json.refused("asks `\(command)`, which no case can ask")
    }
  }
}
