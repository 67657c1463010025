internal import Authorization
internal import GRDB

/// Which git trees users may read and write now, for comparing many sessions within one read.
final class TreeAccess {
  private struct Trees {
    /// The keys of the trees of each policy.
    var ofPolicy: [DatabaseKey: [Name]]
    var all: [Name]
    var policies: [(key: DatabaseKey, read: DatabaseKey?, write: DatabaseKey?)]
  }

  private let reader: AuthorizationReader
  private let limit: Int
  private var trees: Trees??
  private var known: [DatabaseKey: SessionData.Cached] = [:]

  init(_ reader: AuthorizationReader, limit: Int) {
    self.reader = reader
    self.limit = limit
  }

  /// Nil where there are more trees than the limit.
  func now(_ user: Subject) throws -> SessionData.Cached? {
    guard case .user(let key) = user.kind, let trees = try loaded() else { return nil }
    if let found = known[key] { return found }
    var access = SessionData.Cached(read: [], write: [])
    if reader.options.gitTreeSuperuserBypass && user.passesBeforeBackends {
      access = SessionData.Cached(read: Set(trees.all), write: Set(trees.all))
    } else {
      let groups = try groups(key)
      for policy in trees.policies {
        guard let keys = trees.ofPolicy[policy.key] else { continue }
        // A policy without a group is open to everyone.
        if policy.read.map({ groups.contains($0) }) ?? true { access.read.formUnion(keys) }
        if policy.write.map({ groups.contains($0) }) ?? true { access.write.formUnion(keys) }
      }
    }
    known[key] = access
    return access
  }

  private func groups(_ user: DatabaseKey) throws -> Set<DatabaseKey> {
    let link = reader.schema.memberships
    let statement = try reader.database.cachedStatement(
      sql: "SELECT \(link.to.quoted) FROM \(link.table.quoted) WHERE \(link.from.quoted) = ?")
    return Set(try StoredValue.fetchAll(statement, arguments: [user.value]).compactMap { DatabaseKey($0) })
  }

  private func loaded() throws -> Trees? {
    if let trees { return trees }
    let found = try load()
    trees = .some(found)
    return found
  }

  private func load() throws -> Trees? {
    var trees = Trees(ofPolicy: [:], all: [], policies: [])
    let rows = try StoredRow.fetchCursor(
      reader.database.cachedStatement(sql: "SELECT id, policy_id FROM datawarehouse_gittree LIMIT ?"),
      arguments: [limit + 1])
    while let row = try rows.next() {
      guard let key = DatabaseKey(row[0]) else { continue }
      trees.all.append(Name(key.text))
      if let policy = DatabaseKey(row[1]) { trees.ofPolicy[policy, default: []].append(Name(key.text)) }
    }
    guard trees.all.count <= limit else { return nil }
    let policies = try StoredRow.fetchCursor(
      reader.database.cachedStatement(
        sql: "SELECT id, read_group_id, write_group_id FROM datawarehouse_gittreepolicy"))
    while let row = try policies.next() {
      guard let key = DatabaseKey(row[0]) else { continue }
      trees.policies.append((key, DatabaseKey(row[1]), DatabaseKey(row[2])))
    }
    return trees
  }
}
