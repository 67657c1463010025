internal import Authorization
internal import GRDB

/// Role assignments whose every permission the holder has at the same place by other assignments.
///
/// A role everywhere does not cover one on an object: `has_perm` looks at the level that is asked.
enum RedundantAssignment: FindingSearch {
  static let rule = FindingRule.redundantAssignment

  static func search(_ scan: FindingScan) throws {
    var link: Schema.Link?
    try scan.read { reader in
      if reader.djangoChain.backends.contains(where: { $0.id == .pulpRoles }) {
        link = reader.schema.memberships
      }
    }
    guard let link else { return }
    try AssignmentScan.forEach(scan) { reader, rows in
      let domain = reader.schema.hasDomains ? "AND o.domain_id IS g.domain_id" : ""
      // Of two that cover each other the one with more permissions stays, so that all findings can be followed.
      let size = { (alias: String) in
        "(SELECT count(*) FROM core_role_permissions AS c WHERE c.role_id = \(alias).role_id)"
      }
      let larger = """
        op.role_id <> g.role_id \
        AND (\(size("op")) > \(size("g")) OR (\(size("op")) = \(size("g")) AND op.role_id < g.role_id))
        """
      let permits = "op.permission_id = rp.permission_id"
      // Somebody may have very many assignments, and so may an object: both are found by all columns of the unique index.
      let assigned = "o.role_id = op.role_id \(domain)"
      let untyped = try hasTypesWithoutObjects(reader, rows) ? "1" : "o.content_type_id IS NULL"
      var places = [
        (
          "",
          "g.object_id IS NOT NULL AND o.content_type_id = g.content_type_id AND o.object_id = g.object_id"
        ),
        ("", "g.object_id IS NULL AND \(untyped) AND o.object_id IS NULL"),
      ]
      // Pulp does not compare the type. Another one with the same key is found by the index of both.
      let types = try objectTypes(reader, rows)
      if types.count > 1 {
        places.append(
          (
            "CROSS JOIN django_content_type AS t",
            """
            g.object_id IS NOT NULL AND t.id IN (\(types.joined(separator: ", "))) AND t.id <> g.content_type_id \
            AND o.content_type_id = t.id AND o.object_id = g.object_id
            """
          ))
      }
      var sources: [String] = []
      for (type, place) in places {
        sources.append(
          """
          EXISTS (SELECT 1 FROM core_role_permissions AS op \(type) CROSS JOIN \(rows.table.quoted) AS o \
          WHERE \(permits) AND o.\(rows.holder) = g.\(rows.holder) AND \(larger) AND \(assigned) AND \(place))
          """)
        guard !rows.isGroup else { continue }
        sources.append(
          """
          EXISTS (SELECT 1 FROM \(link.table.quoted) AS m CROSS JOIN core_role_permissions AS op \(type) \
          CROSS JOIN core_grouprole AS o WHERE m.\(link.from.quoted) = g.user_id AND \(permits) \
          AND o.group_id = m.\(link.to.quoted) AND \(assigned) AND \(place))
          """)
      }
      return """
        NOT EXISTS (SELECT 1 FROM core_role_permissions AS rp WHERE rp.role_id = g.role_id \
        AND NOT (\(sources.joined(separator: " OR "))))
        """
    } found: { found in
      guard found.placeExists else { return }
      let reason =
        found.permission == nil
        ? "which has no permissions" : "whose every permission comes from other roles there"
      try scan.add(
        Finding(
          rule, "\(found.holder.words) has role \(found.name) \(found.words), \(reason)",
          about: found.holder.ref, fix: found.unassign, proof: found.proof))
    }
  }

  /// The keys of the types that assignments are about, as SQL.
  private static func objectTypes(_ reader: AuthorizationReader, _ rows: ObjectRows) throws -> [String] {
    let tables = rows.isGroup ? [rows] : ObjectRows.roles
    let keys = try tables.flatMap { try $0.types(reader) }.compactMap { Int64.fromDatabaseValue($0.key) }
    return Set(keys).sorted().map(String.init)
  }

  /// Whether any assignment has the type of an object and no object, which Pulp does not write.
  private static func hasTypesWithoutObjects(_ reader: AuthorizationReader, _ rows: ObjectRows) throws -> Bool
  {
    let tables = Set([rows.table, "core_grouprole"])
    return try tables.contains { table in
      let sql = """
        SELECT 1 FROM django_content_type AS t CROSS JOIN \(table.quoted) AS o \
        WHERE o.content_type_id = t.id AND o.object_id IS NULL LIMIT 1
        """
      return try StoredValue.fetchOne(reader.database.cachedStatement(sql: sql)) != nil
    }
  }
}
