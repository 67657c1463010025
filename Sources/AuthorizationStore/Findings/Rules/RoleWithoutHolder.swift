internal import Authorization
internal import GRDB

/// Roles that are assigned to no user and no group.
enum RoleWithoutHolder: FindingSearch {
  static let rule = FindingRule.roleWithoutHolder

  static func search(_ scan: FindingScan) throws {
    var givers: [Name: Name] = [:]
    try scan.read { givers = try hooks($0) }
    try scan.slices("core_role AS r", by: "r.pulp_id") { reader, slice in
      let sql = """
        SELECT r.pulp_id, r.name, r.locked FROM core_role AS r WHERE \(slice.condition) \
        AND NOT EXISTS (SELECT 1 FROM core_userrole AS a WHERE a.role_id = r.pulp_id) \
        AND NOT EXISTS (SELECT 1 FROM core_grouprole AS a WHERE a.role_id = r.pulp_id) ORDER BY r.pulp_id
        """
      let rows = try StoredRow.fetchAll(
        reader.database.makeStatement(sql: sql), arguments: StatementArguments(slice.arguments))
      for row in rows {
        guard let key = DatabaseKey(row[0]), let name = row.name(1) else { continue }
        let isLocked = row.bool(2) ?? false
        var text = "nobody holds role \(name)"
        if isLocked { text += ", which is locked" }
        if let giver = givers[name] { text += "; whoever creates something at \(giver) gets it" }
        let fix = FindingFix(
          "delete role \(name)", [.deleteRole(key)],
          commands: name.isArgument ? [["permscope", "role", "delete", "DB", name.text]] : [])
        try scan.add(
          Finding(
            rule, text, about: EntityRef(kind: .role, key: key, name: name),
            fix: isLocked || givers[name] != nil ? nil : fix,
            // It would list the assignments that go with it; the deletion of a locked role is refused before that is looked at.
            proof: name.isArgument && !isLocked
              ? ["permscope", "role", "delete", "DB", name.text, "--dry-run"] : rule.proof))
      }
    }
  }

  /// The access policy whose creation hooks give a role.
  private static func hooks(_ reader: AuthorizationReader) throws -> [Name: Name] {
    guard reader.schema.has(.policies) else { return [:] }
    var givers: [Name: Name] = [:]
    for endpoint in try reader.endpoints() {
      guard let text = endpoint.fields.creationHooks, let hooks = try? CreationHooks.parse(text) else {
        continue
      }
      for name in hooks.elements.flatMap(\.roles) {
        givers[name] = givers[name] ?? endpoint.fields.name
      }
    }
    return givers
  }
}
