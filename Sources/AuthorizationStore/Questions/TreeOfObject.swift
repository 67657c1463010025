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
}
