internal import Authorization

/// What a column holds, as Django's SQLite backend declares it (`DatabaseWrapper.data_types`).
enum FieldKind: Sendable, Hashable {
  case boolean, integer, real, decimal, text, json, uuid, dateTime, date, time, bytes

  /// - Parameters:
  ///   - type: as it was declared.
  ///   - isJSON: whether the table checks the column with `JSON_VALID`, which is all that tells JSON from text.
  init(declared type: String, isJSON: Bool) {
    let type = type.lowercased()
    self =
      switch type {
      case _ where isJSON: .json
      case "bool", "boolean": .boolean
      case "char(32)", "uuid": .uuid
      case "datetime", "timestamp": .dateTime
      case "date": .date
      case "time": .time
      case "real", "float", "double", "double precision": .real
      case "blob": .bytes
      case _ where type.hasPrefix("decimal") || type.hasPrefix("numeric"): .decimal
      case _ where type.contains("int"): .integer
      default: .text
      }
  }

  /// What a value of the kind looks like in a fixture, for errors.
  var expectation: String {
    switch self {
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .real, .decimal: "a number"
    case .text: "a text"
    case .json: "JSON"
    case .uuid: "a UUID"
    case .dateTime: "a date with a time, like `2026-11-20T23:48:57.955Z`"
    case .date: "a date, like `2026-11-20`"
    case .time: "a time, like `23:48:57`"
    case .bytes: "a text in base 64"
    }
  }
}
