/// SQL that turns the JSON of a staged value into what a column holds.
enum StagedValue {
  /// - Parameter column: with the JSON text, or NULL.
  static func sql(_ column: String, _ kind: FieldKind) -> String {
    let text = "json_extract(\(column), '$')"
    return switch kind {
    case .boolean: "(\(column) = 'true')"
    case .integer: "CAST(\(column) AS INTEGER)"
    case .real, .decimal: "CAST(\(column) AS REAL)"
    case .uuid: uuid(text)
    case .dateTime:
      "substr(\(text), 1, 10) || ' ' || substr(\(text), 12, 8) || "
        + "CASE length(\(text)) WHEN 24 THEN substr(\(text), 20, 4) || '000' WHEN 27 THEN substr(\(text), 20, 7) ELSE '' END"
    case .json: column
    case .text, .date, .time, .bytes: text
    }
  }

  /// Stored without dashes.
  static func uuid(_ text: String) -> String { "replace(\(text), '-', '')" }
}
