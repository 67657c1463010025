internal import Authorization
internal import GRDB

/// What one subject may in one class on one side.
struct Held {
  /// Every object of the type, or every domain, at once.
  var every = false
  var items: Set<DatabaseKey> = []
}

extension Comparison {
  /// What `allows` says of every item of a class for one subject; what raises counts as no.
  func held(
    _ subject: Subject, _ item: ItemClass, _ relation: ClassRelation, _ table: TypeTable?, _ side: Side,
    _ reader: AuthorizationReader
  ) throws -> Held {
    var held = Held()
    if item.place == .general {
      let allowed = try Self.withoutRaising { try reader.allows(subject, relation.permission, .general) }
      if allowed ?? false { held.items = [generalItem] }
      return held
    }
    if relation.chain.passesSuperusers && subject.passesBeforeBackends { held.every = true }
    for (number, backend) in relation.chain.backends.enumerated() {
      let asked = try Self.withoutRaising {
        try Gate.ask(backend, subject, relation.permission, relation.target)
      }
      guard let passage = asked else { break }
      switch passage {
      case .denies: continue
      case .allows: held.every = true
      case .dependsOn(let layers, let question):
        let sweeping = ClassRelation.sweeping(layers, question)
        if !sweeping.isEmpty, try reader.relations.holds(sweeping, question) { held.every = true }
        let rest = layers.filter { !sweeping.contains($0) }
        let selects = relation.selects("\(number) \(question.shape)") {
          rest.compactMap { select($0, question, item, table) }
        }
        for select in selects {
          let arguments = select.bindings.map { $0.slot.value(question) }
          let column: CInt = item.place == .domains ? 2 : 3
          try RawRows.forEach(reader.database, select.sql, arguments) {
            if let key = $0.key(column) { held.items.insert(key) }
          }
        }
      }
    }
    if item.place == .domains { held.items.formIntersection(domains[side.rawValue]) }
    return held
  }

  private static func withoutRaising<Value>(_ body: () throws -> Value) throws -> Value? {
    do {
      return try body()
    } catch is RaisedException {
      return nil
    }
  }

  private func select(
    _ layer: Layer, _ question: RelationQuestion, _ item: ItemClass, _ table: TypeTable?
  ) -> HolderPlan.Select? {
    var question = question
    let compiler = LayerCompiler(schema: schema)
    guard case .objects = item.place else {
      question.place = .anywhere
      return compiler.compile(layer, question, .holdings).map { HolderPlan.Select($0, question) }
    }
    guard let table, case .object(let object) = question.place else { return nil }
    question.place = .objects(of: object.type, typeKey: object.typeKey)
    return compiler.compile(layer, question, .holdings, existing: table).map { fragment in
      HolderPlan.Select(fragment, question)
    }
  }

  /// A subject by the number of the user; nil where there is no such row.
  func subject(_ user: Int32, _ reader: AuthorizationReader) throws -> Subject? {
    if user == People.anonymous { return try reader.anonymous() }
    return try reader.user(key: people.keys[Int(user)])
  }

  /// The classes in which a subject holds anything.
  func classes(heldBy subject: Subject, _ side: Side, _ reader: AuthorizationReader) throws -> Set<ItemClass>
  {
    var found: Set<ItemClass> = []
    for (chain, isTrees) in [(reader.djangoChain, false), (reader.treeChain, true)]
    where !isTrees || !treeTypes.isEmpty {
      if chain.passesSuperusers && subject.passesBeforeBackends {
        found.formUnion(classes(trees: isTrees))
        continue
      }
      for backend in chain.backends {
        for level in Level.allCases {
          let asked = try Self.withoutRaising { try Gate.ask(backend, subject, nil, Self.sample(level)) }
          switch asked {
          case nil, .denies: continue
          case .allows: found.formUnion(classes(trees: isTrees))
          case .dependsOn(let layers, var question):
            question.place = .anywhere
            for layer in layers where layer.level == level {
              found.formUnion(try classes(layer, question, backend.proxies, side, reader))
            }
          }
        }
      }
    }
    return found
  }

  private static func sample(_ level: Level) -> Target {
    switch level {
    case .model: .general
    case .domain: .domain(.text(""), "")
    case .object:
      .object(
        ObjectAddress(type: TypeName(app: "", model: ""), typeKey: nil, text: "", native: nil, exists: true))
    }
  }

  private func classes(
    _ layer: Layer, _ question: RelationQuestion, _ proxies: [TypeName: TypeName], _ side: Side,
    _ reader: AuthorizationReader
  ) throws -> [ItemClass] {
    if case .named(let names) = layer.permission {
      guard try reader.relations.holds([layer], question) else { return [] }
      guard case .fixed(let type) = layer.objects?.types else {
        return names.map { ItemClass(permission: $0, place: .general) }
      }
      return names.map { ItemClass(permission: $0, place: .objects(type)) }
    }
    guard let text = LayerCompiler(schema: schema).compile(layer, question, .permissions) else { return [] }
    var found: [ItemClass] = []
    let sql = "SELECT DISTINCT * FROM (\(text.sql)) AS h"
    try RawRows.forEach(reader.database, sql, text.slots.map { $0.value(question) }) { row in
      guard let key = row.key(0), let row = permissions[side.rawValue].byKey[key] else { return }
      switch layer.level {
      case .model: found.append(ItemClass(permission: row.name, place: .general))
      case .domain:
        if ItemClass.isAskedOfDomains(row.name) {
          found.append(ItemClass(permission: row.name, place: .domains))
        }
      case .object:
        if row.type != Gate.domainType || !ItemClass.isAskedOfDomains(row.name) {
          found.append(ItemClass(permission: row.name, place: .objects(row.type)))
        }
        found += proxyClasses(row, proxies)
      }
    }
    return found
  }
}

extension RelationQuestion {
  /// What tells the texts of one relation's questions apart.
  fileprivate var shape: String {
    switch holder {
    case .anybody: "anybody"
    case .user: "user"
    case .groups(let keys): "groups \(keys.count)"
    case .onlyEveryone: "everyone"
    case .anonymous: "anonymous"
    }
  }
}
