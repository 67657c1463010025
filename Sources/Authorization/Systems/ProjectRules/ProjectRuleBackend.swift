/// The `rules` backend: the rules of user tasks where they are installed, and those of the project.
public enum RuleBackend {
  public static func backend(_ schema: Schema) -> Backend {
    var backend = UserTasks.backend(schema)
    let own = schema.projectRules
    guard !own.isEmpty else { return backend }
    if !schema.has(.tasks) {
      backend.layers = []
      backend.foreignPermission = .isDenied
    }
    backend.title = schema.has(.tasks) ? "rules of user tasks and of the project" : "rules of the project"
    backend.layers += own.flatMap(\.layers)
    backend.blind = Set(own.filter { !$0.readsObject }.map(\.permission))
    var readable: [TypeName: [Name]] = [:]
    if case .raisesUnless(let known, _) = backend.foreignPermission { readable = known }
    for rule in own where rule.readsObject {
      if let objects = rule.objects { readable[objects.type, default: []].append(rule.permission) }
    }
    backend.foreignPermission = .raisesUnless(readable, "AttributeError")
    return backend
  }
}

extension Schema {
  /// The permissions that rules name themselves, and that need no row of `auth_permission`.
  public var ruleNames: [Name] { UserTasks.permissions + projectRules.map(\.permission) }

  /// Those of them that are asked of objects of a type.
  public func ruleNames(on type: TypeName) -> [Name] {
    let tasks = UserTasks.permissions.filter {
      $0.text.hasPrefix("\(type.app).") && $0.text.hasSuffix("_\(type.model)")
    }
    return tasks + projectRules.filter { $0.objects?.type == type }.map(\.permission)
  }

  /// The type of the objects of a permission that rules name; nil where no rule does.
  public func ruleType(of permission: Name) -> TypeName? {
    if UserTasks.permissions.contains(permission) {
      return permission.text.hasSuffix("artifact") ? UserTasks.artifact : UserTasks.status
    }
    return projectRules.first { $0.permission == permission }?.objects?.type
  }
}
