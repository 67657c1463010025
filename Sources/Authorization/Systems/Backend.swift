/// One entry of Django's `AUTHENTICATION_BACKENDS`, or the git trees, which stand outside that chain.
public enum BackendID: String, Sendable, Hashable, CaseIterable {
  case model, guardian, rules
  case pulpRoles = "pulp-roles"
  case trees
}

/// What one backend answers, as values: its relation, and what it asks of the subject first.
public struct Backend: Sendable {
  /// What happens when somebody who is not logged in is asked about.
  public enum Anonymous: Sendable {
    case never
    /// The row of the user table that stands for them (guardian's `ANONYMOUS_USER_NAME`).
    case standsAsRow
    /// What is open to everyone.
    case everyoneOnly
  }

  /// What happens when the permission is not one of the object's type.
  public enum ForeignPermission: Sendable {
    case isDenied
    /// Another app label raises (guardian: `WrongAppError`); another model of the app is denied.
    case raisesForAnotherApp(String)
    /// Raises for every other type (Pulp: `RuntimeError`).
    case raises(String)
    /// A rule that reads its object raises for objects of types that lack what it reads (rules: `AttributeError`).
    case raisesUnless([TypeName: [Name]], String)
  }

  public var id: BackendID
  public var title: String
  public var layers: [Layer]
  /// Whether an inactive user is denied here. It is this backend's own question, never a general one.
  public var requiresActive: Bool
  /// Whether an active superuser is allowed when this backend is asked directly.
  public var allowsSuperusers: Bool
  /// Whether an active superuser holds every permission that has a row, and no other (`ModelBackend`).
  public var superusersHoldAll: Bool
  public var anonymous: Anonymous
  public var foreignPermission: ForeignPermission
  /// Whether it takes a permission without its app label on an object (guardian does).
  public var acceptsBareCodename: Bool
  /// Whether it asks the database for exactly one permission of that name before anything else (Pulp), and raises for
  /// a bare codename and for one name on several models.
  public var looksPermissionUp: Bool
  /// The proxies whose objects and permissions it takes for those of the model behind them (guardian:
  /// `ContentType.objects.get_for_model`); empty for a backend that keeps them apart.
  public var proxies: [TypeName: TypeName]
  /// Permissions whose rule never looks at the object, so that it answers as in general.
  public var blind: Set<Name> = []

  public init(
    id: BackendID, title: String, layers: [Layer], requiresActive: Bool, allowsSuperusers: Bool = false,
    superusersHoldAll: Bool = false, anonymous: Anonymous, foreignPermission: ForeignPermission = .isDenied,
    acceptsBareCodename: Bool = false, looksPermissionUp: Bool = false,
    proxies: [TypeName: TypeName] = [:]
  ) {
    self.id = id
    self.title = title
    self.layers = layers
    self.requiresActive = requiresActive
    self.allowsSuperusers = allowsSuperusers
    self.superusersHoldAll = superusersHoldAll
    self.anonymous = anonymous
    self.foreignPermission = foreignPermission
    self.acceptsBareCodename = acceptsBareCodename
    self.looksPermissionUp = looksPermissionUp
    self.proxies = proxies
  }

  public func layers(at level: Level) -> [Layer] { layers.filter { $0.level == level } }

  /// The rows that a permission is to this backend: in the place of a proxy's, those of the model behind it.
  public func rows(of permission: Permission) -> [PermissionRow] {
    guard !proxies.isEmpty else { return permission.rows }
    return (permission.rows + permission.concreteRows).filter { proxies[$0.type] == nil }
  }
}
