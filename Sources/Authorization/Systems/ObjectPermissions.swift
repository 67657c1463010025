/// django-guardian's object permissions (`guardian.backends.ObjectPermissionBackend`).
public enum ObjectPermissions {
  public static func backend(_ schema: Schema) -> Backend {
    Backend(
      id: .guardian, title: "object permissions", layers: generic(schema) + schema.directGrants.map(direct),
      requiresActive: true, allowsSuperusers: true, anonymous: .standsAsRow,
      foreignPermission: .raisesForAnotherApp("WrongAppError"), acceptsBareCodename: true,
      proxies: schema.proxies)
  }

  /// The rows of guardian's two generic tables.
  private static func generic(_ schema: Schema) -> [Layer] {
    [false, true].map { isGroup in
      // A model with direct tables is not looked up here: guardian uses those instead.
      let elsewhere = schema.directGrants.filter { $0.holdsGroups == isGroup }.map(\.type)
      return Layer(
        id: isGroup ? "guardian.group" : "guardian.user", level: .object,
        tables: [
          LayerTable(isGroup ? "guardian_groupobjectpermission" : "guardian_userobjectpermission", "g")
        ],
        holder: isGroup ? .group(LayerColumn("g", "group_id")) : .user(LayerColumn("g", "user_id")),
        permission: .row(LayerColumn("g", "permission_id")),
        objects: Layer.Objects(
          types: .column(LayerColumn("g", "content_type_id"), except: elsewhere),
          key: .text(LayerColumn("g", "object_pk")), indexed: false),
        wording: "object grant")
    }
  }

  private static func direct(_ grants: Schema.DirectGrants) -> Layer {
    Layer(
      id: "guardian.\(grants.table)", level: .object, tables: [LayerTable(grants.table, "g")],
      holder: grants.holdsGroups ? .group(LayerColumn("g", "group_id")) : .user(LayerColumn("g", "user_id")),
      permission: .row(LayerColumn("g", "permission_id")),
      objects: Layer.Objects(
        types: .fixed(grants.type), key: .native(LayerColumn("g", "content_object_id")), indexed: true),
      wording: "object grant in \(grants.table)")
  }
}
