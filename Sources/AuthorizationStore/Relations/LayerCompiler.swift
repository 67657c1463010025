internal import Authorization
internal import GRDB

/// Where an argument of compiled SQL comes from, so that the text can be kept for all questions of a shape.
enum ArgumentSlot: Hashable {
  case user, domain, type, objectText, objectKey
  case group(Int)
  case permission(Int)

  /// The value for one question. The shape of the question is the one that the text was compiled for.
  func value(_ question: RelationQuestion) -> DatabaseValue {
    switch (self, question.holder, question.permissions, question.place) {
    case (.user, .user(let key), _, _): key.value
    case (.group(let index), .groups(let keys), _, _): keys[index].value
    case (.permission(let index), _, .these(let keys, _), _): keys[index].value
    case (.domain, _, _, .domain(let key)): key.value
    case (.type, _, _, .object(let object)): object.typeKey?.value ?? .null
    case (.type, _, _, .objects(_, let key)): key?.value ?? .null
    case (.objectText, _, _, .object(let object)): object.text.value
    case (.objectKey, _, _, .object(let object)): object.native?.value ?? .null
    default: .null
    }
  }
}

/// A piece of SQL with the places of its arguments.
struct Fragment {
  var sql: String
  var slots: [ArgumentSlot]

  static let nothing = Fragment(sql: "", slots: [])
}

/// Turns the description of a layer and a question into one SELECT.
///
/// The order of the joins is forced with `CROSS JOIN`: Django never runs ANALYZE, and left to itself SQLite
/// starts at the wrong end (70 times slower at a million grants). Conditions stand in WHERE, so that the same
/// text runs on PostgreSQL.
struct LayerCompiler {
  /// What is asked for.
  enum Projection {
    case existence
    /// The key of the user; everyone-layers have none.
    case users
    /// The key of the group that holds.
    case groups
    /// The key of the object, as the layer writes it.
    case objects
    /// The key of the permission.
    case permissions
    /// Group, permission, object, domain and the steps of the path, then the primary keys of the rows, in this order.
    case path
    /// The holder (a user, a group, or NULL for everyone), the permission, and what it is held on: the object or the
    /// domain, by the layer's own key.
    case holdings
  }

  /// A table that stands in for one of a layer, and that the joins begin with.
  struct Substitute {
    var alias: String
    var table: String
  }

  /// The columns of a table's primary key.
  typealias RowKeys = (String) throws -> [String]

  let schema: Schema
  private static let member = "m"
  private static let everyGroup = "hg"

  /// Nil where no row of the layer can answer the question.
  ///
  /// - Parameter existing: the table of the objects, where only those that exist are wanted; `.objects` then gives
  ///   canonical text, as a column `t`, and `.holdings` the key of the table.
  /// - Parameter among: a table of objects in place of the one of the question: `t` is the canonical text, `n` the key of
  ///   the object's own table; `.holdings` then gives its `id`.
  /// - Parameter substitute: rows to look at in place of those of one of the layer's tables.
  /// - Parameter rows: what follows the other columns: the primary keys of rows.
  func compile(
    _ layer: Layer, _ question: RelationQuestion, _ projection: Projection, existing: TypeTable? = nil,
    among: String? = nil, substitute: Substitute? = nil, rows: [RowColumn] = []
  ) -> Fragment? {
    var conditions: [String] = []
    var slots: [ArgumentSlot] = []
    let start = start(layer, question)
    guard let permission = permissionCondition(layer, question),
      let holder = holderCondition(layer, question),
      let place = placeCondition(layer, question, isAmong: among != nil),
      var columns = columns(layer, question, projection)
    else { return nil }
    columns += rows.map { ", \($0.alias).\($0.column.quoted)" }.joined()
    var tables = order(layer, from: start, substitute?.alias).map { (name: $0.name, alias: $0.alias) }
    if let substitute, let index = tables.firstIndex(where: { $0.alias == substitute.alias }) {
      tables[index].name = substitute.table
    }
    if let among {
      columns += ", k.id"
      tables.insert((name: among, alias: "k"), at: start == .object ? 0 : tables.count)
    }
    if probesGroups(layer, question, projection) {
      tables.insert((name: "auth_group", alias: Self.everyGroup), at: 0)
      if case .group(let column) = layer.holder { conditions.append("\(column.sql) = \(Self.everyGroup).id") }
    }
    if needsMembership(layer, question, projection) {
      let link = (name: schema.memberships.table, alias: Self.member)
      if start == .holder { tables.insert(link, at: 0) } else { tables.append(link) }
      if case .group(let column) = layer.holder {
        conditions.append("\(Self.member).\(schema.memberships.to.quoted) = \(column.sql)")
      }
    }
    for table in layer.tables {
      conditions += table.joins.map { "\(table.alias).\($0.own.quoted) = \($0.other.sql)" }
      conditions += table.conditions.map { $0.sql(table.alias) }
    }
    conditions += layer.filters.map { $0.sql(schema) }
    if let existing, let key = layer.objects?.key {
      tables.append((name: existing.table, alias: "o"))
      switch key {
      case .text(let column):
        columns += projection == .objects ? " AS t" : ", o.\(existing.key.quoted)"
        conditions.append("o.\(existing.key.quoted) = \(existing.nativeSQL(column.sql))")
        if let canonical = existing.guardSQL(column.sql) { conditions.append(canonical) }
      case .native(let column):
        columns = projection == .objects ? "\(existing.textSQL) AS t" : columns + ", o.\(existing.key.quoted)"
        conditions.append("o.\(existing.key.quoted) = \(column.sql)")
      case .all: return nil
      }
    }
    for part in [permission, holder, place] {
      if !part.sql.isEmpty { conditions.append(part.sql) }
      slots += part.slots
    }
    var sql = "SELECT \(columns)"
    if !tables.isEmpty {
      sql += " FROM " + tables.map { "\($0.name.quoted) AS \($0.alias)" }.joined(separator: " CROSS JOIN ")
    }
    if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
    return Fragment(sql: sql, slots: slots)
  }

  /// One expression that says whether any of the layers has a row.
  ///
  /// Layers over the same joins, as a policy's group and a policy without one, share one walk along them.
  /// Nil where no row of any layer can answer the question.
  func existence(_ layers: [Layer], _ question: RelationQuestion) -> Fragment? {
    var rest = layers[...]
    var parts: [Fragment] = []
    while let first = rest.popFirst() {
      if let second = rest.first, let both = shared(first, second, question) {
        parts.append(both)
        rest.removeFirst()
      } else if let fragment = compile(first, question, .existence) {
        parts.append(Fragment(sql: "EXISTS (\(fragment.sql))", slots: fragment.slots))
      }
    }
    guard !parts.isEmpty else { return nil }
    return Fragment(sql: parts.map(\.sql).joined(separator: " OR "), slots: parts.flatMap(\.slots))
  }

  /// A layer for a group and one for everyone that differ in the conditions on their tables only.
  private func shared(_ closed: Layer, _ open: Layer, _ question: RelationQuestion) -> Fragment? {
    guard case .user = question.holder, case .group(let group) = closed.holder, open.holder == .everyone,
      closed.filters.isEmpty, open.filters.isEmpty,
      closed.objects == open.objects, closed.domain == open.domain, closed.permission == open.permission,
      closed.tables.map(\.unconditional) == open.tables.map(\.unconditional)
    else { return nil }
    var everyone = closed
    everyone.holder = .everyone
    everyone.tables = closed.tables.map(\.unconditional)
    guard var walk = compile(everyone, question, .existence), walk.sql.contains(" WHERE ") else { return nil }
    let member = schema.memberships
    let ways = [closed, open].map { layer in
      layer.tables.flatMap { table in table.conditions.map { $0.sql(table.alias) } }
    }
    // A row of the group's own column is one that is not null.
    let inside = """
      EXISTS (SELECT 1 FROM \(member.table.quoted) AS \(Self.member) \
      WHERE \(Self.member).\(member.to.quoted) = \(group.sql) AND \(Self.member).\(member.from.quoted) = ?)
      """
    let alternatives = [(ways[0] + [inside]), ways[1]].map {
      $0.isEmpty ? "1 = 1" : $0.joined(separator: " AND ")
    }
    walk.sql = "EXISTS (\(walk.sql) AND (\(alternatives[1]) OR \(alternatives[0])))"
    walk.slots.append(.user)
    return walk
  }

  /// The rows that a path of the layer rests on, by the columns of their primary keys, in an order of their own.
  func rowColumns(_ layer: Layer, _ question: RelationQuestion, _ keys: RowKeys) rethrows -> [RowColumn] {
    var tables = layer.tables.map { ($0.name, $0.alias) }
    if needsMembership(layer, question, .path) {
      tables.insert((schema.memberships.table, Self.member), at: 0)
    }
    return try tables.flatMap { table, alias in
      try keys(table).map { RowColumn(table: table, alias: alias, column: $0) }
    }
  }

  /// One column of the primary key of a row on a path.
  struct RowColumn {
    var table: String
    var alias: String
    var column: String
  }

  private enum Start { case holder, object, permission }

  /// Whether the groups that hold something on one object are looked for group by group: guardian has no index for the
  /// grants on an object, and a permission has far more of them than there are groups.
  private func probesGroups(_ layer: Layer, _ question: RelationQuestion, _ projection: Projection) -> Bool {
    guard projection == .path, question.holder == .anybody, case .object = question.place,
      case .these = question.permissions, case .group = layer.holder, layer.tables.count == 1,
      let objects = layer.objects, !objects.indexed, case .text = objects.key
    else { return false }
    return true
  }

  /// The end of the chain that binds the most.
  private func start(_ layer: Layer, _ question: RelationQuestion) -> Start {
    if case .object = question.place, let objects = layer.objects, objects.indexed, objects.key != .all {
      return .object
    }
    switch question.holder {
    case .user, .groups: return .holder
    case .anybody, .onlyEveryone, .anonymous: return .permission
    }
  }

  /// The layer's tables, beginning with the one that the start names and going outwards along the joins.
  private func order(_ layer: Layer, from start: Start, _ first: String?) -> [LayerTable] {
    let alias: String?
    switch (start, layer.permission, layer.objects?.key) {
    case _ where first != nil: alias = first
    case (.object, _, .text(let column)), (.object, _, .native(let column)): alias = column.alias
    case (.permission, .row(let column), _): alias = column.alias
    case (.permission, .named, .native(let column)), (.permission, .named, .text(let column)):
      alias = column.alias
    default: alias = nil
    }
    guard let alias, let first = layer.tables.firstIndex(where: { $0.alias == alias }) else {
      return layer.tables
    }
    return [layer.tables[first]] + layer.tables[..<first].reversed() + layer.tables[(first + 1)...]
  }

  private func needsMembership(_ layer: Layer, _ question: RelationQuestion, _ projection: Projection) -> Bool
  {
    guard case .group = layer.holder else { return false }
    switch question.holder {
    case .user: return true
    case .anybody: return projection == .users
    case .groups, .onlyEveryone, .anonymous: return false
    }
  }

  private func holderCondition(_ layer: Layer, _ question: RelationQuestion) -> Fragment? {
    switch (layer.holder, question.holder) {
    case (.everyone, _), (_, .anybody), (.anonymous, .anonymous): return .nothing
    case (_, .onlyEveryone), (_, .anonymous), (.anonymous, _), (.user, .groups): return nil
    case (.user(let column), .user): return Fragment(sql: "\(column.sql) = ?", slots: [.user])
    case (.group, .user):
      return Fragment(sql: "\(Self.member).\(schema.memberships.from.quoted) = ?", slots: [.user])
    case (.group(let column), .groups(let keys)):
      return keys.isEmpty ? nil : Self.membership(column.sql, keys.indices.map { .group($0) })
    }
  }

  private func permissionCondition(_ layer: Layer, _ question: RelationQuestion) -> Fragment? {
    guard case .these(let keys, let names) = question.permissions else { return .nothing }
    switch layer.permission {
    case .row(let column):
      return keys.isEmpty ? nil : Self.membership(column.sql, keys.indices.map { .permission($0) })
    case .named(let own): return own.contains(where: names.contains) ? .nothing : nil
    }
  }

  private static func membership(_ column: String, _ slots: [ArgumentSlot]) -> Fragment {
    if slots.count == 1 { return Fragment(sql: "\(column) = ?", slots: slots) }
    let marks = repeatElement("?", count: slots.count).joined(separator: ", ")
    return Fragment(sql: "\(column) IN (\(marks))", slots: slots)
  }

  private func placeCondition(_ layer: Layer, _ question: RelationQuestion, isAmong: Bool) -> Fragment? {
    switch question.place {
    case .anywhere: return .nothing
    case .domain:
      guard let column = layer.domain else { return nil }
      return Fragment(sql: "\(column.sql) = ?", slots: [.domain])
    case .objects(let type, let typeKey):
      guard let objects = layer.objects else { return nil }
      return typeCondition(objects, type, typeKey)
    case .object(let object):
      guard let objects = layer.objects, var condition = typeCondition(objects, object.type, object.typeKey)
      else {
        return nil
      }
      if case .native = objects.key, object.native == nil { return nil }
      let bound: (LayerColumn, ArgumentSlot)? =
        switch objects.key {
        case .all: nil
        case .text(let column): (column, .objectText)
        case .native(let column): (column, .objectKey)
        }
      if let (column, slot) = bound {
        let value = isAmong ? (slot == .objectText ? "k.t" : "k.n") : "?"
        condition.sql += (condition.sql.isEmpty ? "" : " AND ") + "\(column.sql) = \(value)"
        if !isAmong { condition.slots.append(slot) }
      }
      return condition
    }
  }

  private func typeCondition(_ objects: Layer.Objects, _ type: TypeName, _ typeKey: DatabaseKey?) -> Fragment?
  {
    switch objects.types {
    case .ignored: return .nothing
    case .fixed(let own): return own == type ? .nothing : nil
    case .column(let column, let except):
      guard typeKey != nil, !except.contains(type) else { return nil }
      return Fragment(sql: "\(column.sql) = ?", slots: [.type])
    }
  }

  private func columns(_ layer: Layer, _ question: RelationQuestion, _ projection: Projection) -> String? {
    switch projection {
    case .existence: return "1"
    case .users:
      switch layer.holder {
      case .everyone, .anonymous: return nil
      case .user(let column): return column.sql
      case .group: return "\(Self.member).\(schema.memberships.from.quoted)"
      }
    case .groups:
      guard case .group(let column) = layer.holder else { return nil }
      return column.sql
    case .objects:
      switch layer.objects?.key {
      case .text(let column), .native(let column): return column.sql
      case .all, nil: return nil
      }
    case .permissions:
      guard case .row(let column) = layer.permission else { return nil }
      return column.sql
    case .holdings:
      var parts = ["NULL", "NULL", layer.domain?.sql ?? "NULL"]
      switch layer.holder {
      case .user(let column), .group(let column): parts[0] = column.sql
      case .everyone, .anonymous: break
      }
      if case .row(let column) = layer.permission { parts[1] = column.sql }
      switch layer.objects?.key {
      case .text(let column), .native(let column): parts[2] = column.sql
      case .all, nil: break
      }
      return parts.joined(separator: ", ")
    case .path:
      var parts: [String] = []
      if case .group(let column) = layer.holder { parts.append(column.sql) } else { parts.append("NULL") }
      if case .row(let column) = layer.permission { parts.append(column.sql) } else { parts.append("NULL") }
      switch layer.objects?.key {
      case .text(let column), .native(let column): parts.append(column.sql)
      case .all, nil: parts.append("NULL")
      }
      parts.append(layer.domain?.sql ?? "NULL")
      return (parts + layer.steps.map(\.key.sql)).joined(separator: ", ")
    }
  }
}

extension LayerColumn {
  var sql: String { "\(alias).\(column.quoted)" }
}

extension LayerTable {
  /// The table and its joins without what its rows must satisfy.
  fileprivate var unconditional: LayerTable {
    var table = self
    table.conditions = []
    return table
  }
}

extension LayerTable.Condition {
  func sql(_ alias: String) -> String {
    switch self {
    case .null(let column): "\(alias).\(column.quoted) IS NULL"
    case .notNull(let column): "\(alias).\(column.quoted) IS NOT NULL"
    // A truth value is compared with nothing: PostgreSQL refuses `= 1`.
    case .truth(let column): "\(alias).\(column.quoted)"
    }
  }
}
