/// Django's model-level permissions (`django.contrib.auth.backends.ModelBackend`).
public enum ModelPermissions {
  /// Asked about an object it has no layer at all: `ModelBackend` answers no for everybody.
  public static func backend(_ schema: Schema) -> Backend {
    let own = schema.userPermissions
    let shared = schema.groupPermissions
    return Backend(
      id: .model, title: "model permissions",
      layers: [
        Layer(
          id: "model.user", level: .model, tables: [LayerTable(own.table, "g")],
          holder: .user(LayerColumn("g", own.from)), permission: .row(LayerColumn("g", own.to)),
          wording: "model grant"),
        Layer(
          id: "model.group", level: .model, tables: [LayerTable(shared.table, "g")],
          holder: .group(LayerColumn("g", shared.from)), permission: .row(LayerColumn("g", shared.to)),
          wording: "model grant"),
      ],
      requiresActive: true, superusersHoldAll: true, anonymous: .never)
  }
}
