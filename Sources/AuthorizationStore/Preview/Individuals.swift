internal import Authorization
internal import GRDB

/// Which subjects are compared one by one, in which classes.
struct IndividualPlan {
  var subjects: [ItemClass: Set<Int32>] = [:]
  /// Classes with so many candidates that holders are compared instead.
  var large: [Touch] = []
}

extension Comparison {
  /// So many users of one class are compared one by one; with more, all its holders are read at once.
  private func limit(_ item: ItemClass) -> Int { individualLimit ?? (item.place == .general ? 1_000 : 800) }

  func individuals(_ touches: [Touch]) throws -> IndividualPlan {
    var plan = IndividualPlan()
    let anonymous = try standIns()
    for touch in touches {
      let looksAtFlags = try looksAtFlags(touch.item)
      let limit = limit(touch.item)
      // Trees do not look at flags: their objects share few holders, and are compared by those.
      guard looksAtFlags, let users = try candidates(touch, limit) else {
        plan.large.append(touch)
        let isOpen = touch.holders.contains { $0.contains(.everyone) }
        if looksAtFlags, try isOpen || anonymous.contains(where: { try isCandidate($0, touch) }) {
          plan.subjects[touch.item, default: []].insert(People.anonymous)
        }
        continue
      }
      plan.subjects[touch.item, default: []].formUnion(users)
      if !users.isDisjoint(with: anonymous) {
        plan.subjects[touch.item, default: []].insert(People.anonymous)
      }
    }
    for user in people.changed.sorted() { try add(user, &plan) }
    if try anonymousChanges() { try add(People.anonymous, &plan) }
    return plan
  }

  /// Adds somebody whose own row changes to every class in which they hold something.
  private func add(_ user: Int32, _ plan: inout IndividualPlan) throws {
    var found: Set<ItemClass> = []
    for side in Side.allCases {
      found.formUnion(
        try read(side) { reader in
          try subject(user, reader).map { try classes(heldBy: $0, side, reader) } ?? []
        })
    }
    for item in found where try looksAtFlags(item) { plan.subjects[item, default: []].insert(user) }
  }

  func looksAtFlags(_ item: ItemClass) throws -> Bool {
    try relation(item, .before).looksAtFlags || relation(item, .after).looksAtFlags
  }

  /// The users that a touch may concern; nil where there are more than the limit.
  private func candidates(_ touch: Touch, _ limit: Int) throws -> Set<Int32>? {
    var found: Set<Int32> = []
    for side in Side.allCases {
      for group in touch.movedGroups[side.rawValue] {
        found.formUnion(people.moves[side.rawValue][group] ?? [])
      }
      for token in touch.holders[side.rawValue] {
        switch token {
        case .everyone: return nil
        case .user(let user): found.insert(user)
        case .group(let group): found.formUnion(try people.members(group, side, self))
        }
        if found.count > limit { return nil }
      }
    }
    return found.count > limit ? nil : found
  }

  private func isCandidate(_ user: Int32, _ touch: Touch) throws -> Bool {
    for side in Side.allCases {
      if touch.movedGroups[side.rawValue].contains(where: {
        people.moves[side.rawValue][$0]?.contains(user) ?? false
      }) {
        return true
      }
      for token in touch.holders[side.rawValue] {
        switch token {
        case .everyone: return true
        case .user(user): return true
        case .user: continue
        case .group(let group): if try people.members(group, side, self).contains(user) { return true }
        }
      }
    }
    return false
  }

  /// The rows that stand for whoever is not logged in, on both sides.
  private func standIns() throws -> Set<Int32> {
    var found: Set<Int32> = []
    for side in Side.allCases {
      if let key = try read(side, { try $0.anonymous().standInKey }) { found.insert(people.number(key)) }
    }
    return found
  }

  private func anonymousChanges() throws -> Bool {
    guard delta(schema.users.table) != nil else { return false }
    return try read(.before) { try $0.anonymous() } != read(.after) { try $0.anonymous() }
  }

  // MARK: comparing

  func compareIndividuals(_ plan: IndividualPlan, _ progress: (Double) -> Void) throws {
    let total = max(1, plan.subjects.values.reduce(0) { $0 + $1.count })
    var done = 0
    var subjects: [[Int32: Subject?]] = [[:], [:]]
    for item in plan.subjects.keys.sorted() {
      let users = (plan.subjects[item] ?? []).sorted()
      let table: TypeTable? = if case .objects(let type) = item.place { try table(type) } else { nil }
      let relations = try Side.allCases.map { try relation(item, $0) }
      var start = 0
      while start < users.count {
        let slice = users[start..<min(start + 50, users.count)]
        var held: [[Held]] = []
        for side in Side.allCases {
          held.append(
            try read(side) { reader in
              try slice.map { user in
                let known = try subjects[side.rawValue][user] ?? subject(user, reader)
                subjects[side.rawValue][user] = .some(known)
                guard let known else { return Held() }
                return try self.held(known, item, relations[side.rawValue], table, side, reader)
              }
            })
        }
        for (user, pair) in zip(slice, zip(held[0], held[1])) { try compare(item, user, pair.0, pair.1) }
        start += slice.count
        done += slice.count
        progress(Double(done) / Double(total))
      }
    }
  }

  private func compare(_ item: ItemClass, _ user: Int32, _ before: Held, _ after: Held) throws {
    guard before.every || after.every else {
      result.add(item, isGain: true, [user], after.items.subtracting(before.items))
      result.add(item, isGain: false, [user], before.items.subtracting(after.items))
      return
    }
    guard before.every != after.every else { return }
    let (side, other): (Side, Held) = after.every ? (.after, before) : (.before, after)
    // Objects that are there on one side only count for those who hold single ones of them.
    let single = other.items.subtracting(try existing(item, other.items, side))
    result.add(item, isGain: !after.every, [user], single)
    let kept = other.items.subtracting(single)
    let total = try count(item, side)
    result.addEvery(item, isGain: after.every, user, total: total, kept: kept)
  }

  /// How many items there are of a class of domains or objects.
  private func count(_ item: ItemClass, _ side: Side) throws -> Int {
    guard case .objects(let type) = item.place else { return domains[side.rawValue].count }
    return try count(type, side)
  }

  /// Those of the items that exist on a side; all of them exist on the other.
  private func existing(_ item: ItemClass, _ items: Set<DatabaseKey>, _ side: Side) throws -> Set<DatabaseKey>
  {
    guard case .objects(let type) = item.place else { return items.intersection(domains[side.rawValue]) }
    guard let table = try table(type), let delta = delta(table.table) else { return items }
    let gone = side == .after ? delta.vanishing : delta.appearing
    return items.subtracting(gone.compactMap { DatabaseKey($0) })
  }
}
