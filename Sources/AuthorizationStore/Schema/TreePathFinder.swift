internal import Authorization

/// Finds how other tables reach a git tree by foreign keys: a checkout of a tree, a build of a checkout, ….
struct TreePathFinder {
  let catalog: TableCatalog
  let choices: [TypeName: String]

  /// Further than this nothing is said to belong to a tree.
  private static var maximumSteps: Int { 6 }

  /// Three ways are as ambiguous as three thousand, which a dense schema has.
  private static var keptWays: Int { 3 }

  func find() throws -> ([Schema.TreePath], [TypeName: [String]]) {
    var incoming: [String: [(table: String, key: TableCatalog.ForeignKey)]] = [:]
    for table in catalog.tables where table != "datawarehouse_gittree" {
      for key in try catalog.foreignKeys(table) { incoming[key.table, default: []].append((table, key)) }
    }
    var ways: [String: [[Schema.TreePath.Step]]] = [:]
    var frontier: [(table: String, steps: [Schema.TreePath.Step])] = [("datawarehouse_gittree", [])]
    for _ in 0..<Self.maximumSteps {
      var next: [(table: String, steps: [Schema.TreePath.Step])] = []
      for (table, steps) in frontier {
        for (child, key) in incoming[table] ?? [] where !steps.contains(where: { $0.table == child }) {
          guard ways[child, default: []].count < Self.keptWays,
            let own = try catalog.primaryKey(child)?.name,
            let target = try key.target ?? catalog.primaryKey(table)?.name
          else { continue }
          let step = Schema.TreePath.Step(table: child, key: own, foreignKey: key.column, target: target)
          ways[child, default: []].append([step] + steps)
          next.append((child, [step] + steps))
        }
      }
      frontier = next
    }
    return try sort(ways)
  }

  private func sort(
    _ ways: [String: [[Schema.TreePath.Step]]]
  ) throws -> ([Schema.TreePath], [TypeName: [String]]) {
    var paths: [Schema.TreePath] = []
    var ambiguous: [TypeName: [String]] = [:]
    for (table, found) in ways.sorted(by: { $0.key < $1.key }) {
      // Tables without a content type are links of many-to-many relations, not objects.
      guard let type = try TypeTables.type(ofTable: table, catalog) else { continue }
      let chosen =
        choices[type].map { choice in
          found.filter { way in "\(way[0].table).\(way[0].foreignKey)" == choice }
        } ?? found
      if chosen.count == 1 {
        paths.append(Schema.TreePath(type: type, steps: chosen[0]))
      } else {
        ambiguous[type] = found.map { way in
          way.map { "\($0.table).\($0.foreignKey)" }.joined(separator: " > ")
        }
      }
    }
    return (paths, ambiguous)
  }
}
