import Authorization
import GRDB

@testable import AuthorizationStore

extension BruteDifference {
  /// Every check that two databases answer differently, each asked by itself.
  static func between(
    _ before: AuthorizationDatabase, _ after: AuthorizationDatabase
  ) throws -> BruteDifference {
    var users: Set<DatabaseKey> = []
    var names: Set<Name> = []
    var typed: [TypeName: Set<Name>] = [:]
    for database in [before, after] {
      try database.read { reader in
        users.formUnion(
          try DatabaseValue.fetchAll(reader.database, sql: "SELECT id FROM auth_user").compactMap {
            DatabaseKey($0)
          })
        let hasRules = reader.djangoChain.backends.contains { $0.id == .rules }
        names.formUnion(hasRules ? UserTasks.permissions : [])
        for row in try reader.allPermissionRows() {
          names.insert(row.name)
          // A domain's row is asked about only where the name says so.
          if row.type == Gate.domainType, !row.name.text.contains("domain") { continue }
          typed[row.type, default: []].insert(row.name)
        }
        for name in hasRules ? UserTasks.permissions : [] {
          let type = name.text.hasSuffix("artifact") ? UserTasks.artifact : UserTasks.status
          typed[type, default: []].insert(name)
        }
        for type in [GitTrees.tree] + reader.schema.treePaths.map(\.type) {
          typed[type, default: []].formUnion([GitTrees.read, GitTrees.write])
        }
      }
    }
    let sides = try [before, after].map { database in
      try database.read { try BruteForce($0, users: users, names: names, typed: typed) }
    }
    return BruteDifference(sides[0], sides[1])
  }
}
