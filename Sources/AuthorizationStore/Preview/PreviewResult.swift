internal import Authorization

/// The units that a preview found, in blocks of subjects times items.
struct PreviewResult {
  struct Block {
    var subjects: [Int32]
    var items: [DatabaseKey]
    /// For every object at once: how many of them really change.
    var every: Int?
    /// For every object at once: whether the others stay as they are, being held singly.
    var leavesSome = false

    var units: Int { every == nil ? subjects.count * items.count : subjects.count }
  }

  struct Key: Hashable {
    var isGain: Bool
    var permission: Name
    var place: ImpactPart.Place
  }

  struct Part {
    var blocks: [Block] = []
    var units = 0
    var isAbout: [Bool] = []
    var subjects = 0
    var objects: Set<DatabaseKey> = []
    /// Units of whoever is not logged in.
    var anonymousUnits = 0
    /// For every object at once: how many there are, and those that change for nobody.
    var total = 0
    var unchanged: Set<DatabaseKey>?
  }

  /// An item whose users become many.
  struct GrownItem {
    var item: ItemClass
    var key: DatabaseKey
    var count: Growth
  }

  private(set) var parts: [Key: Part] = [:]
  private(set) var growths: [GrownItem] = []
  var warnings: [String] = []
  var confirmations: [Confirmation] = []

  mutating func add(_ item: ItemClass, isGain: Bool, _ subjects: [Int32], _ items: Set<DatabaseKey>) {
    guard !subjects.isEmpty, !items.isEmpty else { return }
    let block = Block(subjects: subjects, items: items.sorted { $0.precedes($1) })
    let key = Key(isGain: isGain, permission: item.permission, place: item.place.part)
    add(block, key)
    if item.place != .general { parts[key]?.objects.formUnion(items) }
  }

  /// Adds a permission on every object at once, unless nothing changes by it.
  mutating func addEvery(_ item: ItemClass, isGain: Bool, _ user: Int32, total: Int, kept: Set<DatabaseKey>) {
    guard total > kept.count, item.place != .general else { return }
    let type: TypeName = if case .objects(let type) = item.place { type } else { Gate.domainType }
    let key = Key(isGain: isGain, permission: item.permission, place: .all(type))
    add(
      Block(
        subjects: [user], items: [generalItem], every: total - kept.count, leavesSome: !kept.isEmpty), key)
    parts[key]?.total = total
    let unchanged = parts[key]?.unchanged?.intersection(kept) ?? kept
    parts[key]?.unchanged = unchanged
  }

  private mutating func add(_ block: Block, _ key: Key) {
    var part = parts.removeValue(forKey: key) ?? Part()
    part.units += block.units
    for subject in block.subjects {
      // Nobody logged in comes first, before the users by number.
      let place = Int(subject) + 1
      if place >= part.isAbout.count {
        part.isAbout += Array(
          repeating: false, count: max(place + 1 - part.isAbout.count, part.isAbout.count))
      }
      if !part.isAbout[place] {
        part.isAbout[place] = true
        part.subjects += 1
      }
      if subject == People.anonymous { part.anonymousUnits += block.items.count }
    }
    part.blocks.append(block)
    parts[key] = part
  }

  mutating func note(_ item: ItemClass, _ key: DatabaseKey, _ count: Growth) {
    growths.append(GrownItem(item: item, key: key, count: count))
  }

  /// The parts as they are shown: gains first, then the greatest.
  var sortedParts: [(key: Key, part: Part)] {
    parts.map { (key: $0.key, part: $0.value) }.sorted { left, right in
      if left.key.isGain != right.key.isGain { return left.key.isGain }
      if left.part.units != right.part.units { return left.part.units > right.part.units }
      if left.key.permission != right.key.permission { return left.key.permission < right.key.permission }
      return left.key.place.order < right.key.place.order
    }
  }

  var impact: Impact {
    let sorted = sortedParts
    func sum(_ isGain: Bool) -> Int {
      sorted.reduce(0) { $0 + ($1.key.isGain == isGain ? $1.part.units : 0) }
    }
    return Impact(
      gains: sum(true), losses: sum(false),
      parts: sorted.map { key, part in
        ImpactPart(
          isGain: key.isGain, permission: key.permission, place: key.place, units: part.units,
          subjects: part.subjects,
          objects: part.unchanged.map { part.total - $0.count } ?? part.objects.count,
          includesAnonymous: part.isAbout.first ?? false,
          leavesSome: part.unchanged?.isEmpty == false)
      }, confirmations: confirmations, warnings: warnings)
  }
}

extension ItemClass.Place {
  var part: ImpactPart.Place {
    switch self {
    case .general: .general
    case .domains: .domains
    case .objects(let type): .objects(type)
    }
  }
}

extension ImpactPart.Place {
  fileprivate var order: Name {
    switch self {
    case .general: "0"
    case .domains: "1"
    case .all(let type): Name("2\(type)")
    case .objects(let type): Name("3\(type)")
    }
  }
}
