internal import Authorization
internal import GRDB

/// The exact list of units, by position.
struct UnitList {
  private struct Run {
    var key: PreviewResult.Key
    var block: PreviewResult.Block
    /// How many units lie before it.
    var start: Int
  }

  private var runs: [Bool: [Run]] = [true: [], false: []]
  private let users: [DatabaseKey]
  private let tables: [TypeName: TypeTable?]
  private let deltas: [TableDelta]

  init(_ result: PreviewResult, _ comparison: Comparison) {
    users = comparison.people.keys
    tables = comparison.tables
    deltas = comparison.deltas
    var ends: [Bool: Int] = [:]
    for (key, part) in result.sortedParts {
      for block in part.blocks {
        let start = ends[key.isGain] ?? 0
        runs[key.isGain, default: []].append(Run(key: key, block: block, start: start))
        ends[key.isGain] = start + block.units
      }
    }
  }

  func units(
    gains: Bool, from first: Int, limit: Int, _ reader: AuthorizationReader
  ) throws -> [ImpactUnit] {
    let runs = runs[gains] ?? []
    guard first >= 0, limit > 0 else { return [] }
    // The last run that starts at the position or before it.
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].start <= first { low = middle + 1 } else { high = middle }
    }
    var found: [ImpactUnit] = []
    let names = Names(reader: reader, deltas: deltas, side: gains ? .after : .before)
    var index = max(0, low - 1)
    var position = first
    while index < runs.count, found.count < limit {
      let run = runs[index]
      while found.count < limit, position < run.start + run.block.units {
        found.append(try unit(run, position - run.start, names))
        position += 1
      }
      index += 1
    }
    return found
  }

  private func unit(_ run: Run, _ offset: Int, _ names: Names) throws -> ImpactUnit {
    let perSubject = run.block.every == nil ? run.block.items.count : 1
    let subject = run.block.subjects[offset / perSubject]
    var user: EntityRef?
    if subject != People.anonymous {
      let key = users[Int(subject)]
      user = EntityRef(kind: .user, key: key, name: try names.name(.user, key) ?? Name("#\(key)"))
    }
    return ImpactUnit(
      isGain: run.key.isGain, user: user, permission: run.key.permission,
      object: try object(run, run.block.items[offset % perSubject], names))
  }

  private func object(_ run: Run, _ key: DatabaseKey, _ names: Names) throws -> String? {
    switch run.key.place {
    case .general: return nil
    case .all(let type):
      return WholeType.words(type, run.block.every ?? 0, leavesSome: run.block.leavesSome)
    case .domains: return try "domain:\(names.name(.domain, key) ?? Name(key.text))"
    case .objects(let type):
      if type == GitTrees.tree, let name = try names.name(.tree, key) { return "tree:\(name)" }
      let table: TypeTable? = tables[type] ?? nil
      return "\(type):\(table?.text(key) ?? Name(key.text))"
    }
  }
}

/// Names of rows as they are on one side of a change.
struct Names {
  let reader: AuthorizationReader
  let deltas: [TableDelta]
  let side: Side

  func name(_ kind: EntityKind, _ key: DatabaseKey) throws -> Name? {
    if side == .after, let place = RelationReader.place(kind, reader.schema),
      let delta = deltas.first(where: { $0.table == place.table }), let column = delta.index(place.key),
      let name = delta.index(place.name),
      let row = delta.added.first(where: { DatabaseKey($0[column]) == key })
    {
      return Name(row[name])
    }
    return try reader.relations.name(of: kind, key: key)
  }
}
