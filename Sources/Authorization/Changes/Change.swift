/// One edit as a person means it. Every edit, from a dialog, the command line or undo, is a list of these.
///
/// Keys are those of the rows in the database. A row that an earlier change of the same list creates is named by
/// its name (`DatabaseKey.created`), which stays right whatever key it gets, or by the key that the plan gave it.
public enum Change: Sendable, Hashable {
  case createUser(UserFields, groups: [DatabaseKey])
  case editUser(DatabaseKey, UserEdit)
  case deleteUser(DatabaseKey)

  case createGroup(Name)
  case renameGroup(DatabaseKey, Name)
  case deleteGroup(DatabaseKey)
  case addMember(user: DatabaseKey, group: DatabaseKey)
  case removeMember(user: DatabaseKey, group: DatabaseKey)

  case grant(Grant)
  case revoke(Grant)

  case createRole(RoleFields)
  case editRole(DatabaseKey, RoleEdit)
  case deleteRole(DatabaseKey)
  case permit(role: DatabaseKey, permission: DatabaseKey)
  case forbid(role: DatabaseKey, permission: DatabaseKey)
  case assign(Assignment)
  case unassign(Assignment)

  case createTree(Name, policy: DatabaseKey?)
  case renameTree(DatabaseKey, Name)
  case deleteTree(DatabaseKey)
  /// Nil takes the policy away: the tree is private then.
  case setPolicy(tree: DatabaseKey, policy: DatabaseKey?)

  /// A group that is nil opens the method to anyone.
  case createPolicy(Name, read: DatabaseKey?, write: DatabaseKey?)
  case renamePolicy(DatabaseKey, Name)
  case deletePolicy(DatabaseKey)
  /// A group that is nil opens the method to anyone.
  case setAccess(policy: DatabaseKey, TreeMethod, group: DatabaseKey?)

  case createPermission(TypeName, codename: Name, title: Name)
  /// Those of add, change, delete and view that a type lacks.
  case createDefaultPermissions(TypeName)
  case deletePermission(DatabaseKey)

  case createEndpoint(EndpointFields)
  case editEndpoint(DatabaseKey, EndpointEdit)
  case deleteEndpoint(DatabaseKey)
  /// Brings the shipped text back: from the fields given (a file's), else from the history.
  case resetEndpoint(DatabaseKey, to: EndpointFields?)

  /// Logs the holder of a session out. It cannot be undone.
  case endSession(DatabaseKey)
  /// Takes away the grants and role assignments on objects that do not exist.
  case removeOrphans

  /// Takes back what an entry of the history did.
  case undo(entry: Int64)
  /// Does again what an entry did that was undone.
  case redo(entry: Int64)
}

/// What is written of a new user. The password is unusable, as Django writes it.
public struct UserFields: Sendable, Hashable {
  public var username: Name
  public var firstName: Name
  public var lastName: Name
  public var email: Name
  public var isActive: Bool
  public var isStaff: Bool
  public var isSuperuser: Bool

  public init(
    username: Name, firstName: Name = "", lastName: Name = "", email: Name = "", isActive: Bool = true,
    isStaff: Bool = false, isSuperuser: Bool = false
  ) {
    self.username = username
    self.firstName = firstName
    self.lastName = lastName
    self.email = email
    self.isActive = isActive
    self.isStaff = isStaff
    self.isSuperuser = isSuperuser
  }
}

/// The fields of a user that are to change; nil leaves a field as it is.
public struct UserEdit: Sendable, Hashable {
  public var username: Name?
  public var firstName: Name?
  public var lastName: Name?
  public var email: Name?
  public var isActive: Bool?
  public var isStaff: Bool?
  public var isSuperuser: Bool?

  public init(
    username: Name? = nil, firstName: Name? = nil, lastName: Name? = nil, email: Name? = nil,
    isActive: Bool? = nil, isStaff: Bool? = nil, isSuperuser: Bool? = nil
  ) {
    self.username = username
    self.firstName = firstName
    self.lastName = lastName
    self.email = email
    self.isActive = isActive
    self.isStaff = isStaff
    self.isSuperuser = isSuperuser
  }
}

/// Whom a grant or a role is given to.
public enum Grantee: Sendable, Hashable {
  case user(DatabaseKey)
  case group(DatabaseKey)

  public var key: DatabaseKey {
    switch self {
    case .user(let key), .group(let key): key
    }
  }

  public var isGroup: Bool {
    switch self {
    case .user: false
    case .group: true
    }
  }
}

/// An object by its type and the text of its key, as guardian and Pulp write it (UUIDs with dashes).
public struct ObjectRef: Sendable, Hashable {
  public var type: TypeName
  public var key: Name
  /// Whether the key is the name of a row that an earlier change of the same list creates.
  public var isCreated: Bool

  public init(type: TypeName, key: Name, isCreated: Bool = false) {
    self.type = type
    self.key = key
    self.isCreated = isCreated
  }
}

/// A permission of Django's or guardian's for a user or a group.
public struct Grant: Sendable, Hashable {
  public var grantee: Grantee
  /// A key of `auth_permission`.
  public var permission: DatabaseKey
  /// Nil for a grant at model level.
  public var object: ObjectRef?

  public init(_ grantee: Grantee, _ permission: DatabaseKey, on object: ObjectRef? = nil) {
    self.grantee = grantee
    self.permission = permission
    self.object = object
  }
}

/// What is written of a new role.
public struct RoleFields: Sendable, Hashable {
  public var name: Name
  public var description: Name?
  public var permissions: [DatabaseKey]

  public init(name: Name, description: Name? = nil, permissions: [DatabaseKey] = []) {
    self.name = name
    self.description = description
    self.permissions = permissions
  }
}

/// The fields of a role that are to change; nil leaves a field as it is. An empty description is NULL.
public struct RoleEdit: Sendable, Hashable {
  public var name: Name?
  public var description: Name?

  public init(name: Name? = nil, description: Name? = nil) {
    self.name = name
    self.description = description
  }
}

/// A role for a user or a group, somewhere.
public struct Assignment: Sendable, Hashable {
  public enum Place: Sendable, Hashable {
    case everywhere
    case domain(DatabaseKey)
    case object(ObjectRef)
  }

  public var role: DatabaseKey
  public var grantee: Grantee
  public var place: Place

  public init(_ role: DatabaseKey, to grantee: Grantee, _ place: Place = .everywhere) {
    self.role = role
    self.grantee = grantee
    self.place = place
  }
}

/// What a policy of git trees regulates.
public enum TreeMethod: String, Sendable, Hashable, CaseIterable {
  case read, write
}

/// The parts of an access policy. Texts are JSON; a text that nobody edited keeps its bytes.
public struct EndpointFields: Sendable, Hashable {
  /// `remotes/file/file`
  public var name: Name
  public var statements: Name
  /// Nil is NULL.
  public var creationHooks: Name?
  public var querysetScoping: Name?
  public var customized: Bool

  public init(
    name: Name, statements: Name, creationHooks: Name? = nil, querysetScoping: Name? = nil,
    customized: Bool = true
  ) {
    self.name = name
    self.statements = statements
    self.creationHooks = creationHooks
    self.querysetScoping = querysetScoping
    self.customized = customized
  }
}

/// The parts of an access policy that are to change; nil leaves a part as it is.
public struct EndpointEdit: Sendable, Hashable {
  /// A text that can be NULL.
  public enum Text: Sendable, Hashable {
    case null
    case json(Name)
  }

  public var statements: Name?
  public var creationHooks: Text?
  public var querysetScoping: Text?

  public init(statements: Name? = nil, creationHooks: Text? = nil, querysetScoping: Text? = nil) {
    self.statements = statements
    self.creationHooks = creationHooks
    self.querysetScoping = querysetScoping
  }
}
