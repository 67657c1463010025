internal import Authorization
internal import GRDB

/// Grants of Django's and django-guardian's whose holder has the permission at the same place by another path.
///
/// A statement finds rows that another layer may cover; the evaluator decides. Whoever is a superuser or inactive is left
/// out: that can change, and the grant would count.
enum RedundantGrant: FindingSearch {
  static let rule = FindingRule.redundantGrant

  static func search(_ scan: FindingScan) throws {
    var parts: [(own: Layer, key: String, condition: String)] = []
    try scan.read { reader in
      let backends = reader.djangoChain.backends
      let own = backends.filter { $0.id == .model || $0.id == .guardian }.flatMap(\.layers)
      for layer in own {
        let others = backends.flatMap(\.layers)
        let overlap = LayerOverlap(schema: reader.schema)
        let covers = others.compactMap { overlap.condition(layer, coveredBy: $0) }
        guard !covers.isEmpty, let table = layer.tables.first?.name else { continue }
        let key = try TableCatalog(reader.database).primaryKey(table)?.name ?? "id"
        parts.append((layer, "g.\(key.quoted)", "(\(covers.joined(separator: " OR ")))"))
      }
    }
    for (place, part) in parts.enumerated() {
      let share = Double(place) / Double(parts.count)...Double(place + 1) / Double(parts.count)
      guard let row = GrantRow(part.own) else { continue }
      try scan.slices("\(row.table.quoted) AS g", by: part.key, share: share) { reader, slice in
        let sql = """
          SELECT \(row.columns) FROM \(row.table.quoted) AS g \
          WHERE \(slice.condition) AND \(part.condition) ORDER BY \(part.key)
          """
        let all = try StoredRow.fetchAll(
          reader.database.makeStatement(sql: sql), arguments: StatementArguments(slice.arguments))
        for found in all { try finding(reader, row, found).map(scan.add) }
      }
    }
  }

  private static func finding(_ reader: AuthorizationReader, _ row: GrantRow, _ found: StoredRow) throws
    -> Finding?
  {
    let words = FindingWords(reader)
    guard let holder = try words.holder(found[0], isGroup: row.isGroup),
      let permission = try words.permission(found[1]), let subject = try reader.subject(holder.grantee)
    else { return nil }
    var target = Target.general
    var object: ObjectRef?
    if let address = try row.object(found, reader) {
      guard address.exists else { return nil }
      target = .object(address)
      object = ObjectRef(type: address.type, key: address.text)
    } else if row.isOnObjects {
      return nil
    }
    guard let other = try otherPath(reader, row, holder, subject, permission, target) else { return nil }
    let place = object.map { " on \($0.type):\($0.key)" } ?? ""
    return Finding(
      rule, "\(holder.words) has \(permission.name)\(place) by a grant, and also through: \(other)",
      about: holder.ref, fix: try words.revoke(holder, permission, on: object),
      proof: ["permscope", "check", "DB", holder.argument, permission.name.text]
        + (object.map { ["\($0.type):\($0.key)"] } ?? []))
  }

  /// The first path besides the grant itself; nil where somebody would lose something without it.
  private static func otherPath(
    _ reader: AuthorizationReader, _ row: GrantRow, _ holder: FindingWords.Holder, _ subject: Subject,
    _ permission: PermissionRow, _ target: Target
  ) throws -> String? {
    let asked = try reader.permission(permission.name, on: permission.type)
    let anonymous = try reader.anonymous()
    func other(_ subject: Subject) throws -> Reason? {
      let decision: Decision
      do {
        decision = try reader.evaluator(reader.djangoChain).consider(subject, asked, target, depth: .quick)
          .answered()
      } catch is RaisedException {
        return nil
      }
      return decision.reasons.first { reason in
        // Only django-guardian answers for the proxies of a type as well.
        reason.rule != row.layer && reason.rule != "superuser"
          && (!row.isOnObjects || reason.rule.hasPrefix("guardian.")
            || reader.schema.proxies(of: permission.type).isEmpty)
      }
    }
    guard let found = try other(subject) else { return nil }
    // What a row gives to whoever is not logged in must not come from a path that is closed to them.
    if row.isOnObjects, let standIn = anonymous.standInKey {
      if holder.grantee == .user(standIn), try other(anonymous) == nil { return nil }
      if case .group(let group) = holder.grantee, try reader.isMember(standIn, of: group) { return nil }
    }
    return found.text
  }
}
