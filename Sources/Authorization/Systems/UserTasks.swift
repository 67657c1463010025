/// django-user-tasks' rules (`user_tasks.rules.add_rules`), which need no permission table.
public enum UserTasks {
  public static let status = TypeName(app: "user_tasks", model: "usertaskstatus")
  public static let artifact = TypeName(app: "user_tasks", model: "usertaskartifact")

  /// Owner or superuser.
  static let ownerOfStatus = names(["view", "cancel", "delete"], status)
  static let ownerOfArtifact = names(["view"], artifact)
  /// Superuser only.
  static let superuserOnly = names(["change"], status) + names(["change", "delete"], artifact)

  /// Every permission that has a rule. All others are silently no in the `rules` package.
  public static let permissions = ownerOfStatus + ownerOfArtifact + superuserOnly

  /// `is_active` is never looked at.
  public static func backend(_ schema: Schema) -> Backend {
    Backend(
      id: .rules, title: "user task rules",
      layers: [
        Layer(
          id: "rules.owner", level: .object, tables: [LayerTable("user_tasks_usertaskstatus", "s")],
          holder: .user(LayerColumn("s", "user_id")), permission: .named(ownerOfStatus),
          objects: Layer.Objects(types: .fixed(status), key: .native(LayerColumn("s", "id")), indexed: true),
          wording: "triggered the task"),
        Layer(
          id: "rules.artifact_owner", level: .object,
          tables: [
            LayerTable("user_tasks_usertaskstatus", "s"),
            LayerTable("user_tasks_usertaskartifact", "a", on: "status_id", equals: LayerColumn("s", "id")),
          ],
          holder: .user(LayerColumn("s", "user_id")), permission: .named(ownerOfArtifact),
          objects: Layer.Objects(
            types: .fixed(artifact), key: .native(LayerColumn("a", "id")), indexed: true),
          steps: [Layer.Step(.task, LayerColumn("s", "id"), "task")],
          wording: "triggered the task of the artifact"),
        // Without an object the owner predicates answer yes to everybody, anonymous and inactive users too.
        Layer(
          id: "rules.no_object", level: .model, tables: [], holder: .everyone,
          permission: .named(ownerOfStatus + ownerOfArtifact),
          wording: "the owner rule passes everybody when no object is given"),
      ] + superusers(schema),
      requiresActive: false, anonymous: .everyoneOnly,
      foreignPermission: .raisesUnless(
        [status: ownerOfStatus, artifact: ownerOfArtifact], "AttributeError"))
  }

  private static func superusers(_ schema: Schema) -> [Layer] {
    guard let column = schema.users.isSuperuser else { return [] }
    let table = LayerTable(schema.users.table, "su", where: [.truth(column)])
    let holder = Layer.Holder.user(LayerColumn("su", schema.users.key))
    let general = Layer(
      id: "rules.superuser", level: .model, tables: [table], holder: holder,
      permission: .named(permissions), wording: "superuser, by the rule")
    return [general]
      + [
        (status, ownerOfStatus + names(["change"], status)),
        (artifact, ownerOfArtifact + names(["change", "delete"], artifact)),
      ]
      .map { type, named in
        Layer(
          id: "rules.superuser.\(type.model)", level: .object, tables: [table], holder: holder,
          permission: .named(named),
          objects: Layer.Objects(types: .fixed(type), key: .all, indexed: false),
          wording: "superuser, by the rule")
      }
  }

  /// What is left of the rules for a task or artifact that is in no table.
  ///
  /// user_tasks: `status.user_id == user.id`. Without a row the left side is `None`, which nobody has but somebody
  /// who is not logged in; an artifact's task cannot even be looked up, superuser or not.
  static func layersWithoutRow(
    _ layers: [Layer], _ permission: Permission?, _ subject: Subject
  ) throws -> [Layer] {
    let rest = layers.filter { $0.objects?.key == .all }
    guard let permission else { return rest }
    guard !ownerOfArtifact.contains(permission.name) else {
      throw RaisedException("RelatedObjectDoesNotExist", "an artifact that does not exist has no task")
    }
    return subject.kind == .anonymous && ownerOfStatus.contains(permission.name) ? [ownerless] : rest
  }

  /// Whether the permission's rule answers about objects of a type that it does not name, as in general.
  static func isBlind(_ permission: Permission, to type: TypeName) -> Bool {
    superuserOnly.contains(permission.name) && !permission.name.text.hasSuffix("_\(type.model)")
  }

  private static let ownerless = Layer(
    id: "rules.no_owner", level: .object, tables: [], holder: .everyone, permission: .named(ownerOfStatus),
    wording: "a task that does not exist belongs to whoever is not logged in")

  private static func names(_ actions: [String], _ type: TypeName) -> [Name] {
    actions.map { Name("\(type.app).\($0)_\(type.model)") }
  }
}
