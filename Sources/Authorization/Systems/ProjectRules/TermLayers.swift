/// The layers of one alternative of a rule: who holds the permission because all of its atoms hold.
struct TermLayers {
  let id: String
  let permission: Name
  let term: [SignedAtom]
  let atoms: [RuleAtom: ProjectRule.Atom]
  /// Nil for the rule without an object.
  let objects: ProjectRule.Objects?

  private typealias Rule = ProjectRule

  func layers(_ schema: Schema) -> [Layer] {
    let ofUser = term.filter(\.atom.needsUser)
    if ofUser.isEmpty { return [layer(.everyone, [], term.compactMap(filter))] }
    if ofUser.count == 1, let only = ofUser.first, !only.isInverse, case .isMember(let group) = only.atom.form
    {
      return [groupLayer(group)]
    }
    return [userLayer(schema), anonymousLayer(schema)].compactMap { $0 }
  }

  /// Members of one group: as a layer for groups it answers for a group itself, and for `--in-group`, as well.
  private func groupLayer(_ group: Name) -> Layer {
    let alias = Rule.groupAlias
    let named = LayerFilter.compare(
      .column(alias: alias, hops: [], column: "name"), .equal, .literal(.text(group)))
    let rest = term.filter { !$0.atom.needsUser }.compactMap(filter)
    return layer(
      .group(LayerColumn(alias, "id")), [LayerTable("auth_group", alias)] + objectTable, [named] + rest)
  }

  private func userLayer(_ schema: Schema) -> Layer {
    let users = schema.users
    let owner = term.first { !$0.isInverse && atoms[$0.atom]?.owner != nil }
    let rest = term.filter { $0 != owner }
    guard let owner, case .column(_, let hops, let column)? = atoms[owner.atom]?.owner else {
      let user = LayerTable(users.table, Rule.userAlias)
      return layer(
        .user(LayerColumn(Rule.userAlias, users.key)), [user] + objectTable, rest.compactMap(filter))
    }
    // From the user to the object along the foreign keys, so that either end can be begun with.
    var tables: [LayerTable] = []
    var holder: LayerColumn
    let aliases = [Rule.objectAlias] + hops.indices.map { "r\($0)" }
    holder = LayerColumn(aliases[hops.count], column)
    let needsUserRow = rest.contains(where: \.atom.needsUser)
    if needsUserRow {
      tables.append(LayerTable(users.table, Rule.userAlias))
      holder = LayerColumn(Rule.userAlias, users.key)
    }
    var own: String? = needsUserRow ? column : nil
    var other: LayerColumn? = needsUserRow ? LayerColumn(Rule.userAlias, users.key) : nil
    for index in hops.indices.reversed() {
      let hop = hops[index]
      tables.append(LayerTable(hop.table, aliases[index + 1], on: own, equals: other))
      own = hop.foreignKey
      other = LayerColumn(aliases[index + 1], hop.target)
    }
    if let objects { tables.append(LayerTable(objects.table, Rule.objectAlias, on: own, equals: other)) }
    return layer(.user(holder), tables, rest.compactMap(filter))
  }

  /// Nil where it holds for nobody who is not logged in, whatever the object is.
  private func anonymousLayer(_ schema: Schema) -> Layer? {
    let filters = term.compactMap(filter).map { $0.anonymous(schema.users) }
    guard !filters.contains(.always(false)) else { return nil }
    return layer(.anonymous, [], filters.filter { $0 != .always(true) })
  }

  private func filter(_ signed: SignedAtom) -> LayerFilter? {
    guard let filter = atoms[signed.atom]?.filter else { return nil }
    return signed.isInverse ? .not(filter) : filter
  }

  private var needsObject: Bool { term.contains(where: \.atom.needsObject) }

  private var objectTable: [LayerTable] {
    guard let objects, needsObject else { return [] }
    return [LayerTable(objects.table, Rule.objectAlias)]
  }

  private func layer(_ holder: Layer.Holder, _ tables: [LayerTable], _ filters: [LayerFilter]) -> Layer {
    var layer = Layer(
      id: holder == .anonymous ? "\(id).anonymous" : id, level: objects == nil ? .model : .object,
      tables: tables.isEmpty ? objectTable : tables, holder: holder, permission: .named([permission]),
      objects: objects.map { objects in
        Layer.Objects(
          types: .fixed(objects.type),
          key: needsObject ? .native(LayerColumn(Rule.objectAlias, objects.key)) : .all,
          indexed: needsObject)
      }, wording: wording)
    layer.filters = filters
    return layer
  }

  private var wording: String {
    "rule of the project: \(term.map(\.text).joined(separator: " & "))"
  }
}
