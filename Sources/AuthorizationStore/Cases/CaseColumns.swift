internal import Authorization

/// Which columns of rows go into a case. What people are called and what they wrote is nobody's business there.
struct CaseColumns {
  let schema: Schema
  /// Columns that rules of the project read, by table.
  let ruled: [String: Set<String>]
  /// Columns that paths to git trees go through, by table.
  private let paths: [String: Set<String>]

  init(_ schema: Schema) {
    self.schema = schema
    var ruled: [String: Set<String>] = [:]
    for rule in schema.projectRules {
      for atom in rule.atoms.values {
        for place in atom.filter.places(object: rule.objects?.table, user: schema.users.table) {
          ruled[place.table, default: []].insert(place.column)
        }
      }
    }
    self.ruled = ruled
    var paths: [String: Set<String>] = [:]
    for step in schema.treePaths.flatMap(\.steps) {
      paths[step.table, default: []].insert(step.foreignKey)
    }
    self.paths = paths
  }

  /// Tables that rules of the project read.
  var tables: Set<String> { Set(ruled.keys) }

  /// The columns of the systems' tables, and those that endpoints are found by.
  private static let known: Set<String> = [
    "app_label", "base_path", "codename", "completed_steps", "creation_hooks", "customized", "label",
    "locked",
    "model", "name", "object_id", "object_pk", "pulp_type", "queryset_scoping", "slug", "state", "statements",
    "task_class",
    "title", "username", "uuid", "viewset_name",
  ]

  /// What is never in a case, whoever reads it.
  private static let personal: Set<String> = [
    "email", "first_name", "full_name", "last_login", "last_name", "password", "session_data", "session_key",
  ]

  func keeps(_ column: CaseTable.Column, of table: CaseTable) -> Bool {
    let name = column.name.lowercased()
    let isUser = table.name == schema.users.table
    if isUser, column.name == schema.users.username || column.name == schema.users.key { return true }
    guard !Self.personal.contains(name) else { return false }
    if column.keyRank > 0 || table.references.contains(where: { $0.column == column.name })
      || name.hasPrefix("is_") || ruled[table.name]?.contains(column.name) == true
      || paths[table.name]?.contains(column.name) == true
    {
      return true
    }
    // A project may have added anything to its users, and what is no reference may say who somebody is.
    return !isUser && (Self.known.contains(name) || name.hasSuffix("_id") && !column.isText)
  }

  /// What stands in a column that is left out.
  static func blank(_ column: CaseTable.Column) -> RowValue {
    guard column.isRequired else { return .null }
    let type = column.type
    if type.hasPrefix("date") || type == "timestamp" { return .text("1970-01-01 00:00:00") }
    if type == "blob" { return .bytes([]) }
    return column.isText || type == "uuid" || type == "time" ? .text("") : .integer(0)
  }
}

extension CaseTable.Column {
  /// Whether it may hold any text.
  var isText: Bool { type.isEmpty || type.contains("char") || type == "text" }
}

extension LayerFilter {
  /// The columns that it reads.
  fileprivate func places(object: String?, user: String) -> [(table: String, column: String)] {
    func of(_ value: LayerValue) -> [(table: String, column: String)] {
      guard case .column(let alias, let hops, let column) = value else { return [] }
      guard let start = alias == ProjectRule.userAlias ? user : object else { return [] }
      var found: [(table: String, column: String)] = []
      var table = start
      for hop in hops {
        found += [(table, hop.foreignKey), (hop.table, hop.target)]
        table = hop.table
      }
      return found + [(table, column)]
    }
    switch self {
    case .compare(let left, _, let right): return of(left) + of(right)
    case .isNull(let value), .oneOf(let value, _), .truth(let value): return of(value)
    case .not(let inner): return inner.places(object: object, user: user)
    case .isMember, .always: return []
    }
  }
}
