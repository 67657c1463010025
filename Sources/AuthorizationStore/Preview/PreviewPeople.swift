internal import Authorization
internal import GRDB

/// The users that a preview meets, by number, and what their own rows say on both sides.
struct People {
  struct Facts {
    var exists = false
    var isActive = false
    var isSuperuser = false
  }

  private(set) var keys: [DatabaseKey] = []
  private var numbers: [DatabaseKey: Int32] = [:]
  private var facts: [[Facts]] = [[], []]
  private var known: [Bool] = []
  private var members: [[DatabaseKey: [Int32]]] = [[:], [:]]
  private var everybodyIsKnown = false

  /// Users whose own rows change in a way that checks look at.
  private(set) var changed: Set<Int32> = []
  /// Users who are there on one side only.
  private(set) var comingOrGoing: Set<Int32> = []
  /// Users who leave groups (before) and who join them (after), by group.
  private(set) var moves: [[DatabaseKey: Set<Int32>]] = [[:], [:]]
  private(set) var moved: Set<Int32> = []

  /// Stands for whoever is not logged in.
  static let anonymous: Int32 = -1

  mutating func number(_ key: DatabaseKey) -> Int32 {
    if let number = numbers[key] { return number }
    let number = Int32(keys.count)
    numbers[key] = number
    keys.append(key)
    known.append(false)
    facts[0].append(Facts())
    facts[1].append(Facts())
    return number
  }

  func facts(_ user: Int32, _ side: Side) -> Facts { facts[side.rawValue][Int(user)] }

  /// Reads the changes of users and memberships.
  mutating func prepare(_ run: Comparison) throws {
    let users = run.schema.users
    if let delta = run.delta(users.table), let key = delta.index(users.key) {
      let flags = [users.isActive, users.isSuperuser].compactMap { $0 }.compactMap { delta.index($0) }
      var images: [DatabaseKey: [[DatabaseValue]?]] = [:]
      for side in Side.allCases {
        for row in delta.rows(side) {
          if let key = DatabaseKey(row[key]) { images[key, default: [nil, nil]][side.rawValue] = row }
        }
      }
      for row in delta.removed + delta.added {
        guard let key = DatabaseKey(row[key]), let pair = images[key] else { continue }
        guard let old = pair[0], let new = pair[1] else {
          comingOrGoing.insert(number(key))
          changed.insert(number(key))
          continue
        }
        if flags.contains(where: { old[$0].bool != new[$0].bool }) { changed.insert(number(key)) }
      }
    }
    let link = run.schema.memberships
    guard let delta = run.delta(link.table), let from = delta.index(link.from), let to = delta.index(link.to)
    else { return }
    for side in Side.allCases {
      for row in delta.rows(side) {
        guard let user = DatabaseKey(row[from]), let group = DatabaseKey(row[to]) else { continue }
        moves[side.rawValue][group, default: []].insert(number(user))
        moved.insert(number(user))
      }
    }
  }

  /// Lets users who come or go, and keep their memberships in the rows, move like the others.
  mutating func add(_ group: DatabaseKey, of user: Int32, _ side: Side) {
    moves[side.rawValue][group, default: []].insert(user)
  }

  /// The members of a group, by the key of the user.
  mutating func members(_ group: DatabaseKey, _ side: Side, _ run: Comparison) throws -> [Int32] {
    if let found = members[side.rawValue][group] { return found }
    let link = run.schema.memberships
    let sql = """
      SELECT m.\(link.from.quoted) FROM \(link.table.quoted) AS m WHERE m.\(link.to.quoted) = ?
      """
    var found: [DatabaseKey] = []
    try run.read(side) { reader in
      try RawRows.forEach(reader.database, sql, [group.value]) {
        if let key = $0.key(0) { found.append(key) }
      }
    }
    let numbers = found.map { number($0) }
    members[side.rawValue][group] = numbers
    return numbers
  }

  /// All users of both sides.
  mutating func everybody(_ run: Comparison) throws -> [Int32] {
    if !everybodyIsKnown {
      for side in Side.allCases {
        let users = run.schema.users
        if side == .after, comingOrGoing.isEmpty { continue }
        var found: [DatabaseKey] = []
        try run.read(side) { reader in
          let sql = "SELECT \(users.key.quoted) FROM \(users.table.quoted)"
          try RawRows.forEach(reader.database, sql) { if let key = $0.key(0) { found.append(key) } }
        }
        for key in found { _ = number(key) }
      }
      everybodyIsKnown = true
    }
    return Array(0..<Int32(keys.count))
  }

  /// Reads the facts of users that are not known yet.
  mutating func load(_ wanted: some Sequence<Int32>, _ run: Comparison) throws {
    var fresh: [Int32] = []
    for user in wanted where !known[Int(user)] {
      known[Int(user)] = true
      fresh.append(user)
    }
    guard !fresh.isEmpty else { return }
    var start = 0
    while start < fresh.count {
      let slice = fresh[start..<min(start + 20_000, fresh.count)]
      for (user, facts) in try read(slice, .before, run) {
        self.facts[0][Int(user)] = facts
        self.facts[1][Int(user)] = facts
      }
      let other = slice.filter { changed.contains($0) }
      if !other.isEmpty {
        for user in other { facts[1][Int(user)] = Facts() }
        for (user, facts) in try read(other[...], .after, run) { self.facts[1][Int(user)] = facts }
      }
      start += slice.count
    }
  }

  private func read(_ wanted: ArraySlice<Int32>, _ side: Side, _ run: Comparison) throws -> [(Int32, Facts)] {
    let users = run.schema.users
    let flags = [users.isActive, users.isSuperuser].map { $0.map { "u.\($0.quoted)" } ?? "NULL" }
    let sql = """
      SELECT k.id, \(flags.joined(separator: ", ")) FROM \(Scratch.people) AS k CROSS JOIN \(users.table.quoted) AS u \
      WHERE u.\(users.key.quoted) = k.k
      """
    var found: [(Int32, Facts)] = []
    try run.read(side) { reader in
      try reader.database.cachedStatement(sql: "DELETE FROM \(Scratch.people)").execute()
      try RawRows.execute(
        reader.database, "INSERT INTO \(Scratch.people) VALUES (?, ?)",
        wanted.lazy.map { [Int64($0).databaseValue, keys[Int($0)].value] })
      try RawRows.forEach(reader.database, sql) { row in
        let facts = Facts(
          exists: true, isActive: users.isActive == nil || row.value(1).bool ?? false,
          isSuperuser: row.value(2).bool ?? false)
        found.append((Int32(row.integer(0)), facts))
      }
    }
    return found
  }
}
