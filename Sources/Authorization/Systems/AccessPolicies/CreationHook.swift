/// What an access policy does with a new object: Pulp calls `function` with `parameters`.
public struct CreationHook: PolicyPart {
  public private(set) var json: JSONValue

  public static var nullMeansNone: Bool { true }

  public init(json: JSONValue) { self.json = json }

  /// A new hook.
  public init(function: Name, parameters: [(Name, [Name])] = []) {
    json = .object(JSONObject())
    self.function = function
    for (key, names) in parameters { self[key] = names }
  }

  /// `add_roles_for_object_creator`; nil where the key is missing or no text; nil takes a text away.
  public var function: Name? {
    get { json.members?["function"]?.text }
    set { if newValue != function { json.setMember("function", newValue.map { .string($0) }) } }
  }

  /// The keyword arguments as they were written; nil where there are none.
  public var parameters: JSONObject? { json.members?["parameters"]?.members }

  /// The names under a parameter: one name or a list. Setting none takes the parameter away.
  public subscript(parameter: Name) -> [Name] {
    get { PolicyText.names(parameters?[parameter]) }
    set {
      guard newValue != self[parameter] else { return }
      var parameters = self.parameters ?? JSONObject()
      let value = PolicyText.value(newValue, instead: parameters[parameter])
      parameters[parameter] = newValue.isEmpty ? Optional.none : value
      json.setMember("parameters", .object(parameters))
    }
  }

  /// The roles that the hook gives.
  public var roles: [Name] { self["roles"] }
}

/// The hooks that Pulp registers for every model (`AutoAddObjPermsMixin`), each with the parameters it needs.
public struct PulpHook: Sendable, Hashable {
  public var function: Name
  public var parameters: [Name]

  public static let all: [PulpHook] = [
    PulpHook(function: "add_roles_for_object_creator", parameters: ["roles"]),
    PulpHook(function: "add_roles_for_users", parameters: ["roles", "users"]),
    PulpHook(function: "add_roles_for_groups", parameters: ["roles", "groups"]),
  ]

  /// What hooks were called before Pulp had roles, and what does the same now.
  static let replaced: [Name: Name] = [
    "add_for_object_creator": "add_roles_for_object_creator", "add_for_users": "add_roles_for_users",
    "add_for_groups": "add_roles_for_groups",
  ]
}

extension JSONValue {
  /// Sets a member and makes an object of what was none.
  mutating func setMember(_ key: Name, _ value: JSONValue?) {
    var object = members ?? JSONObject()
    object[key] = value
    self = .object(object)
  }
}
