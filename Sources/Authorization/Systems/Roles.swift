/// Pulp's roles (`pulpcore.app.role_util`, `pulpcore.backends.ObjectRolePermissionBackend`).
public enum Roles {
  public static func backend(_ schema: Schema) -> Backend {
    // Pulp before domains has no such column; all assignments without an object are then global.
    let levels: [Level] = schema.hasDomains ? [.model, .domain, .object] : [.model, .object]
    return Backend(
      id: .pulpRoles, title: "roles",
      layers: levels.flatMap { level in
        [false, true].map { layer(level, isGroup: $0, hasDomains: schema.hasDomains) }
      },
      // Inactive users keep their roles, and superusers come from `User.has_perm` only.
      requiresActive: false, anonymous: .never, foreignPermission: .raises("RuntimeError"),
      looksPermissionUp: true)
  }

  private static func layer(_ level: Level, isGroup: Bool, hasDomains: Bool) -> Layer {
    let conditions: [LayerTable.Condition] =
      switch level {
      case .model: hasDomains ? [.null("object_id"), .null("domain_id")] : [.null("object_id")]
      case .domain: [.notNull("domain_id")]
      case .object: [.notNull("object_id")]
      }
    return Layer(
      id: "roles.\(isGroup ? "group" : "user").\(level == .model ? "global" : level.rawValue)", level: level,
      tables: [
        LayerTable(isGroup ? "core_grouprole" : "core_userrole", "a", where: conditions),
        LayerTable("core_role_permissions", "rp", on: "role_id", equals: LayerColumn("a", "role_id")),
      ],
      holder: isGroup ? .group(LayerColumn("a", "group_id")) : .user(LayerColumn("a", "user_id")),
      permission: .row(LayerColumn("rp", "permission_id")),
      // The assignment's content type is not compared: `has_perm` looks at the key alone.
      objects: level == .object
        ? Layer.Objects(
          types: .ignored(LayerColumn("a", "content_type_id")), key: .text(LayerColumn("a", "object_id")),
          indexed: true) : nil,
      domain: level == .domain ? LayerColumn("a", "domain_id") : nil,
      steps: [Layer.Step(.role, LayerColumn("a", "role_id"), "role")],
      wording: wording(level))
  }

  /// What is asked for where only the assignment of a role matters, whatever the role gives.
  public static let assigned: Name = "assigned"

  /// The assignments of a layer, whatever the roles give.
  public static func assignments(_ layer: Layer) -> Layer {
    var layer = layer
    layer.tables.removeAll { $0.name == "core_role_permissions" }
    layer.permission = .named([assigned])
    return layer
  }

  private static func wording(_ level: Level) -> String {
    switch level {
    case .model: "everywhere"
    case .domain: "on this domain"
    case .object: "on this object"
    }
  }
}
