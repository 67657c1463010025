internal import Authorization
internal import GRDB

/// What a change that gives something to one user does, counted without a preview: the user's checks are those of the
/// rows that they hold, and a change that only adds rows adds what those rows give and the user has not.
///
/// It counts the same units as `EditPreview`, which a fuzz test compares it with, for the changes and databases where
/// that is so simple; for every other there is the preview.
struct SoloImpact {
  private let user: DatabaseKey
  private let isActive: Bool
  private let holdings: Holdings
  /// What the user holds before the change, and what they would hold if they were active.
  private var held: [Bool: Set<Holdings.Unit>] = [:]

  /// Nil where more than the rows of the user decides: superusers, the row that stands for nobody logged in, rules of
  /// the project.
  init?(_ reader: AuthorizationReader, _ subject: Subject) throws {
    guard case .user(let key) = subject.kind, subject.assumedGroups.isEmpty, !subject.isSuperuser,
      reader.schema.projectRules.isEmpty, try reader.anonymous().standInKey != key
    else { return nil }
    user = key
    isActive = subject.isActive
    let rows = try reader.allPermissionRows()
    // One name on two models raises where roles are asked, and then the order of the backends decides.
    guard Set(rows.map(\.name)).count == rows.count else { return nil }
    holdings = Holdings(reader, rows)
  }

  /// What the changes do, and whether one of the checks that the user gains is this one; nil where a change is not of
  /// the kinds that are counted here.
  mutating func count(
    _ changes: [Change], _ permission: Permission, _ target: Target
  ) throws -> (impact: Impact, allows: Bool)? {
    let activates = changes.contains(.editUser(user, UserEdit(isActive: true)))
    let active = isActive || activates
    var gained: Set<Holdings.Unit> = []
    for change in changes {
      let units: Set<Holdings.Unit>?
      switch change {
      case .editUser(user, UserEdit(isActive: true)): units = try held(active: true)
      case .addMember(user, let group): units = try holdings.units(.groups([group]), everyone: false, active)
      case .grant(let grant) where grant.grantee == .user(user): units = try holdings.units(of: grant, active)
      case .assign(let assignment) where assignment.grantee == .user(user):
        units = try holdings.units(of: assignment)
      default: units = nil
      }
      guard let units else { return nil }
      gained.formUnion(units)
    }
    guard let held = try held(active: isActive), let asked = holdings.unit(permission, target) else {
      return nil
    }
    gained.subtract(held)
    return (Self.impact(gained), gained.contains(asked))
  }

  private mutating func held(active: Bool) throws -> Set<Holdings.Unit>? {
    if let known = held[active] { return known }
    let units = try holdings.units(.user(user), everyone: true, active)
    held[active] = units
    return units
  }

  private static func impact(_ units: Set<Holdings.Unit>) -> Impact {
    struct Key: Hashable {
      var permission: Name
      var place: ImpactPart.Place
    }
    let counts = Dictionary(
      units.map { (Key(permission: $0.permission, place: $0.place), 1) }, uniquingKeysWith: +)
    let parts = counts.map { key, count in
      ImpactPart(
        isGain: true, permission: key.permission, place: key.place, units: count, subjects: 1,
        objects: key.place == .general ? 0 : count, includesAnonymous: false)
    }
    let order: [(ImpactPart, Name)] = parts.map { ($0, Name("\($0.permission) \($0.place)")) }
    return Impact(
      gains: units.count,
      parts: order.sorted { ($0.0.units, $1.1) > ($1.0.units, $0.1) }.map(\.0))
  }
}
