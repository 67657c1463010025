/// A question to relations: some columns bound, the others asked for.
public struct RelationQuestion: Sendable, Hashable {
  public enum Holder: Sendable, Hashable {
    /// Not bound: who?
    case anybody
    /// A user, by themselves, through their groups and through what is open to everyone.
    case user(DatabaseKey)
    /// These groups, and what is open to everyone.
    case groups([DatabaseKey])
    /// Only what is open to everyone.
    case onlyEveryone
    /// Somebody who is not logged in: what is open to everyone, and what is open to them alone.
    case anonymous
  }

  public enum Permissions: Sendable, Hashable {
    case any
    /// These keys of `auth_permission`, and these names for layers that name their permissions.
    case these(keys: [DatabaseKey], names: [Name])
  }

  public enum Place: Sendable, Hashable {
    /// Not bound, or not applicable.
    case anywhere
    case domain(DatabaseKey)
    case object(ObjectAddress)
    /// All objects of a type: which?
    case objects(of: TypeName, typeKey: DatabaseKey?)

    /// An object of one of these proxies as one of the model behind it; every other place as it is.
    func concrete(_ proxies: [TypeName: TypeName]) -> Place {
      guard case .object(let object) = self else { return self }
      return .object(object.concrete(proxies))
    }
  }

  public var holder: Holder
  public var permissions: Permissions
  public var place: Place

  public init(holder: Holder, permissions: Permissions, place: Place) {
    self.holder = holder
    self.permissions = permissions
    self.place = place
  }
}

/// One row of a relation: who holds what on what, and by which path.
public struct Derivation: Sendable, Hashable {
  public struct Step: Sendable, Hashable {
    public var kind: EntityKind
    public var key: DatabaseKey
    public var wording: String

    public init(kind: EntityKind, key: DatabaseKey, wording: String) {
      self.kind = kind
      self.key = key
      self.wording = wording
    }
  }

  public var layer: Layer
  /// The group on the path, where the holder is a group.
  public var group: DatabaseKey?
  /// The key of the permission, or nil where the layer names it.
  public var permissionKey: DatabaseKey?
  /// The object, as the layer writes its key; nil where it is about none or all.
  public var object: DatabaseKey?
  public var domain: DatabaseKey?
  public var steps: [Step]
  /// Every row of the database that it rests on: the membership, the grant, the role's permission.
  public var rows: [RowIdentity] = []

  public init(
    layer: Layer, group: DatabaseKey?, permissionKey: DatabaseKey?, object: DatabaseKey?,
    domain: DatabaseKey?,
    steps: [Step]
  ) {
    self.layer = layer
    self.group = group
    self.permissionKey = permissionKey
    self.object = object
    self.domain = domain
    self.steps = steps
  }
}

/// Reads relations. The store is one; the reference evaluator in the tests is another.
public protocol RelationReading {
  /// Whether any row of these layers fits the question.
  func holds(_ layers: [Layer], _ question: RelationQuestion) throws -> Bool
  /// The rows that fit, at most `limit` for each layer.
  func derivations(_ layers: [Layer], _ question: RelationQuestion, limit: Int) throws -> [Derivation]
  /// The name of a row on a path; nil where the row is gone.
  func name(of kind: EntityKind, key: DatabaseKey) throws -> Name?
}
