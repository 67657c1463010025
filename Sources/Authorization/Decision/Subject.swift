/// Who is asked about, as found in the database.
public struct Subject: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case user(DatabaseKey)
    /// The group itself: what it gives to a member.
    case group(DatabaseKey)
    /// Nobody is logged in.
    case anonymous
    /// Somebody without a row (LDAP, single sign-on), who would be in these groups.
    case outsider
  }

  public var kind: Kind
  public var name: Name
  public var isActive: Bool
  public var isSuperuser: Bool
  public var isStaff: Bool
  /// Groups that are assumed besides those in the database (`--in-group`).
  public var assumedGroups: [DatabaseKey]
  /// For anonymous: the row that stands for it, where guardian is installed and the row exists.
  public var standInKey: DatabaseKey?
  public var standInIsActive: Bool
  public var standInIsSuperuser: Bool
  /// For anonymous: guardian is told which row stands for it, but there is no such row. guardian then raises.
  public var standInIsMissing: Bool

  public init(
    kind: Kind, name: Name, isActive: Bool = true, isSuperuser: Bool = false, isStaff: Bool = false,
    assumedGroups: [DatabaseKey] = [], standInKey: DatabaseKey? = nil, standInIsActive: Bool = true,
    standInIsSuperuser: Bool = false, standInIsMissing: Bool = false
  ) {
    self.kind = kind
    self.name = name
    self.isActive = isActive
    self.isSuperuser = isSuperuser
    self.isStaff = isStaff
    self.assumedGroups = assumedGroups
    self.standInKey = standInKey
    self.standInIsActive = standInIsActive
    self.standInIsSuperuser = standInIsSuperuser
    self.standInIsMissing = standInIsMissing
  }

  /// The same subject, were they active.
  public var activated: Subject {
    var copy = self
    copy.isActive = true
    return copy
  }

  /// An active superuser is answered yes before any backend is asked (`User.has_perm`).
  public var passesBeforeBackends: Bool {
    guard case .user = kind else { return false }
    return isActive && isSuperuser
  }

  /// How people name the subject, as the command line does.
  public var argument: String {
    switch kind {
    case .user, .outsider: SubjectArgument.text(ofUser: name)
    case .group: "group:\(name)"
    case .anonymous: ":anonymous"
    }
  }
}

/// A row of `auth_permission`.
public struct PermissionRow: Sendable, Hashable {
  public var key: DatabaseKey
  public var type: TypeName
  public var typeKey: DatabaseKey
  public var codename: Name
  public var title: Name

  public init(key: DatabaseKey, type: TypeName, typeKey: DatabaseKey, codename: Name, title: Name) {
    self.key = key
    self.type = type
    self.typeKey = typeKey
    self.codename = codename
    self.title = title
  }

  public var name: Name { Name("\(type.app).\(codename)") }

  /// Not one of the four that every model gets.
  public var isCustom: Bool {
    !["add", "change", "delete", "view"].contains { codename == Name("\($0)_\(type.model)") }
  }
}

/// A permission as asked for, with the rows that carry the name. One name can stand on two models of an app.
public struct Permission: Sendable, Hashable {
  public var name: Name
  public var rows: [PermissionRow]
  /// Where proxies are of the app: the rows with this codename of the models behind them. guardian compares the
  /// codename alone, so that a proxy's permission is theirs to it, and needs no row of the proxy's.
  public var concreteRows: [PermissionRow]

  public init(name: Name, rows: [PermissionRow], concreteRows: [PermissionRow] = []) {
    self.name = name
    self.rows = rows
    self.concreteRows = concreteRows
  }

  /// The app label before the first dot; nil for a bare codename.
  public var app: Name? {
    guard let dot = name.text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    return Name(String(name.text[..<dot]))
  }

  /// What follows the first dot, or all of it.
  public var codename: Name {
    guard let dot = name.text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return name }
    return Name(String(name.text[name.text.utf8.index(after: dot)...]))
  }

  public var isTreeMethod: Bool { name == GitTrees.read || name == GitTrees.write }
}

/// An object as asked about. It need not exist: grants on a key that is not there still count.
public struct ObjectAddress: Sendable, Hashable {
  public var type: TypeName
  /// The content type's key; nil where the type has no content type.
  public var typeKey: DatabaseKey?
  /// For an object of a proxy: the key of the content type of the model behind it.
  public var concreteTypeKey: DatabaseKey?
  /// The key as text, as guardian and Pulp write it: UUIDs with dashes.
  public var text: Name
  /// The key as the object's own table has it; nil where no row can have it (`007` in a table of integers).
  public var native: DatabaseKey?
  public var exists: Bool
  public var name: Name?
  /// The domain that the object is in, where its table has one.
  public var domain: DatabaseKey?

  public init(
    type: TypeName, typeKey: DatabaseKey?, text: Name, native: DatabaseKey?, exists: Bool, name: Name? = nil,
    domain: DatabaseKey? = nil, concreteTypeKey: DatabaseKey? = nil
  ) {
    self.type = type
    self.typeKey = typeKey
    self.concreteTypeKey = concreteTypeKey
    self.text = text
    self.native = native
    self.exists = exists
    self.name = name
    self.domain = domain
  }

  /// The same object under the model behind its type, where that is one of these proxies.
  public func concrete(_ proxies: [TypeName: TypeName]) -> ObjectAddress {
    guard let type = proxies[type] else { return self }
    var object = self
    object.type = type
    object.typeKey = concreteTypeKey
    object.concreteTypeKey = nil
    return object
  }

  /// As the command line names it: `tree:rhel/0`, `app.model:7`.
  public var argument: String {
    if type == GitTrees.tree, let name { return "tree:\(name)" }
    return "\(type):\(text)"
  }
}

/// What a question is asked about.
public enum Target: Sendable, Hashable {
  /// In general, at model level.
  case general
  case domain(DatabaseKey, Name)
  case object(ObjectAddress)

  public var level: Level {
    switch self {
    case .general: .model
    case .domain: .domain
    case .object: .object
    }
  }
}
