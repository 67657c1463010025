internal import Authorization
internal import GRDB

extension Comparison {
  /// Says what is so far-reaching that a word has to be typed for it, and what a reader has to know.
  func confirm() throws {
    if let unknown = try read(.before, { $0.djangoChain.incompleteness }) { result.warnings.append(unknown) }
    try confirmAnonymous()
    try noteIndividuals()
    try noteEvery()
    // The one that grows the most tells the most.
    guard let growth = result.growths.max(by: { $0.count.isLess(than: $1.count) }),
      let confirmation = growth.count.confirmation(
        growth.item.permission, on: try name(growth.item, growth.key), factor: confirmFactor)
    else { return }
    result.confirmations.append(confirmation)
  }

  // MARK: anonymous

  private func confirmAnonymous() throws {
    let all = result.sortedParts.filter { $0.key.isGain && $0.part.anonymousUnits > 0 }
    // Trees say more than what hangs below them.
    let parts =
      all.filter { $0.key.place == .objects(GitTrees.tree) }
      + all.filter { $0.key.place != .objects(GitTrees.tree) }
    guard let first = parts.first else { return }
    let isTree = Permission(name: first.key.permission, rows: []).isTreeMethod
    let whats = parts.prefix(3).map { key, part in what(key, part) }
    let more = parts.count > 3 ? ", and more" : ""
    let who = isTree ? "anybody, logged in or not," : "whoever is not logged in"
    result.confirmations.append(
      Confirmation(
        .anonymous, "\(who) could \(whats.joined(separator: ", "))\(more)",
        word: try anonymousWord(parts)))
  }

  private func what(_ key: PreviewResult.Key, _ part: PreviewResult.Part) -> String {
    let isTree = Permission(name: key.permission, rows: []).isTreeMethod
    let verb = isTree ? key.permission.text : "have `\(key.permission)` on"
    switch key.place {
    case .general: return "have `\(key.permission)` in general"
    case .domains: return "\(verb) \(Counted.words(part.anonymousUnits, "domain"))"
    case .all(let type): return "\(verb) every `\(type)`"
    case .objects(GitTrees.tree) where isTree:
      return "\(verb) \(Counted.words(part.anonymousUnits, "tree"))"
    case .objects(let type): return "\(verb) \(Digits.grouped(part.anonymousUnits)) of `\(type)`"
    }
  }

  /// The most telling name: a policy that opens, else the only object, else the only permission.
  private func anonymousWord(_ parts: [(key: PreviewResult.Key, part: PreviewResult.Part)]) throws -> Name {
    if parts.contains(where: { Permission(name: $0.key.permission, rows: []).isTreeMethod }),
      let delta = delta("datawarehouse_gittreepolicy"), delta.added.count == 1, let row = delta.added.first,
      let column = delta.index("name"), let name = Name(row[column]), !name.text.isEmpty
    {
      return name
    }
    var objects: Set<DatabaseKey> = []
    for (key, part) in parts where key.place == parts[0].key.place {
      for block in part.blocks where block.subjects.contains(People.anonymous) && block.every == nil {
        objects.formUnion(block.items)
      }
    }
    if objects.count == 1, let key = objects.first, parts[0].key.place == .objects(GitTrees.tree),
      let name = try treeName(key)
    {
      return name
    }
    let permissions = Set(parts.map(\.key.permission))
    if permissions.count == 1, let only = permissions.first, only != GitTrees.read, only != GitTrees.write {
      return only
    }
    return "anyone"
  }

  private func treeName(_ key: DatabaseKey) throws -> Name? {
    try read(.before) { try Names(reader: $0, deltas: deltas, side: .after).name(.tree, key) }
  }

  private func name(_ item: ItemClass, _ key: DatabaseKey) throws -> String? {
    switch item.place {
    case .general: return nil
    case .domains:
      return try read(.before) { reader in
        try Names(reader: reader, deltas: deltas, side: .after).name(.domain, key).map { "on domain \($0)" }
      }
    case .objects(GitTrees.tree): return try treeName(key).map { "on tree \($0)" }
    case .objects(let type):
      return key == generalItem ? "on every `\(type)`" : "on \(type):\(try table(type)?.text(key) ?? "")"
    }
  }

  // MARK: growth

  /// Items that many users get one by one.
  private func noteIndividuals() throws {
    for (key, part) in result.sortedParts where key.isGain && part.subjects >= confirmFactor - 1 {
      let place: ItemClass.Place
      switch key.place {
      case .general: place = .general
      case .domains: place = .domains
      case .objects(let type): place = .objects(type)
      case .all: continue
      }
      let gains = Self.single(part)
      let lost = result.parts[PreviewResult.Key(isGain: false, permission: key.permission, place: key.place)]
      let losses = lost.map { Self.single($0) } ?? [:]
      let item = ItemClass(permission: key.permission, place: place)
      let grown = gains.filter { $0.value >= max(1, confirmFactor - 1) }
        .sorted { $0.value == $1.value ? $0.key.precedes($1.key) : $0.value > $1.value }
      let keys = grown.prefix(Self.examined).map(\.key)
      for (object, before) in zip(keys, try countsBefore(item, keys)) {
        let after = before + (gains[object] ?? 0) - (losses[object] ?? 0)
        result.note(item, object, Growth(before: before, after: after))
      }
    }
  }

  /// Of very many items that grow, those that grow the most are looked at.
  private static let examined = 20_000

  private static func single(_ part: PreviewResult.Part) -> [DatabaseKey: Int] {
    var found: [DatabaseKey: Int] = [:]
    for block in part.blocks where block.subjects.count == 1 && block.subjects != [People.anonymous] {
      for key in block.items { found[key, default: 0] += 1 }
    }
    return found
  }

  /// Objects of types that many users get whole: some have no other holder than who had them all before.
  private func noteEvery() throws {
    for (key, part) in result.sortedParts where key.isGain && part.subjects >= max(1, confirmFactor - 1) {
      guard case .all(let type) = key.place else { continue }
      let item = ItemClass(permission: key.permission, place: .objects(type))
      let before = try superusers().count
      result.note(item, generalItem, Growth(before: before, after: before + part.subjects))
    }
  }
}
