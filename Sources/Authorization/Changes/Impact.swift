/// Whose checks an edit changes, exactly.
///
/// The unit is one (subject, permission, object) whose check changes, subjects being the users and whoever is not
/// logged in. A permission at model level or on a domain is a unit of its own. Where somebody gets or loses a
/// permission on every object of a type at once, that is one unit with the number of objects.
public struct Impact: Sendable, Hashable {
  public var gains: Int
  public var losses: Int
  /// Sums for the reader, the greatest first, gains before losses.
  public var parts: [ImpactPart]
  public var confirmations: [Confirmation]
  public var warnings: [String]

  public init(
    gains: Int = 0, losses: Int = 0, parts: [ImpactPart] = [], confirmations: [Confirmation] = [],
    warnings: [String] = []
  ) {
    self.gains = gains
    self.losses = losses
    self.parts = parts
    self.confirmations = confirmations
    self.warnings = warnings
  }
}

/// What an edit changes for one permission on one kind of object.
public struct ImpactPart: Sendable, Hashable {
  public enum Place: Sendable, Hashable {
    case general
    case domains
    case objects(TypeName)
    /// Every object of the type, counted once for each subject.
    case all(TypeName)
  }

  public var isGain: Bool
  public var permission: Name
  public var place: Place
  public var units: Int
  /// How many subjects the units are about.
  public var subjects: Int
  /// How many objects they are about.
  public var objects: Int
  public var includesAnonymous: Bool

  public init(
    isGain: Bool, permission: Name, place: Place, units: Int, subjects: Int, objects: Int,
    includesAnonymous: Bool
  ) {
    self.isGain = isGain
    self.permission = permission
    self.place = place
    self.units = units
    self.subjects = subjects
    self.objects = objects
    self.includesAnonymous = includesAnonymous
  }
}

/// One check that changes.
public struct ImpactUnit: Sendable, Hashable {
  public var isGain: Bool
  /// Nil for somebody who is not logged in.
  public var user: EntityRef?
  public var permission: Name
  /// `app.model:7`, `tree:NAME`, `domain:NAME`, `every app.model (12)`; nil at model level.
  public var object: String?

  public init(isGain: Bool, user: EntityRef?, permission: Name, object: String?) {
    self.isGain = isGain
    self.user = user
    self.permission = permission
    self.object = object
  }
}
