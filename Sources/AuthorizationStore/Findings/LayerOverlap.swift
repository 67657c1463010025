internal import Authorization
internal import GRDB

/// Finds rows of one layer that a row of another one may make superfluous. Both are the layers that checks are
/// compiled from.
struct LayerOverlap {
  let schema: Schema

  /// SQL on the only table of `own`, which is `g`: whether `other` has a row for the same holder, permission and place.
  /// Nil where it never has, or where rows cannot tell.
  func condition(_ own: Layer, coveredBy other: Layer) -> String? {
    guard own.level == other.level, own.id != other.id, own.tables.count == 1, other.filters.isEmpty,
      case .row(let permission) = own.permission, case .row(let otherPermission) = other.permission,
      let holder = holder(own, other), let place = place(own, other)
    else { return nil }
    let tables = holder.tables + other.tables.map { "\($0.name.quoted) AS \(Self.alias($0.alias))" }
    var conditions = holder.conditions + place
    conditions.append("\(Self.sql(otherPermission)) = \(permission.sql)")
    for table in other.tables {
      let alias = Self.alias(table.alias)
      conditions += table.joins.map { "\(alias).\($0.own.quoted) = \(Self.sql($0.other))" }
      conditions += table.conditions.map { $0.sql(alias) }
    }
    return
      "EXISTS (SELECT 1 FROM \(tables.joined(separator: " CROSS JOIN ")) WHERE \(conditions.joined(separator: " AND ")))"
  }

  /// A group covers its members; what a user has covers no group.
  private func holder(_ own: Layer, _ other: Layer) -> (tables: [String], conditions: [String])? {
    switch (own.holder, other.holder) {
    case (.user(let one), .user(let two)), (.group(let one), .group(let two)):
      return ([], ["\(Self.sql(two)) = \(one.sql)"])
    case (.user(let one), .group(let two)):
      let link = schema.memberships
      return (
        ["\(link.table.quoted) AS h_m"],
        ["h_m.\(link.from.quoted) = \(one.sql)", "\(Self.sql(two)) = h_m.\(link.to.quoted)"]
      )
    default: return nil
    }
  }

  private func place(_ own: Layer, _ other: Layer) -> [String]? {
    guard let objects = own.objects else { return other.objects == nil && own.domain == nil ? [] : nil }
    guard let others = other.objects else { return nil }
    switch (objects.key, others.key) {
    case (.text(let one), .text(let two)), (.native(let one), .native(let two)):
      let same = "\(Self.sql(two)) = \(one.sql)"
      switch (objects.types, others.types) {
      case (.column(let one, _), .column(let two, _)): return [same, "\(Self.sql(two)) = \(one.sql)"]
      case (.fixed(let one), .fixed(let two)): return one == two ? [same] : nil
      case (_, .ignored): return [same]
      default: return nil
      }
    default: return nil
    }
  }

  /// The other layer's tables beside `g`.
  private static func alias(_ alias: String) -> String { "h_\(alias)" }

  private static func sql(_ column: LayerColumn) -> String {
    LayerColumn(alias(column.alias), column.column).sql
  }
}

/// The columns of a layer of grants, which has one table.
struct GrantRow {
  /// The layer's name, as reasons have it.
  var layer: String
  var table: String
  var columns: String
  var isGroup: Bool
  private var objects: Layer.Objects?

  var isOnObjects: Bool { objects != nil }

  init?(_ layer: Layer) {
    guard layer.tables.count == 1, let table = layer.tables.first,
      case .row(let permission) = layer.permission
    else { return nil }
    self.layer = layer.id
    self.table = table.name
    objects = layer.objects
    var columns: [String]
    switch layer.holder {
    case .user(let column):
      isGroup = false
      columns = [column.sql]
    case .group(let column):
      isGroup = true
      columns = [column.sql]
    case .everyone, .anonymous: return nil
    }
    columns.append(permission.sql)
    switch layer.objects?.key {
    case .text(let column), .native(let column): columns.append(column.sql)
    case .all, nil: columns.append("NULL")
    }
    if case .column(let column, _) = layer.objects?.types {
      columns.append(column.sql)
    } else {
      columns.append("NULL")
    }
    self.columns = columns.joined(separator: ", ")
  }

  /// The object of a row; nil where the grant is on none, or where its type is gone.
  func object(_ row: StoredRow, _ reader: AuthorizationReader) throws -> ObjectAddress? {
    guard let objects, let key = row.name(2) else { return nil }
    switch objects.types {
    case .fixed(let type):
      guard let native = DatabaseKey(row[2]) else { return nil }
      return try reader.object(type, key: try reader.table(of: type)?.text(native) ?? Name(native.text))
    case .column:
      guard let type = try FindingWords(reader).type(row[3]) else { return nil }
      let address = try reader.object(type, key: key)
      return address.text == key ? address : nil
    case .ignored: return nil
    }
  }
}
