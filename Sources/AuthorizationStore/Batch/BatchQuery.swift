internal import Authorization

/// The parameters of one question, read with the defaults of the real functions.
struct BatchQuery {
  let kind: Name
  let fields: JSONObject

  /// A parameter that must be there and be a string.
  func text(_ key: Name) throws(BatchError) -> Name {
    guard let value = fields[key] else { throw missing(key, "a string") }
    guard let text = value.text else { throw wrong(key, value, "a string") }
    return text
  }

  /// A string or null; nothing counts as null where `isRequired` is false.
  func optionalText(_ key: Name, isRequired: Bool = false) throws(BatchError) -> Name? {
    guard let value = fields[key] else {
      if isRequired { throw missing(key, "a string or null") }
      return nil
    }
    if value.isNull { return nil }
    guard let text = value.text else { throw wrong(key, value, "a string or null") }
    return text
  }

  func flag(_ key: Name, default standard: Bool) throws(BatchError) -> Bool {
    guard let value = fields[key] else { return standard }
    guard let truth = value.truth else { throw wrong(key, value, "true or false") }
    return truth
  }

  /// A truth value or null.
  func optionalFlag(_ key: Name, default standard: Bool?) throws(BatchError) -> Bool? {
    guard let value = fields[key] else { return standard }
    return value.isNull ? nil : try flag(key, default: false)
  }

  /// Strings, or null.
  func optionalTexts(_ key: Name) throws(BatchError) -> [Name]? {
    guard let value = fields[key], !value.isNull else { return nil }
    guard let elements = value.elements else { throw wrong(key, value, "a list of strings or null") }
    return try texts(key, elements)
  }

  func texts(_ key: Name, _ elements: [JSONValue]) throws(BatchError) -> [Name] {
    var names: [Name] = []
    for element in elements {
      guard let text = element.text else { throw wrong(key, element, "a string", inList: true) }
      names.append(text)
    }
    return names
  }

  /// `["app.model", "key"]` or null.
  func object(_ key: Name = "obj") throws(BatchError) -> (type: TypeName, key: Name)? {
    let form = "[\"app.model\", \"key\"] or null"
    guard let value = fields[key], !value.isNull else { return nil }
    guard let parts = value.elements, parts.count == 2, let type = parts[0].text else {
      throw wrong(key, value, form)
    }
    // A key may come as a number; it is compared as text.
    let text: Name
    switch parts[1] {
    case .string(let name): text = name
    case .integer(let value): text = Name(String(value))
    default: throw wrong(key, value, form)
    }
    return (try self.type(type, key), text)
  }

  func type(_ text: Name, _ key: Name) throws(BatchError) -> TypeName {
    guard let type = TypeName(text.text) else {
      throw BatchError("`\(key)` of `\(kind)` names no type: `\(text)` is not of the form `app.model`")
    }
    return type
  }

  func missing(_ key: Name, _ expected: String) -> BatchError {
    BatchError("`\(kind)` needs `\(key)`: \(expected)")
  }

  func wrong(_ key: Name, _ value: JSONValue, _ expected: String, inList: Bool = false) -> BatchError {
    BatchError("`\(key)` of `\(kind)` \(inList ? "holds" : "is") \(value.noun), expected \(expected)")
  }
}
