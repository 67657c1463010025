/// One statement after `AccessPolicy._normalize_statements`.
struct MatchedStatement {
  var principal: JSONValue
  var action: JSONValue
  var conditions: JSONValue
  var expressions: JSONValue
  var hasEffect: Bool
  var effect: Name?

  /// - Throws: `RaisedException` in the order in which the library looks: a value that is no object, `principal`, `action`.
  init(_ json: JSONValue) throws(RaisedException) {
    guard let members = json.members else {
      throw RaisedException("TypeError", "a statement is \(json.noun), not an object")
    }
    principal = try Self.required("principal", members)
    action = try Self.required("action", members)
    conditions = members["condition"].map(Self.list) ?? .array([])
    expressions = members["condition_expression"].map(Self.list) ?? .array([])
    let effect = members["effect"]
    hasEffect = effect != nil
    self.effect = effect.map { $0.text ?? Name($0.compactText) }
  }

  /// The conditions and expressions, before any was asked.
  var unasked: [ConditionTrace] {
    func traces(_ value: JSONValue, _ isExpression: Bool) -> [ConditionTrace] {
      ((try? PythonForm.conditions(value)) ?? []).map {
        ConditionTrace(
          text: $0.text ?? Name($0.compactText), isExpression: isExpression, result: .notEvaluated)
      }
    }
    return traces(conditions, false) + traces(expressions, true)
  }

  private static func required(_ key: Name, _ members: JSONObject) throws(RaisedException) -> JSONValue {
    guard let value = members[key] else { throw RaisedException("KeyError", "a statement has no `\(key)`") }
    return list(value)
  }

  /// A bare text becomes a list of one; everything else stays what it is.
  private static func list(_ value: JSONValue) -> JSONValue {
    value.text == nil ? value : .array([value])
  }
}

/// What Python makes of JSON values that stand where a list is expected.
enum PythonForm {
  /// `for statement in statements`, after `len(statements) == 0`.
  static func statements(_ value: JSONValue) throws(RaisedException) -> [JSONValue] {
    switch value {
    case .array(let elements): return elements
    case .object(let object): return object.members.map { .string($0.key) }
    case .string(let text): return text.text.isEmpty ? [] : [value]
    default: throw RaisedException("TypeError", "the statements are \(value.noun), which has no length")
    }
  }

  /// The texts for which `text in value` holds.
  static func members(_ value: JSONValue) throws(RaisedException) -> [Name] {
    switch value {
    case .array(let elements): return elements.compactMap(\.text)
    case .object(let object): return object.members.map(\.key)
    default: throw RaisedException("TypeError", "\(value.noun) stands where a list is expected")
    }
  }

  /// `for condition in value`, after `len(value)`.
  static func conditions(_ value: JSONValue) throws(RaisedException) -> [JSONValue] {
    switch value {
    case .array(let elements): return elements
    case .object(let object): return object.members.map { .string($0.key) }
    default: throw RaisedException("TypeError", "the conditions are \(value.noun), which has no length")
    }
  }
}

/// The attributes of the library's own class, which it looks through before any condition.
///
/// A condition that is called like one of them calls it, or tries to.
enum PolicyAttributes {
  /// Nil where the class has no such attribute.
  static func answer(_ call: ConditionCall) throws(RaisedException) -> ConditionAnswer? {
    switch call.name {
    // `has_object_permission(request, view, obj)` is always yes; the action comes as the object.
    case "has_object_permission" where call.argument == nil: return .known(true)
    case "scope_fields" where call.argument == nil:
      throw RaisedException("AccessPolicyException", "`scope_fields` does not answer true or false")
    case _ where names.contains(call.name):
      throw RaisedException(
        "TypeError", "`\(call.name)` is no condition but a part of the access policy itself")
    default: return nil
    }
  }

  private static let names: Set<Name> = [
    "has_object_permission", "scope_fields", "statements", "field_permissions", "id", "group_prefix",
    "id_prefix",
    "has_permission", "get_policy_statements", "get_user_group_values", "scope_queryset",
    "_get_invoked_action", "_evaluate_statements", "_normalize_statements",
    "_get_statements_matching_principal", "_get_statements_matching_action",
    "_get_statements_matching_conditions", "_check_condition", "_get_condition_method",
    "__class__", "__init__", "__dict__", "__doc__", "__module__", "__str__", "__repr__", "__eq__", "__hash__",
  ]
}
