internal import Authorization
internal import GRDB

extension Comparison {
  /// Everybody who holds items of a class by a row: the holder, whether only while active, and which item.
  ///
  /// Objects that do not exist on the side are held by nobody.
  func forEachHolder(
    _ item: ItemClass, _ side: Side, _ items: [DatabaseKey], _ body: (Token, Bool, Int) throws -> Void
  ) throws {
    let relation = try relation(item, side)
    var places: [DatabaseKey: Int] = [:]
    if item.place == .domains {
      for (index, key) in items.enumerated() where domains[side.rawValue].contains(key) {
        places[key] = index
      }
    }
    if case .objects(let type) = item.place {
      guard let table = try table(type) else { return }
      try fill(type, table, items, side)
    }
    for part in relation.parts {
      let sweeping = ClassRelation.sweeping(part.layers, part.question)
      for layer in part.layers where item.place == .general || !sweeping.contains(layer) {
        guard let select = select(layer, part.question, item) else { continue }
        try read(side) { reader in
          try RawRows.forEach(reader.database, select.sql, select.slots.map { $0.value(part.question) }) {
            row in
            let token: Token
            switch layer.holder {
            case .everyone, .anonymous: token = .everyone
            case .user:
              guard let key = row.key(0) else { return }
              token = .user(people.number(key))
            case .group:
              guard let key = row.key(0) else { return }
              token = .group(key)
            }
            switch item.place {
            case .general: try body(token, part.requiresActive, 0)
            case .domains:
              if let key = row.key(2), let place = places[key] { try body(token, part.requiresActive, place) }
            case .objects: try body(token, part.requiresActive, row.integer(3))
            }
          }
        }
      }
    }
  }

  private func select(_ layer: Layer, _ question: RelationQuestion, _ item: ItemClass) -> Fragment? {
    var question = question
    let compiler = LayerCompiler(schema: schema)
    guard case .objects = item.place else {
      question.place = .anywhere
      return compiler.compile(layer, question, .holdings)
    }
    return compiler.compile(layer, question, .holdings, among: Scratch.items)
  }

  /// Puts the objects that exist into the table that questions about many objects join.
  private func fill(_ type: TypeName, _ table: TypeTable, _ items: [DatabaseKey], _ side: Side) throws {
    if let last = filled[side.rawValue], last.type == type, last.items == items { return }
    filled[side.rawValue] = nil
    try read(side) { reader in
      let database = reader.database
      try database.cachedStatement(sql: "DELETE FROM \(Scratch.items)").execute()
      try RawRows.execute(
        database, "INSERT OR IGNORE INTO \(Scratch.items) VALUES (?, ?, ?)",
        items.lazy.enumerated().map { index, key in
          [Int64(index).databaseValue, table.text(key).text.databaseValue, key.value]
        })
      try database.execute(
        sql: """
          DELETE FROM \(Scratch.items) WHERE NOT EXISTS (SELECT 1 FROM \(table.table.quoted) AS o \
          WHERE o.\(table.key.quoted) = n)
          """)
    }
    filled[side.rawValue] = (type, items)
  }
}
