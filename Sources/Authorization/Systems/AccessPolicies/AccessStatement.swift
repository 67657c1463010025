/// One statement of an access policy, as drf-access-policy reads it.
///
/// The JSON is what is stored; everything else looks into it. So a key keeps its place, a single name stays a bare
/// string or a list of one, and keys that nobody knows stay as they are.
public struct AccessStatement: PolicyPart {
  public private(set) var json: JSONValue

  public init(json: JSONValue) { self.json = json }

  /// A new statement; its keys are in the order in which Pulp ships them.
  public init(
    principal: [Name], action: [Name], effect: Name, condition: [Name] = [],
    conditionExpression: [Name] = []
  ) {
    json = .object(JSONObject([("action", .array([])), ("principal", .array([]))]))
    if !action.isEmpty { self[.action] = PolicyText.value(action) }
    if !principal.isEmpty { self[.principal] = PolicyText.value(principal) }
    self.effect = effect
    self.condition = condition
    self.conditionExpression = conditionExpression
  }

  /// Who is meant: `*`, `admin`, `id:7`, `group:release`; one that fits is enough.
  public var principal: [Name] {
    get { names(.principal) }
    set { set(newValue, .principal) }
  }

  /// What is meant: names of actions, `*`, `<method:get>`, `<safe_methods>`; one that fits is enough.
  public var action: [Name] {
    get { names(.action) }
    set { set(newValue, .action) }
  }

  /// `allow`; everything else denies. Nil where the key is missing or no text; nil takes a text away.
  public var effect: Name? {
    get { self[.effect]?.text }
    set {
      if newValue != effect { self[.effect] = newValue.map { .string($0) } }
    }
  }

  /// `name:argument`; all have to hold.
  public var condition: [Name] {
    get { names(.condition) }
    set { set(newValue, .condition) }
  }

  /// Conditions with `and`, `or`, `not` and parentheses; all have to hold.
  public var conditionExpression: [Name] {
    get { names(.conditionExpression) }
    set { set(newValue, .conditionExpression) }
  }

  /// Whether it allows what it matches. Whatever is not exactly `allow` denies; a missing effect raises.
  public var allows: Bool { effect == "allow" }

  /// The keys that the library does not look at, in their order.
  public var unknownKeys: [Name] {
    (json.members?.members ?? []).map(\.key).filter { StatementKey(rawValue: $0) == nil }
  }

  /// The value under a key as it was written; nil where the key is missing.
  public subscript(key: StatementKey) -> JSONValue? {
    get { json.members?[key.rawValue] }
    set {
      var members = json.members ?? JSONObject()
      members[key.rawValue] = newValue
      json = .object(members)
    }
  }

  private func names(_ key: StatementKey) -> [Name] { PolicyText.names(self[key]) }

  private mutating func set(_ names: [Name], _ key: StatementKey) {
    // What was read can be set again without harm, even where it is only the names in something odd.
    guard names != self.names(key) else { return }
    let isGone = names.isEmpty && !key.isRequired && self[key]?.elements == nil
    self[key] = isGone ? Optional.none : PolicyText.value(names, instead: self[key])
  }
}

/// The keys of a statement that drf-access-policy knows.
public enum StatementKey: Name, Sendable, Hashable, CaseIterable {
  case principal, action, effect, condition
  case conditionExpression = "condition_expression"

  /// Without these the library raises `KeyError`.
  public var isRequired: Bool { self == .principal || self == .action || self == .effect }
}
