internal import Authorization
internal import GRDB

extension Discovery {
  /// Where a permission or its type changes, everything that somebody holds by it is touched.
  mutating func changedPermissions() throws {
    var keys: Set<DatabaseKey> = []
    if let delta = run.delta("auth_permission"), let key = delta.index("id") {
      for row in delta.removed + delta.added { if let key = DatabaseKey(row[key]) { keys.insert(key) } }
    }
    if let delta = run.delta("django_content_type"), let key = delta.index("id") {
      let types = Set((delta.removed + delta.added).compactMap { DatabaseKey($0[key]) })
      for table in run.permissions {
        keys.formUnion(table.byKey.values.filter { types.contains($0.typeKey) }.map(\.key))
      }
    }
    guard !keys.isEmpty else { return }
    var found: Set<ItemClass> = []
    for table in run.permissions {
      for row in keys.compactMap({ table.byKey[$0] }) {
        found.formUnion(run.classes(trees: false).filter { $0.permission == row.name })
        found.formUnion(run.proxyClasses(row, run.schema.proxies))
      }
    }
    for item in found.sorted() {
      for side in Side.allCases {
        let relation = try run.relation(item, side)
        for part in relation.parts {
          var question = part.question
          if case .objects = item.place, case .object(let object) = question.place {
            question.place = .objects(of: object.type, typeKey: object.typeKey)
          } else {
            question.place = .anywhere
          }
          for layer in part.layers {
            try read(layer, question, side) { touch, token in
              if touch.item == item { touch.holders[side.rawValue].insert(token) }
            }
          }
        }
      }
    }
  }

  /// Objects that come or go: whoever held something on their keys gains or loses it.
  mutating func changedObjects() throws {
    for delta in run.deltas where !delta.vanishing.isEmpty || !delta.appearing.isEmpty {
      for type in run.types.sorted() {
        guard let table = try run.table(type), table.table == delta.table else { continue }
        for side in Side.allCases {
          let keys = (side == .before ? delta.vanishing : delta.appearing).compactMap { DatabaseKey($0) }
          guard !keys.isEmpty else { continue }
          for name in run.permissions(on: type).sorted() {
            let touch = touch(ItemClass(permission: name, place: .objects(type)))
            touch.items.formUnion(keys)
            try run.forEachHolder(touch.item, side, keys) { holder, _, _ in
              touch.holders[side.rawValue].insert(holder)
            }
          }
        }
      }
    }
  }

  mutating func changedDomains() throws {
    guard let delta = run.delta("core_domain"), run.schema.hasDomains else { return }
    for side in Side.allCases {
      for key in (side == .before ? delta.vanishing : delta.appearing).compactMap({ DatabaseKey($0) }) {
        for layer in backends.flatMap(\.layers) where layer.level == .domain {
          let question = RelationQuestion(holder: .anybody, permissions: .any, place: .domain(key))
          try read(layer, question, side) { touch, token in touch.holders[side.rawValue].insert(token) }
        }
      }
    }
  }

  // MARK: people

  /// Users who come or go have what is open to everyone, and what their groups have, on one side only.
  mutating func newcomers() throws {
    let users = run.people.comingOrGoing
    guard !users.isEmpty, !run.treeTypes.isEmpty else { return }
    let link = run.schema.memberships
    for side in Side.allCases {
      for user in users.sorted() {
        var groups: [DatabaseKey] = []
        try run.read(side) { reader in
          let sql = "SELECT \(link.to.quoted) FROM \(link.table.quoted) WHERE \(link.from.quoted) = ?"
          try RawRows.forEach(reader.database, sql, [run.people.keys[Int(user)].value]) {
            if let key = $0.key(0) { groups.append(key) }
          }
        }
        for group in groups { run.people.add(group, of: user, side) }
      }
      let question = RelationQuestion(holder: .anybody, permissions: .any, place: .anywhere)
      for layer in backends.flatMap(\.layers)
      where layer.holder == .everyone && layer.level == .object && !layer.tables.isEmpty {
        try read(layer, question, side) { _, _ in }
      }
    }
  }

  /// What the groups have that somebody leaves or joins.
  mutating func movedGroups(_ side: Side) throws {
    let groups = run.people.moves[side.rawValue].keys.sorted { $0.precedes($1) }
    var start = 0
    while start < groups.count {
      let slice = Array(groups[start..<min(start + 100, groups.count)])
      start += slice.count
      let question = RelationQuestion(holder: .groups(slice), permissions: .any, place: .anywhere)
      for layer in backends.flatMap(\.layers) {
        guard case .group = layer.holder else { continue }
        try read(layer, question, side) { touch, token in
          if case .group(let group) = token { touch.movedGroups[side.rawValue].insert(group) }
        }
      }
    }
  }
}
