internal import Authorization
internal import GRDB

extension DetailBuilder {
  func type() throws -> Detail {
    guard let type = ref.type ?? TypeName(ref.name.text) else { return gone() }
    let table = try reader.table(of: type)
    var facts = [
      table.map { Fact("table \($0.table)") } ?? Fact("no table here: its objects are elsewhere", warns: true)
    ]
    if let name = table?.name { facts.append(Fact("named by \(name.column)")) }
    if schema.directGrants.contains(where: { $0.type == type }) {
      facts.append(Fact("object grants in tables of their own"))
    }
    if let ways = schema.ambiguousTreePaths[type] {
      facts.append(Fact("reaches a git tree by several ways: \(ways.joined(separator: "; "))", warns: true))
    }
    let key = try reader.contentType(type)
    let builder = DetailBuilder(
      reader, EntityRef(kind: .type, key: key ?? ref.key, name: Name(type.description), type: type),
      limit: limit)
    return Detail(
      ref: builder.ref, facts: facts,
      sections: [try builder.section(.permissions, "Permissions"), try builder.section(.objects, "Objects")])
  }

  func object() throws -> Detail {
    let address = try reader.address(of: ref)
    var facts = [Fact("key \(address.text)")]
    if !address.exists {
      facts.append(Fact("no such object: its grants come alive if the key is used again", warns: true))
    }
    var sections: [DetailSection] = []
    if let domain = address.domain {
      let name = try reader.relations.name(of: .domain, key: domain) ?? Name("#\(domain)")
      facts.append(Fact("in domain \(name)"))
      sections.append(
        lines(
          .related, "Domain",
          [DetailLine(name.text, target: EntityRef(kind: .domain, key: domain, name: name))]))
    }
    if let same = same(address) { sections.append(lines(.objects, "The same row", [same])) }
    if let tree = try tree(of: address) { sections.append(tree) }
    sections += try grantSections()
    return Detail(ref: address.ref, facts: facts, sections: sections)
  }

  /// The row under its own kind, where it has one: an object of `auth.user` is a user.
  private func same(_ address: ObjectAddress) -> DetailLine? {
    guard address.exists, let key = address.native else { return nil }
    let kinds: [EntityKind] = [
      .user, .group, .role, .tree, .policy, .task, .artifact, .domain, .endpoint, .session,
    ]
    guard let table = try? reader.table(of: address.type),
      let kind = kinds.first(where: { RelationReader.place($0, schema)?.table == table.table })
    else { return nil }
    let name = address.name ?? address.text
    return DetailLine(
      "\(kind.title) \(name)", note: "what hangs on it",
      target: EntityRef(kind: kind, key: key, name: name, type: address.type))
  }

  /// The git tree that an object follows.
  private func tree(of address: ObjectAddress) throws -> DetailSection? {
    guard schema.treePaths.contains(where: { $0.type == address.type }), address.native != nil else {
      return nil
    }
    guard let key = try reader.treeKey(of: address) else {
      return lines(
        .trees, "Git tree",
        [DetailLine("none", note: "a link on the way is empty: nobody reads or writes", warns: true)])
    }
    let name = try reader.relations.name(of: .tree, key: key) ?? Name("#\(key)")
    let found = EntityRef(kind: .tree, key: key, name: name, type: GitTrees.tree)
    return lines(
      .trees, "Git tree", [DetailLine(found.name.text, note: "decides who reads and writes", target: found)])
  }

  func permission() throws -> Detail {
    guard let found = try reader.permissions(keys: [ref.key]).first else { return gone() }
    let others = try reader.permission(found.name).rows.count - 1
    var facts = [Fact(found.title.text), Fact(found.isCustom ? "custom" : "one that every model gets")]
    if others > 0 {
      facts.append(
        Fact("the name stands on \(others + 1) types; at model level they cannot be told apart", warns: true))
    }
    let type = EntityRef(
      kind: .type, key: found.typeKey, name: Name(found.type.description), type: found.type)
    var sections = [
      lines(.objects, "Type", [DetailLine(found.type.description, target: type)]),
      try section(.holdersOfPermission, "Held at model level by"),
    ]
    if schema.has(.roles) { sections.append(try section(.rolesWithPermission, "Roles with it")) }
    return Detail(ref: named(found.name), facts: facts, sections: sections)
  }
}
