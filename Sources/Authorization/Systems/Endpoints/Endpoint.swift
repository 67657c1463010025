/// A view set of Pulp, as far as a request's authorization looks at it.
public struct Endpoint: Sendable, Hashable {
  /// What `scope_queryset` limits a listing by.
  public enum Scope: Sendable, Hashable {
    /// The objects for which the user has this permission; all where there is none.
    case permission(Name?)
    /// What the endpoints of the models below show.
    case master
    /// Something that Permscope does not follow; in words.
    case other(String)
  }

  /// What an action is reached by.
  public struct Action: Sendable, Hashable {
    public var name: Name
    /// In upper case.
    public var method: Name
    /// Whether it is about one object.
    public var isDetail: Bool

    public init(name: Name, method: Name, isDetail: Bool) {
      self.name = name
      self.method = method
      self.isDetail = isDetail
    }
  }

  /// A nested endpoint: the endpoint above it, and the name that its key has in the URL (`repository_pk`).
  public struct Parent: Sendable, Hashable {
    public var endpoint: Name
    public var key: Name

    public init(endpoint: Name, key: Name) {
      self.endpoint = endpoint
      self.key = key
    }
  }

  /// `remotes/file/file`, which is the `viewset_name` of its access policy.
  public var name: Name
  /// The model of its objects; nil where nobody knows.
  public var model: TypeName?
  public var scope: Scope
  public var parent: Parent?
  /// The column that the key in the URL is compared with; nil for the primary key.
  public var lookup: String?
  public var actions: [Action]
  /// What a client may send, by action; `*` stands for every action without a body of its own.
  public var bodies: [Name: RequestForm]
  /// The remotes that a repository can be synchronized from.
  public var remotes: [TypeName]
  /// Whether the view set brings an access policy of its own, which holds where the database has none.
  public var shipsPolicy: Bool
  /// Whether it is one that this program was told about, and not worked out from its name.
  public var isKnown: Bool

  public init(
    name: Name, model: TypeName?, scope: Scope, parent: Parent? = nil, actions: [Action],
    bodies: [Name: RequestForm] = [:], remotes: [TypeName] = [], shipsPolicy: Bool, isKnown: Bool
  ) {
    self.name = name
    self.model = model
    self.scope = scope
    self.parent = parent
    self.actions = actions
    self.bodies = bodies
    self.remotes = remotes
    self.shipsPolicy = shipsPolicy
    self.isKnown = isKnown
  }

  public func action(named name: Name) -> Action? { actions.first { $0.name == name } }

  public func form(of action: Name) -> RequestForm? { bodies[action] ?? bodies["*"] }

  /// The last part of the URL: `versions` of `repositories/file/file/versions`.
  public var lastPiece: Name {
    Name(name.text.split(separator: "/").last.map(String.init) ?? name.text)
  }

  /// The actions that a REST framework gives every view set, for endpoints that nobody described.
  static let usualActions: [Action] = [
    Action(name: "list", method: "GET", isDetail: false),
    Action(name: "create", method: "POST", isDetail: false),
    Action(name: "retrieve", method: "GET", isDetail: true),
    Action(name: "update", method: "PUT", isDetail: true),
    Action(name: "partial_update", method: "PATCH", isDetail: true),
    Action(name: "destroy", method: "DELETE", isDetail: true),
  ]
}

/// The fields of a request's body, with what the endpoint's serializer asks of them.
public struct RequestForm: Sendable, Hashable {
  public struct Field: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
      case text, bool, integer, number, list, object
      /// A reference to an object of this model or of one below it.
      case relation(TypeName)
      case anything
    }

    public var name: Name
    public var kind: Kind
    public var isRequired: Bool
    public var takesNull: Bool
    public var takesBlank: Bool
    /// No two objects of a domain have the same value.
    public var isUnique: Bool
    /// The only values; empty where every value will do.
    public var choices: [Name]
  }

  public var fields: [Field]

  public init(fields: [Field]) { self.fields = fields }

  public subscript(_ name: Name) -> Field? { fields.first { $0.name == name } }
}
