/// django-user-tasks' REST views (`user_tasks.views`).
public enum TaskEndpoint: String, Sendable, Hashable, CaseIterable {
  case tasks, artifacts

  public var type: TypeName { self == .tasks ? UserTasks.status : UserTasks.artifact }

  /// The actions that the views have; a permission is checked for the others too, before they are found missing.
  public var actions: [Endpoint.Action] {
    var actions = [
      Endpoint.Action(name: "list", method: "GET", isDetail: false),
      Endpoint.Action(name: "retrieve", method: "GET", isDetail: true),
    ]
    if self == .tasks {
      actions += [
        Endpoint.Action(name: "destroy", method: "DELETE", isDetail: true),
        Endpoint.Action(name: "cancel", method: "POST", isDetail: true),
      ]
    }
    return actions
  }

  /// The permission that a method needs (`DjangoObjectPermissionsIncludingView.perms_map`); nil for a method that is
  /// refused before anything is asked.
  public func permission(for method: Name) -> Name? {
    let verbs: [Name: String] = [
      "GET": "view", "HEAD": "view", "OPTIONS": "view", "POST": "cancel", "PUT": "change", "PATCH": "change",
      "DELETE": "delete",
    ]
    return verbs[method].map { Name("\(type.app).\($0)_\(type.model)") }
  }

  /// The method that reaches an action, also one that the views do not have; nil for an unknown action.
  public func method(of action: Name) -> Name? {
    let methods: [Name: Name] = [
      "list": "GET", "retrieve": "GET", "view": "GET", "metadata": "OPTIONS", "create": "POST",
      "cancel": "POST",
      "update": "PUT", "change": "PUT", "partial_update": "PATCH", "destroy": "DELETE", "delete": "DELETE",
    ]
    return methods[action]
  }
}
