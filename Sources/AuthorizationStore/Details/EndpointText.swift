internal import Authorization
internal import GRDB

/// Access policies in words.
enum EndpointText {
  /// A JSON column; nil where it is empty or something else.
  static func json(_ value: DatabaseValue) -> JSONValue? {
    value.text.flatMap { try? JSONValue(parsing: $0) }
  }

  /// The function that limits listings; nil where there is none.
  static func scoping(_ value: DatabaseValue) -> String? {
    guard let json = json(value), !json.isNull else { return nil }
    return json.members?["function"]?.text?.text ?? json.compactText
  }

  /// A statement on one line: `allow authenticated: list, retrieve if has_model_perms:…`.
  static func statement(_ value: JSONValue) -> String {
    guard let members = value.members else { return value.compactText }
    let effect = members["effect"].map(words) ?? "no effect"
    var text = "\(effect) \(members["principal"].map(words) ?? "no principal")"
    text += ": \(members["action"].map(words) ?? "no action")"
    var conditions: [String] = []
    if let condition = members["condition"], !isEmpty(condition) {
      conditions.append(words(condition, " and "))
    }
    if let expression = members["condition_expression"], !isEmpty(expression) {
      conditions.append(words(expression, " and "))
    }
    return conditions.isEmpty ? text : text + " if " + conditions.joined(separator: " and ")
  }

  /// A creation hook on one line: `add_roles_for_users: roles acme.auditor; users ines, sam`.
  static func hook(_ value: JSONValue) -> String {
    guard let members = value.members, let function = members["function"]?.text else {
      return value.compactText
    }
    let parameters = members["parameters"]?.members?.members.map { "\($0.key) \(words($0.value))" } ?? []
    return parameters.isEmpty ? function.text : "\(function): \(parameters.joined(separator: "; "))"
  }

  private static func isEmpty(_ value: JSONValue) -> Bool {
    value.isNull || value == .string("") || value.elements?.isEmpty == true
  }

  /// One name or several.
  private static func words(_ value: JSONValue) -> String { words(value, ", ") }

  private static func words(_ value: JSONValue, _ separator: String) -> String {
    switch value {
    case .string(let name): name.text
    case .array(let values): values.map { $0.text?.text ?? $0.compactText }.joined(separator: separator)
    default: value.compactText
    }
  }
}
