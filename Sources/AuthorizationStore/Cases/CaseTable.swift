internal import Authorization

/// A table of a case: as data, with no SQL in it.
struct CaseTable: Hashable {
  struct Column: Hashable {
    var name: String
    var type: String
    var isRequired: Bool
    /// Its place in the primary key, counted from 1; 0 where it is no part of it.
    var keyRank: Int
  }

  struct Reference: Hashable {
    var column: String
    var table: String
    var target: String?
  }

  var name: String
  var columns: [Column]
  var references: [Reference]
  var rows: [[RowValue]] = []
}

/// The types that columns of a case may have. Everything else is stored as what SQLite takes it for.
enum CaseType {
  private static let words: Set<String> = [
    "", "integer", "bigint", "smallint", "int", "integer unsigned", "smallint unsigned", "bigint unsigned",
    "text", "char(32)", "uuid", "varchar", "bool", "boolean", "datetime", "date", "time", "timestamp", "real",
    "double precision", "decimal", "numeric", "blob",
  ]

  static func isAllowed(_ type: String) -> Bool {
    if words.contains(type) { return true }
    guard type.hasPrefix("varchar("), type.hasSuffix(")") else { return false }
    let digits = type.dropFirst(8).dropLast()
    return (1...9).contains(digits.utf8.count) && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The declared type, or one of the same affinity.
  static func near(_ declared: String) -> String {
    let type = declared.lowercased()
    if isAllowed(type) { return type }
    if type.contains("int") { return "integer" }
    if ["char", "clob", "text"].contains(where: { type.contains($0) }) { return "text" }
    if type.contains("blob") { return "blob" }
    return ["real", "floa", "doub"].contains { type.contains($0) } ? "real" : "numeric"
  }
}

extension CaseTable {
  var json: JSONValue {
    let columns = columns.map { column in
      var members: [(Name, JSONValue)] = [("name", JSONValue(column.name)), ("type", JSONValue(column.type))]
      if column.isRequired { members.append(("required", true)) }
      if column.keyRank > 0 { members.append(("key", .integer(Int64(column.keyRank)))) }
      return JSONValue.object(JSONObject(members))
    }
    let references = references.map { reference in
      var members: [(Name, JSONValue)] = [
        ("column", JSONValue(reference.column)), ("table", JSONValue(reference.table)),
      ]
      if let target = reference.target { members.append(("target", JSONValue(target))) }
      return JSONValue.object(JSONObject(members))
    }
    return .object(
      JSONObject([
        ("name", JSONValue(name)), ("columns", .array(columns)), ("references", .array(references)),
        ("rows", .array(rows.map { .array($0.map(JournalImage.json)) })),
      ]))
  }

  /// - Throws: `StoreError` for names that SQLite or Permscope keep for themselves, unknown types and ragged rows.
  init(_ node: CaseNode) throws {
    name = try Self.identifier(node.member("name"))
    columns = try node.member("columns").elements(limit: 500).map { column in
      let type = try column.member("type").text()
      guard CaseType.isAllowed(type) else {
        throw column.refused("has the type `\(type)`, which no case has")
      }
      let rank = try column.optional("key")?.integer() ?? 0
      guard (0...500).contains(rank) else { throw column.refused("has no such place in a key") }
      return Column(
        name: try Self.identifier(column.member("name")), type: type,
        isRequired: try column.optional("required")?.flag() ?? false, keyRank: Int(rank))
    }
    guard !columns.isEmpty, Self.areDistinct(columns.map(\.name)) else {
      throw node.refused("has no columns, or two of one name")
    }
    references = try node.member("references").elements(limit: 500).map { reference in
      Reference(
        column: try Self.identifier(reference.member("column")),
        table: try Self.identifier(reference.member("table")),
        target: try reference.optional("target").map(Self.identifier))
    }
    for reference in references where !columns.contains(where: { $0.name == reference.column }) {
      throw node.refused("has a foreign key on `\(reference.column)`, which it has not")
    }
    let width = columns.count
    rows = try node.member("rows").elements(limit: CaseFile.rowLimit).map { row in
      let values = try row.elements(limit: width)
      guard values.count == width else { throw row.refused("has not one value for each column") }
      return try values.map { value in
        do { return try JournalImage.value(value.value) } catch {
          throw value.refused("is no value of a column")
        }
      }
    }
  }

  /// SQLite does not tell names apart by the case of their letters.
  static func areDistinct(_ names: [String]) -> Bool {
    Set(names.map { Name($0.lowercased()) }).count == names.count
  }

  private static func identifier(_ node: CaseNode) throws -> String {
    let text = try node.text()
    let lower = text.lowercased()
    guard (1...200).contains(text.utf8.count), !text.utf8.contains(0), !lower.hasPrefix("sqlite_"),
      !lower.hasPrefix("permscope_")
    else { throw node.refused("is no name of a table or column") }
    return text
  }
}
