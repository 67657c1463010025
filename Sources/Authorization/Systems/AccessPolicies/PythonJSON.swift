extension JSONValue {
  /// The value as Python's `json.dumps` writes it, which is how Django's `JSONField` stores it on SQLite.
  ///
  /// Separators are `, ` and `: `, everything but printable ASCII is escaped, keys keep their order, and a number is
  /// written as Python writes what it has read: `1.50` as `1.5`, `1E5` as `100000.0`.
  public var pythonText: String { JSONWriter.python.text(self) }
}

extension JSONWriter {
  fileprivate static var python: JSONWriter {
    JSONWriter(
      itemSeparator: ", ", keySeparator: ": ", escapes: { !(0x20...0x7E).contains($0.value) },
      number: { PythonNumber.text($0.text) })
  }
}

/// Numbers as Python writes them.
public enum PythonNumber {
  /// What Python writes of a number that it reads as `text`; the text itself where JSON could not say it.
  public static func text(_ text: String) -> String {
    // Python's integers have no bounds, and JSON allows one spelling of each.
    guard text.utf8.contains(where: { [0x2E, 0x45, 0x65].contains($0) }) else { return text }
    guard let value = Double(text), value.isFinite else { return text }
    return repr(value)
  }

  /// Python's `repr` of a finite number: the shortest digits that read back as the same number, with an exponent
  /// below 1e-4 and from 1e16 on.
  static func repr(_ value: Double) -> String {
    let sign = value.sign == .minus ? "-" : ""
    let (digits, point) = shortest(value.magnitude)
    guard !digits.isEmpty else { return sign + "0.0" }
    let exponent = point - 1
    guard exponent >= -4, exponent < 16 else {
      let power = String(exponent.magnitude)
      let rest = digits.count > 1 ? "." + digits.dropFirst() : ""
      let zero = power.count < 2 ? "0" : ""
      return "\(sign)\(digits.prefix(1))\(rest)e\(exponent < 0 ? "-" : "+")\(zero)\(power)"
    }
    if point <= 0 { return "\(sign)0.\(String(repeating: "0", count: -point))\(digits)" }
    if point >= digits.count {
      return "\(sign)\(digits)\(String(repeating: "0", count: point - digits.count)).0"
    }
    return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))"
  }

  /// The significant digits, and after how many of them the point stands. No digits for zero.
  private static func shortest(_ magnitude: Double) -> (digits: String, point: Int) {
    // Swift's digits are the shortest too; only the place where it begins to write exponents is another.
    let parts = magnitude.description.split(separator: "e", maxSplits: 1)
    let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    let mantissa = (parts.first ?? "").split(separator: ".", maxSplits: 1)
    let whole = mantissa.first ?? ""
    let all = whole + (mantissa.count == 2 ? mantissa[1] : "")
    let leading = all.prefix { $0 == "0" }.count
    let digits = all.dropFirst(leading).reversed().drop { $0 == "0" }.reversed()
    return (String(digits), whole.count - leading + exponent)
  }
}
