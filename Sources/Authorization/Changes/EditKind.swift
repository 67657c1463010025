/// A kind of edit that one permission of Django's allows in general.
///
/// Grants on objects and assignments of roles depend on the object besides; the gate decides those one by one.
public enum EditKind: String, Sendable, Hashable, CaseIterable {
  case addUser, changeUser, deleteUser
  case addGroup, changeGroup, deleteGroup
  case addRole, changeRole, deleteRole
  case addTree, changeTree, deleteTree
  case addPolicy, changePolicy, deletePolicy
  case addPermission, deletePermission
  case addEndpoint, changeEndpoint, deleteEndpoint
  case endSession

  /// The permission as `hasPermission` is asked for it.
  ///
  /// - Parameter users: the project's user model.
  public func permission(users: TypeName) -> Name {
    switch self {
    case .addUser, .changeUser, .deleteUser: Name("\(users.app).\(verb)_\(users.model)")
    case .addGroup, .changeGroup, .deleteGroup: Name("auth.\(verb)_group")
    case .addRole, .changeRole, .deleteRole: Name("core.\(verb)_role")
    case .addTree, .changeTree, .deleteTree: Name("datawarehouse.\(verb)_gittree")
    case .addPolicy, .changePolicy, .deletePolicy: Name("datawarehouse.\(verb)_gittreepolicy")
    case .addPermission, .deletePermission: Name("auth.\(verb)_permission")
    case .addEndpoint, .changeEndpoint, .deleteEndpoint: Name("core.\(verb)_accesspolicy")
    case .endSession: "sessions.delete_session"
    }
  }

  private var verb: String {
    if rawValue.hasPrefix("add") { return "add" }
    return rawValue.hasPrefix("change") ? "change" : "delete"
  }
}
