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
      let domain = reader.schema.hasDomains ? "AND +o.domain_id IS g.domain_id" : ""
      // Of two that cover each other the one with more permissions stays, so that all findings can be followed.
      let size = { (alias: String) in
        "(SELECT count(*) FROM core_role_permissions AS c WHERE c.role_id = \(alias).role_id)"
      }
      let larger = """
        o.role_id <> g.role_id \
        AND (\(size("o")) > \(size("g")) OR (\(size("o")) = \(size("g")) AND o.role_id < g.role_id))
        """
      let permits = "op.permission_id = rp.permission_id"
      // Somebody may have very many assignments, and few on one object: `+` keeps SQLite from going through the former.
      let sameObject = "g.object_id IS NOT NULL AND o.object_id = g.object_id \(domain)"
      // Those on no object are found by holder, role and what is missing.
      let untyped = try hasTypesWithoutObjects(reader, rows) ? "1" : "o.content_type_id IS NULL"
      let noObject =
        "g.object_id IS NULL AND o.role_id = op.role_id AND \(untyped) AND o.object_id IS NULL \(domain)"
      var sources = [
        """
        EXISTS (SELECT 1 FROM \(rows.table.quoted) AS o CROSS JOIN core_role_permissions AS op \
        WHERE \(sameObject) AND +o.\(rows.holder) = g.\(rows.holder) AND \(larger) \
        AND op.role_id = o.role_id AND \(permits))
        """,
        """
        EXISTS (SELECT 1 FROM core_role_permissions AS op CROSS JOIN \(rows.table.quoted) AS o \
        WHERE \(permits) AND o.\(rows.holder) = g.\(rows.holder) AND \(noObject) AND \(larger))
        """,
      ]
      if !rows.isGroup {
        let member = "m.\(link.from.quoted) = g.user_id"
        let (members, group) = (link.table.quoted, link.to.quoted)
        sources += [
          """
          EXISTS (SELECT 1 FROM core_grouprole AS o CROSS JOIN core_role_permissions AS op \
          CROSS JOIN \(members) AS m WHERE \(sameObject) AND op.role_id = o.role_id AND \(permits) \
          AND \(member) AND m.\(group) = o.group_id)
          """,
          """
          EXISTS (SELECT 1 FROM \(members) AS m CROSS JOIN core_role_permissions AS op \
          CROSS JOIN core_grouprole AS o WHERE \(member) AND \(permits) AND o.group_id = m.\(group) \
          AND \(noObject))
          """,
        ]
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
