internal import Authorization
internal import GRDB

extension AuthorizationReader {
  /// The rows whose entries concern these: they themselves, and what decides on them. Who may do something to a git tree is
  /// written in its policy and in the groups that this names, so what was done to those was done to the tree as well.
  func rowsWithHistory(of refs: [EntityRef]) throws -> [RowIdentity] {
    var found: [RowIdentity] = []
    for ref in try refs.flatMap({ [$0] + (try deciding(on: $0)) }) {
      guard let row = try journalKey(of: ref), !found.contains(row) else { continue }
      found.append(row)
    }
    return found
  }

  private func deciding(on ref: EntityRef) throws -> [EntityRef] {
    guard ref.kind == .tree || ref.kind == .policy, schema.has(.trees), let policy = try TreePolicy(self, ref)
    else { return [] }
    return [policy.ref] + policy.groups
  }

  /// What the history calls a row; nil where it has no table here.
  private func journalKey(of ref: EntityRef) throws -> RowIdentity? {
    if ref.kind == .object {
      guard let table = try ref.type.flatMap({ try self.table(of: $0) }) else { return nil }
      return RowIdentity(table: table.table, key: [ColumnValue(table.key, RowValue(ref.key))])
    }
    guard let place = RelationReader.place(ref.kind, schema) else { return nil }
    return RowIdentity(table: place.table, key: [ColumnValue(place.key, RowValue(ref.key))])
  }
}
