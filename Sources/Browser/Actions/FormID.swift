import Authorization

/// Names a dialog. Each is an action of its own in the palette.
public enum FormID: String, Sendable, CaseIterable {
  case createUser, editUser, userGroups, joinGroups, deleteUser
  case createGroup, renameGroup, members, deleteGroup
  case permissions, objectGrants, roles, grant
  case createRole, editRole, rolePermissions, holders, assignRole, deleteRole
  case createTree, editTree, setPolicy, deleteTree
  case createPolicy, editPolicy, deletePolicy
  case createPermission, defaultPermissions, deletePermission
  case createEndpoint, statements, creationHooks, querysetScoping, resetEndpoint, deleteEndpoint
  case endSession, removeOrphans, undoEntry, redoEntry

  /// Short: it stands in the palette and in menus.
  public var title: String {
    switch self {
    case .createUser: "create user"
    case .editUser: "edit user"
    case .userGroups: "edit groups of user"
    case .joinGroups: "add users to groups"
    case .deleteUser: "delete user"
    case .createGroup: "create group"
    case .renameGroup: "rename group"
    case .members: "edit members of group"
    case .deleteGroup: "delete group"
    case .permissions: "edit model permissions"
    case .objectGrants: "edit object grants"
    case .roles: "edit assigned roles"
    case .grant: "grant"
    case .createRole: "create role"
    case .editRole: "edit role"
    case .rolePermissions: "edit permissions of role"
    case .holders: "edit holders of role"
    case .assignRole: "assign role"
    case .deleteRole: "delete role"
    case .createTree: "create git tree"
    case .editTree: "edit git tree"
    case .setPolicy: "set policy of trees"
    case .deleteTree: "delete git tree"
    case .createPolicy: "create policy"
    case .editPolicy: "edit policy"
    case .deletePolicy: "delete policy"
    case .createPermission: "create permission"
    case .defaultPermissions: "default permissions"
    case .deletePermission: "delete permission"
    case .createEndpoint: "create access policy"
    case .statements: "edit statements"
    case .creationHooks: "edit creation hooks"
    case .querysetScoping: "edit queryset scoping"
    case .resetEndpoint: "reset access policy"
    case .deleteEndpoint: "delete access policy"
    case .endSession: "end session"
    case .removeOrphans: "clean orphans"
    case .undoEntry: "undo entry"
    case .redoEntry: "redo entry"
    }
  }

  var help: String {
    switch self {
    case .createUser: "a user with an unusable password, as Django writes it"
    case .editUser: "username, names, e-mail, active, staff, superuser"
    case .userGroups: "the groups of a user, as a checklist"
    case .joinGroups: "put the marked users into groups"
    case .deleteUser: "delete the user, or the marked ones, after a look at what goes with them"
    case .createGroup: "an empty group"
    case .renameGroup: "another name for a group"
    case .members: "the members of a group, as a checklist"
    case .deleteGroup: "delete the group, or the marked ones, after a look at what goes with them"
    case .permissions: "the permissions of a user or a group at model level, as a checklist"
    case .objectGrants: "the permissions of a user or a group on one object, as a checklist"
    case .roles: "the roles of a user or a group: take away, assign everywhere, on a domain, on an object"
    case .grant: "grant permissions to the row or the marked rows, at model level or on objects"
    case .createRole: "a role with its permissions"
    case .editRole: "name and description of a role"
    case .rolePermissions: "the permissions of a role, as a checklist"
    case .holders: "who holds a role: take away, assign everywhere, on a domain, on an object"
    case .assignRole: "assign a role to the row or the marked rows"
    case .deleteRole: "delete the role, or the marked ones, with their assignments"
    case .createTree: "a git tree with a policy or none"
    case .editTree: "name and policy of a git tree"
    case .setPolicy: "one policy, or none, for the git tree or the marked ones"
    case .deleteTree: "delete the git tree, or the marked ones"
    case .createPolicy: "a policy of git trees with its read and write group"
    case .editPolicy: "name, read group and write group of a policy of git trees"
    case .deletePolicy: "delete the policy of git trees, or the marked ones"
    case .createPermission: "a custom permission on a type"
    case .defaultPermissions: "those of add, change, delete and view that a type lacks"
    case .deletePermission: "delete the permission, or the marked ones, with their grants"
    case .createEndpoint: "an access policy with its statements"
    case .statements: "add, edit, reorder and remove the statements of an access policy"
    case .creationHooks: "what an access policy does when an object is created"
    case .querysetScoping: "what limits the listings of an endpoint"
    case .resetEndpoint: "bring back the access policy as it was shipped"
    case .deleteEndpoint: "delete the access policy, or the marked ones"
    case .endSession: "log out the holder of the session, or of the marked ones; cannot be undone"
    case .removeOrphans: "take away grants and assignments on objects that do not exist"
    case .undoEntry: "take back exactly the entry of the history under the cursor"
    case .redoEntry: "do again the entry of the history under the cursor"
    }
  }

  /// What a row has to be for this; empty where it needs none.
  var kinds: [EntityKind] {
    switch self {
    case .editUser, .userGroups, .joinGroups, .deleteUser: [.user]
    case .renameGroup, .members, .deleteGroup: [.group]
    case .permissions, .objectGrants, .roles: [.user, .group]
    case .editRole, .rolePermissions, .holders, .deleteRole: [.role]
    case .editTree, .setPolicy, .deleteTree: [.tree]
    case .editPolicy, .deletePolicy: [.policy]
    case .deletePermission: [.permission]
    case .statements, .creationHooks, .querysetScoping, .resetEndpoint, .deleteEndpoint: [.endpoint]
    case .endSession: [.session]
    case .undoEntry, .redoEntry: [.entry]
    case .createUser, .createGroup, .grant, .createRole, .assignRole, .createTree, .createPolicy,
      .createPermission, .defaultPermissions, .createEndpoint, .removeOrphans:
      []
    }
  }

  /// Whether marked rows take the place of the one under the cursor.
  var takesMarks: Bool {
    switch self {
    case .joinGroups, .deleteUser, .deleteGroup, .deleteRole, .setPolicy, .deleteTree, .deletePolicy,
      .deletePermission, .deleteEndpoint, .endSession, .grant, .assignRole:
      true
    default: false
    }
  }

  /// What the database needs for it.
  var system: SystemID? {
    switch self {
    case .objectGrants: .guardian
    case .roles, .createRole, .editRole, .rolePermissions, .holders, .assignRole, .deleteRole: .roles
    case .createTree, .editTree, .setPolicy, .deleteTree, .createPolicy, .editPolicy, .deletePolicy: .trees
    case .createEndpoint, .statements, .creationHooks, .querysetScoping, .resetEndpoint, .deleteEndpoint:
      .policies
    case .endSession: .sessions
    default: nil
    }
  }

  /// The kinds of edit of which one is enough for the operator. The gate decides on the rows themselves; what
  /// depends on the object is not listed.
  func needs(_ subject: EntityKind?) -> [EditKind] {
    switch self {
    case .createUser: [.addUser]
    case .editUser: [.changeUser]
    case .deleteUser: [.deleteUser]
    case .createGroup: [.addGroup]
    case .renameGroup: [.changeGroup]
    case .deleteGroup: [.deleteGroup]
    case .userGroups, .joinGroups, .members: [.changeUser, .changeGroup]
    case .permissions: subject == .group ? [.changeGroup] : [.changeUser]
    case .createRole: [.addRole]
    case .editRole, .rolePermissions: [.changeRole]
    case .deleteRole: [.deleteRole]
    case .createTree: [.addTree]
    case .editTree, .setPolicy: [.changeTree]
    case .deleteTree: [.deleteTree]
    case .createPolicy: [.addPolicy]
    case .editPolicy: [.changePolicy]
    case .deletePolicy: [.deletePolicy]
    case .createPermission, .defaultPermissions: [.addPermission]
    case .deletePermission: [.deletePermission]
    case .createEndpoint: [.addEndpoint]
    case .statements, .creationHooks, .querysetScoping, .resetEndpoint: [.changeEndpoint]
    case .deleteEndpoint: [.deleteEndpoint]
    case .endSession: [.endSession]
    case .objectGrants, .roles, .grant, .holders, .assignRole, .removeOrphans, .undoEntry, .redoEntry: []
    }
  }
}
