internal import Authorization
internal import GRDB

/// One run of a preview: what is found out about both sides on the way, and the blocks of units that come out.
final class Comparison {
  let sides: PreviewSides
  let deltas: [TableDelta]
  let confirmFactor: Int
  /// How many users of a class are compared one by one; nil for what is quickest.
  var individualLimit: Int?
  /// Throws where nobody waits for the answer any more.
  let check: () throws -> Void
  private let report: (Double) -> Void

  var permissions: [PermissionTable] = []
  var relations: [[ItemClass: ClassRelation]] = [[:], [:]]
  var tables: [TypeName: TypeTable?] = [:]
  var people = People()
  var result = PreviewResult()
  /// The rows of domains, by side.
  var domains: [Set<DatabaseKey>] = [[], []]

  /// What the table of objects holds, by side.
  var filled: [(type: TypeName, items: [DatabaseKey])?] = [nil, nil]

  init(
    _ sides: PreviewSides, _ deltas: [TableDelta], confirmFactor: Int, check: @escaping () throws -> Void,
    report: @escaping (Double) -> Void
  ) {
    self.sides = sides
    self.deltas = deltas
    self.confirmFactor = confirmFactor
    self.check = check
    self.report = report
  }

  var schema: Schema { sides.schema }

  func run() throws -> PreviewResult {
    try prepare()
    if !sides.uncomparedRules.isEmpty {
      let names = sides.uncomparedRules.map { "`\($0)`" }.joined(separator: ", ")
      result.warnings.append("who holds \(names) by a rule of the project is not compared")
    }
    progress(0.05)
    let touches = try discover()
    progress(0.3)
    let plan = try individuals(touches)
    try compareIndividuals(plan) { self.progress(0.3 + 0.4 * $0) }
    try compareByTokens(touches, plan) { self.progress(0.7 + 0.25 * $0) }
    try confirm()
    // Whoever has written since the last read of a side shows now.
    for side in Side.allCases { try read(side) { _ in } }
    progress(1)
    return result
  }

  func read<Value>(_ side: Side, _ body: (AuthorizationReader) throws -> Value) throws -> Value {
    try check()
    return try sides.read(side, body)
  }

  func progress(_ share: Double) { report(share) }

  func delta(_ table: String) -> TableDelta? { deltas.first { $0.table == table } }

  private func prepare() throws {
    let sameNames = delta("auth_permission") == nil && delta("django_content_type") == nil
    let before = try read(.before) { PermissionTable(try $0.allPermissionRows(), schema) }
    let after = sameNames ? before : try read(.after) { PermissionTable(try $0.allPermissionRows(), schema) }
    permissions = [before, after]
    hasRules = try read(.before) { $0.djangoChain.backends.contains { $0.id == .rules } }
    if schema.hasDomains {
      for side in Side.allCases {
        domains[side.rawValue] = try read(side) { reader in
          var keys: Set<DatabaseKey> = []
          try RawRows.forEach(reader.database, "SELECT pulp_id FROM core_domain") {
            if let key = $0.key(0) { keys.insert(key) }
          }
          return keys
        }
      }
    }
    try people.prepare(self)
  }

  /// Every permission that is asked in general: those with a row on either side, and those of rules.
  lazy var names: Set<Name> = permissions[0].names.union(permissions[1].names).union(ruleNames)

  private lazy var ruleNames: [Name] =
    hasRules ? UserTasks.permissions : []

  private var hasRules = false

  /// Types below git trees, and trees themselves.
  lazy var treeTypes: [TypeName] = schema.has(.trees) ? [GitTrees.tree] + schema.treePaths.map(\.type) : []

  /// The permissions that are asked of objects of a type.
  func permissions(on type: TypeName) -> Set<Name> {
    var found: Set<Name> = []
    for table in permissions {
      for row in table.byKey.values where row.type == type { found.insert(row.name) }
    }
    for name in ruleNames
    where name.text.hasPrefix("\(type.app).") && name.text.hasSuffix("_\(type.model)") {
      found.insert(name)
    }
    if treeTypes.contains(type) { found.formUnion([GitTrees.read, GitTrees.write]) }
    if type == Gate.domainType { found = found.filter { !ItemClass.isAskedOfDomains($0) } }
    return found
  }

  /// The classes of proxies that a row's permission decides in these backends' eyes: the proxy's own permissions with
  /// its codename.
  func proxyClasses(_ row: PermissionRow, _ proxies: [TypeName: TypeName]) -> [ItemClass] {
    schema.proxies(of: row.type).filter { proxies[$0] != nil }.flatMap { proxy in
      permissions(on: proxy).filter { Permission(name: $0, rows: []).codename == row.codename }.sorted().map {
        ItemClass(permission: $0, place: .objects(proxy))
      }
    }
  }

  lazy var types: Set<TypeName> = {
    var found = permissions[0].types.union(permissions[1].types).union(treeTypes)
    if hasRules { found.formUnion([UserTasks.status, UserTasks.artifact]) }
    return found
  }()

  /// All classes of one of the chains.
  func classes(trees: Bool) -> [ItemClass] {
    if trees {
      return treeTypes.flatMap { type in
        [GitTrees.read, GitTrees.write].map { ItemClass(permission: $0, place: .objects(type)) }
      }
    }
    var found: Set<ItemClass> = []
    for name in names {
      found.insert(ItemClass(permission: name, place: .general))
      if schema.hasDomains, ItemClass.isAskedOfDomains(name) {
        found.insert(ItemClass(permission: name, place: .domains))
      }
    }
    for type in types {
      for name in permissions(on: type) where !Permission(name: name, rows: []).isTreeMethod {
        found.insert(ItemClass(permission: name, place: .objects(type)))
      }
    }
    return found.sorted()
  }

  func table(_ type: TypeName) throws -> TypeTable? {
    if let known = tables[type] { return known }
    // Views have no keys: the tables of both sides are those of the file.
    let found = try read(.before) { try $0.table(of: type) }
    tables[type] = .some(found)
    return found
  }

  func relation(_ item: ItemClass, _ side: Side) throws -> ClassRelation {
    if let known = relations[side.rawValue][item] { return known }
    let permission = permissions[side.rawValue].permission(item.permission)
    let table: TypeTable? = if case .objects(let type) = item.place { try table(type) } else { nil }
    let relation = try read(side) { reader in
      let target: Target
      switch item.place {
      case .general: target = .general
      case .domains: target = .domain(.text(""), "")
      case .objects(let type):
        target = .object(try reader.sample(of: type, exists: table != nil))
      }
      return ClassRelation(permission, target, reader.chain(for: permission))
    }
    relations[side.rawValue][item] = relation
    return relation
  }

  /// Active superusers, before the change.
  func superusers() throws -> [Int32] {
    if let knownSuperusers { return knownSuperusers }
    let users = schema.users
    var found: [Int32] = []
    if let superuser = users.isSuperuser {
      let active = users.isActive.map { " AND \($0.quoted)" } ?? ""
      let sql = "SELECT \(users.key.quoted) FROM \(users.table.quoted) WHERE \(superuser.quoted)\(active)"
      try read(.before) { reader in
        try RawRows.forEach(reader.database, sql) {
          if let key = $0.key(0) { found.append(people.number(key)) }
        }
      }
    }
    knownSuperusers = found
    return found
  }

  private var knownSuperusers: [Int32]?

  /// How many objects of a type there are.
  func count(_ type: TypeName, _ side: Side) throws -> Int {
    if let known = counts[side.rawValue][type] { return known }
    guard let table = try table(type) else { return 0 }
    var number = 0
    try read(side) { reader in
      try RawRows.forEach(reader.database, "SELECT count(*) FROM \(table.table.quoted)") {
        number = $0.integer(0)
      }
    }
    counts[side.rawValue][type] = number
    return number
  }

  private var counts: [[TypeName: Int]] = [[:], [:]]
}
