/// Which tables and columns hold the authorization data, as detection found them.
///
/// The core describes relations in these names; it never looks at a database itself.
public struct Schema: Sendable, Hashable {
  /// A table with two foreign keys that make a many-to-many relation.
  public struct Link: Sendable, Hashable {
    public var table: String
    public var from: String
    public var to: String

    public init(table: String, from: String, to: String) {
      self.table = table
      self.from = from
      self.to = to
    }
  }

  /// The user table. Optional columns are nil where a custom user model lacks them.
  public struct Users: Sendable, Hashable {
    public var table: String
    public var key: String
    public var username: String
    public var isActive: String?
    public var isSuperuser: String?
    public var isStaff: String?
    public var email: String?
    public var firstName: String?
    public var lastName: String?
    public var lastLogin: String?
    public var dateJoined: String?

    public init(
      table: String, key: String, username: String, isActive: String?, isSuperuser: String?, isStaff: String?,
      email: String?, firstName: String?, lastName: String?, lastLogin: String?, dateJoined: String?
    ) {
      self.table = table
      self.key = key
      self.username = username
      self.isActive = isActive
      self.isSuperuser = isSuperuser
      self.isStaff = isStaff
      self.email = email
      self.firstName = firstName
      self.lastName = lastName
      self.lastLogin = lastLogin
      self.dateJoined = dateJoined
    }
  }

  /// A model of the project with guardian's direct foreign keys (`permission_id`, `user_id` or `group_id`,
  /// `content_object_id`). Where one exists guardian uses it instead of the generic table.
  public struct DirectGrants: Sendable, Hashable {
    public var table: String
    public var type: TypeName
    public var holdsGroups: Bool

    public init(table: String, type: TypeName, holdsGroups: Bool) {
      self.table = table
      self.type = type
      self.holdsGroups = holdsGroups
    }
  }

  /// A way from a related object up to its git tree, by foreign keys: `tables[0]` is the object's own.
  public struct TreePath: Sendable, Hashable {
    public struct Step: Sendable, Hashable {
      public var table: String
      public var key: String
      /// The foreign key to the next step, or to the tree.
      public var foreignKey: String
      /// The column that it refers to: mostly the key, with Django's `to_field` another unique one.
      public var target: String

      public init(table: String, key: String, foreignKey: String, target: String) {
        self.target = target
        self.table = table
        self.key = key
        self.foreignKey = foreignKey
      }
    }
    public var type: TypeName
    public var steps: [Step]

    public init(type: TypeName, steps: [Step]) {
      self.type = type
      self.steps = steps
    }
  }

  public var users: Users
  public var memberships: Link
  public var userPermissions: Link
  public var groupPermissions: Link
  public var systems: [SystemStatus]
  public var directGrants: [DirectGrants]
  public var treePaths: [TreePath]
  /// Types that reach a tree by more than one way, with those ways in words; a setting has to pick one.
  public var ambiguousTreePaths: [TypeName: [String]]
  public var hasDomains: Bool
  /// Proxy models with the model behind each, whose table they share. Nothing else knows what is a proxy.
  ///
  /// Django gives a proxy a content type and permissions of its own; guardian looks at those of the model behind it.
  public var proxies: [TypeName: TypeName]
  /// The rules that the settings declare, by their permissions' names.
  public var projectRules: [ProjectRule] = []

  public init(
    users: Users, memberships: Link, userPermissions: Link, groupPermissions: Link, systems: [SystemStatus],
    directGrants: [DirectGrants] = [], treePaths: [TreePath] = [],
    ambiguousTreePaths: [TypeName: [String]] = [:], hasDomains: Bool = false,
    proxies: [TypeName: TypeName] = [:]
  ) {
    self.users = users
    self.memberships = memberships
    self.userPermissions = userPermissions
    self.groupPermissions = groupPermissions
    self.systems = systems
    self.directGrants = directGrants
    self.treePaths = treePaths
    self.ambiguousTreePaths = ambiguousTreePaths
    self.hasDomains = hasDomains
    self.proxies = proxies
  }

  /// The model behind a proxy; every other type is its own.
  public func concrete(_ type: TypeName) -> TypeName { proxies[type] ?? type }

  /// The proxies of a model, in order.
  public func proxies(of type: TypeName) -> [TypeName] {
    proxies.filter { $0.value == type }.map(\.key).sorted()
  }

  public func has(_ system: SystemID) -> Bool {
    systems.contains { $0.system == system && $0.present }
  }
}
