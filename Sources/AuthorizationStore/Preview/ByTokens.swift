internal import Authorization
internal import GRDB

/// Items of a class that the same holders have on both sides, and so the same units.
private struct Signature: Hashable {
  /// A holder by number: users and groups apart, with a bit for those that count only while active.
  var before: [UInt64]
  var after: [UInt64]
}

extension Comparison {
  /// Compares the holders of touched items; users and items are never multiplied out.
  func compareByTokens(_ touches: [Touch], _ plan: IndividualPlan, _ progress: (Double) -> Void) throws {
    for (number, touch) in plan.large.enumerated() {
      try compareByTokens(touch, plan.subjects[touch.item] ?? [])
      progress(Double(number + 1) / Double(plan.large.count))
    }
  }

  private func compareByTokens(_ touch: Touch, _ individuals: Set<Int32>) throws {
    let items = touch.items.sorted { $0.precedes($1) }
    guard !items.isEmpty else { return }
    var groups = GroupNumbers()
    var codes: [[[UInt64]]] = [[], []]
    for side in Side.allCases {
      var found = [[UInt64]](repeating: [], count: items.count)
      try forEachHolder(touch.item, side, items) { token, activeOnly, place in
        found[place].append(groups.code(token, activeOnly))
      }
      for place in found.indices where found[place].count > 1 {
        found[place] = Array(Set(found[place])).sorted()
      }
      codes[side.rawValue] = found
    }
    var places: [Signature: [Int]] = [:]
    var order: [Signature] = []
    for place in items.indices {
      let signature = Signature(before: codes[0][place], after: codes[1][place])
      if places[signature]?.append(place) == nil {
        places[signature] = [place]
        order.append(signature)
      }
    }
    let comparison = try holderComparison(touch.item, groups, individuals)
    for signature in order {
      try check()
      let (gained, lost) = try comparison.compare(signature.before, signature.after)
      let keys = Set((places[signature] ?? []).map { items[$0] })
      result.add(touch.item, isGain: true, gained, keys)
      result.add(touch.item, isGain: false, lost, keys)
      // Nobody gets many times as many holders who gets few.
      let (more, fewer) = (Self.users(gained), Self.users(lost))
      if more >= confirmFactor - 1, let item = keys.min(by: { $0.precedes($1) }) {
        let count = try comparison.count(signature.before)
        result.note(touch.item, item, Growth(before: count, after: count + more - fewer))
      }
    }
  }

  private static func users(_ subjects: [Int32]) -> Int { subjects.count(where: { $0 != People.anonymous }) }

  /// How many users may, before the change, for each of the items.
  func countsBefore(_ item: ItemClass, _ items: [DatabaseKey]) throws -> [Int] {
    guard !items.isEmpty else { return [] }
    var groups = GroupNumbers()
    var codes = [[UInt64]](repeating: [], count: items.count)
    try forEachHolder(item, .before, items) { token, activeOnly, place in
      codes[place].append(groups.code(token, activeOnly))
    }
    let comparison = try holderComparison(item, groups, [])
    return try codes.map { codes in
      try check()
      return try comparison.count(codes)
    }
  }

  private func holderComparison(
    _ item: ItemClass, _ groups: GroupNumbers, _ individuals: Set<Int32>
  ) throws -> HolderComparison {
    HolderComparison(
      run: self, item: item, looksAtFlags: try looksAtFlags(item), individuals: individuals,
      groups: groups.keys,
      passes: try relation(item, .before).chain.passesSuperusers, sweepers: try sweepers(item))
  }

  /// Users for whom a layer gives every object at once, whatever single ones they hold.
  private func sweepers(_ item: ItemClass) throws -> Set<Int32> {
    guard case .objects = item.place else { return [] }
    var found: Set<Int32> = []
    for part in try relation(item, .before).parts {
      for layer in ClassRelation.sweeping(part.layers, part.question) {
        guard let text = LayerCompiler(schema: schema).compile(layer, part.question, .users) else { continue }
        try read(.before) { reader in
          try RawRows.forEach(reader.database, text.sql, text.slots.map { $0.value(part.question) }) {
            if let key = $0.key(0) { found.insert(people.number(key)) }
          }
        }
      }
    }
    return found
  }
}

/// Numbers for groups, so that a holder is one word.
struct GroupNumbers {
  private(set) var keys: [DatabaseKey] = []
  private var numbers: [DatabaseKey: Int] = [:]

  static let everyone: UInt64 = 3 << 60
  static let activeOnly: UInt64 = 1 << 59
  static let group: UInt64 = 1 << 60

  mutating func code(_ token: Token, _ activeOnly: Bool) -> UInt64 {
    let bit = activeOnly ? Self.activeOnly : 0
    switch token {
    case .everyone: return Self.everyone | bit
    case .user(let user): return UInt64(user) | bit
    case .group(let key):
      if let number = numbers[key] { return Self.group | UInt64(number) | bit }
      numbers[key] = keys.count
      keys.append(key)
      return Self.group | UInt64(keys.count - 1) | bit
    }
  }
}

/// Compares the holders of one item before and after.
private final class HolderComparison {
  private let run: Comparison
  private let item: ItemClass
  private let looksAtFlags: Bool
  private let individuals: Set<Int32>
  private let groups: [DatabaseKey]
  private let passes: Bool
  private let sweepers: Set<Int32>
  /// For each user the turn in which they were marked, times four, and how: 1 while active, 2 in any case.
  private var marks: [[Int]] = [[], []]
  private var seen: [Int] = []
  private var turn = 0

  init(
    run: Comparison, item: ItemClass, looksAtFlags: Bool, individuals: Set<Int32>, groups: [DatabaseKey],
    passes: Bool, sweepers: Set<Int32>
  ) {
    self.run = run
    self.item = item
    self.looksAtFlags = looksAtFlags
    self.individuals = individuals
    self.groups = groups
    self.passes = passes
    self.sweepers = sweepers
  }

  func compare(_ before: [UInt64], _ after: [UInt64]) throws -> (gained: [Int32], lost: [Int32]) {
    turn += 1
    let candidates = try candidates(before, after)
    try run.people.load(candidates, run)
    let open = [try mark(before, .before), try mark(after, .after)]
    var gained: [Int32] = []
    var lost: [Int32] = []
    if seen.count < run.people.keys.count {
      seen += Array(repeating: 0, count: run.people.keys.count - seen.count)
    }
    for user in candidates where seen[Int(user)] != turn {
      seen[Int(user)] = turn
      guard !isApart(user) else { continue }
      let had = isHolder(user, .before, open[0])
      let has = isHolder(user, .after, open[1])
      if has && !had { gained.append(user) }
      if had && !has { lost.append(user) }
    }
    // In the Django chain whoever is not logged in is compared like a user.
    if !looksAtFlags {
      if open[1] > 0 && open[0] == 0 { gained.append(People.anonymous) }
      if open[0] > 0 && open[1] == 0 { lost.append(People.anonymous) }
    }
    return (gained, lost)
  }

  /// How many users hold it before, superusers included.
  func count(_ before: [UInt64]) throws -> Int {
    turn += 1
    let open = try mark(before, .before)
    let holders = open > 0 ? try run.people.everybody(run) : try before.flatMap { try users($0, .before) }
    try run.people.load(holders, run)
    var found = 0
    let always = try (passes ? run.superusers() : []) + sweepers
    if seen.count < run.people.keys.count {
      seen += Array(repeating: 0, count: run.people.keys.count - seen.count)
    }
    for user in always where seen[Int(user)] != turn {
      seen[Int(user)] = turn
      found += 1
    }
    for user in holders where seen[Int(user)] != turn {
      seen[Int(user)] = turn
      if isHolder(user, .before, open) { found += 1 }
    }
    return found
  }

  /// Whether somebody is compared otherwise, or holds it in any case.
  private func isApart(_ user: Int32) -> Bool {
    guard looksAtFlags else { return false }
    if run.people.changed.contains(user) || individuals.contains(user) || sweepers.contains(user) {
      return true
    }
    let facts = run.people.facts(user, .before)
    return passes && facts.isActive && facts.isSuperuser
  }

  private func isHolder(_ user: Int32, _ side: Side, _ open: Int) -> Bool {
    let facts = run.people.facts(user, side)
    guard facts.exists else { return false }
    let mark = Int(user) < marks[side.rawValue].count ? marks[side.rawValue][Int(user)] - turn * 4 : 0
    let way = max(open, mark)
    return way == 2 || way == 1 && facts.isActive
  }

  private func candidates(_ before: [UInt64], _ after: [UInt64]) throws -> [Int32] {
    let old = Set(before)
    let new = Set(after)
    var found: [Int32] = []
    for (side, own, other) in [(Side.before, before, new), (.after, after, old)] {
      for code in own where !other.contains(code) {
        if code >= GroupNumbers.everyone { return try run.people.everybody(run) }
        found += try users(code, side)
      }
    }
    for side in Side.allCases {
      for code in side == .before ? before : after
      where code >= GroupNumbers.group && code < GroupNumbers.everyone {
        found += (run.people.moves[side.rawValue][group(code)] ?? []).sorted()
      }
    }
    return found + run.people.comingOrGoing.sorted()
  }

  /// Marks the holders. Returns 1 where everybody active is one, 2 where everybody is, else 0.
  private func mark(_ codes: [UInt64], _ side: Side) throws -> Int {
    var open = 0
    for code in codes {
      let way = code & GroupNumbers.activeOnly == 0 ? 2 : 1
      if code >= GroupNumbers.everyone {
        open = max(open, way)
        continue
      }
      let users = try users(code, side)
      let missing = run.people.keys.count - marks[side.rawValue].count
      if missing > 0 { marks[side.rawValue] += Array(repeating: 0, count: missing) }
      for user in users {
        marks[side.rawValue][Int(user)] = max(marks[side.rawValue][Int(user)], turn * 4 + way)
      }
    }
    return open
  }

  private func users(_ code: UInt64, _ side: Side) throws -> [Int32] {
    if code >= GroupNumbers.everyone { return [] }
    if code >= GroupNumbers.group { return try run.people.members(group(code), side, run) }
    return [Int32(truncatingIfNeeded: code & ~GroupNumbers.activeOnly)]
  }

  private func group(_ code: UInt64) -> DatabaseKey {
    groups[Int(code & (GroupNumbers.activeOnly - 1))]
  }
}
