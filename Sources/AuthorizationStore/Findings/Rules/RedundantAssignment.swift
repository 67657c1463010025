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
    try AssignmentScan.forEach(scan) { rows, hasDomains in
      let place = AssignmentScan.samePlace("o", "g", hasDomains: hasDomains)
      func gives(_ from: String, _ conditions: String) -> String {
        """
        EXISTS (SELECT 1 FROM \(from) CROSS JOIN core_role_permissions AS op \
        WHERE \(conditions) AND \(place) AND op.role_id = o.role_id AND op.permission_id = rp.permission_id)
        """
      }
      // Of two that cover each other the one with more permissions stays, so that all findings can be followed.
      let size = { (alias: String) in
        "(SELECT count(*) FROM core_role_permissions AS c WHERE c.role_id = \(alias).role_id)"
      }
      let own = gives(
        "\(rows.table.quoted) AS o",
        """
        o.\(rows.holder) = g.\(rows.holder) AND o.role_id <> g.role_id \
        AND (\(size("o")) > \(size("g")) OR (\(size("o")) = \(size("g")) AND o.role_id < g.role_id))
        """)
      let shared = gives(
        "\(link.table.quoted) AS m CROSS JOIN core_grouprole AS o",
        "m.\(link.from.quoted) = g.user_id AND o.group_id = m.\(link.to.quoted)")
      return """
        NOT EXISTS (SELECT 1 FROM core_role_permissions AS rp WHERE rp.role_id = g.role_id \
        AND NOT \(own)\(rows.isGroup ? "" : " AND NOT \(shared)"))
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
}
