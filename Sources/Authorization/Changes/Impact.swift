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

  /// The warning of a count during which other programs wrote each time that it was begun.
  public static let overtaken = "other programs wrote while this was counted; the numbers may be off"

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

extension Impact {
  /// How many single checks change, with every object of what is given at once.
  func checks(isGain: Bool) -> Int {
    parts.filter { $0.isGain == isGain }.reduce(0) { sum, part in
      guard case .all = part.place else { return sum + part.units }
      let (checks, overflow) = part.units.multipliedReportingOverflow(by: max(1, part.objects))
      return overflow ? .max : sum.addingReportingOverflow(checks).overflow ? .max : sum + checks
    }
  }

  /// How much it changes, for comparing.
  public var size: Int {
    let (sum, overflow) = checks(isGain: true).addingReportingOverflow(checks(isGain: false))
    return overflow ? .max : sum
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
  /// Of a permission on all objects of a type at once: whether some stay as they are for everybody it is about, because
  /// they are held singly.
  public var leavesSome: Bool

  public init(
    isGain: Bool, permission: Name, place: Place, units: Int, subjects: Int, objects: Int,
    includesAnonymous: Bool, leavesSome: Bool = false
  ) {
    self.isGain = isGain
    self.permission = permission
    self.place = place
    self.units = units
    self.subjects = subjects
    self.objects = objects
    self.includesAnonymous = includesAnonymous
    self.leavesSome = leavesSome
  }
}

extension ImpactPart {
  /// `on 14 git trees`, `on 3 file.filerepository`; nil in general.
  public var placeWords: String? {
    switch place {
    case .general: nil
    case .domains: "on \(Counted.words(objects, "domain"))"
    case .objects(GitTrees.tree): "on \(Counted.words(objects, "git tree"))"
    case .objects(let type): "on \(Digits.grouped(objects)) \(type)"
    case .all(let type): "on \(WholeType.words(type, objects, leavesSome: leavesSome))"
    }
  }
}

/// Objects of a type that are gained or lost at once, in words.
public enum WholeType {
  /// `every file.filerepository (7)`, or `the other 4 file.filerepository` where some stay as they are.
  public static func words(_ type: TypeName, _ count: Int, leavesSome: Bool) -> String {
    guard leavesSome else { return "every \(type) (\(Digits.grouped(count)))" }
    return count == 1 ? "the one other \(type)" : "the other \(Digits.grouped(count)) \(type)"
  }
}

/// One check that changes, or all of somebody's checks of a permission on the objects of a type.
public struct ImpactUnit: Sendable, Hashable {
  public var isGain: Bool
  /// Nil for somebody who is not logged in.
  public var user: EntityRef?
  public var permission: Name
  /// `app.model:7`, `tree:NAME`, `domain:NAME`, `every app.model (12)`, `the other 4 app.model`; nil at model level.
  public var object: String?

  public init(isGain: Bool, user: EntityRef?, permission: Name, object: String?) {
    self.isGain = isGain
    self.user = user
    self.permission = permission
    self.object = object
  }
}
