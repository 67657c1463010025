/// A column of a table in a layer, by the table's alias.
public struct LayerColumn: Sendable, Hashable {
  public var alias: String
  public var column: String

  public init(_ alias: String, _ column: String) {
    self.alias = alias
    self.column = column
  }
}

/// One table of a layer.
public struct LayerTable: Sendable, Hashable {
  /// Something that a row must satisfy by itself.
  public enum Condition: Sendable, Hashable {
    case null(String)
    case notNull(String)
    case truth(String)
  }

  /// An equality with a column of another table of the layer.
  public struct Join: Sendable, Hashable {
    public var own: String
    public var other: LayerColumn
  }

  public var name: String
  public var alias: String
  public var joins: [Join]
  public var conditions: [Condition]

  public init(
    _ name: String, _ alias: String, on own: String? = nil, equals other: LayerColumn? = nil,
    where conditions: [Condition] = []
  ) {
    self.name = name
    self.alias = alias
    self.conditions = conditions
    if let own, let other { joins = [Join(own: own, other: other)] } else { joins = [] }
  }
}

/// One way in which a permission can be held, described as a relation over tables.
///
/// Every question (check, explain, who-can, list-objects, what can they) is this description with other
/// columns bound, so that their answers cannot disagree. The store compiles it to SQL; see `LayerCompiler`.
public struct Layer: Sendable, Hashable {
  /// Who holds the permission. A group stands for its members.
  public enum Holder: Sendable, Hashable {
    case user(LayerColumn)
    case group(LayerColumn)
    /// Anybody, logged in or not.
    case everyone
    /// Only those who are not logged in.
    case anonymous
  }

  /// Which permissions a row gives.
  public enum Permission: Sendable, Hashable {
    /// A key of `auth_permission`.
    case row(LayerColumn)
    /// Permissions that the rule names itself; they need no row in `auth_permission`.
    case named([Name])
  }

  /// Which objects a row is about.
  public struct Objects: Sendable, Hashable {
    public enum Key: Sendable, Hashable {
      /// Canonical text of the key, as guardian and Pulp write it (UUIDs with dashes).
      case text(LayerColumn)
      /// The key as it stands in the object's own table.
      case native(LayerColumn)
      /// Every object of the type.
      case all
    }
    public enum Types: Sendable, Hashable {
      /// A foreign key to `django_content_type`; the types named have a table of their own elsewhere.
      case column(LayerColumn, except: [TypeName])
      case fixed(TypeName)
      /// The type of the row is not compared (Pulp: `ObjectRolePermissionBackend.has_perm`).
      case ignored(LayerColumn)
    }
    public var types: Types
    public var key: Key
    /// Whether an index finds the rows of one object; the compiler then starts there.
    public var indexed: Bool

    public init(types: Types, key: Key, indexed: Bool) {
      self.types = types
      self.key = key
      self.indexed = indexed
    }
  }

  /// A row that lies on the path from the holder to the object, for explanations.
  public struct Step: Sendable, Hashable {
    public var kind: EntityKind
    public var key: LayerColumn
    /// What stands before the row's name: `role`, `read group of policy`.
    public var wording: String

    public init(_ kind: EntityKind, _ key: LayerColumn, _ wording: String) {
      self.kind = kind
      self.key = key
      self.wording = wording
    }
  }

  /// Names the layer in JSON: `guardian.group`.
  public var id: String
  public var level: Level
  public var tables: [LayerTable]
  /// What the rows must satisfy besides.
  public var filters: [LayerFilter] = []
  public var holder: Holder
  public var permission: Permission
  /// Nil where the grant is not about objects.
  public var objects: Objects?
  /// The column with the domain, at domain level.
  public var domain: LayerColumn?
  public var steps: [Step]
  /// How a path ends: `object grant`, `on this domain`; empty where the last step says it all.
  public var wording: String

  public init(
    id: String, level: Level, tables: [LayerTable], holder: Holder, permission: Permission,
    objects: Objects? = nil, domain: LayerColumn? = nil, steps: [Step] = [], wording: String
  ) {
    self.id = id
    self.level = level
    self.tables = tables
    self.holder = holder
    self.permission = permission
    self.objects = objects
    self.domain = domain
    self.steps = steps
    self.wording = wording
  }
}
