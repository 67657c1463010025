internal import Authorization

/// What may fix a denial, counted at once where what it does is simple: something for one user, one thing for a group,
/// or who may what is below a policy. Everything else is left to previews.
struct QuickImpact {
  enum Counted {
    /// It allows the check, and does this.
    case impact(Impact)
    /// It does not allow the check.
    case useless
    /// A preview has to tell.
    case open
  }

  private let asked: AskedCheck
  private var groups: GroupGrantImpact
  private let trees: TreeImpact

  init(_ reader: AuthorizationReader, _ asked: AskedCheck, confirmFactor: Int) {
    self.asked = asked
    groups = GroupGrantImpact(reader, asked.permission, asked.target, confirmFactor: confirmFactor)
    trees = TreeImpact(reader: reader, confirmFactor: confirmFactor)
  }

  /// - Parameter solo: counts for the subject, at every level that is asked; nil where it cannot.
  mutating func count(_ candidate: RemedyCandidate, _ solo: inout SoloImpact?) throws -> Counted {
    // What an assumed group gives, rows do not tell.
    guard asked.subject.assumedGroups.isEmpty else { return .open }
    let changes = candidate.changes
    if let (impact, allows) = try solo?.count(changes, asked.permission, asked.target) {
      return allows ? .impact(impact) : .useless
    }
    if let impact = try activated(changes, &solo) { return .impact(impact) }
    guard changes.count == 1 else { return .open }
    let impact = try groups.impact(of: changes[0]) ?? trees.impact(of: changes[0])
    guard let impact,
      impact.parts.contains(where: {
        $0.isGain && asked.counted.isIn($0) && (asked.subject.kind != .anonymous || $0.includesAnonymous)
      })
    else {
      return .open
    }
    return .impact(impact)
  }

  /// Somebody is made active, and a group of theirs gets what is asked: the others of the group get one check, and the
  /// user that one and all that they held before.
  private mutating func activated(_ changes: [Change], _ solo: inout SoloImpact?) throws -> Impact? {
    guard changes.count == 2, case .user(let user) = asked.subject.kind,
      changes[0] == .editUser(user, UserEdit(isActive: true)), case .grant(var grant) = changes[1],
      let others = try groups.impact(of: changes[1], others: 1)
    else { return nil }
    grant.grantee = .user(user)
    guard let (own, allows) = try solo?.count([changes[0], .grant(grant)], asked.permission, asked.target),
      allows
    else { return nil }
    var impact = own
    for part in others.parts {
      guard
        let index = impact.parts.firstIndex(where: {
          $0.permission == part.permission && $0.place == part.place
        })
      else { return nil }
      impact.parts[index].units += part.units
      impact.parts[index].subjects += part.subjects
    }
    impact.gains += others.gains
    impact.parts.sort { $0.units > $1.units }
    impact.confirmations = others.confirmations
    return impact
  }
}
