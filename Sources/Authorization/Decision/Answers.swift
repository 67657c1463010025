/// Who may.
public struct WhoCanAnswer: Sendable, Hashable {
  /// Nobody needs to be in the list: it is open to everyone, also to those who are not logged in.
  public var everyone: Bool
  /// Those who are not logged in, through the row that stands for them.
  public var anonymous: Bool
  /// The groups that give it to their members.
  public var groups: [Name]
  /// Whether code outside the database could add to the list.
  public var complete: Bool
  public var warnings: [String]

  public init(everyone: Bool, anonymous: Bool, groups: [Name], complete: Bool, warnings: [String]) {
    self.everyone = everyone
    self.anonymous = anonymous
    self.groups = groups
    self.complete = complete
    self.warnings = warnings
  }
}

/// What a subject may do something to.
public struct ListObjectsAnswer: Sendable, Hashable {
  public var type: TypeName
  /// Whether a check says yes for every object of the type.
  public var all: Bool
  public var complete: Bool
  public var warnings: [String]

  public init(type: TypeName, all: Bool, complete: Bool, warnings: [String]) {
    self.type = type
    self.all = all
    self.complete = complete
    self.warnings = warnings
  }
}

/// A permission that a subject has, with the paths that give it.
public struct HeldPermission: Sendable, Hashable {
  public var permission: Name
  public var decision: Decision

  public init(permission: Name, decision: Decision) {
    self.permission = permission
    self.decision = decision
  }
}
