import Authorization

/// JSON as a person reads and types it.
enum JSONLayout {
  /// The text laid out in lines; as it is where it is not JSON.
  static func readable(_ text: Name) -> String {
    guard !text.text.isEmpty, let value = try? JSONValue(parsing: text.text) else { return text.text }
    var out = ""
    write(value, indent: 0, to: &out)
    return out
  }

  /// The text as Django stores it, or what is wrong with it in words.
  static func stored(_ text: String) -> Result<Name, JSONError> {
    do {
      return .success(Name(try JSONValue(parsing: text).pythonText))
    } catch { return .failure(error) }
  }

  private static func write(_ value: JSONValue, indent: Int, to out: inout String) {
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch value {
    case .array(let values) where values.contains { !$0.isPlain }:
      for (index, element) in values.enumerated() {
        out += (index == 0 ? "[\n" : ",\n") + inner
        write(element, indent: indent + 2, to: &out)
      }
      out += "\n\(outer)]"
    case .object(let object) where !object.members.isEmpty:
      for (index, member) in object.members.enumerated() {
        out += (index == 0 ? "{\n" : ",\n") + inner + JSONValue.string(member.key).compactText + ": "
        write(member.value, indent: indent + 2, to: &out)
      }
      out += "\n\(outer)}"
    default: out += value.pythonText
    }
  }
}

extension JSONValue {
  /// Whether it is neither a list nor an object.
  fileprivate var isPlain: Bool { elements == nil && members == nil }
}
