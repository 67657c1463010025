/// The endpoints that are known, and what can be told of others by their names.
public struct EndpointTable: Sendable {
  public let endpoints: [Endpoint]
  private let byName: [Name: Endpoint]

  public init(_ endpoints: [Endpoint]) {
    self.endpoints = endpoints
    byName = Dictionary(endpoints.map { ($0.name, $0) }) { first, _ in first }
  }

  /// Reads the table that is written by `Tests/Interop/make_endpoints.py`; what has no name is left out.
  public init(_ json: JSONValue) {
    self.init((json.elements ?? []).compactMap { $0.members.flatMap(Endpoint.init) })
  }

  public subscript(_ name: Name) -> Endpoint? { byName[name] }

  /// The endpoint of a model's objects; nil where none is known.
  public func endpoint(of model: TypeName) -> Endpoint? {
    endpoints.first { $0.model == model && $0.parent == nil }
  }

  /// The endpoints of the models below a master endpoint: `remotes/file/file` below `remotes`.
  public func children(of master: Endpoint) -> [Endpoint] {
    endpoints.filter { $0.parent == nil && $0.name.text.hasPrefix("\(master.name)/") }
  }

  /// What the name of an endpoint tells: `remotes/rpm/rpm` is about `rpm.rpmremote`.
  ///
  /// - Parameter isType: whether a model is one of the database's.
  public func described(_ name: Name, isType: (TypeName) throws -> Bool) rethrows -> Endpoint {
    if let known = byName[name] { return known }
    let pieces = name.text.split(separator: "/", omittingEmptySubsequences: false).map { Name(String($0)) }
    var model: TypeName?
    if pieces.count == 3, let suffix = Self.suffixes[pieces[0]] {
      let candidates = [Name("\(pieces[2])\(suffix)"), Name("\(pieces[1])\(suffix)"), pieces[2]]
        .map { Name($0.text.replacing("_", with: "").replacing("-", with: "")) }
      model = try candidates.map { TypeName(app: pieces[1], model: $0) }.first { try isType($0) }
    }
    let permission = model.map { Name("\($0.app).view_\($0.model)") }
    let scope: Endpoint.Scope =
      pieces.first == "content"
      ? .other(Self.contentScope)
      : model == nil ? .other("the model of `\(name)` is not known") : .permission(permission)
    return Endpoint(
      name: name, model: model, scope: scope, actions: Endpoint.usualActions, shipsPolicy: true,
      isKnown: false)
  }

  static let contentScope = "content is listed by the repositories it is in, which is not followed"

  /// How the models of an area are called after their plugin.
  private static let suffixes: [Name: String] = [
    "remotes": "remote", "repositories": "repository", "distributions": "distribution",
    "publications": "publication", "acs": "alternatecontentsource", "contentguards": "contentguard",
    "exporters": "exporter", "importers": "importer", "content": "",
  ]
}

extension Endpoint {
  fileprivate init?(_ json: JSONObject) {
    guard let name = json["name"]?.text else { return nil }
    self.init(
      name: name, model: json["model"]?.text.flatMap { TypeName($0.text) }, scope: Self.scope(json),
      actions: (json["actions"]?.members?.members ?? []).map { member in
        Action(
          name: member.key, method: member.value.members?["method"]?.text ?? "GET",
          isDetail: member.value.members?["detail"]?.truth ?? false)
      },
      remotes: (json["remotes"]?.elements ?? []).compactMap { $0.text.flatMap { TypeName($0.text) } },
      shipsPolicy: json["shipped"]?.truth ?? false, isKnown: true)
    lookup = json["lookup"]?.text?.text
    if let parent = json["parent"]?.text, let key = json["parent_key"]?.text {
      self.parent = Parent(endpoint: parent, key: key)
    }
    for member in json["bodies"]?.members?.members ?? [] {
      bodies[member.key] = RequestForm(
        fields: (member.value.members?.members ?? []).map { RequestForm.Field($0.key, $0.value.members) })
    }
  }

  private static func scope(_ json: JSONObject) -> Scope {
    switch json["scope"]?.text {
    case "permission": .permission(json["permission"]?.text)
    case "master": .master
    case "content": .other(EndpointTable.contentScope)
    case "task-groups": .other("task groups are listed by their tasks, which is not followed")
    default: .other("what limits this listing is not followed")
    }
  }
}

extension RequestForm.Field {
  fileprivate init(_ name: Name, _ json: JSONObject?) {
    func isSet(_ key: Name) -> Bool { json?[key]?.truth ?? false }
    self.init(
      name: name, kind: Self.kind(json), isRequired: isSet("required"), takesNull: isSet("null"),
      takesBlank: isSet("blank"), isUnique: isSet("unique"),
      choices: json?["choices"]?.elements?.compactMap(\.text) ?? [])
  }

  private static func kind(_ json: JSONObject?) -> Kind {
    if let relation = json?["relation"]?.text.flatMap({ TypeName($0.text) }) { return .relation(relation) }
    switch json?["kind"]?.text {
    case "text": return .text
    case "bool": return .bool
    case "integer": return .integer
    case "number": return .number
    case "list": return .list
    case "object": return .object
    default: return .anything
    }
  }
}
