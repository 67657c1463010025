extension JSONValue {
  /// The value on one line without spaces; the same value always gives the same bytes.
  ///
  /// Text stays UTF-8. Characters that a terminal would obey (C0, DEL, C1, line and paragraph separators, bidirectional
  /// overrides) are written as escapes.
  public var compactText: String { JSONWriter.compact.text(self) }
}

/// Writes JSON on one line; the styles differ in separators, in what is escaped, and in the spelling of numbers.
struct JSONWriter {
  var itemSeparator: String
  var keySeparator: String
  /// Whether a character beyond those that JSON escapes in any case is written as an escape.
  var escapes: (Unicode.Scalar) -> Bool
  var number: (Name) -> String

  static var compact: JSONWriter {
    JSONWriter(
      itemSeparator: ",", keySeparator: ":",
      escapes: { scalar in
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
      },
      number: \.text)
  }

  func text(_ value: JSONValue) -> String {
    var out = ""
    write(value, to: &out)
    return out
  }

  private func write(_ value: JSONValue, to out: inout String) {
    switch value {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .number(let name): out += number(name)
    case .string(let name): write(name, to: &out)
    case .array(let values):
      out += "["
      for (index, value) in values.enumerated() {
        if index > 0 { out += itemSeparator }
        write(value, to: &out)
      }
      out += "]"
    case .object(let object):
      out += "{"
      for (index, member) in object.members.enumerated() {
        if index > 0 { out += itemSeparator }
        write(member.key, to: &out)
        out += keySeparator
        write(member.value, to: &out)
      }
      out += "}"
    }
  }

  private func write(_ name: Name, to out: inout String) {
    out += "\""
    if name.text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
      out += name.text
    } else {
      for scalar in name.text.unicodeScalars { write(scalar, to: &out) }
    }
    out += "\""
  }

  private func write(_ scalar: Unicode.Scalar, to out: inout String) {
    switch scalar.value {
    case 0x22: out += "\\\""
    case 0x5C: out += "\\\\"
    case 0x08: out += "\\b"
    case 0x09: out += "\\t"
    case 0x0A: out += "\\n"
    case 0x0C: out += "\\f"
    case 0x0D: out += "\\r"
    default:
      guard escapes(scalar) else { return out.unicodeScalars.append(scalar) }
      for unit in UTF16.encode(scalar) ?? .init() {
        let digits = String(unit, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }
}
