internal import Authorization
internal import GRDB

/// Somebody who holds something by a row of their own.
enum Token: Hashable {
  case user(Int32)
  case group(DatabaseKey)
  case everyone
}

/// What row changes touch in one class. It may be more than what changes, and is never less.
final class Touch {
  let item: ItemClass
  /// Holders whose rows change, by side.
  var holders: [Set<Token>] = [[], []]
  /// Groups that hold something and that somebody leaves or joins, by side.
  var movedGroups: [Set<DatabaseKey>] = [[], []]
  var items: Set<DatabaseKey> = []

  init(_ item: ItemClass) { self.item = item }
}

/// The one item of a class in general.
let generalItem = DatabaseKey.integer(0)

/// Finds the classes and items that row changes touch, from the rows outwards along the joins of the layers.
struct Discovery {
  let run: Comparison
  var touches: [ItemClass: Touch] = [:]
  /// Objects that grants come to and that do not exist then.
  var orphans: [TypeName: Set<Name>] = [:]
  /// Types that grants are about and whose objects are not in this database.
  var elsewhere: Set<TypeName> = []
  let backends: [Backend]
  /// The proxies whose objects a layer's rows are about as well, by the layer.
  private let proxies: [String: [TypeName: TypeName]]

  init(_ run: Comparison) throws {
    self.run = run
    backends = try run.read(.before) { reader in
      reader.djangoChain.backends + (reader.schema.has(.trees) ? reader.treeChain.backends : [])
    }
    let ids = backends.flatMap { backend in backend.layers.map { ($0.id, backend.proxies) } }
    proxies = Dictionary(ids) { first, _ in first }
  }

  mutating func find() throws {
    for layer in backends.flatMap(\.layers) { try changedRows(layer) }
    try changedPermissions()
    try changedObjects()
    try changedDomains()
    try newcomers()
    for side in Side.allCases { try movedGroups(side) }
  }

  mutating func touch(_ item: ItemClass) -> Touch {
    if let known = touches[item] { return known }
    let touch = Touch(item)
    touches[item] = touch
    return touch
  }

  // MARK: rows of layers

  private mutating func changedRows(_ layer: Layer) throws {
    for table in layer.tables {
      // What changes in a user's own row is looked at user by user.
      guard table.name != run.schema.users.table,
        let number = run.deltas.firstIndex(where: { $0.table == table.name }),
        !run.deltas[number].changed.isDisjoint(with: Self.columns(layer, table))
      else { continue }
      for side in Side.allCases where !run.deltas[number].rows(side).isEmpty {
        let substitute = LayerCompiler.Substitute(alias: table.alias, table: Scratch.table(number, side))
        let question = RelationQuestion(holder: .anybody, permissions: .any, place: .anywhere)
        try read(layer, question, side, substitute) { touch, token in
          touch.holders[side.rawValue].insert(token)
        }
      }
    }
  }

  /// The columns of a table that a layer looks at.
  private static func columns(_ layer: Layer, _ table: LayerTable) -> Set<String> {
    var found: Set<String> = Set(table.joins.map(\.own))
    for condition in table.conditions {
      switch condition {
      case .null(let column), .notNull(let column), .truth(let column): found.insert(column)
      }
    }
    var used = layer.tables.flatMap(\.joins).map(\.other) + layer.steps.map(\.key)
    switch layer.holder {
    case .user(let column), .group(let column): used.append(column)
    case .everyone, .anonymous: break
    }
    if case .row(let column) = layer.permission { used.append(column) }
    if let domain = layer.domain { used.append(domain) }
    switch layer.objects?.key {
    case .text(let column), .native(let column): used.append(column)
    case .all, nil: break
    }
    switch layer.objects?.types {
    case .column(let column, _), .ignored(let column): used.append(column)
    case .fixed, nil: break
    }
    return found.union(used.filter { $0.alias == table.alias }.map(\.column))
  }

  /// Reads rows of a layer and touches what they are about.
  mutating func read(
    _ layer: Layer, _ question: RelationQuestion, _ side: Side, _ substitute: LayerCompiler.Substitute? = nil,
    _ note: (Touch, Token) -> Void
  ) throws {
    guard
      let text = LayerCompiler(schema: run.schema)
        .compile(layer, question, .holdings, substitute: substitute)
    else { return }
    var rows: [(holder: DatabaseKey?, permission: DatabaseKey?, item: DatabaseValue)] = []
    try run.read(side) { reader in
      try RawRows.forEach(reader.database, text.sql, text.slots.map { $0.value(question) }) { row in
        rows.append((row.key(0), row.key(1), row.value(2)))
      }
    }
    var kinds: [DatabaseKey?: [(touch: Touch, table: TypeTable?)]] = [:]
    for row in rows {
      if kinds[row.permission] == nil {
        kinds[row.permission] = try classes(layer, row.permission, side).map { item in
          if case .objects(let type) = item.place { return (touch(item), try run.table(type)) }
          return (touch(item), nil)
        }
      }
      guard let token = token(layer, row.holder) else { continue }
      for (touch, table) in kinds[row.permission] ?? [] {
        guard add(row.item, layer, touch, table, isNew: substitute != nil && side == .after) else { continue }
        note(touch, token)
      }
    }
  }

  /// Whether the item can be one.
  private mutating func add(
    _ value: DatabaseValue, _ layer: Layer, _ touch: Touch, _ table: TypeTable?, isNew: Bool
  ) -> Bool {
    switch touch.item.place {
    case .general: touch.items.insert(generalItem)
    case .domains:
      guard let key = DatabaseKey(value) else { return false }
      touch.items.insert(key)
    case .objects(let type):
      // Whoever holds every object is looked at by their own rows.
      guard case .some(let kind) = layer.objects?.key, kind != .all else { return false }
      // A role on an object of one type carries permissions of others; only a grant names its type.
      var namesType = false
      if case .column = layer.objects?.types { namesType = run.schema.proxies[type] == nil }
      guard let table else {
        if namesType { elsewhere.insert(type) }
        return false
      }
      if case .native = kind {
        guard let key = DatabaseKey(value) else { return false }
        touch.items.insert(key)
        return true
      }
      guard let text = Name(value) else { return false }
      if isNew, namesType { orphans[type, default: []].insert(text) }
      guard let key = table.native(text), table.text(key) == text else { return false }
      touch.items.insert(key)
    }
    return true
  }

  private func token(_ layer: Layer, _ holder: DatabaseKey?) -> Token? {
    switch layer.holder {
    case .everyone, .anonymous: .everyone
    case .user: holder.map { .user(run.people.number($0)) }
    case .group: holder.map { .group($0) }
    }
  }

  /// The classes that a row of a layer is about.
  private func classes(_ layer: Layer, _ key: DatabaseKey?, _ side: Side) throws -> [ItemClass] {
    let row = key.flatMap { run.permissions[side.rawValue].byKey[$0] }
    let names: [Name]
    switch layer.permission {
    case .row: names = row.map { [$0.name] } ?? []
    case .named(let own): names = own
    }
    let own = names.compactMap { name -> ItemClass? in
      switch layer.level {
      case .model: return ItemClass(permission: name, place: .general)
      case .domain:
        return ItemClass.isAskedOfDomains(name) ? ItemClass(permission: name, place: .domains) : nil
      case .object:
        var type = row?.type
        if case .fixed(let own) = layer.objects?.types {
          guard row == nil || row?.type == own else { return nil }
          type = own
        }
        guard let type, type != Gate.domainType || !ItemClass.isAskedOfDomains(name) else { return nil }
        return ItemClass(permission: name, place: .objects(type))
      }
    }
    guard layer.level == .object, let row else { return own }
    return own + run.proxyClasses(row, proxies[layer.id] ?? [:])
  }
}

extension Comparison {
  func discover() throws -> [Touch] {
    var discovery = try Discovery(self)
    try discovery.find()
    try warn(discovery)
    return discovery.touches.values.sorted { $0.item < $1.item }
  }

  private func warn(_ discovery: Discovery) throws {
    var missing = 0
    for (type, texts) in discovery.orphans {
      guard let table = try table(type) else { continue }
      let sql = "SELECT 1 FROM \(table.table.quoted) WHERE \(table.key.quoted) = ?"
      try read(.after) { reader in
        for text in texts {
          var exists = false
          if let key = table.native(text), table.text(key) == text {
            try RawRows.forEach(reader.database, sql, [key.value]) { _ in exists = true }
          }
          if !exists { missing += 1 }
        }
      }
    }
    if missing > 0 {
      result.warnings.append(
        "grants on \(Counted.words(missing, "object")) that \(missing == 1 ? "does" : "do") not exist are not counted"
      )
    }
    for type in discovery.elsewhere.sorted() {
      result.warnings.append("`\(type)` has no table here; grants on its objects are not counted")
    }
  }
}
