internal import Authorization
internal import GRDB

/// Git trees, their policies, and what belongs to them.
extension Sections {
  func tree(_ ref: EntityRef, _ section: SectionID) throws -> [ListPart] {
    guard schema.has(.trees) else { return [] }
    switch (ref.kind, section) {
    case (_, .readers), (_, .writers):
      let group = try TreePolicy(reader, ref)?.group(section == .readers ? GitTrees.read : GitTrees.write)
      return try group.map { [try members(ofGroup: $0)] } ?? []
    case (.policy, .trees):
      return [
        part(
          from: "datawarehouse_gittree AS t", conditions: ["t.policy_id = ?"], arguments: [ref.key.value],
          order: ["t.name", "t.id"], access: .sortedWhenFew(otherwise: [ListPart.Term(sql: "t.id")]),
          slices: "t.id",
          filters: ["t.name"], columns: ["t.id", "t.name"]
        ) { _, row in Self.ref(.tree, row, type: GitTrees.tree).map { FilledRow($0, $0.name.text) } }
      ]
    case (.tree, .related): return try relatedPaths.map { try related($0, ref.key) }
    case (.tree, _):
      let object = EntityRef(kind: .object, key: ref.key, name: ref.name, type: GitTrees.tree)
      return try self.object(object, section)
    default: return []
    }
  }

  /// The ways down from a tree, what is next to it first.
  var relatedPaths: [Schema.TreePath] {
    schema.treePaths.sorted { ($0.steps.count, $0.type) < ($1.steps.count, $1.type) }
  }

  /// The policies that name a group: for reading, perhaps writing too, then for writing only.
  func policies(ofGroup group: DatabaseKey) -> [ListPart] {
    let both =
      "CASE WHEN p.write_group_id = p.read_group_id THEN 'read and write group' ELSE 'read group' END"
    let isOther = "(p.read_group_id IS NULL OR p.read_group_id <> p.write_group_id)"
    return [("read", both, []), ("write", "'write group'", [isOther])].map { method, note, more in
      part(
        from: "datawarehouse_gittreepolicy AS p", conditions: ["p.\(method)_group_id = ?"] + more,
        arguments: [group.value], order: ["p.name", "p.id"],
        access: .sortedWhenFew(otherwise: [ListPart.Term(sql: "p.id")]), slices: "p.id", filters: ["p.name"],
        columns: ["p.id", "p.name", note]
      ) { _, row in
        Self.ref(.policy, row, type: ListCatalog.policyType).map {
          FilledRow($0, $0.name.text, note: row.text(2) ?? "")
        }
      }
    }
  }

  /// The objects of one type that follow a tree.
  func related(_ path: Schema.TreePath, _ tree: DatabaseKey) throws -> ListPart {
    let aliases = path.steps.indices.map { "s\($0)" }
    var conditions: [String] = []
    for (index, step) in path.steps.enumerated() {
      let tree =
        step.target == "id"
        ? "?" : "(SELECT t.\(step.target.quoted) FROM datawarehouse_gittree AS t WHERE t.id = ?)"
      let next = path.steps.indices.contains(index + 1) ? "s\(index + 1).\(step.target.quoted)" : tree
      conditions.append("s\(index).\(step.foreignKey.quoted) = \(next)")
    }
    // From the tree downwards, so that every join is on the index of a foreign key.
    let tables = zip(path.steps, aliases).reversed().map { "\($0.table.quoted) AS \($1)" }
    let key = "s0.\((path.steps.first?.key ?? "id").quoted)"
    let type = path.type
    let isDirect = path.steps.count == 1
    return ListPart(
      access: isDirect ? .straight : .sortedWhenFew(otherwise: nil),
      from: tables.joined(separator: " CROSS JOIN "), conditions: conditions, arguments: [tree.value],
      order: [ListPart.Term(sql: key)], slices: isDirect ? key : nil, filters: ["CAST(\(key) AS TEXT)"]
    ) { reader, keys in
      let table = try reader.table(of: type)
      return try keys.map { key -> FilledRow? in
        guard let native = key.last.flatMap({ DatabaseKey($0) }) else { return nil }
        let object = try reader.object(type, key: table?.text(native) ?? Name(native.text))
        return FilledRow(object.ref, "\(object.name ?? object.text)", note: type.description)
      }
    }
  }
}

/// The policy of a tree, or a policy itself.
struct TreePolicy {
  var ref: EntityRef
  private var groupOfMethod: [Name: EntityRef] = [:]

  /// Nil where the tree has no policy, or the row is gone.
  init?(_ reader: AuthorizationReader, _ ref: EntityRef) throws {
    let own = "SELECT p.id, p.name, p.read_group_id, rg.name, p.write_group_id, wg.name FROM "
    let policy = """
       LEFT JOIN auth_group AS rg ON rg.id = p.read_group_id LEFT JOIN auth_group AS wg ON wg.id = p.write_group_id
      """
    let sql =
      ref.kind == .policy
      ? own + "datawarehouse_gittreepolicy AS p" + policy + " WHERE p.id = ?"
      : own + "datawarehouse_gittree AS t JOIN datawarehouse_gittreepolicy AS p ON p.id = t.policy_id"
        + policy
        + " WHERE t.id = ?"
    guard
      let row = try StoredRow.fetchOne(reader.database.cachedStatement(sql: sql), arguments: [ref.key.value]),
      let found = Sections.ref(.policy, row, type: ListCatalog.policyType)
    else { return nil }
    self.ref = found
    for (place, method) in [(2, GitTrees.read), (4, GitTrees.write)] {
      guard let key = DatabaseKey(row[place]) else { continue }
      groupOfMethod[method] = EntityRef(kind: .group, key: key, name: Name(row[place + 1]) ?? Name("#\(key)"))
    }
  }

  /// The groups that it names, each once.
  var groups: [EntityRef] {
    let named = [GitTrees.read, GitTrees.write].compactMap { groupOfMethod[$0] }
    return named.first == named.last ? Array(named.prefix(1)) : named
  }

  func group(_ method: Name) -> DatabaseKey? { groupOfMethod[method]?.key }

  /// Who may, as a line: a group that can be opened, or anyone.
  func line(_ method: Name) -> DetailLine {
    guard let group = groupOfMethod[method] else {
      return DetailLine(
        "\(method): anyone", note: "no \(method) group: open to everyone, logged in or not", warns: true)
    }
    return DetailLine("\(method): \(group.name)", note: "members of the group", target: group)
  }

  func audience(_ method: Name) -> Audience { groupOfMethod[method].map { .group($0.name) } ?? .anyone }
}
