/// What kinds of row Permscope can name and open.
public enum EntityKind: String, Sendable, CaseIterable {
  case user, group, role, tree, policy, type, object, permission, endpoint, task, artifact, session, entry,
    finding
  case domain

  /// The word that people read.
  public var title: String {
    switch self {
    case .tree: "git tree"
    case .policy: "git tree policy"
    case .endpoint: "access policy"
    case .entry: "history entry"
    default: rawValue
    }
  }
}

/// A row of the database that can be shown, opened and asked about.
public struct EntityRef: Hashable, Sendable {
  public var kind: EntityKind
  public var key: DatabaseKey
  /// What people call it. Untrusted text: it reaches the screen through `Frame` only.
  public var name: Name
  /// The model of an object; trees and tasks have theirs as well.
  public var type: TypeName?

  public init(kind: EntityKind, key: DatabaseKey, name: Name, type: TypeName? = nil) {
    self.kind = kind
    self.key = key
    self.name = name
    self.type = type
  }
}
