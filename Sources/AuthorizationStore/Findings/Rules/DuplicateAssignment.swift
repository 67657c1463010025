internal import Authorization
internal import GRDB

/// The same role for the same holder at the same place, in several rows.
enum DuplicateAssignment: FindingSearch {
  static let rule = FindingRule.duplicateAssignment

  static func search(_ scan: FindingScan) throws {
    try AssignmentScan.forEach(scan) { reader, rows in
      // Told once, of the last row. By all columns of the unique index, in which nulls are no obstacle to twins, and
      // by the row's number, which stands at its end.
      func others(_ comparison: String) -> String {
        """
        EXISTS (SELECT 1 FROM \(rows.table.quoted) AS o WHERE o.\(rows.holder) = g.\(rows.holder) \
        AND o.role_id = g.role_id AND o.content_type_id IS g.content_type_id AND o.object_id IS g.object_id \
        \(reader.schema.hasDomains ? "AND o.domain_id IS g.domain_id" : "") AND o.rowid \(comparison) g.rowid)
        """
      }
      return "\(others("<")) AND NOT \(others(">"))"
    } found: { found in
      try scan.add(
        Finding(
          rule, "\(found.holder.words) has role \(found.name) \(found.words) more than once",
          about: found.holder.ref, fix: fix(found), proof: found.proof))
    }
  }

  /// Taking a role away takes every row; one is written again. What Pulp would not assign
  /// today is left as it is.
  private static func fix(_ found: AssignmentScan.Found) -> FindingFix? {
    guard found.isAssignable else { return nil }
    let assignment = Assignment(found.role, to: found.holder.grantee, found.place)
    return FindingFix(
      "assign \(found.name) \(found.words) to \(found.holder.words) once instead",
      found.unassign.changes + [.assign(assignment)],
      commands: found.unassign.commands + found.assign)
  }
}
