internal import Authorization
internal import GRDB

extension AuthorizationReader {
  /// The key of the git tree that an object is, or belongs to by the foreign keys of its type; nil where it belongs to
  /// none.
  func treeKey(of object: ObjectAddress) throws -> DatabaseKey? {
    guard let key = object.native else { return nil }
    if object.type == GitTrees.tree { return key }
    guard let steps = schema.treePaths.first(where: { $0.type == object.type })?.steps, let own = steps.first
    else { return nil }
    var tables: [String] = []
    var conditions = ["s0.\(own.key.quoted) = ?"]
    for (index, step) in steps.enumerated() {
      tables.append("\(step.table.quoted) AS s\(index)")
      conditions.append("s\(index + 1).\(step.target.quoted) = s\(index).\(step.foreignKey.quoted)")
    }
    tables.append("datawarehouse_gittree AS s\(steps.count)")
    let statement = try database.cachedStatement(
      sql: """
        SELECT s\(steps.count).id FROM \(tables.joined(separator: " CROSS JOIN ")) \
        WHERE \(conditions.joined(separator: " AND "))
        """)
    return try StoredValue.fetchOne(statement, arguments: [key.value]).flatMap { DatabaseKey($0) }
  }

  /// The group that a policy of git trees names for a method.
  ///
  /// - Returns: nil where there is no such policy, and a nil group where it is open to anyone.
  func accessGroup(of policy: DatabaseKey, _ method: TreeMethod) throws -> DatabaseKey?? {
    let statement = try database.cachedStatement(
      sql: "SELECT \(method.rawValue)_group_id FROM datawarehouse_gittreepolicy WHERE id = ?")
    return try StoredValue.fetchOne(statement, arguments: [policy.value]).map { DatabaseKey($0) }
  }

  /// Whom policies of git trees let in that are looked for.
  enum PolicyAudience {
    case anybody
    /// One of these groups, or everyone.
    case includes([DatabaseKey])
    /// Another group than these.
    case excludes([DatabaseKey])
  }

  /// Policies by whom they let in by a method, in the order of their names.
  func policies(
    _ method: TreeMethod, for audience: PolicyAudience, except policy: DatabaseKey?, limit: Int
  ) throws -> [EntityRef] {
    let column = "\(method.rawValue)_group_id"
    let condition: String
    var arguments: [DatabaseKey] = []
    func marks() -> String { repeatElement("?", count: arguments.count).joined(separator: ", ") }
    switch audience {
    case .anybody: condition = "1 = 1"
    case .includes(let groups):
      arguments = groups
      condition = "\(column) IS NULL" + (groups.isEmpty ? "" : " OR \(column) IN (\(marks()))")
    case .excludes(let groups):
      arguments = groups
      condition =
        "\(column) IS NOT NULL" + (groups.isEmpty ? "" : " AND \(column) NOT IN (\(marks()))")
    }
    let statement = try database.makeStatement(
      sql:
        "SELECT id, name FROM datawarehouse_gittreepolicy WHERE \(condition) ORDER BY name LIMIT \(limit + 1)"
    )
    let found = try StoredRow.fetchAll(statement, arguments: StatementArguments(arguments.map(\.value)))
      .compactMap { row in
        DatabaseKey(row[0]).map { EntityRef(kind: .policy, key: $0, name: row.name(1) ?? "") }
      }
    return Array(found.filter { $0.key != policy }.prefix(limit))
  }
}
